//! References: what the text of a `$ref` names, and why it may name nothing.

use super::node::At;
use super::pointer;

/// Where a reference leads, or why it leads nowhere.
pub type Resolution = Result<At, Box<Problem>>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// A URL: never fetched.
    Remote,
    /// A file outside the project's root.
    Outside { path: String },
    /// A file that cannot be read.
    Unreadable {
        path: String,
        reason: String,
        /// The path of a file that may be meant, as the reference would write it.
        near: Option<String>,
    },
    /// A file whose own findings say why.
    Broken,
    /// The fragment is no JSON Pointer.
    NoPointer { fragment: String },
    /// `container` exists and has no member `step`.
    Dangling { container: At, step: String },
    /// The references lead back to themselves.
    Cycle,
}

/// The two halves of a reference, before anything is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target<'t> {
    Remote,
    Local { fragment: &'t str },
    File { path: String, fragment: &'t str },
}

impl<'t> Target<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let (path, fragment) = text.split_once('#').unwrap_or((text, ""));
        if path.is_empty() {
            return Self::Local { fragment };
        }
        if has_scheme(path) || path.starts_with("//") {
            return Self::Remote;
        }
        Self::File {
            path: pointer::percent_decode(path),
            fragment,
        }
    }
}

/// `https:`, `urn:`; a single letter is a drive.
fn has_scheme(path: &str) -> bool {
    let Some((scheme, _)) = path.split_once(':') else {
        return false;
    };
    scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '.' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_targets() {
        assert_eq!(Target::of("#/a"), Target::Local { fragment: "/a" });
        assert_eq!(Target::of("#"), Target::Local { fragment: "" });
        assert_eq!(Target::of("https://example.com/a#/b"), Target::Remote);
        assert_eq!(Target::of("urn:x"), Target::Remote);
        assert_eq!(
            Target::of("../a%20b.yaml#/c"),
            Target::File {
                path: "../a b.yaml".into(),
                fragment: "/c"
            }
        );
        assert_eq!(
            Target::of("C:/a.yaml"),
            Target::File {
                path: "C:/a.yaml".into(),
                fragment: ""
            }
        );
    }
}
