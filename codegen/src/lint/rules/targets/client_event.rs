//! `client-event`.

use crate::diag::Level;
use crate::lint::facts::client;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct ClientEvent;

static META: Meta = Meta {
    code: "client-event",
    group: Group::Targets,
    level: Level::Warning,
    gate: false,
    purpose: "Events do not have the names of the client's own",
    docs: "The TypeScript client tells of itself by the events `status`, `subscription`, `skew` and `unknown`. A message of the server that has such a name comes to the same listeners, with a payload that they do not expect.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
x-envelope: true
channels:
  /:
    subscribe:
      message:
        name: status
        payload:
          type: object
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
x-envelope: true
channels:
  /:
    subscribe:
      message:
        name: market.status
        payload:
          type: object
",
};

impl Rule for ClientEvent {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for message in client::shadowed_events(context) {
            let name = message.name;
            let finding = self.finding(
                message.place(),
                format!("`{name}` is an event of the client itself: its listeners cannot tell the two apart"),
            );
            sink.report(finding.hint("rename the message"));
        }
    }
}
