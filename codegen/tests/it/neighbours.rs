//! Slips between files: a document of three files with one thing wrong gives one finding, in the right file, with a hint
//! that mends it.

use serde_json::Value;

use crate::command::{codegen, folder};

const MAIN: &str = "\
asyncapi: 2.4.0
info:
  title: Orders
  version: 1.0.0
channels:
  orders/{id}:
    parameters:
      id:
        $ref: 'common/types.yaml#/components/parameters/Id'
    subscribe:
      message:
        $ref: 'common/types.yaml#/components/messages/Changed'
    publish:
      message:
        payload:
          $ref: 'common/order.json'
";

const TYPES: &str = "\
components:
  parameters:
    Id:
      description: The order.
      schema:
        type: string
  messages:
    Changed:
      name: changed
      payload:
        $ref: '#/components/schemas/Change'
  schemas:
    Change:
      type: object
      required: [order, at]
      properties:
        order:
          $ref: 'order.json'
        at:
          type: string
          format: date-time
";

const ORDER: &str = r##"{
  "type": "object",
  "required": ["id", "side"],
  "properties": {
    "id": {"type": "string"},
    "side": {"$ref": "#/definitions/Side"},
    "size": {"type": "number", "minimum": 0}
  },
  "definitions": {
    "Side": {"type": "string", "enum": ["buy", "sell"]}
  }
}
"##;

/// The findings of the document with one text in one of its files replaced.
fn findings(file: &str, old: &str, new: &str) -> Vec<Value> {
    let texts = [
        ("main.yaml", MAIN),
        ("common/types.yaml", TYPES),
        ("common/order.json", ORDER),
    ];
    let edited = texts.map(|(name, text)| match name == file {
        true => {
            assert!(text.contains(old), "{old}");
            (name, text.replacen(old, new, 1))
        }
        false => (name, text.to_owned()),
    });
    let files: Vec<(&str, &str)> = edited
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let folder = folder(&files);
    let ran = codegen(folder.path(), &["lint", "--format", "json", "main.yaml"]);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    report["findings"].as_array().unwrap().clone()
}

#[test]
fn one_slip_is_one_finding_where_it_is() {
    assert_eq!(findings("main.yaml", "", ""), Vec::<Value>::new());
    let (main, types, order) = ("main.yaml", "common/types.yaml", "common/order.json");
    // File, what is replaced, what by, the line of the finding, its code and its hint.
    let cases = [
        (
            main,
            "'common/order.json'",
            "'common/ordr.json'",
            16,
            "ref-file",
            "did you mean `common/order.json`?",
        ),
        (
            main,
            "'common/order.json'",
            "'common/order.yaml'",
            16,
            "ref-file",
            "did you mean `common/order.json`?",
        ),
        (
            main,
            "'common/order.json'",
            "'common\\order.json'",
            16,
            "ref-file",
            "did you mean `common/order.json`?",
        ),
        (
            main,
            "common/types.yaml#/components/m",
            "comon/types.yaml#/components/m",
            12,
            "ref-file",
            "did you mean `common/types.yaml`?",
        ),
        (
            main,
            "types.yaml#/components/m",
            "types.yaml/components/m",
            12,
            "ref-file",
            "did you mean `common/types.yaml#/components/messages/Changed`?",
        ),
        (
            types,
            "'order.json'",
            "'common/order.json'",
            18,
            "ref-file",
            "did you mean `order.json`?",
        ),
        (
            main,
            "'common/order.json'",
            "'file:///common/order.json'",
            16,
            "ref-remote",
            "write the path from the folder of this file on",
        ),
        (
            main,
            "messages/Changed",
            "messages/changed",
            12,
            "ref-dangling",
            "did you mean `Changed`?",
        ),
        (
            types,
            "[order, at]",
            "[ordr, at]",
            15,
            "schema-required-unknown",
            "did you mean `order`?",
        ),
        (
            types,
            "      payload:\n        $ref: '#/components/schemas/Change'",
            "      payload: Change",
            10,
            "wrong-type",
            "write `$ref: '#/components/schemas/Change'`",
        ),
        (
            order,
            "\"number\"",
            "\"float\"",
            7,
            "schema-type",
            "did you mean `number` (with `format: float`)?",
        ),
        (
            order,
            "\"minimum\": 0}",
            "\"minimum\": 0},",
            7,
            "json-syntax",
            "remove the comma",
        ),
        (
            order,
            "\"side\"],",
            "\"side\"]",
            4,
            "json-syntax",
            "separate members by commas",
        ),
        (
            order,
            "\"number\"",
            "'number'",
            7,
            "json-syntax",
            "replace ' by \"",
        ),
        (
            order,
            "  \"required\"",
            "  // all\n  \"required\"",
            3,
            "json-syntax",
            "remove it, or write the document in YAML",
        ),
        (
            order,
            "\"minimum\": 0",
            "\"uniqueItems\": True",
            7,
            "json-syntax",
            "text stands in double quotes; the bare words are true, false and null",
        ),
        (
            order,
            "#/definitions/Side",
            "#/definition/Side",
            6,
            "ref-dangling",
            "did you mean `definitions`?",
        ),
        (
            order,
            ORDER,
            "",
            1,
            "wrong-type",
            "give it a value, or remove the key",
        ),
    ];
    for (file, old, new, line, code, hint) in cases {
        let found = findings(file, old, new);
        let [finding] = found.as_slice() else {
            panic!("{old} -> {new}: {found:#?}");
        };
        let said = (
            &finding["file"],
            &finding["line"],
            &finding["code"],
            &finding["hint"],
        );
        assert_eq!(
            said,
            (&file.into(), &line.into(), &code.into(), &hint.into()),
            "{new}"
        );
    }
}

#[test]
fn a_path_is_mended_by_its_fix() {
    let broken = MAIN.replace("'common/order.json'", "'common/ordr.json'");
    let files = [
        ("main.yaml", broken.as_str()),
        ("common/types.yaml", TYPES),
        ("common/order.json", ORDER),
    ];
    let folder = folder(&files);
    let ran = codegen(folder.path(), &["lint", "--fix", "main.yaml"]);
    assert_eq!(ran.status, 0, "{}", ran.out);
    let path = folder.path().join("main.yaml");
    assert_eq!(std::fs::read_to_string(path).unwrap(), MAIN);
}
