//! `bad-format`.

use crate::diag::Level;
use crate::doc::grammar::{Fact, Format, Keys};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct BadFormat;

static META: Meta = Meta {
    code: "bad-format",
    group: Group::Structure,
    level: Level::Error,
    gate: true,
    purpose: "URIs, e-mail addresses, patterns and expressions are well formed",
    docs: "Where the specification demands a format, tools parse the text by it.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
  contact:
    url: example.com
channels: {}
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
  contact:
    url: https://example.com
channels: {}
",
};

impl Rule for BadFormat {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for fault in context.faults() {
            if let fact @ (Fact::BadFormat { .. } | Fact::BadKey { .. }) = &fault.fact {
                let finding = match fact {
                    Fact::BadFormat {
                        format: Format::TypeName | Format::OpenApiTypeName,
                        ..
                    } => continue,
                    Fact::BadFormat {
                        label,
                        format,
                        found,
                    } => {
                        let text = found.as_str().unwrap_or_default();
                        self.finding(
                            fault.place,
                            format!("{label} must be {}, and `{text}` is none", format.phrase()),
                        )
                        .hint(likely(*format, text).unwrap_or_else(|| format.hint().to_owned()))
                    }
                    Fact::BadKey {
                        keys: Keys::Regex,
                        key,
                    } => {
                        let text = key.as_str().unwrap_or_default();
                        self.finding(fault.place, format!("`{text}` is no regular expression"))
                            .hint(Format::Regex.hint())
                    }
                    _ => continue,
                };
                sink.report(finding);
            }
        }
    }
}

/// The text that was probably meant.
fn likely(format: Format, text: &str) -> Option<String> {
    let candidates = match format {
        Format::Uri if text.contains('.') => vec![format!("https://{text}")],
        Format::Uri => vec![format!("urn:{text}")],
        Format::RuntimeExpression => {
            let (source, pointer) = text.split_once('#')?;
            let part = if source.contains("head") {
                "header"
            } else {
                "payload"
            };
            let pointer = pointer.trim_start_matches('/');
            vec![format!("$message.{part}#/{pointer}")]
        }
        _ => Vec::new(),
    };
    let fits = |candidate: &String| format.fits(candidate);
    let likely = candidates.into_iter().find(fits)?;
    Some(format!("write `{likely}`"))
}
