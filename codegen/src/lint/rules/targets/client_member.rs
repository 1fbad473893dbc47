//! `client-member`.

use crate::diag::Level;
use crate::lint::facts::client;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct ClientMember;

static META: Meta = Meta {
    code: "client-member",
    group: Group::Targets,
    level: Level::Error,
    gate: true,
    purpose: "Requests and routes find their place in the client",
    docs: "The TypeScript client has a member for each route and request: `orders.place` is `client.orders.place`. Some names are taken by the client itself (`on`, `off`, `close`, `connect`, `state`, `descriptor`) and by routes (`subscribe`, `stream`, `latest`), and two names that read alike cannot share a place.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
x-envelope: true
channels:
  /:
    publish:
      message:
        name: close
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
    publish:
      message:
        name: orders.close
        payload:
          type: object
",
};

impl Rule for ClientMember {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for clash in client::clashes(context) {
            let finding = self.finding(clash.place, clash.text);
            let finding = match clash.first {
                Some(first) => finding.related(first, "the first"),
                None => finding,
            };
            sink.report(finding.hint("rename the message"));
        }
    }
}
