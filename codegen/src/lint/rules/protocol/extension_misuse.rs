//! `extension-misuse`.

use crate::diag::Level;
use crate::doc::grammar::{Kind, spots};
use crate::doc::node::Node;
use crate::lint::facts::messages::Envelope;
use crate::lint::facts::{edits, mend};
use crate::lint::{Context, Group, Meta, Rule, Sink};
use std::collections::HashMap;

pub(super) struct ExtensionMisuse;

static META: Meta = Meta {
    code: "extension-misuse",
    group: Group::Protocol,
    level: Level::Warning,
    gate: false,
    purpose: "Extensions of this tool stand where they mean something",
    docs: "`x-envelope: true` stands at the root; `x-response` (a reference to a message) and `x-runtime: true` on requests; `x-replay-last: true` and `x-conflate: true` on `R.update`; `x-open: true` on an enum. Elsewhere, or with another value, they do nothing. Messages and schemas are looked at where the document has the envelope or routes: in other documents such keys may be those of another tool.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
x-envelope: yes
channels: {}
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
x-envelope: true
channels: {}
",
};

impl Rule for ExtensionMisuse {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let root = context.root();
        self.flag(root, "x-envelope", true, "the document's root", sink);
        self.misspelt(root, &["x-envelope"], sink);
        // Elsewhere such a key is another tool's.
        if context.envelope() == Envelope::None && context.routes().is_empty() {
            return;
        }
        for visit in context.definitions(Kind::Schema) {
            let listed = visit.node.has("enum");
            self.flag(
                visit.node,
                "x-open",
                listed,
                "a schema with an `enum`",
                sink,
            );
            if listed {
                self.misspelt(visit.node, &["x-open"], sink);
            }
        }
        self.messages(context, sink);
    }
}

/// The requests that the runtime can answer by itself.
const BUILTIN: [&str; 4] = [
    "ping",
    "session.info",
    "session.subscriptions",
    "session.clear",
];

/// Extensions of messages, the longer ones: short words have too many neighbours that mean something.
const OF_MESSAGES: [&str; 4] = ["x-response", "x-runtime", "x-replay-last", "x-conflate"];

impl ExtensionMisuse {
    fn messages(&self, context: &Context<'_>, sink: &mut Sink) {
        let names: HashMap<Node<'_>, &str> = context
            .named()
            .iter()
            .map(|named| (named.node, named.name))
            .collect();
        for visit in context.definitions(Kind::Message) {
            let message = visit.node;
            self.misspelt(message, &OF_MESSAGES, sink);
            let name = names.get(&message).copied();
            let is_update = name.is_none_or(|name| name.ends_with(".update"));
            let is_builtin = name.is_none_or(|name| BUILTIN.contains(&name));
            self.flag(
                message,
                "x-replay-last",
                is_update,
                "`R.update` of a route",
                sink,
            );
            self.flag(
                message,
                "x-conflate",
                is_update,
                "`R.update` of a route",
                sink,
            );
            self.flag(
                message,
                "x-runtime",
                is_builtin,
                "`ping` and `session.*`, which the runtime answers",
                sink,
            );
            if let (Some(key), Some(reply)) = (message.key("x-response"), message.get("x-response"))
                && reply.reference().is_none()
            {
                let finding = self.finding(
                    spots::entry(key, reply),
                    "`x-response` is no reference".to_owned(),
                );
                let mend = mend::reference(Kind::Message, reply);
                sink.report(match mend {
                    Some(mend) => match mend.fix {
                        Some((title, edits)) => finding.hint(mend.hint).fix(title, edits),
                        None => finding.hint(mend.hint),
                    },
                    None => {
                        finding.hint("write `$ref` with the reply: `#/components/messages/...`")
                    }
                });
            }
        }
    }

    /// Nobody else says that an extension is misspelt: each is allowed.
    fn misspelt(&self, node: Node<'_>, known: &[&'static str], sink: &mut Sink) {
        let mut taken = Vec::new();
        for (key, name, value) in node.entries() {
            if known.contains(&name) {
                continue;
            }
            let mut candidates = known.iter().copied().filter(|known| !node.has(known));
            let Some(near) = candidates.find(|known| is_slip(name, known, value)) else {
                continue;
            };
            let message = format!("`{name}` is no extension that specwire reads");
            let finding = self
                .finding(spots::entry(key, value), message)
                .hint(format!("did you mean `{near}`?"));
            // Two keys that became the same one would be worse than what they are.
            if taken.contains(&near) {
                sink.report(finding);
                continue;
            }
            taken.push(near);
            sink.report(finding.fix(format!("Rename to `{near}`"), edits::replace(key, near)));
        }
    }

    fn flag(&self, node: Node<'_>, name: &str, fits: bool, home: &str, sink: &mut Sink) {
        let (Some(key), Some(value)) = (node.key(name), node.get(name)) else {
            return;
        };
        let place = spots::entry(key, value);
        if value.as_bool().is_none() {
            sink.report(
                self.finding(place, format!("`{name}` is true or false"))
                    .hint(format!("write `{name}: true`")),
            );
        } else if !fits {
            sink.report(
                self.finding(place, format!("`{name}` does nothing here"))
                    .hint(format!("it belongs on {home}")),
            );
        }
    }
}

/// One slip apart, two in a long word, and with a value that the extension could have: other tools have keys of their own.
fn is_slip(name: &str, known: &str, value: Node<'_>) -> bool {
    let (Some(word), Some(known_word)) = (name.strip_prefix("x-"), known.strip_prefix("x-")) else {
        return false;
    };
    let fits = match known {
        "x-response" => value.reference().is_some(),
        _ => {
            value.as_bool().is_some()
                || value
                    .as_str()
                    .is_some_and(|word| mend::truth(word).is_some())
        }
    };
    let slips = if known_word.len() < 8 { 1 } else { 2 };
    fits && word.len().abs_diff(known_word.len()) <= slips
        && strsim::damerau_levenshtein(&word.to_lowercase(), known_word) <= slips
}
