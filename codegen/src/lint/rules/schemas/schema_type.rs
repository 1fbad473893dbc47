//! `schema-type`.

use crate::diag::Level;
use crate::diag::suggest;
use crate::doc::grammar::{Fact, Format, TYPE_NAMES};
use crate::lint::facts::edits;
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
            sink.report(match meant(text) {
                Some((name, note)) => finding
                    .hint(format!("did you mean `{name}`{note}?"))
                    .fix(format!("Replace by `{name}`"), edits::replace(*found, name)),
                None => finding.hint(format.hint()),
            });
        }
    }
}

/// The type that a word of another language stands for, with a note on its format.
fn meant(text: &str) -> Option<(&'static str, &'static str)> {
    Some(match text.to_ascii_lowercase().as_str() {
        "float" => ("number", " (with `format: float`)"),
        "double" | "decimal" | "real" | "numeric" | "bigdecimal" => {
            ("number", " (with a `format` such as `double`)")
        }
        "int" | "long" | "short" | "bigint" | "uint" => ("integer", ""),
        "int32" | "int64" | "uint32" | "uint64" => ("integer", " (with the width in `format`)"),
        "bool" => ("boolean", ""),
        "str" | "text" | "char" | "varchar" => ("string", ""),
        "date" | "datetime" | "date-time" | "timestamp" | "time" => {
            ("string", " (with `format: date-time` or `date`)")
        }
        "uuid" | "uri" | "url" | "email" | "password" | "binary" | "byte" | "bytes" | "file" => {
            ("string", " (with a `format`)")
        }
        "dict" | "map" | "record" | "struct" | "hash" => ("object", ""),
        "list" | "set" | "tuple" => ("array", ""),
        "none" | "nil" | "void" => ("null", ""),
        _ => (suggest(text, TYPE_NAMES.iter().copied())?, ""),
    })
}
