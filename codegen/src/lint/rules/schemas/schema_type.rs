//! `schema-type`.

use crate::diag::{Edit, Level, suggest};
use crate::doc::grammar::{Fact, Format, TYPE_NAMES};
use crate::doc::node::Node;
use crate::lint::facts::{edits, entries};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct SchemaType;

static META: Meta = Meta {
    code: "schema-type",
    group: Group::Schemas,
    level: Level::Error,
    gate: true,
    purpose: "`type` names a type of JSON Schema",
    docs: "There are seven: string, number, integer, boolean, object, array and null. What other languages call float, int or date is a number, an integer or a string with a `format`.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Quote:
      type: object
      properties:
        bid:
          type: float
x-keep:
  $ref: '#/components/schemas/Quote'
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Quote:
      type: object
      properties:
        bid:
          type: number
          format: float
x-keep:
  $ref: '#/components/schemas/Quote'
",
};

impl Rule for SchemaType {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for fault in context.faults() {
            let Fact::BadFormat {
                format: format @ (Format::TypeName | Format::OpenApiTypeName),
                found,
                ..
            } = &fault.fact
            else {
                continue;
            };
            let text = found.as_str().unwrap_or_default();
            let language = if *format == Format::TypeName {
                "JSON Schema"
            } else {
                "OpenAPI 3.0"
            };
            let finding = self.finding(fault.place, format!("`{text}` is no type of {language}"));
            let Some(meant) = meant(text) else {
                sink.report(finding.hint(format.hint()));
                continue;
            };
            let with = meant.format.filter(|_| !has_format(*found));
            let note = with.map_or(String::new(), |with| format!(" (with `format: {with}`)"));
            let name = meant.name;
            let finding = finding.hint(format!("did you mean `{name}`{note}?"));
            sink.report(match replacement(*found, name, with) {
                Some(edits) => finding.fix(format!("Replace by `{name}`"), edits),
                None => finding,
            });
        }
    }
}

/// The schema whose type, or one of whose types, this word names.
fn schema_of(found: Node<'_>) -> Option<Node<'_>> {
    found.parent().and_then(|holder| match holder.is_seq() {
        true => holder.parent(),
        false => Some(holder),
    })
}

fn has_format(found: Node<'_>) -> bool {
    schema_of(found).is_some_and(|schema| schema.has("format"))
}

/// The right name, and beside it the format that the wrong one told.
fn replacement(found: Node<'_>, name: &str, format: Option<&str>) -> Option<Vec<Edit>> {
    let mut edits = edits::replace_item(found, name)?;
    if let Some(format) = format {
        let schema = schema_of(found)?;
        let (key, value) = schema.key("type").zip(schema.get("type"))?;
        let format = edits::scalar(found, format);
        edits.push(entries::insert_after(key, value, "format", &format)?);
    }
    Some(edits)
}

/// What a word of another language stands for.
struct Meant {
    name: &'static str,
    format: Option<&'static str>,
}

fn meant(text: &str) -> Option<Meant> {
    let (name, format) = match text.to_ascii_lowercase().as_str() {
        "float" => ("number", Some("float")),
        "double" => ("number", Some("double")),
        "decimal" | "real" | "numeric" | "bigdecimal" => ("number", None),
        "int" | "uint" => ("integer", None),
        "int8" => ("integer", Some("int8")),
        "int16" | "short" => ("integer", Some("int16")),
        "int32" => ("integer", Some("int32")),
        "int64" | "long" | "bigint" => ("integer", Some("int64")),
        "uint8" => ("integer", Some("uint8")),
        "uint16" => ("integer", Some("uint16")),
        "uint32" => ("integer", Some("uint32")),
        "uint64" => ("integer", Some("uint64")),
        "bool" => ("boolean", None),
        "str" | "text" | "char" | "varchar" => ("string", None),
        "date" => ("string", Some("date")),
        "datetime" | "date-time" | "timestamp" => ("string", Some("date-time")),
        "time" => ("string", Some("time")),
        "uuid" | "guid" => ("string", Some("uuid")),
        "uri" | "url" => ("string", Some("uri")),
        "email" => ("string", Some("email")),
        "password" => ("string", Some("password")),
        "byte" | "bytes" => ("string", Some("byte")),
        "binary" | "file" => ("string", Some("binary")),
        "dict" | "map" | "record" | "struct" | "hash" => ("object", None),
        "list" | "set" | "tuple" => ("array", None),
        "none" | "nil" | "void" => ("null", None),
        _ => (suggest(text, TYPE_NAMES.iter().copied())?, None),
    };
    Some(Meant { name, format })
}
