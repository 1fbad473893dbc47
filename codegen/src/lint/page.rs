//! `docs/rules.md`, made from the rules.

use std::fmt::Write as _;

use super::registry;
use super::rule::{Group, Meta};
use crate::diag::Level;

const HEAD: &str = "# Rules

Made from the rules themselves: change a rule, not this page. `codegen explain CODE` prints the same.

Levels are set per rule or per group in `codegen.toml`. Rules that are marked **gate** stand in the way of
generation whatever their level; rules that are *off* speak only when they are asked to.
";

/// The page of all rules.
pub fn page() -> String {
    let mut out = HEAD.to_owned();
    for group in Group::ALL {
        let rules: Vec<&Meta> = registry::rules()
            .iter()
            .map(|rule| rule.meta())
            .filter(|meta| meta.group == group)
            .collect();
        if rules.is_empty() {
            continue;
        }
        let _ = writeln!(
            out,
            "\n## {group}\n\n| rule | level | demands |\n| --- | --- | --- |"
        );
        for meta in &rules {
            let _ = writeln!(
                out,
                "| [`{0}`](#{0}) | {1} | {2} |",
                meta.code,
                level(meta),
                meta.purpose
            );
        }
        for meta in &rules {
            section(&mut out, meta);
        }
    }
    shown(&out)
}

/// Control characters of an example by their pictures, so that the page is plain text.
fn shown(text: &str) -> String {
    let picture = |c: char| match c {
        '\n' | '\t' => c,
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(c),
        _ => c,
    };
    text.chars().map(picture).collect()
}

fn section(out: &mut String, meta: &Meta) {
    let _ = write!(
        out,
        "\n### {}\n\n{}. Level: {}.\n\n{}\n\nWrong:\n\n```{}\n{}```\n\nRight:\n\n```{}\n{}```\n",
        meta.code,
        meta.purpose,
        level(meta),
        meta.docs,
        language(meta.wrong),
        ended(meta.wrong),
        language(meta.right),
        ended(meta.right),
    );
}

fn level(meta: &Meta) -> String {
    let name = match meta.level {
        Level::Off => "*off*",
        Level::Info => "info",
        Level::Warning => "warning",
        Level::Error => "error",
    };
    if meta.gate {
        format!("{name}, **gate**")
    } else {
        name.to_owned()
    }
}

fn language(example: &str) -> &'static str {
    if example.starts_with("# file: example.json") {
        "json5"
    } else {
        "yaml"
    }
}

fn ended(example: &str) -> String {
    if example.ends_with('\n') {
        example.to_owned()
    } else {
        format!("{example}\n")
    }
}
