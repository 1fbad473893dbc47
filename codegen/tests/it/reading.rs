//! Texts to trees: every key and value at its place, scalars by the core schema, mistakes where they are.

use specwire_codegen::diag::Diagnostic;
use specwire_codegen::doc::node::Node;
use specwire_codegen::doc::project::Project;

fn read(text: &str) -> Project {
    let project = Project::from_text("a.yaml", text);
    assert!(project.diagnostics.is_empty(), "{:?}", project.diagnostics);
    project
}

/// The text that the node at a path covers.
fn covered(project: &Project, path: &str) -> String {
    project.sources.text(at(project, path).span()).to_owned()
}

fn at<'p>(project: &'p Project, path: &str) -> Node<'p> {
    let root = project.root(project.documents[0]);
    path.split('/')
        .filter(|step| !step.is_empty())
        .fold(root, |node, step| {
            step.parse()
                .ok()
                .and_then(|position: usize| node.items().nth(position))
                .or_else(|| node.get(step))
                .unwrap()
        })
}

#[test]
fn every_style_keeps_its_place() {
    let project = read(concat!(
        "plain: some text # a comment\n",
        "wrapped: first\n  second\n",
        "'single': 'it''s' # c\n",
        "\"double\": \"a \\\" b\"   # c\n",
        "literal: |  # c\n  one\n  two\n\n",
        "folded: >-\n  one\n",
        "empty:\n",
        "flow: { a: [1, 'x'], \"b\": {}, c }\n",
        "list:\n  - one\n  -   two: 2\n      three: 3\n",
        "größe: ü\n",
        "tagged: !!str 12\n",
        "last: 1\n",
    ));
    let places = [
        ("plain", "some text"),
        ("wrapped", "first\n  second"),
        ("single", "'it''s'"),
        ("double", "\"a \\\" b\""),
        ("literal", "|  # c\n  one\n  two"),
        ("folded", ">-\n  one"),
        ("empty", ""),
        ("flow", "{ a: [1, 'x'], \"b\": {}, c }"),
        ("flow/a", "[1, 'x']"),
        ("flow/a/1", "'x'"),
        ("flow/b", "{}"),
        ("list", "- one\n  -   two: 2\n      three: 3"),
        ("list/1", "two: 2\n      three: 3"),
        ("größe", "ü"),
        ("tagged", "12"),
        ("last", "1"),
    ];
    for (path, text) in places {
        assert_eq!(covered(&project, path), text, "{path}");
    }
    assert_eq!(at(&project, "wrapped").as_str(), Some("first second"));
    assert_eq!(at(&project, "literal").as_str(), Some("one\ntwo\n"));
    assert_eq!(at(&project, "tagged").as_str(), Some("12"));
    let key = at(&project, "double").own_key().unwrap();
    assert_eq!(project.sources.text(key.span()), "\"double\"");
}

#[test]
fn scalars_are_those_of_yaml_1_2() {
    let project = read(
        "on: no\ny: n\ndate: 2026-01-01\nhex: 0x1F\nbig: 9007199254740993\nnull: ~\n200: ok\ntrue: yes\n",
    );
    assert_eq!(at(&project, "on").as_str(), Some("no"));
    assert_eq!(at(&project, "y").as_str(), Some("n"));
    assert_eq!(at(&project, "date").as_str(), Some("2026-01-01"));
    assert_eq!(at(&project, "hex").as_i64(), Some(31));
    assert_eq!(at(&project, "big").as_number(), Some("9007199254740993"));
    assert!(at(&project, "null").is_null());
    let keys: Vec<&str> = project
        .root(project.documents[0])
        .entries()
        .map(|(_, key, _)| key)
        .collect();
    assert_eq!(
        keys,
        ["on", "y", "date", "hex", "big", "null", "200", "true"]
    );
}

#[test]
fn aliases_stand_where_they_are_written_and_their_inside_where_it_is_defined() {
    let project =
        read("base: &base { type: string, max: 3 }\nuse: *base\nmore:\n  <<: *base\n  max: 4\n");
    assert_eq!(covered(&project, "use"), "*base");
    assert_eq!(covered(&project, "use/type"), "string");
    assert_eq!(
        at(&project, "use/type").span(),
        at(&project, "base/type").span()
    );
    assert_eq!(at(&project, "more/max").as_i64(), Some(4));
    assert_eq!(at(&project, "more/type").as_str(), Some("string"));
    assert_eq!(at(&project, "use/type").pointer(), "/use/type");
}

#[test]
fn merges_take_the_first_of_several_maps() {
    let project =
        read("a: &a { x: 1, y: 1 }\nb: &b { y: 2, z: 2 }\nc: { <<: [*a, *b], z: 3 }\n'<<': text\n");
    assert_eq!(
        at(&project, "c").to_json(),
        serde_json::json!({"z": 3, "x": 1, "y": 1})
    );
    assert_eq!(at(&project, "<<").as_str(), Some("text"));
}

#[test]
fn json_is_read_with_the_same_places() {
    let text = "{\"a\": [1.5e3, \"x\\u00e9\\ud83d\\ude00\", true, null],\n\t\"b\": {}}";
    let project = Project::from_text("a.json", text);
    assert!(project.diagnostics.is_empty(), "{:?}", project.diagnostics);
    assert_eq!(
        covered(&project, "a"),
        "[1.5e3, \"x\\u00e9\\ud83d\\ude00\", true, null]"
    );
    assert_eq!(at(&project, "a/1").as_str(), Some("xé😀"));
    assert_eq!(covered(&project, "b"), "{}");
}

/// Line, column and code of the one finding, and what it says.
fn mistake(name: &str, text: &str) -> (u32, u32, &'static str, String) {
    let project = Project::from_text(name, text);
    let [
        Diagnostic {
            code,
            message,
            span,
            hint,
            ..
        },
    ] = &project.diagnostics[..]
    else {
        panic!("{text:?}: {:?}", project.diagnostics)
    };
    let place = project.sources.start(*span);
    (
        place.line,
        place.column,
        code,
        format!("{message} | {}", hint.as_deref().unwrap_or_default()),
    )
}

#[test]
fn broken_yaml_is_explained_at_its_place() {
    let cases = [
        (
            "a:\n    b: 1\n   c: 2\n",
            3,
            4,
            "yaml-indentation",
            "expected 4",
        ),
        (
            "a: 1\n  b: 2\n",
            2,
            3,
            "yaml-indentation",
            "has a value already",
        ),
        ("a:\n\tb: 1\n", 2, 2, "yaml-tab", "by spaces"),
        ("a: b: c\n", 1, 4, "yaml-syntax", "'b: c'"),
        ("a: @b\n", 1, 4, "yaml-syntax", "'@b'"),
        ("a:b\nc: d\n", 1, 1, "yaml-syntax", "a space is missing"),
        ("a: *b\n", 1, 4, "yaml-alias", "quote it"),
        ("a: &a [*a]\n", 1, 8, "yaml-alias", "stands in"),
        (
            "a: [1, 2\nb: 3\n",
            1,
            4,
            "yaml-syntax",
            "is not closed where line 1 ends",
        ),
        ("a: [1, 2\n", 1, 4, "yaml-syntax", "never closed"),
        ("a: \"b\nc: d\n", 1, 4, "yaml-syntax", "never closed"),
        ("a: \"\\q\"\n", 1, 4, "yaml-syntax", "backslash"),
        ("a: 1\n---\nb: 2\n", 2, 1, "yaml-documents", "one document"),
        (
            "a: 1\nb: 2\na: 3\n",
            3,
            1,
            "duplicate-key",
            "`a` is given twice",
        ),
        ("? [x]\n: 1\n", 1, 3, "yaml-key", "must be text"),
        ("a: !x 1\n", 1, 4, "yaml-tag", "`!x`"),
    ];
    for (text, line, column, code, words) in cases {
        let found = mistake("a.yaml", text);
        assert_eq!(
            (found.0, found.1, found.2),
            (line, column, code),
            "{text:?}: {}",
            found.3
        );
        assert!(found.3.contains(words), "{text:?}: {}", found.3);
    }
}

#[test]
fn broken_json_is_explained_at_its_place() {
    let cases = [
        ("{\"a\": 1,}", 1, 8, "json-syntax", "comma"),
        ("{\"a\": 1\n \"b\": 2}", 2, 2, "json-syntax", "`,` or `}`"),
        ("{a: 1}", 1, 2, "json-syntax", "double quotes"),
        ("{\"a\": 'b'}", 1, 7, "json-syntax", "double quotes"),
        ("{\"a\": 01}", 1, 7, "json-syntax", "no JSON number"),
        ("{\"a\": nul}", 1, 7, "json-syntax", "`nul`"),
        ("{\"a\": \"b", 1, 7, "json-syntax", "never closed"),
        ("{\"a\": \"\\ud800\"}", 1, 8, "json-syntax", "surrogate"),
        ("{\"a\": 1} x", 1, 10, "json-syntax", "goes on"),
        ("{\"a\": 1, \"a\": 2}", 1, 10, "duplicate-key", "twice"),
        ("// c\n{}", 1, 1, "json-syntax", "comments"),
    ];
    for (text, line, column, code, words) in cases {
        let found = mistake("a.json", text);
        assert_eq!(
            (found.0, found.1, found.2),
            (line, column, code),
            "{text:?}: {}",
            found.3
        );
        assert!(found.3.contains(words), "{text:?}: {}", found.3);
    }
}

#[test]
fn duplicates_in_big_maps_are_found_too() {
    let mut text: String = (0..500).map(|at| format!("key{at}: {at}\n")).collect();
    text.push_str("key7: again\nkey9: again\n");
    let project = Project::from_text("a.yaml", &text);
    let lines: Vec<u32> = project
        .diagnostics
        .iter()
        .map(|finding| project.sources.start(finding.span).line)
        .collect();
    assert_eq!(lines, [501, 502]);
    assert_eq!(at(&project, "key7").as_i64(), Some(7));
    assert_eq!(at(&project, "key499").as_i64(), Some(499));
}
