//! `schema-format`.

use crate::diag::{Level, suggest};
use crate::doc::grammar::spots;
use crate::lint::facts::edits;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct SchemaFormat;

static META: Meta = Meta {
    code: "schema-format",
    group: Group::Schemas,
    level: Level::Warning,
    gate: false,
    purpose: "Formats are spelt right",
    docs: "A format that nobody knows checks nothing and makes plain text of what should be a date or an id. Only near misses of known formats are reported; formats of your own are fine.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
components:
  schemas:
    Quote:
      type: string
      format: datetime
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
      type: string
      format: date-time
x-keep:
  $ref: '#/components/schemas/Quote'
",
};

/// What is worth suggesting.
const COMMON: [&str; 26] = [
    "date-time",
    "date",
    "time",
    "duration",
    "email",
    "idn-email",
    "hostname",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "uri",
    "uri-reference",
    "uri-template",
    "iri",
    "iri-reference",
    "uuid",
    "json-pointer",
    "relative-json-pointer",
    "regex",
    "int32",
    "int64",
    "float",
    "double",
    "byte",
    "binary",
    "password",
];

/// What other tools know: right as it is, though near to something common.
const OTHER: [&str; 27] = [
    "uuid1",
    "uuid3",
    "uuid4",
    "uuid5",
    "uuid6",
    "uuid7",
    "uuid8",
    "int8",
    "int16",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "float32",
    "float64",
    "decimal",
    "decimal128",
    "ulid",
    "cuid",
    "guid128",
    "iri-template",
    "base64",
    "base64url",
    "bytes32",
    "datetime-local",
    "time-of-day",
    "date-month",
];

/// The format that was meant, if that is clear: another spelling, another tool's word, or a slip in a long word. Short
/// words and numbers have too many neighbours that mean something.
fn meant(text: &str) -> Option<&'static str> {
    let plain = |text: &str| text.to_lowercase().replace(['-', '_', ' '], "");
    let spelt = COMMON.into_iter().find(|known| plain(known) == plain(text));
    let word = || match plain(text).as_str() {
        "guid" => Some("uuid"),
        "url" => Some("uri"),
        _ => None,
    };
    let is_long = |text: &str| text.len() > 4 && !text.contains(|c: char| c.is_ascii_digit());
    let slip = || suggest(text, COMMON).filter(|near| is_long(near) && is_long(text));
    spelt.or_else(word).or_else(slip)
}

impl Rule for SchemaFormat {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for visit in context.schemas() {
            let (Some(key), Some(value)) = (visit.node.key("format"), visit.node.get("format"))
            else {
                continue;
            };
            let Some(text) = value.as_str() else { continue };
            if COMMON.contains(&text) || OTHER.contains(&text) {
                continue;
            }
            if let Some(near) = meant(text) {
                let message = format!("unknown format `{text}`, which has no effect");
                let finding = self.finding(spots::entry(key, value), message);
                sink.report(
                    finding
                        .hint(format!("did you mean `{near}`?"))
                        .fix(format!("Replace by `{near}`"), edits::replace(value, near)),
                );
            }
        }
    }
}
