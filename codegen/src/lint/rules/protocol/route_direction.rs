//! `route-direction`.

use crate::diag::Level;
use crate::lint::{Context, Group, Meta, Rule, Sink};

pub(super) struct RouteDirection;

static META: Meta = Meta {
    code: "route-direction",
    group: Group::Protocol,
    level: Level::Warning,
    gate: false,
    purpose: "Messages of a route go the right way",
    docs: "`publish` is what the client sends, `subscribe` what the server sends: requests stand under the first, responses and updates under the second. Many documents are written from the other side.",
    wrong: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  quotes:
    subscribe:
      message:
        oneOf:
          - name: quotes.subscribe
            payload:
              type: object
          - name: quotes.unsubscribe
            payload:
              type: object
    publish:
      message:
        name: quotes.update
        payload:
          type: number
",
    right: "asyncapi: 2.4.0
info:
  title: Quotes
  version: 1.0.0
channels:
  quotes:
    publish:
      message:
        oneOf:
          - name: quotes.subscribe
            payload:
              type: object
          - name: quotes.unsubscribe
            payload:
              type: object
    subscribe:
      message:
        name: quotes.update
        payload:
          type: number
",
};

impl Rule for RouteDirection {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        for route in context.routes() {
            let to_server = [Some(&route.subscribe), route.unsubscribe.as_ref()];
            let to_client = [
                route.subscribe_response.as_ref(),
                route.unsubscribe_response.as_ref(),
                route.update.as_ref(),
            ];
            let wrong = to_server
                .into_iter()
                .flatten()
                .filter(|message| !message.client_sends)
                .chain(
                    to_client
                        .into_iter()
                        .flatten()
                        .filter(|message| message.client_sends),
                )
                .next();
            if let Some(message) = wrong {
                let (side, right) = match message.client_sends {
                    true => ("the client", "subscribe"),
                    false => ("the server", "publish"),
                };
                let finding = self.finding(
                    message.place(),
                    format!("here {side} sends `{}`", message.name),
                );
                sink.report(finding.hint(format!(
                    "list it under `{right}`: `publish` is what the client sends"
                )));
            }
        }
    }
}
