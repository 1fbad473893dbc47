//! Every message of the document in one table: name, direction, meaning, payload, and where it belongs.

use serde_json::Value;

use super::html::{Html, anchor};
use super::view::NavGroup;
use super::{Page, Section, TemplateError, markdown};
use crate::served::{Direction, Message, entries};

/// A message and the ways it goes.
struct Row<'s> {
    message: Message<'s>,
    up: bool,
    down: bool,
}

impl<'s> Page<'s> {
    pub(super) fn messages(&self) -> Result<Option<Section>, TemplateError> {
        let rows = self.rows();
        if rows.is_empty() {
            return Ok(None);
        }
        let mut body = Html::markup(
            "<div class=scroll tabindex=0 role=region aria-label=\"All messages\"><table><thead><tr><th>Name<th>Direction<th>Meaning",
        );
        // With the envelope the place that a name links to says what it carries.
        body.raw(if self.protocol.is_none() {
            "<th>Payload</thead><tbody>"
        } else {
            "</thead><tbody>"
        });
        for row in &rows {
            body.add(&self.row(row));
        }
        body.raw("</tbody></table></div>");
        self.section(NavGroup::new("messages", "Messages"), Html::new(), body)
            .map(Some)
    }

    fn rows(&self) -> Vec<Row<'s>> {
        let mut rows: Vec<Row<'s>> = Vec::new();
        for channel in self.served.channels() {
            for operation in self.served.operations(channel) {
                let up = operation.direction == Direction::ClientToServer;
                for message in self.served.messages(operation) {
                    match rows.iter_mut().find(|row| row.message.name == message.name) {
                        Some(row) => {
                            row.up |= up;
                            row.down |= !up;
                        }
                        None => rows.push(Row {
                            message,
                            up,
                            down: !up,
                        }),
                    }
                }
            }
        }
        for (key, node) in entries(self.served.at(&["components", "messages"])) {
            let message = self.served.message(node, key);
            if !rows
                .iter()
                .any(|row| std::ptr::eq(row.message.node, message.node))
            {
                rows.push(Row {
                    message,
                    up: false,
                    down: false,
                });
            }
        }
        rows
    }

    fn row(&self, row: &Row<'s>) -> Html {
        let message = &row.message;
        let id = anchor("message", message.name);
        let mut out = Html::markup(format!("<tr id={id}><th>"));
        out.add(&match self.place(message.name) {
            Some(place) => Html::link(&place, &Html::text(message.name)),
            None => Html::text(message.name),
        });
        let way = match (row.up, row.down) {
            (true, true) => "both",
            (true, false) => "client sends",
            (false, true) => "server sends",
            (false, false) => "unused",
        };
        out.raw("<td>").raw(way).raw("<td>");
        let words = ["summary", "title", "description"]
            .iter()
            .find_map(|key| message.text(key));
        out.escaped(&words.map(markdown::plain).unwrap_or_default());
        if let Some(schema) = message.payload().filter(|_| self.protocol.is_none()) {
            out.raw("<td class=t>").add(&self.schemas.type_of(schema));
        }
        out
    }

    /// Where on the page a message is explained.
    fn place(&self, message: &str) -> Option<String> {
        let Some(protocol) = self.protocol else {
            let op = self
                .ops
                .iter()
                .find(|op| op.get("name").and_then(Value::as_str) == Some(message))?;
            return op.get("id")?.as_str().map(str::to_owned);
        };
        let route = protocol.routes.iter().find(|route| {
            let answers = [
                route.subscribe_response,
                route.unsubscribe,
                route.unsubscribe_response,
            ];
            let mut all = answers
                .into_iter()
                .flatten()
                .chain([route.subscribe, route.update]);
            // A confirmation that all routes share belongs to none of them.
            all.any(|known| known.name == message && known.name.starts_with(route.name))
        });
        let request = || {
            protocol.requests.iter().find(|request| {
                request.message.name == message
                    || request
                        .reply
                        .is_some_and(|reply| reply.message.name == message)
            })
        };
        let event = || {
            protocol
                .events
                .iter()
                .find(|event| event.message.name == message)
        };
        route
            .map(|route| anchor("route", route.name))
            .or_else(|| request().map(|request| anchor("request", request.tag)))
            .or_else(|| event().map(|event| anchor("event", event.tag)))
    }
}
