//! Text that is safe inside HTML, told from text that is not yet.

use std::fmt::{self, Write};

use serde::Serialize;

/// Markup. Text from a document gets in only through [`escape`] or [`super::markdown`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(super) struct Html(String);

impl Html {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Markup that this module's own code wrote.
    pub(super) fn markup(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub(super) fn text(text: &str) -> Self {
        let mut out = Self::new();
        out.escaped(text);
        out
    }

    pub(super) fn attribute(text: &str) -> Self {
        Self(escape(text))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a literal piece of markup.
    pub(super) fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    pub(super) fn add(&mut self, more: &Html) -> &mut Self {
        self.0.push_str(&more.0);
        self
    }

    pub(super) fn escaped(&mut self, text: &str) -> &mut Self {
        escape_into(text, &mut self.0);
        self
    }

    /// `<tag class=class>text</tag>`.
    pub(super) fn element(
        &mut self,
        tag: &'static str,
        class: &'static str,
        inner: &Html,
    ) -> &mut Self {
        let class = if class.is_empty() {
            String::new()
        } else {
            format!(" class={class}")
        };
        // Writing to a string cannot fail.
        let _ = write!(self.0, "<{tag}{class}>{inner}</{tag}>");
        self
    }

    pub(super) fn link(target: &str, inner: &Html) -> Self {
        debug_assert!(
            target
                .chars()
                .all(|char| char.is_ascii_alphanumeric() || "_.-~/()".contains(char))
        );
        Self(format!("<a href=#{target}>{inner}</a>"))
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// For attributes in quotes, and everywhere else.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    escape_into(text, &mut out);
    out.replace('"', "&quot;").replace('\'', "&#39;")
}

/// For text between tags, where quotes are only quotes.
pub(super) fn escape_into(text: &str, out: &mut String) {
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // A control character has no place in HTML, and NUL no spelling at all.
            '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\x7f' => out.push('\u{fffd}'),
            char => out.push(char),
        }
    }
}

/// A place on the page. Two names never share one, and every character is fit for a fragment.
pub(super) fn anchor(kind: &str, name: &str) -> String {
    let mut out = format!("{kind}-");
    for char in name.chars() {
        match char {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '.' | '-' | '/' => out.push(char),
            '{' => out.push('('),
            '}' => out.push(')'),
            char => {
                let _ = write!(out, "~{:x}~", u32::from(char));
            }
        }
    }
    out
}
