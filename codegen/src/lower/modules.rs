//! Names of modules: path segment, Rust module and folder at once, and no two alike.

use std::collections::HashSet;

use crate::doc::views::Document;
use crate::naming::{Kind, one, reserved};

/// A document is called by its file's stem. Where an earlier one is called so already, its folder goes in front, so
/// that a document that comes later renames none.
pub(crate) fn names(documents: &[Document<'_>]) -> Vec<String> {
    let mut taken = HashSet::new();
    documents
        .iter()
        .map(|document| {
            let name = free(&spellings(*document), &taken);
            taken.insert(name.clone());
            name
        })
        .collect()
}

/// The stem, and the stem behind the folder that it lies in.
fn spellings(document: Document<'_>) -> Vec<String> {
    let stem = document.module();
    let file = &document.project.sources.file(document.file).name;
    let folder = file.rsplit(['/', '\\']).nth(1);
    let folder = folder.filter(|name| name.chars().any(char::is_alphanumeric));
    let longer = folder.map(|folder| format!("{folder} {stem}"));
    std::iter::once(stem.to_owned())
        .chain(longer)
        .map(|raw| legal(&raw))
        .collect()
}

fn free(spellings: &[String], taken: &HashSet<String>) -> String {
    let last = spellings.last().map_or("", String::as_str);
    let numbered = (2..).map(|number| format!("{}_{number}", last.trim_end_matches('_')));
    let all = spellings.iter().cloned().chain(numbered);
    all.into_iter()
        .find(|name| !taken.contains(name))
        .unwrap_or_default()
}

/// `broker-api.v2` is `broker_api_v2`, `support` is `support_`.
fn legal(raw: &str) -> String {
    let name = ascii(&one(Kind::RustValue, raw));
    match name.strip_prefix("r#") {
        Some(bare) => format!("{bare}_"),
        None if reserved::MODULES.contains(&name.as_str()) => format!("{name}_"),
        None => name,
    }
}

/// Rust finds the file of a module by its name, which has to be ASCII for that.
fn ascii(name: &str) -> String {
    name.chars().fold(String::new(), |mut out, c| {
        match c {
            c if c.is_ascii() => out.push(c),
            c => out.push_str(&format!("u{:x}", u32::from(c))),
        }
        out
    })
}
