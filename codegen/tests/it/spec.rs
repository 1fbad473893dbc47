//! The bundled document: one file, the literal envelope, the order that the author chose.

use std::fs;

use serde_json::{Value, json};
use specwire_codegen::doc::files::Disk;
use specwire_codegen::doc::grammar::{Structure, Version};
use specwire_codegen::doc::project::{Input, LoadOptions, Project};
use specwire_codegen::emit::spec;
use tempfile::TempDir;

/// Bundles `main.yaml` of these files.
fn bundled(files: &[(&str, &str)]) -> Value {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let options = LoadOptions::new(folder.path());
    let project = Project::load(&[Input::Path("main.yaml".into())], &options, &Disk).unwrap();
    let root = project.root(project.documents[0]);
    spec::bundle(&Structure::of(root, Version::V2_4))
}

const HEAD: &str = "asyncapi: 2.4.0\ninfo: { title: T, version: 1.0.0 }\n";

fn with_head(rest: &str) -> String {
    format!("{HEAD}{rest}")
}

#[test]
fn the_short_form_is_written_out() {
    let document = bundled(&[(
        "main.yaml",
        &with_head(
            r##"
x-envelope: true
channels:
  /:
    publish: { message: { $ref: "#/components/messages/Subscribe" } }
    subscribe: { message: { oneOf: [{ $ref: "#/components/messages/Update" }, { $ref: "#/components/messages/Beat" }] } }
components:
  messages:
    Subscribe:
      name: bars.subscribe
      payload: { type: object }
      examples: [{ payload: { symbol: AAPL, resolution: "1" } }]
    Update: { name: bars.update, payload: { type: number }, examples: [{ payload: 1.5 }] }
    Beat: { name: beat }
"##,
        ),
    )]);
    assert_eq!(document.get("x-envelope"), None);
    let messages = &document["components"]["messages"];
    let id = json!({ "type": ["string", "number"] });
    assert_eq!(
        messages["Subscribe"]["payload"],
        json!({ "type": "object", "required": ["type", "payload"], "properties": {
            "type": { "type": "string", "const": "bars.subscribe" }, "payload": { "type": "object" }, "id": id } })
    );
    assert_eq!(
        messages["Subscribe"]["examples"][0]["payload"],
        json!({ "type": "bars.subscribe", "payload": { "symbol": "AAPL", "resolution": "1" } })
    );
    let update = &messages["Update"]["payload"]["properties"];
    assert_eq!(update.get("id"), None);
    assert_eq!(update["payload"]["required"], json!(["topic", "payload"]));
    assert_eq!(
        update["payload"]["properties"]["payload"],
        json!({ "type": "number" })
    );
    assert_eq!(
        messages["Update"]["examples"][0]["payload"],
        json!({ "type": "bars.update", "payload": { "topic": "bars:{\"resolution\":\"1\",\"symbol\":\"AAPL\"}", "payload": 1.5 } })
    );
    assert_eq!(
        messages["Beat"]["payload"],
        json!({ "type": "object", "required": ["type"], "properties": { "type": { "type": "string", "const": "beat" }, "id": id } })
    );
}

#[test]
fn an_update_that_names_its_topic_is_not_given_another() {
    let document = bundled(&[(
        "main.yaml",
        &with_head(
            r##"
x-envelope: true
channels: {}
components:
  messages:
    S: { name: a.subscribe, payload: {} }
    U: { name: a.update, payload: { type: object, properties: { topic: { type: string }, payload: { type: number } } } }
"##,
        ),
    )]);
    let payload = &document["components"]["messages"]["U"]["payload"]["properties"]["payload"];
    assert_eq!(
        payload["properties"]["payload"],
        json!({ "type": "number" })
    );
}

#[test]
fn a_literal_document_stays_as_it_is() {
    let text = with_head(
        r##"
channels:
  /:
    publish:
      message:
        name: ping
        payload: { properties: { type: { const: ping } }, type: object, required: [type] }
        x-custom: { $ref: kept.yaml }
        examples: [{ payload: { $ref: "#/nowhere" } }]
"##,
    );
    let document = bundled(&[("main.yaml", &text)]);
    let project = Project::from_text("main.yaml", &text);
    let written = project.root(project.documents[0]).to_json();
    assert_eq!(
        document.to_string(),
        written.to_string(),
        "same members in the same order"
    );
}

#[test]
fn what_other_files_hold_becomes_components() {
    let document = bundled(&[
        (
            "main.yaml",
            &with_head(
                r##"
channels:
  a: { $ref: "common/channels.yaml#/news" }
components:
  schemas:
    Price: { type: string }
    Side: { $ref: "common/types.yaml#/components/schemas/Side" }
    Order:
      type: object
      properties:
        price: { $ref: "common/types.yaml#/components/schemas/Price" }
        side: { $ref: "common/types.yaml#/components/schemas/Side" }
        tree: { $ref: "common/tree.yaml" }
        back: { $ref: "common/types.yaml#/components/schemas/Back" }
"##,
            ),
        ),
        (
            "common/types.yaml",
            "components: { schemas: { Price: { type: number }, Side: { enum: [a, b] }, Back: { allOf: [{ $ref: '../main.yaml#/components/schemas/Price' }] } } }\n",
        ),
        (
            "common/tree.yaml",
            "type: object\nproperties: { children: { type: array, items: { $ref: '#' } } }\n",
        ),
        (
            "common/channels.yaml",
            "news: { subscribe: { message: { $ref: '#/Hello' } } }\nHello: { name: hello, payload: { $ref: 'types.yaml#/components/schemas/Price' } }\n",
        ),
    ]);
    let schemas = &document["components"]["schemas"];
    assert_eq!(
        schemas["Side"],
        json!({ "enum": ["a", "b"] }),
        "an alias becomes what it stood for"
    );
    let order = &schemas["Order"]["properties"];
    assert_eq!(order["side"]["$ref"], "#/components/schemas/Side");
    assert_eq!(
        order["price"]["$ref"], "#/components/schemas/types_Price",
        "the document's own Price keeps its name"
    );
    assert_eq!(schemas["types_Price"], json!({ "type": "number" }));
    assert_eq!(schemas["Price"], json!({ "type": "string" }));
    assert_eq!(order["tree"]["$ref"], "#/components/schemas/tree");
    assert_eq!(
        schemas["tree"]["properties"]["children"]["items"]["$ref"],
        "#/components/schemas/tree"
    );
    assert_eq!(
        schemas["Back"]["allOf"][0]["$ref"],
        "#/components/schemas/Price"
    );
    assert_eq!(
        document["channels"]["a"]["subscribe"]["message"]["$ref"],
        "#/components/messages/Hello"
    );
    assert_eq!(
        document["components"]["messages"]["Hello"]["payload"]["$ref"],
        "#/components/schemas/types_Price"
    );
}

#[test]
fn a_member_called_ref_is_no_reference() {
    let document = bundled(&[
        (
            "main.yaml",
            &with_head(
                "channels: {}\ncomponents: { schemas: { T: { properties: { $ref: { $ref: 'x.yaml' } } }, U: { default: { $ref: 'x.yaml' } } } }\n",
            ),
        ),
        ("x.yaml", "type: string\n"),
    ]);
    let schemas = &document["components"]["schemas"];
    assert_eq!(
        schemas["T"]["properties"]["$ref"],
        json!({ "$ref": "#/components/schemas/x" })
    );
    assert_eq!(
        schemas["U"]["default"],
        json!({ "$ref": "x.yaml" }),
        "data is data"
    );
}

#[test]
fn both_forms_say_the_same_and_carry_the_mark() {
    let document = bundled(&[(
        "main.yaml",
        &with_head("channels: {}\nx-odd: ['on', 'no', '1.0', '2026-01-01', 1.0, 1e20]\n"),
    )]);
    let json = spec::json_text(&document, "schema/a.yaml");
    assert!(
        json.starts_with(
            "{ \"x-generated\": \"by specwire from schema/a.yaml\",\n  \"asyncapi\": \"2.4.0\","
        ),
        "{json}"
    );
    let yaml = spec::yaml_text(&document, "schema/a.yaml");
    assert!(
        yaml.starts_with(
            "# Generated by specwire from schema/a.yaml. Do not edit.\nasyncapi: \"2.4.0\"\n"
        ),
        "{yaml}"
    );
    let read = Project::from_text("a.yaml", &yaml);
    assert_eq!(read.root(read.documents[0]).to_json(), document);
}
