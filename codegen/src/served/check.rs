//! Whether a value fits a schema of the document.

use jsonschema::Draft;
use serde_json::{Map, Value};

use super::Served;

/// A schema made ready to be asked often.
#[derive(Debug)]
pub struct Check {
    validator: jsonschema::Validator,
}

/// The first thing that is wrong with a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// A JSON pointer into the value.
    pub path: String,
    pub message: String,
    /// The keyword that it breaks.
    pub keyword: String,
}

impl Served {
    /// `None` where the schema cannot be made ready: an illegal pattern, a reference that leads nowhere.
    pub fn check(&self, schema: &Value) -> Option<Check> {
        let mut root = Map::new();
        root.insert("components".to_owned(), self.at(&["components"]).clone());
        root.insert("channels".to_owned(), self.at(&["channels"]).clone());
        root.insert("allOf".to_owned(), Value::Array(vec![schema.clone()]));
        let mut root = Value::Object(root);
        spell_references(&mut root);
        let options = jsonschema::options().with_draft(Draft::Draft7);
        options
            .build(&root)
            .ok()
            .map(|validator| Check { validator })
    }
}

/// Writes references as a URI allows: people name schemas with blanks and worse.
fn spell_references(node: &mut Value) {
    match node {
        Value::Object(members) => {
            for (key, member) in members {
                match member {
                    Value::String(reference) if key == "$ref" => *reference = spelled(reference),
                    member => spell_references(member),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(spell_references),
        _ => {}
    }
}

fn spelled(reference: &str) -> String {
    let mut out = String::with_capacity(reference.len());
    for byte in reference.bytes() {
        if byte.is_ascii_alphanumeric() || b"#/-._~%!$&()*+,;=:@?".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

impl Check {
    pub fn fits(&self, value: &Value) -> bool {
        self.validator.is_valid(value)
    }

    pub fn fault(&self, value: &Value) -> Option<Fault> {
        self.validator.iter_errors(value).next().map(|error| Fault {
            path: error.instance_path().as_str().to_owned(),
            message: error.to_string(),
            keyword: error.kind().keyword().to_owned(),
        })
    }
}
