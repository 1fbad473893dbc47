//! Every message of the document in one table: name, direction, meaning, payload, and where it belongs.

use std::collections::{HashMap, HashSet};

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
        let places = self.places();
        if rows.is_empty() {
            return Ok(None);
        }
        let mut body = Html::markup(
            "<div class=scroll tabindex=0 role=region aria-label=\"All messages\"><table class=wide><thead><tr><th>Name<th>Direction<th>Meaning",
        );
        // With the envelope the place that a name links to says what it carries.
        body.raw(if self.protocol.is_none() {
            "<th>Payload</thead><tbody>"
        } else {
            "</thead><tbody>"
        });
        for row in &rows {
            body.add(&self.row(row, places.get(row.message.name)));
        }
        body.raw("</tbody></table></div>");
        self.section(NavGroup::new("messages", "Messages"), Html::new(), body)
            .map(Some)
    }

    fn rows(&self) -> Vec<Row<'s>> {
        let mut rows: Vec<Row<'s>> = Vec::new();
        let mut known: HashMap<&str, usize> = HashMap::new();
        for channel in self.served.channels() {
            for operation in self.served.operations(channel) {
                let up = operation.direction == Direction::ClientToServer;
                for message in self.served.messages(operation) {
                    let at = *known.entry(message.name).or_insert(rows.len());
                    match rows.get_mut(at) {
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
        let used: HashSet<*const Value> = rows
            .iter()
            .map(|row| std::ptr::from_ref(row.message.node))
            .collect();
        for (key, node) in entries(self.served.at(&["components", "messages"])) {
            let message = self.served.message(node, key);
            if !used.contains(&std::ptr::from_ref(message.node)) {
                rows.push(Row {
                    message,
                    up: false,
                    down: false,
                });
            }
        }
        rows
    }

    fn row(&self, row: &Row<'s>, place: Option<&String>) -> Html {
        let message = &row.message;
        let id = anchor("message", message.name);
        let mut out = Html::markup(format!("<tr id={id}><th>"));
        out.add(&match place {
            Some(place) => Html::link(place, &Html::text(message.name)),
            None => Html::text(message.name),
        });
        let way = match (row.up, row.down) {
            (true, true) => "<td>both ways<td>",
            (true, false) => "<td class=up>client sends<td>",
            (false, true) => "<td class=down>server sends<td>",
            (false, false) => "<td>unused<td>",
        };
        out.raw(way);
        let words = ["summary", "title", "description"]
            .iter()
            .find_map(|key| message.text(key));
        out.escaped(&words.map(markdown::plain).unwrap_or_default());
        if let Some(schema) = message.payload().filter(|_| self.protocol.is_none()) {
            out.raw("<td class=t>").add(&self.schemas.type_of(schema));
        }
        out
    }

    /// Where on the page each message is explained: at its route first, then at its request, then as an event.
    fn places(&self) -> HashMap<&str, String> {
        let mut places = HashMap::new();
        let mut put = |name, id: String| {
            places.entry(name).or_insert(id);
        };
        let Some(protocol) = self.protocol else {
            for op in &self.ops {
                let text = |key: &str| op.get(key).and_then(Value::as_str);
                if let (Some(name), Some(id)) = (text("name"), text("id")) {
                    put(name, id.to_owned());
                }
            }
            return places;
        };
        for route in &protocol.routes {
            let answers = [
                route.subscribe_response,
                route.unsubscribe,
                route.unsubscribe_response,
            ];
            let all = answers.into_iter().flatten();
            for message in all.chain([route.subscribe, route.update]) {
                // A confirmation that all routes share belongs to none of them.
                if message.name.starts_with(route.name) {
                    put(message.name, anchor("route", route.name));
                }
            }
        }
        for request in &protocol.requests {
            let reply = request.reply.map(|reply| reply.message);
            for message in [Some(request.message), reply].into_iter().flatten() {
                put(message.name, anchor("request", request.tag));
            }
        }
        for event in &protocol.events {
            put(event.message.name, anchor("event", event.tag));
        }
        places
    }
}
