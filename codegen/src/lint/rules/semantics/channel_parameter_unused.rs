//! `channel-parameter-unused`.

use crate::diag::Level;
use crate::diag::suggest;
use crate::lint::facts::{edits, operations, templates};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct ChannelParameterUnused;

static META: Meta = Meta {
    code: "channel-parameter-unused",
    group: Group::Semantics,
    level: Level::Error,
    gate: false,
    purpose: "Every described parameter stands in the channel's address",
    docs: "A parameter that the address does not hold has no value: its name is misspelt in one of the two places, or it is left over.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  'quotes/{symbol}':
    parameters:
      symbol:
        schema:
          type: string
      side:
        schema:
          type: string
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  'quotes/{symbol}':
    parameters:
      symbol:
        schema:
          type: string
",
};

impl Rule for ChannelParameterUnused {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for channel in operations::channels(context) {
            let described = channel.node.follow("parameters");
            // Braces that do not pair have a finding of their own.
            let count = |brace: char| channel.address.matches(brace).count();
            if count('{') != count('}') {
                continue;
            }
            let names: Vec<&str> = templates::names(channel.address).collect();
            for (key, name, _) in described.iter().flat_map(|map| map.entries()) {
                if names.contains(&name) {
                    continue;
                }
                let open = names
                    .iter()
                    .copied()
                    .filter(|other| !described.is_some_and(|map| map.has(other)));
                let mut finding = self.finding(
                    key.span(),
                    format!("`{name}` is no part of the address `{}`", channel.address),
                );
                // Without braces anywhere, the specification only advises against parameters.
                if names.is_empty() {
                    finding.level = Level::Warning;
                }
                let renamed = templates::renamed(described, channel.address);
                sink.report(match (suggest(name, open), renamed) {
                    (Some(near), _) => finding
                        .hint(format!("did you mean `{near}`?"))
                        .fix(format!("Rename to `{near}`"), edits::replace(key, near)),
                    (None, _)
                        if channel
                            .address
                            .split('/')
                            .any(|part| part == format!(":{name}")) =>
                    {
                        finding.hint(format!("write `{{{name}}}` for `:{name}` in the address"))
                    }
                    (None, Some(other)) => finding.hint(templates::one_name(name, other)),
                    (None, None) => {
                        finding.hint(format!("remove it, or put `{{{name}}}` into the address"))
                    }
                });
            }
        }
    }
}
