//! A small edit of a document is a small diff of the emitted Rust: what was not touched does not move.

use similar::{ChangeTag, TextDiff};
use specwire_codegen::doc::project::Project;
use specwire_codegen::lint::{self, Levels};
use specwire_codegen::pipeline::{self, Settings, Target};

const DOCUMENT: &str = r##"asyncapi: 2.4.0
info: { title: Desk, version: 1.0.0 }
channels:
  orders:
    subscribe: { message: { name: order.changed, payload: { $ref: "#/components/schemas/Order" } } }
components:
  schemas:
    Order:
      type: object
      required: [id, side]
      properties:
        id: { type: string }
        side: { type: string, enum: [buy, sell] }
        note: { type: string }
        legs: { type: array, items: { type: object, properties: { price: { type: number } } } }
    Fill:
      type: object
      required: [order]
      properties:
        order: { $ref: "#/components/schemas/Order" }
        at: { type: string, format: date-time }
"##;

fn models(document: &str) -> String {
    let project = Project::from_text("desk.yaml", document);
    let report = lint::check(&project, &Levels::default());
    let checked = report
        .checked
        .unwrap_or_else(|| panic!("{:?}", report.diagnostics));
    let settings = Settings {
        targets: vec![Target::Rust],
        ..Settings::new("/")
    };
    let mut files = pipeline::generate(&checked, &settings).unwrap();
    files.remove("src/desk/models.rs").unwrap()
}

/// Lines added and removed.
fn changed(find: &str, replace: &str) -> (usize, usize) {
    let edited = DOCUMENT.replacen(find, replace, 1);
    assert_ne!(edited, DOCUMENT);
    let (before, after) = (models(DOCUMENT), models(&edited));
    let diff = TextDiff::from_lines(&before, &after);
    let count = |tag| {
        diff.iter_all_changes()
            .filter(|change| change.tag() == tag)
            .count()
    };
    (count(ChangeTag::Insert), count(ChangeTag::Delete))
}

#[test]
fn an_optional_member_is_three_lines() {
    let note = "        note: { type: string }\n";
    let more = format!("{note}        tag: {{ type: string }}\n");
    assert_eq!(changed(note, &more), (3, 0));
}

#[test]
fn a_required_member_is_its_line_and_the_constructor() {
    let (added, removed) = changed(
        "required: [id, side]\n      properties:\n",
        "required: [id, side, lot]\n      properties:\n        lot: { type: integer }\n",
    );
    assert_eq!((added, removed), (3, 1));
}

#[test]
fn a_value_of_an_enum_is_a_line_for_each_of_its_uses() {
    let (added, removed) = changed("[buy, sell]", "[buy, sell, hold]");
    assert_eq!((added, removed), (3, 0));
}

#[test]
fn a_description_is_its_comment() {
    let edit = "id: { type: string, description: Chosen by the desk. }";
    assert_eq!(changed("id: { type: string }", edit), (1, 0));
}

#[test]
fn a_schema_among_others_moves_none() {
    let fill = "    Fill:\n";
    let more = format!(
        "    Trade:\n      type: object\n      properties: {{ n: {{ type: number }} }}\n{fill}"
    );
    let (_, removed) = changed(fill, &more);
    assert_eq!(removed, 0);
}

#[test]
fn a_schema_that_reads_like_another_does_not_rename_it() {
    let fill = "    Fill:\n";
    let more = format!(
        "    order:\n      type: object\n      properties: {{ n: {{ type: number }} }}\n{fill}"
    );
    let (_, removed) = changed(fill, &more);
    assert_eq!(removed, 0);
}
