//! Doc comments: text from documents, which may hold anything, and the constraints that a type cannot say.

use crate::ir::{Constraints, Docs};

/// What a comment is made from.
#[derive(Debug, Default)]
pub(super) struct Comment {
    paragraphs: Vec<String>,
    tags: Vec<String>,
}

const WIDTH: usize = 100;

impl Comment {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self {
            paragraphs: vec![text.into()],
            tags: Vec::new(),
        }
    }

    /// `name` is what the comment stands above: a title that only repeats it says nothing.
    pub(super) fn of(docs: &Docs, name: &str) -> Self {
        let mut comment = Self::default();
        let title = docs.title.as_deref().filter(|title| !repeats(title, name));
        let description = docs
            .description
            .as_deref()
            .filter(|text| !text.trim().is_empty());
        comment.paragraphs.extend(
            title
                .filter(|title| Some(*title) != description)
                .map(str::to_owned),
        );
        comment.paragraphs.extend(description.map(str::to_owned));
        if docs.deprecated {
            comment.tags.push("@deprecated".to_owned());
        }
        comment.tags.extend(
            docs.examples
                .iter()
                .map(|example| format!("@example {example}")),
        );
        comment
    }

    /// The same for a message, whose examples hold the payload beside a summary.
    pub(super) fn of_message(docs: &Docs, name: &str) -> Self {
        let examples = docs
            .examples
            .iter()
            .map(|example| payload_of(example))
            .collect();
        let docs = Docs {
            examples,
            ..docs.clone()
        };
        Self::of(&docs, name)
    }

    pub(super) fn is_silent(&self) -> bool {
        self.paragraphs.is_empty()
    }

    pub(super) fn note(&mut self, note: String) {
        if !note.is_empty() {
            self.paragraphs.push(note);
        }
    }

    pub(super) fn default_value(&mut self, json: Option<&str>) {
        if let Some(json) = json {
            self.tags.insert(0, format!("@defaultValue {json}"));
        }
    }

    /// The comment with its line end, indented; empty where there is nothing to say.
    pub(super) fn render(&self, indent: &str) -> String {
        let mut lines: Vec<String> = Vec::new();
        for paragraph in &self.paragraphs {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            lines.extend(
                paragraph
                    .trim()
                    .lines()
                    .map(|line| line.trim_end().to_owned()),
            );
        }
        if !lines.is_empty() && !self.tags.is_empty() {
            lines.push(String::new());
        }
        lines.extend(
            self.tags
                .iter()
                .flat_map(|tag| tag.lines())
                .map(str::to_owned),
        );
        block(&lines, indent)
    }
}

fn block(lines: &[String], indent: &str) -> String {
    let safe = |line: &String| {
        let line = line.replace("*/", "*\\/").replace(char::is_control, " ");
        line.trim_end().to_owned()
    };
    let safe: Vec<String> = lines.iter().map(safe).collect();
    match safe.as_slice() {
        [] => String::new(),
        [line] if indent.len() + line.chars().count() + 7 <= WIDTH => {
            format!("{indent}/** {line} */\n")
        }
        lines => {
            let mut text = format!("{indent}/**\n");
            for line in lines {
                let gap = if line.is_empty() { "" } else { " " };
                text.push_str(&format!("{indent} *{gap}{line}\n"));
            }
            text + indent + " */\n"
        }
    }
}

/// The summary, which a reader takes for the example's title, and the payload on a line of its own.
fn payload_of(example: &str) -> String {
    let parsed: Option<serde_json::Value> = serde_json::from_str(example).ok();
    let Some((payload, example)) = parsed
        .as_ref()
        .and_then(|it| Some((it.get("payload")?, it)))
    else {
        return example.to_owned();
    };
    let said = |key| example.get(key).and_then(serde_json::Value::as_str);
    match said("summary").or_else(|| said("name")) {
        Some(title) => format!("{}\n{payload}", title.trim().replace('\n', " ")),
        None => payload.to_string(),
    }
}

fn repeats(title: &str, name: &str) -> bool {
    let squeeze = |text: &str| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    squeeze(title) == squeeze(name)
}

/// Constraints as a sentence or several. An integer type without a sign says that it starts at 0.
pub(super) fn constraints(of: &Constraints, unsigned: bool) -> String {
    let mut notes = Vec::new();
    let zero = "0".to_owned();
    let minimum = of.minimum.as_ref().or_else(|| unsigned.then_some(&zero));
    match (minimum, &of.maximum) {
        (Some(low), Some(high)) => notes.push(format!("From {low} to {high}.")),
        (Some(low), None) => notes.push(format!("At least {low}.")),
        (None, Some(high)) => notes.push(format!("At most {high}.")),
        (None, None) => {}
    }
    notes.extend(
        of.exclusive_minimum
            .iter()
            .map(|low| format!("Greater than {low}.")),
    );
    notes.extend(
        of.exclusive_maximum
            .iter()
            .map(|high| format!("Less than {high}.")),
    );
    notes.extend(
        of.multiple_of
            .iter()
            .map(|step| format!("A multiple of {step}.")),
    );
    notes.extend(range(of.min_length, of.max_length, "character"));
    notes.extend(
        of.pattern
            .iter()
            .map(|pattern| format!("Pattern: `{pattern}`.")),
    );
    notes.extend(range(of.min_items, of.max_items, "item"));
    if of.unique_items {
        notes.push("No item twice.".to_owned());
    }
    notes.extend(range(of.min_properties, of.max_properties, "member"));
    notes.extend(
        of.checks
            .iter()
            .map(|check| format!("Expects {}.", check.words)),
    );
    notes.join(" ")
}

fn range(low: Option<u64>, high: Option<u64>, what: &str) -> Option<String> {
    let counted = |count: u64| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    Some(match (low.filter(|low| *low > 0), high) {
        (None, None) => return None,
        (Some(low), Some(high)) if low == high => format!("Exactly {}.", counted(high)),
        (Some(low), Some(high)) => format!("{low} to {}.", counted(high)),
        (Some(low), None) => format!("At least {}.", counted(low)),
        (None, Some(high)) => format!("At most {}.", counted(high)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_the_comment_early() {
        let text = Comment::text("*/ const broken = 1; /*\n\n  indented \u{7}").render("  ");
        assert_eq!(
            text,
            "  /**\n   * *\\/ const broken = 1; /*\n   *\n   *   indented\n   */\n"
        );
    }

    #[test]
    fn a_title_that_repeats_the_name_is_left_out() {
        let docs = Docs {
            title: Some("Last Price".into()),
            ..Docs::default()
        };
        assert_eq!(Comment::of(&docs, "last_price").render(""), "");
        assert_eq!(
            Comment::of(&docs, "price").render(""),
            "/** Last Price */\n"
        );
    }

    #[test]
    fn constraints_read_as_sentences() {
        let of = Constraints {
            min_length: Some(3),
            max_length: Some(3),
            minimum: Some("0".into()),
            ..Constraints::default()
        };
        assert_eq!(constraints(&of, false), "At least 0. Exactly 3 characters.");
    }
}
