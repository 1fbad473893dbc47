//! Whatever the bytes: findings, no panic, no endless run, places inside the text.

use specwire_codegen::doc::files::{Nothing, Overlay};
use specwire_codegen::doc::project::{Input, LoadOptions, Project};
use specwire_codegen::lint;

use crate::account::check;
use crate::mutate::{Random, mutate};

fn seeds() -> Vec<String> {
    let mut seeds: Vec<String> = lint::registry::rules()
        .iter()
        .map(|rule| rule.meta().wrong.to_owned())
        .collect();
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/../schema");
    for file in walkdir::WalkDir::new(schema)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
    {
        if file.path().extension().is_some_and(|end| end == "yaml") {
            seeds.push(std::fs::read_to_string(file.path()).unwrap());
        }
    }
    seeds
}

#[test]
fn mutated_documents_are_survived() {
    let seeds = seeds();
    let mut random = Random::new(7);
    for round in 0..3000 {
        let text = &seeds[random.below(seeds.len())];
        let other = &seeds[random.below(seeds.len())];
        let name = if round % 8 == 0 { "a.json" } else { "a.yaml" };
        check(name, &mutate(text, other, &mut random));
    }
}

#[test]
fn bytes_without_sense_are_survived() {
    let mut random = Random::new(11);
    for _ in 0..3000 {
        let bytes: Vec<u8> = (0..random.below(200))
            .map(|_| random.below(256) as u8)
            .collect();
        check("a.yaml", &bytes);
        check("a.json", &bytes);
    }
}

#[test]
fn what_once_went_wrong_does_not_again() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/robust");
    let mut seen = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        check(
            path.file_name().unwrap().to_str().unwrap(),
            &std::fs::read(&path).unwrap(),
        );
        seen += 1;
    }
    assert!(seen > 0);
}

fn codes(text: &str) -> Vec<&'static str> {
    let project = Project::from_text("a.yaml", text);
    project
        .diagnostics
        .iter()
        .map(|finding| finding.code)
        .collect()
}

#[test]
fn a_billion_laughs_are_refused() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..30 {
        let line = format!(
            "a{level}: &a{level} [{}]\n",
            vec![format!("*a{}", level - 1); 10].join(", ")
        );
        text.push_str(&line);
    }
    assert_eq!(codes(&text), ["too-large"]);
}

#[test]
fn depth_is_bounded_in_both_readers() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let text = open.repeat(100_000) + &close.repeat(100_000);
        for name in ["a.yaml", "a.json"] {
            let project = Project::from_text(name, &text);
            assert_eq!(project.diagnostics.len(), 1, "{name}");
            assert_eq!(project.diagnostics[0].code, "too-large", "{name}");
        }
    }
    let text: String = (0..5000)
        .map(|depth| format!("{}a:\n", " ".repeat(depth)))
        .collect();
    assert_eq!(codes(&text), ["too-large"]);
    assert_eq!(codes(&"- ".repeat(5000)), ["too-large"]);
}

#[test]
fn size_is_bounded() {
    let mut options = LoadOptions::new("/");
    options.limits.bytes = 100;
    let input = Input::Text {
        name: "a.yaml".into(),
        bytes: b"a: b\n".repeat(30),
    };
    let project = Project::load(&[input], &options, &Nothing).unwrap();
    assert_eq!(project.diagnostics[0].code, "too-large");
}

#[test]
fn references_in_circles_end() {
    let files = [
        (
            "/a.yaml",
            "x: { $ref: 'b.yaml#/x' }\ny: { $ref: '#/z/deep' }\nz: { $ref: '#/y' }\nroot: { $ref: '#' }\n",
        ),
        ("/b.yaml", "x: { $ref: 'a.yaml#/x' }\n"),
    ];
    let texts = files
        .into_iter()
        .map(|(path, text)| (path.into(), text.to_owned()))
        .collect();
    let overlay = Overlay {
        texts,
        below: Nothing,
    };
    let project = Project::load(
        &[Input::Path("/a.yaml".into())],
        &LoadOptions::new("/"),
        &overlay,
    )
    .unwrap();
    let root = project.root(project.documents[0]);
    for key in ["x", "y", "z"] {
        let node = root.get(key).unwrap();
        assert_eq!(node.resolve(), node, "{key}");
    }
    assert_eq!(root.get("root").unwrap().resolve(), root);
}
