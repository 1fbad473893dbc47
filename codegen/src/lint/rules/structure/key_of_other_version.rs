//! `key-of-other-version`.

use crate::diag::Level;
use crate::doc::grammar::Fact;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct KeyOfOtherVersion;

static META: Meta = Meta {
    code: "key-of-other-version",
    group: Group::Structure,
    level: Level::Error,
    gate: true,
    purpose: "A key belongs to the version of AsyncAPI that the document names",
    docs: "Each version brought keys of its own. A tool that goes by the version at the top of the document ignores the others or refuses them.",
    wrong: "asyncapi: 2.0.0
info:
  title: Quotes
  version: 1.0.0
channels:
  quotes:
    servers: []
",
    right: "asyncapi: 2.2.0
info:
  title: Quotes
  version: 1.0.0
channels:
  quotes:
    servers: []
",
};

impl Rule for KeyOfOtherVersion {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        // Where the version is the mistake, every use of the key would say the same.
        let mut said = Vec::new();
        for fault in context.faults() {
            if let Fact::OtherVersion { object, field, .. } = &fault.fact {
                let name = field.name;
                if said.contains(&(*object, name)) {
                    continue;
                }
                said.push((*object, name));
                let version = context.version();
                let message = format!(
                    "`{name}` of {} exists since {}, and this document is {version}",
                    object.phrase(),
                    field.since
                );
                sink.report(
                    self.finding(fault.place, message)
                        .hint(format!("write `asyncapi: {}`, or remove it", field.since)),
                );
            }
        }
    }
}
