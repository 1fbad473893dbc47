//! `unknown-key`.

use crate::diag::Level;
use crate::doc::grammar::{Fact, Kind, Object, misnomer, object_of, spots};
use crate::doc::node::Node;
use crate::lint::facts::{guess, security};
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct UnknownKey;

static META: Meta = Meta {
    code: "unknown-key",
    group: Group::Structure,
    level: Level::Error,
    gate: true,
    purpose: "An object holds only keys that AsyncAPI knows",
    docs: "A misspelt key is silently without effect in many tools. Keys of your own start with `x-`.",
    wrong: "asyncapi: 2.4.0
info:
  titel: Quotes
  version: 1.0.0
channels: {}
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels: {}
",
};

impl Rule for UnknownKey {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let mut taken = guess::Taken::default();
        for fault in context.faults() {
            if let Fact::UnknownKey {
                key,
                object: object @ Object { open: false, .. },
                nearest,
            } = &fault.fact
            {
                let name = key.as_str().unwrap_or_default();
                if nearest.is_none() && follows(context, *key, object.kind) {
                    continue;
                }
                let message = format!("unknown key `{name}` in {}", object.kind.phrase());
                let finding = self.finding(fault.place, message);
                // A word that is right somewhere else is no slip of this one, unless it is very near.
                let elsewhere =
                    home(object.kind, name).is_some() && misnomer::of(object.kind, name).is_none();
                let is_slip = |near: &&str| !elsewhere || near.len().abs_diff(name.len()) < 2;
                let twin = guess::twin(*key, object).filter(is_slip);
                if is_meant_for_ref(context, *key, name) {
                    sink.report(taken.offer(finding, *key, "$ref"));
                    continue;
                }
                sink.report(match (nearest.filter(is_slip), twin) {
                    (Some(nearest), _) => taken.offer(finding, *key, nearest),
                    (None, Some(twin)) if nearest.is_none() => finding.hint(guess::both(twin)),
                    _ => finding.hint(hint(object.kind, name)),
                });
            }
        }
    }
}

/// Whether the key is wrong only because of something that has a finding of its own: the type of a security scheme, or
/// an example that forgets its `payload`.
fn follows(context: &Context<'_>, key: Node<'_>, kind: Kind) -> bool {
    let Some(holder) = key.parent() else {
        return false;
    };
    match kind {
        Kind::SecurityScheme => key.as_str() == Some("name") && security::is_http_key(holder),
        Kind::MessageExample => context.faults().any(|fault| {
            matches!(fault.fact, Fact::MissingOneOf { .. }) && fault.place == spots::item(holder)
        }),
        _ => false,
    }
}

/// `ref` and `$reff`, with a text that names something, and nothing beside it.
fn is_meant_for_ref(context: &Context<'_>, key: Node<'_>, name: &str) -> bool {
    let bare = name.trim_start_matches('$').to_lowercase();
    let holder = key.parent();
    let text = holder
        .and_then(|holder| holder.get(name))
        .and_then(Node::as_str);
    let kind = holder.and_then(|holder| context.structure()?.kind(holder));
    matches!(bare.as_str(), "ref" | "reff" | "rref" | "rfe" | "erf")
        && text.is_some_and(|text| text.contains('#'))
        && kind.is_some_and(|kind| kind.section().is_some())
        && holder.is_some_and(|holder| holder.entries().len() == 1)
}

/// Where the key belongs, or how to keep it.
fn hint(kind: Kind, name: &str) -> String {
    if let Some(advice) = misnomer::advice(kind, name) {
        return advice.to_owned();
    }
    if kind == Kind::MessageChoice {
        return "a message with `oneOf` holds nothing else: move this into the messages".to_owned();
    }
    match home(kind, name) {
        Some(place) => format!("`{name}` stands {place}"),
        None if kind == Kind::MessageExample => {
            "an example has `name`, `summary`, `headers` and `payload`".to_owned()
        }
        None if name.starts_with("x-") => {
            "after `x-` there are letters, digits, `.`, `-` and `_` only".to_owned()
        }
        None => "remove it, or start it with `x-`".to_owned(),
    }
}

/// The object that a key belongs to.
fn home(kind: Kind, name: &str) -> Option<&'static str> {
    const ELSEWHERE: [(Kind, &str); 7] = [
        (Kind::Root, "at the document's root"),
        (Kind::Info, "in `info`"),
        (Kind::Operation, "in an operation"),
        (Kind::Channel, "in a channel"),
        (Kind::Server, "in a server"),
        (Kind::Message, "in a message"),
        (Kind::Components, "in `components`"),
    ];
    let mut homes = ELSEWHERE.iter().filter(|(other, _)| *other != kind);
    let known =
        |kind: Kind| object_of(kind, None).is_some_and(|object| object.field(name).is_some());
    homes
        .find(|(other, _)| known(*other))
        .map(|(_, place)| *place)
}
