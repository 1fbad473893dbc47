//! The bundled document: self-contained, in the literal envelope, what the server serves and the docs page shows.

mod bundle;
mod envelope;
mod names;
pub mod yaml;

use serde_json::Value;

use super::files::FileSet;
use super::header;

pub use bundle::bundle;

/// One module's bundled document in both forms.
#[derive(Debug, Clone)]
pub struct Spec {
    pub module: String,
    pub json: String,
    pub yaml: String,
    /// SHA-256 of the bytes of `json`: what a client compares with its own.
    pub hash: String,
}

impl Spec {
    /// The texts as they are written to disk, marked as made from `source`.
    pub fn new(module: &str, source: &str, document: &Value) -> Self {
        let json = json_text(document, source);
        let hash = crate::output::sha256(json.as_bytes());
        Self {
            module: module.to_owned(),
            yaml: yaml_text(document, source),
            hash,
            json,
        }
    }

    pub fn json_path(&self) -> String {
        format!("spec/{}.json", self.module)
    }

    pub fn yaml_path(&self) -> String {
        format!("spec/{}.yaml", self.module)
    }
}

/// The files of all modules, under `spec/`.
pub fn emit<'s>(specs: impl Iterator<Item = &'s Spec>) -> FileSet {
    let pair = |spec: &Spec| {
        [
            (spec.json_path(), spec.json.clone()),
            (spec.yaml_path(), spec.yaml.clone()),
        ]
    };
    specs.flat_map(pair).collect()
}

/// Indented JSON. There are no comments: the mark is the first member, in the first line.
pub fn json_text(document: &Value, source: &str) -> String {
    let mark = Value::from(format!("by specwire from {source}"));
    let body = plain_json(document);
    match body.strip_prefix("{\n  ") {
        Some(rest) => format!("{{ \"x-generated\": {mark},\n  {rest}"),
        None => body,
    }
}

/// Indented JSON without the mark.
pub fn plain_json(document: &Value) -> String {
    format!("{document:#}\n")
}

/// YAML with the mark as a comment.
pub fn yaml_text(document: &Value, source: &str) -> String {
    let header = header::line("spec.yaml", source).unwrap_or_default();
    format!("{header}\n{}", yaml::to_yaml(document))
}
