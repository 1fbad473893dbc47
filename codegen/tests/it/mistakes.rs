//! One document, made wrong in one place at a time: each mistake gives one finding, at its place.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use specwire_codegen::diag::Level;
use specwire_codegen::doc::project::Project;
use specwire_codegen::lint::{self, Levels};

/// What is made of the good document: a name, the text that is replaced, and what by.
const CASES: &[(&str, &str, &str)] = &[
    ("no version", "asyncapi: 2.6.0\n", ""),
    ("two numbers", "asyncapi: 2.6.0", "asyncapi: 2.6"),
    ("version three", "asyncapi: 2.6.0", "asyncapi: 3.0.0"),
    (
        "version with a suffix",
        "asyncapi: 2.6.0",
        "asyncapi: 2.6.0-rc1",
    ),
    (
        "key of later versions",
        "asyncapi: 2.6.0",
        "asyncapi: 2.3.0",
    ),
    (
        "misspelt root key",
        "defaultContentType:",
        "defaultContentTyp:",
    ),
    (
        "misspelt required key",
        "  title: Weather",
        "  titel: Weather",
    ),
    (
        "key in the wrong object",
        "  version: 1.2.0",
        "  version: 1.2.0\n  externalDocs: {url: 'https://example.com'}",
    ),
    ("missing key", "  title: Weather\n", ""),
    ("number for text", "version: 1.2.0", "version: 1.2"),
    (
        "nothing for text",
        "description: Readings of weather stations.",
        "description:",
    ),
    (
        "list for map",
        "tags:\n  - name: live\n",
        "tags:\n  name: live\n",
    ),
    (
        "no e-mail address",
        "weather@example.com",
        "weather at example.com",
    ),
    ("no URI", "https://example.com/token", "example.com/token"),
    ("unknown type of scheme", "type: oauth2", "type: oauth"),
    (
        "missing flow URL",
        "          tokenUrl: https://example.com/token\n",
        "",
    ),
    ("unknown scheme", "- station: [read]", "- stations: [read]"),
    ("unknown scope", "- station: [read]", "- station: [raed]"),
    ("unknown server", "servers: [live]", "servers: [lives]"),
    (
        "undescribed variable",
        "{region}.example.org",
        "{region}.{zone}.example.org",
    ),
    (
        "misspelt variable",
        "{region}.example.org",
        "{regoin}.example.org",
    ),
    (
        "default outside the values",
        "default: north",
        "default: west",
    ),
    (
        "misspelt parameter",
        "stations/{station}",
        "stations/{statoin}",
    ),
    (
        "query in an address",
        "'stations/{station}'",
        "'stations/{station}?raw'",
    ),
    (
        "duplicate tag",
        "  - name: live\n",
        "  - name: live\n  - name: live\n",
    ),
    ("binding", "method: GET", "metod: GET"),
    ("binding of no protocol", "      ws:\n", "      wss:\n"),
    (
        "duplicate operation",
        "operationId: getReadings",
        "operationId: askReadings",
    ),
    (
        "duplicate message id",
        "messageId: stationsFound",
        "messageId: findStations",
    ),
    (
        "dangling reference",
        "#/components/schemas/Kind",
        "#/components/schemas/Kinds",
    ),
    (
        "reference to another section",
        "- $ref: '#/components/messages/stations.find'",
        "- $ref: '#/components/schemas/Reading'",
    ),
    (
        "reference without pointer",
        "#/components/schemas/Kind",
        "#components/schemas/Kind",
    ),
    (
        "remote reference",
        "'#/components/schemas/Kind'",
        "'https://example.com/kind.yaml'",
    ),
    (
        "reference for an operation",
        "      operationId: askReadings\n",
        "      $ref: '#/info'\n",
    ),
    (
        "unused schema",
        "    Answer:\n",
        "    Spare:\n      type: string\n    Answer:\n",
    ),
    ("type of another language", "type: integer", "type: int"),
    ("type that nobody knows", "type: integer", "type: whole"),
    (
        "required on a member",
        "        station:\n          type: string\n        kind",
        "        station:\n          type: string\n          required: true\n        kind",
    ),
    (
        "required misspelt",
        "required: [time, value]",
        "required: [time, valeu]",
    ),
    (
        "keyword misspelt",
        "          minimum: 0\n",
        "          minium: 0\n",
    ),
    (
        "keyword of OpenAPI",
        "        value:\n          type: number",
        "        value:\n          type: number\n          nullable: true",
    ),
    (
        "keyword of a later draft",
        "          type: array\n          items:\n            type: number",
        "          type: array\n          prefixItems:\n            - type: number",
    ),
    (
        "negative length",
        "            type: string\n      examples",
        "            type: string\n            maxLength: -1\n      examples",
    ),
    (
        "value twice",
        "enum: [wind, rain, sun]",
        "enum: [wind, rain, wind]",
    ),
    (
        "value of another type",
        "enum: [ok, error]",
        "enum: [ok, 1]",
    ),
    (
        "bounds the wrong way",
        "          minimum: 0\n",
        "          minimum: 9007199254740992\n",
    ),
    (
        "example of a schema",
        "examples: [wind]",
        "examples: [snow]",
    ),
    (
        "example of a message",
        "            near: oslo",
        "            near: 4",
    ),
    (
        "example without a member",
        "            near: oslo\n",
        "            far: oslo\n",
    ),
    (
        "default",
        "      payload:\n        type: array\n",
        "      payload:\n        type: array\n        default: none\n",
    ),
    (
        "optional param",
        "required: [station, kind]",
        "required: [kind]",
    ),
    (
        "param with a default",
        "        station:\n          type: string\n        kind",
        "        station:\n          type: string\n          default: oslo\n        kind",
    ),
    (
        "open params",
        "      required: [station, kind]",
        "      additionalProperties: true\n      required: [station, kind]",
    ),
    (
        "nullable param",
        "        station:\n          type: string\n        kind",
        "        station:\n          type: [string, 'null']\n        kind",
    ),
    (
        "param of two types",
        "        station:\n          type: string\n        kind",
        "        station:\n          type: [string, boolean]\n        kind",
    ),
    (
        "param of any type",
        "        station:\n          type: string\n        kind",
        "        station: {}\n        kind",
    ),
    (
        "big integer param",
        "        station:\n          type: string\n        kind",
        "        station:\n          type: integer\n        kind",
    ),
    (
        "update without payload",
        "      payload:\n        $ref: '#/components/schemas/Reading'\n",
        "",
    ),
    (
        "route without update",
        "          - $ref: '#/components/messages/readings.update'\n",
        "",
    ),
    (
        "reply that is never sent",
        "          - $ref: '#/components/messages/stations.found'\n",
        "",
    ),
    (
        "extension in the wrong place",
        "    stations.find:\n",
        "    stations.find:\n      x-conflate: true\n",
    ),
    (
        "client member",
        "stations.find\n      messageId",
        "state\n      messageId",
    ),
];

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/lint")
        .join(name)
}

/// `line:column level code: message` and the hint below.
fn report(text: &str) -> Vec<String> {
    let project = Project::from_text("weather.yaml", text);
    let report = lint::check(&project, &Levels::default());
    let show = |finding: &specwire_codegen::diag::Diagnostic| {
        let at = project.sources.start(finding.span);
        let level = match finding.level {
            Level::Error => "error",
            Level::Warning => "warning",
            _ => "info",
        };
        let hint = finding.hint.as_deref().unwrap_or("no hint");
        format!(
            "{}:{} {level} {}: {}\n    {hint}",
            at.line, at.column, finding.code, finding.message
        )
    };
    report.diagnostics.iter().map(show).collect()
}

#[test]
fn each_mistake_gives_one_finding() {
    let good = std::fs::read_to_string(data("good.yaml")).unwrap();
    assert_eq!(report(&good), Vec::<String>::new());
    let mut out = String::new();
    let mut cascades = String::new();
    for (name, old, new) in CASES {
        assert!(
            good.contains(old),
            "{name}: the good document has no {old:?}"
        );
        let found = report(&good.replace(old, new));
        writeln!(out, "{name}\n  {}\n", found.join("\n  ")).unwrap();
        if found.len() != 1 {
            writeln!(
                cascades,
                "{name}: {} findings\n  {}",
                found.len(),
                found.join("\n  ")
            )
            .unwrap();
        }
    }
    assert!(cascades.is_empty(), "\n{cascades}");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(data("mistakes.txt"), &out).unwrap();
    }
    let expected = std::fs::read_to_string(data("mistakes.txt")).unwrap_or_default();
    assert!(
        out == expected,
        "tests/data/lint/mistakes.txt differs: run with UPDATE_EXPECT=1 and read the change\n{out}"
    );
}
