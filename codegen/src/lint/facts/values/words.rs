//! What a validator's error says, in words that a person would use.

use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use serde_json::Value;

use super::formats;
use crate::diag::suggest;

pub(super) struct Words {
    /// Steps from the value to the part that does not fit.
    pub path: Vec<String>,
    /// The member to point at, where that is clearer than the whole.
    pub member: Option<String>,
    pub text: String,
    pub hint: String,
    /// A text that would fit in place of the part.
    pub replacement: Option<String>,
    /// What many readers take for the format.
    pub tolerable: bool,
}

/// Long values are shown as far as this.
const SHOWN: usize = 60;

/// What is wrong, by an error of the schema that `root` is.
pub(super) fn of(error: &ValidationError<'_>, root: &Value) -> Words {
    let path = steps(error);
    let (text, hint) = phrase(error, root);
    let member = match error.kind() {
        Kind::AdditionalProperties { unexpected } => unexpected.first().cloned(),
        _ => None,
    };
    let near = match error.kind() {
        Kind::Enum { options } => nearest(error.instance(), options).map(str::to_owned),
        _ => None,
    };
    let hint = match &near {
        Some(near) => format!("did you mean `{near}`?"),
        None => hint,
    };
    Words {
        path,
        member,
        text,
        hint,
        replacement: near,
        tolerable: is_tolerable(error),
    }
}

fn is_tolerable(error: &ValidationError<'_>) -> bool {
    match (error.kind(), error.instance().as_str()) {
        (Kind::Format { format }, Some(text)) => formats::is_tolerable(format, text),
        _ => false,
    }
}

/// The first step of every path is the schema's number.
fn steps(error: &ValidationError<'_>) -> Vec<String> {
    let pointer = error.instance_path().as_str();
    pointer
        .split('/')
        .skip(2)
        .map(|step| step.replace("~1", "/").replace("~0", "~"))
        .collect()
}

fn phrase(error: &ValidationError<'_>, root: &Value) -> (String, String) {
    let found = show(error.instance());
    let change = || "change the value or the schema".to_owned();
    if let Some((format, least, greatest)) = bounded_by_format(error, root) {
        return (
            format!("{found} is no `{format}`"),
            format!("an `{format}` goes from {least} to {greatest}"),
        );
    }
    match error.kind() {
        Kind::Type { kind } => {
            let types = type_names(kind);
            let text = format!(
                "{found} is {}, and {types} is wanted",
                type_of(error.instance())
            );
            (
                text,
                type_hint(error.instance(), kind).unwrap_or_else(change),
            )
        }
        Kind::Enum { options } => (
            format!("{found} is not one of {}", show_list(options)),
            change(),
        ),
        Kind::Constant { expected_value } => (
            format!("{found} is not {}", show(expected_value)),
            format!("write {}", show(expected_value)),
        ),
        Kind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            (
                format!("`{name}` is missing"),
                format!("add `{name}`, or take it from `required`"),
            )
        }
        Kind::AdditionalProperties { unexpected } => {
            let names = unexpected.join("`, `");
            (
                format!("`{names}` is no member that the schema allows"),
                "remove it, or describe it in `properties`".into(),
            )
        }
        Kind::Minimum { limit } => (format!("{found} is less than {limit}"), change()),
        Kind::Maximum { limit } => (format!("{found} is more than {limit}"), change()),
        Kind::ExclusiveMinimum { limit } => (format!("{found} is not more than {limit}"), change()),
        Kind::ExclusiveMaximum { limit } => (format!("{found} is not less than {limit}"), change()),
        Kind::MultipleOf { multiple_of } => {
            (format!("{found} is no multiple of {multiple_of}"), change())
        }
        Kind::MinLength { limit } => (
            format!("{found} has fewer than {limit} characters"),
            change(),
        ),
        Kind::MaxLength { limit } => (
            format!("{found} has more than {limit} characters"),
            change(),
        ),
        Kind::MinItems { limit } => (format!("the list has fewer than {limit} items"), change()),
        Kind::MaxItems { limit } => (format!("the list has more than {limit} items"), change()),
        Kind::UniqueItems => ("the list holds an item twice".into(), change()),
        Kind::Pattern { pattern } => (
            format!("{found} does not match the pattern `{pattern}`"),
            change(),
        ),
        Kind::Format { format } => (
            format!("{found} is no `{format}`"),
            match formats::sample(format) {
                Some(sample) if format == "byte" => {
                    format!("write it in Base64, with its padding, like `{sample}`")
                }
                Some(sample) => format!("write it like `{sample}`"),
                None => change(),
            },
        ),
        Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
            branches(context, &found, root)
        }
        Kind::OneOfMultipleValid { .. } => (
            format!("{found} fits more than one branch of `oneOf`"),
            "make the branches exclude each other, or use `anyOf`".into(),
        ),
        Kind::Not { .. } => (
            format!("{found} fits the schema that `not` forbids"),
            change(),
        ),
        Kind::FalseSchema => (
            "the schema allows no value here".into(),
            "remove the value, or change the schema".into(),
        ),
        Kind::PropertyNames { error } => (
            format!("a name is not allowed: {}", phrase(error, root).0),
            change(),
        ),
        other => (
            format!("{found} does not fit `{}`", other.keyword()),
            change(),
        ),
    }
}

/// The format whose bound the value passes, with its bounds.
fn bounded_by_format<'r>(
    error: &ValidationError<'_>,
    root: &'r Value,
) -> Option<(&'r str, Value, Value)> {
    let (Kind::Minimum { limit } | Kind::Maximum { limit }) = error.kind() else {
        return None;
    };
    let (schema, _) = error.schema_path().as_str().rsplit_once('/')?;
    let format = root.pointer(schema)?.get("format")?.as_str()?;
    // The schema may have a bound of its own, which says more than the format.
    let (least, greatest) = formats::bounds(format)?;
    [&least, &greatest]
        .contains(&limit)
        .then_some((format, least, greatest))
}

/// No branch fits: the one that comes nearest explains why.
fn branches(
    context: &[Vec<ValidationError<'static>>],
    found: &str,
    root: &Value,
) -> (String, String) {
    let depth = |errors: &Vec<ValidationError<'_>>| {
        errors
            .iter()
            .map(|error| error.instance_path().as_str().matches('/').count())
            .max()
            .unwrap_or(0)
    };
    let nearest = context
        .iter()
        .max_by_key(|errors| (depth(errors), usize::MAX - errors.len()));
    let reason = nearest
        .and_then(|errors| errors.first())
        .map(|error| phrase(error, root).0);
    let text = match reason {
        Some(reason) => format!("{found} fits no branch: {reason}"),
        None => format!("{found} fits no branch"),
    };
    (text, "change the value or the schema".to_owned())
}

fn nearest<'o>(value: &Value, options: &'o Value) -> Option<&'o str> {
    let options = options.as_array()?.iter().filter_map(Value::as_str);
    let text = value.as_str()?;
    let same_letters = options
        .clone()
        .find(|option| option.eq_ignore_ascii_case(text));
    same_letters.or_else(|| suggest(text, options))
}

fn show_list(options: &Value) -> String {
    let shown: Vec<String> = options
        .as_array()
        .into_iter()
        .flatten()
        .take(8)
        .map(show)
        .collect();
    let more = options
        .as_array()
        .is_some_and(|all| all.len() > shown.len());
    shown.join(", ") + if more { ", ..." } else { "" }
}

/// A value for a message: short, in backticks.
fn show(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("`{}...`", &text[..end]),
        None => format!("`{text}`"),
    }
}

fn type_names(kind: &TypeKind) -> String {
    match kind {
        TypeKind::Single(name) => format!("`{name}`"),
        TypeKind::Multiple(set) => {
            let names: Vec<String> = set.iter().map(|name| format!("`{name}`")).collect();
            names.join(" or ")
        }
    }
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn type_hint(value: &Value, kind: &TypeKind) -> Option<String> {
    let wants = type_names(kind);
    match value {
        Value::Number(_) | Value::Bool(_) if wants.contains("string") => {
            Some(format!("quote it: `'{value}'`"))
        }
        Value::String(text) if wants.contains("number") || wants.contains("integer") => text
            .parse::<f64>()
            .ok()
            .map(|_| "remove the quotes".to_owned()),
        _ => None,
    }
}
