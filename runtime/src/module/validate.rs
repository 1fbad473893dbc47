//! Validators of inbound payloads, built at start from the bundled document.

use std::collections::HashMap;

use jsonschema::{Draft, Registry, ValidationError};
use serde_json::{Value, json};

use crate::codes::ErrorCode;
use crate::envelope::ErrorBody;

/// Name under which the document is known while validators are built.
const BASE: &str = "specwire:document";

/// Checks the payload of one message.
pub(crate) struct Validator {
    /// None where the message has no payload schema: then anything goes.
    inner: Option<jsonschema::Validator>,
    /// Whether the envelope's schema requires `payload`.
    required: bool,
}

impl Validator {
    /// The first fault of the payload, as an error envelope's body.
    pub(crate) fn check(&self, payload: Option<&Value>) -> Result<(), ErrorBody> {
        match (payload, &self.inner) {
            (None, _) if self.required => Err(ErrorBody::new(
                ErrorCode::ValidationFailed,
                "the payload is missing",
            )
            .at("")
            .expecting("a payload")),
            (Some(payload), Some(schema)) => {
                schema.validate(payload).map_err(|error| describe(&error))
            }
            _ => Ok(()),
        }
    }
}

fn describe(error: &ValidationError<'_>) -> ErrorBody {
    if let Some(nearer) = meant(error) {
        return describe(nearer);
    }
    ErrorBody::new(
        ErrorCode::ValidationFailed,
        shorten(&error.to_string(), 400),
    )
    .at(error.instance_path().as_str())
    .expecting(&expectation(error))
}

/// Of the alternatives that failed, the fault of the one that was meant: the only one whose kind and constants (its tag)
/// fit.
fn meant<'a>(error: &'a ValidationError<'_>) -> Option<&'a ValidationError<'static>> {
    use jsonschema::error::ValidationErrorKind as Kind;
    let (Kind::OneOfNotValid { context } | Kind::AnyOf { context }) = error.kind() else {
        return None;
    };
    let fits = |faults: &&Vec<ValidationError<'static>>| {
        !faults.iter().any(|fault| match fault.kind() {
            Kind::Constant { .. } => true,
            Kind::Type { .. } => fault.instance_path() == error.instance_path(),
            _ => false,
        })
    };
    let mut candidates = context.iter().filter(fits);
    let only = candidates.next()?;
    match candidates.next() {
        None if context.len() > 1 => only.first(),
        _ => None,
    }
}

/// `keyword`, with what it stands for where that is short enough to help.
fn expectation(error: &ValidationError<'_>) -> String {
    use jsonschema::error::ValidationErrorKind as Kind;
    match error.kind() {
        Kind::Type { kind } => match kind {
            jsonschema::error::TypeKind::Single(one) => format!("type {one}"),
            jsonschema::error::TypeKind::Multiple(many) => {
                let names: Vec<String> = many.iter().map(|one| one.to_string()).collect();
                format!("type {}", names.join(" or "))
            }
        },
        Kind::Enum { options } => format!("one of {}", shorten(&options.to_string(), 200)),
        Kind::Constant { expected_value } => shorten(&expected_value.to_string(), 200),
        Kind::Required { property } => format!("member {property}"),
        Kind::Minimum { limit } => format!("at least {limit}"),
        Kind::Maximum { limit } => format!("at most {limit}"),
        Kind::ExclusiveMinimum { limit } => format!("more than {limit}"),
        Kind::ExclusiveMaximum { limit } => format!("less than {limit}"),
        Kind::MinLength { limit } => format!("at least {limit} characters"),
        Kind::MaxLength { limit } => format!("at most {limit} characters"),
        Kind::MinItems { limit } => format!("at least {limit} items"),
        Kind::MaxItems { limit } => format!("at most {limit} items"),
        Kind::Pattern { pattern } => format!("text matching {}", shorten(pattern, 200)),
        Kind::Format { format } => format!("format {format}"),
        Kind::MultipleOf { multiple_of } => format!("a multiple of {multiple_of}"),
        Kind::AdditionalProperties { .. } => "no other members".to_owned(),
        kind => kind.keyword().to_owned(),
    }
}

fn shorten(text: &str, max: usize) -> String {
    if text.len() <= max {
        return text.to_owned();
    }
    let end = (0..=max)
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0);
    format!("{}...", &text[..end])
}

/// The messages of a document, by name.
pub(super) struct Schemas {
    document: Value,
    registry: Registry<'static>,
    /// Name of the message -> JSON pointer of the message object.
    messages: HashMap<String, String>,
}

impl Schemas {
    pub(super) fn read(json: &str) -> Result<Self, String> {
        let document: Value = serde_json::from_str(json)
            .map_err(|error| format!("the bundled document is not JSON: {error}"))?;
        let mut messages = HashMap::new();
        if let Some(named) = document
            .pointer("/components/messages")
            .and_then(Value::as_object)
        {
            for (key, message) in named {
                let name = message_name(message).unwrap_or(key);
                messages.insert(
                    name.to_owned(),
                    format!("/components/messages/{}", escape(key)),
                );
            }
        }
        if let Some(channels) = document.get("channels").and_then(Value::as_object) {
            for (key, channel) in channels {
                inline_messages(
                    channel,
                    &format!("/channels/{}", escape(key)),
                    &mut messages,
                );
            }
        }
        let registry = Registry::new()
            .draft(Draft::Draft7)
            .add(BASE, document.clone())
            .and_then(|registry| registry.prepare())
            .map_err(|error| format!("the bundled document cannot be read as schemas: {error}"))?;
        Ok(Self {
            document,
            registry,
            messages,
        })
    }

    /// The validator of the payload inside the envelope of message `name`.
    pub(super) fn payload_validator(&self, name: &str) -> Result<Validator, String> {
        let Some(pointer) = self.messages.get(name) else {
            return Err(format!("the bundled document has no message `{name}`"));
        };
        let envelope = format!("{pointer}/payload");
        let (envelope, schema) = self.follow(envelope);
        let Some(schema) = schema else {
            return Ok(Validator {
                inner: None,
                required: false,
            });
        };
        let required = schema
            .get("required")
            .and_then(Value::as_array)
            .is_some_and(|names| names.iter().any(|name| name == "payload"));
        let pointer = format!("{envelope}/properties/payload");
        let inner = match self.document.pointer(&pointer) {
            Some(_) => Some(self.compile(name, &pointer)?),
            None => None,
        };
        Ok(Validator { inner, required })
    }

    /// Follows local references from a pointer to the schema that they end at.
    fn follow(&self, mut pointer: String) -> (String, Option<&Value>) {
        for _ in 0..32 {
            let schema = self.document.pointer(&pointer);
            match schema
                .and_then(|schema| schema.get("$ref"))
                .and_then(Value::as_str)
            {
                Some(reference) if reference.starts_with('#') => {
                    pointer = reference[1..].to_owned()
                }
                _ => return (pointer, schema),
            }
        }
        (pointer, None)
    }

    fn compile(&self, name: &str, pointer: &str) -> Result<jsonschema::Validator, String> {
        jsonschema::options()
            .with_draft(Draft::Draft7)
            .with_registry(&self.registry)
            .should_validate_formats(true)
            .offline()
            .build(&json!({ "$ref": format!("{BASE}#{}", fragment(pointer)) }))
            .map_err(|error| format!("the payload schema of `{name}` cannot be used: {error}"))
    }
}

fn message_name(message: &Value) -> Option<&str> {
    let text = |member| message.get(member).and_then(Value::as_str);
    text("name").or_else(|| text("messageId"))
}

/// Messages written straight into a channel's operations.
fn inline_messages(channel: &Value, at: &str, messages: &mut HashMap<String, String>) {
    for direction in ["publish", "subscribe"] {
        let Some(message) = channel
            .get(direction)
            .and_then(|operation| operation.get("message"))
        else {
            continue;
        };
        let at = format!("{at}/{direction}/message");
        let mut add = |message: &Value, at: String| {
            if let Some(name) = message_name(message) {
                messages.entry(name.to_owned()).or_insert(at);
            }
        };
        add(message, at.clone());
        for (index, one) in message
            .get("oneOf")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .enumerate()
        {
            add(one, format!("{at}/oneOf/{index}"));
        }
    }
}

/// A key as a reference token of a JSON pointer.
fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// A JSON pointer as a URI fragment.
fn fragment(pointer: &str) -> String {
    let mut out = String::with_capacity(pointer.len());
    for byte in pointer.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' | b'$' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
