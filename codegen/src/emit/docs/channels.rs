//! Channels: the heart of a document without the envelope, a short list beside one with it.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::connecting::bindings;
use super::html::{Html, anchor};
use super::operations::{deprecated, frame, message_docs, told};
use super::view::{Fact, NavGroup, OperationView};
use super::{Page, Section, TemplateError, markdown};
use crate::served::{Channel, Direction, Message, Operation, Served, entries, items};

impl<'s> Page<'s> {
    /// Every channel with all its messages.
    pub(super) fn channels(&mut self) -> Result<Option<Section>, TemplateError> {
        let mut nav = NavGroup::new("channels", "Channels");
        let mut body = Html::new();
        let channels: Vec<Channel<'s>> = self.served.channels().collect();
        for channel in channels {
            let id = anchor("channel", channel.address);
            nav.item(&id, channel.address);
            body.add(&self.channel_head(&id, channel));
            let operations: Vec<Operation<'s>> = self.served.operations(channel).collect();
            for operation in operations {
                body.add(&self.operation(channel, operation)?);
            }
        }
        self.unless_empty(nav, "Where messages go, and which.", body)
    }

    /// One line for each channel of a document whose routes have been told already.
    pub(super) fn channel_list(&self) -> Result<Option<Section>, TemplateError> {
        // A channel of one route was told there.
        let told = |channel: &Channel<'s>| {
            serves_one_route(self.served, *channel) && channel.node.get("parameters").is_none()
        };
        let channels: Vec<Channel<'s>> = self
            .served
            .channels()
            .filter(|channel| !told(channel))
            .collect();
        let says_more = |channel: &Channel<'_>| {
            let keys = ["parameters", "bindings"];
            keys.iter().any(|key| channel.node.get(key).is_some())
                || channel.node.get("description").is_some()
        };
        if !channels.iter().any(says_more) {
            return Ok(None);
        }
        let mut body = Html::markup("<dl class=facts>");
        for channel in &channels {
            let id = anchor("channel", channel.address);
            body.add(&Html::markup(format!("<dt id=\"{id}\"><code>")))
                .escaped(channel.address)
                .raw("</code></dt><dd>");
            body.add(&self.channel_words(*channel)).raw("</dd>");
        }
        body.raw("</dl>");
        let lead = Html::markup(
            "<p>What the document says of the channels that are no route. All share one connection.</p>",
        );
        self.section(NavGroup::new("channels", "Channels"), lead, body)
            .map(Some)
    }

    fn channel_head(&self, id: &str, channel: Channel<'s>) -> Html {
        let mut out = Html::markup(format!(
            "<article class=server id=\"{id}\"><h3><a href=\"#{id}\">"
        ));
        out.escaped(channel.address)
            .raw("</a> <span class=kind>channel</span></h3>");
        out.add(&self.channel_words(channel)).raw("</article>");
        out
    }

    fn channel_words(&self, channel: Channel<'s>) -> Html {
        let mut out = Html::new();
        if let Some(text) = channel.node.get("description").and_then(Value::as_str) {
            out.add(&markdown::html(text));
        }
        let parameters: Vec<_> = channel
            .node
            .get("parameters")
            .into_iter()
            .flat_map(entries)
            .collect();
        if !parameters.is_empty() {
            out.raw("<ul class=f>");
            for (name, node) in parameters {
                out.add(&self.parameter(name, self.served.resolve(node)));
            }
            out.raw("</ul>");
        }
        out.add(&bindings(channel.node));
        out
    }

    fn parameter(&self, name: &str, parameter: &Value) -> Html {
        let mut out = Html::markup("<li><p>");
        out.element("code", "", &Html::text(&format!("{{{name}}}")))
            .raw(" ");
        if let Some(schema) = parameter.get("schema") {
            out.add(&self.schemas.remarks(schema));
        }
        if let Some(text) = parameter.get("description").and_then(Value::as_str) {
            out.add(&markdown::html(text));
        }
        out
    }

    fn operation(
        &mut self,
        channel: Channel<'s>,
        operation: Operation<'s>,
    ) -> Result<Html, TemplateError> {
        let mut out = Html::new();
        for message in self.served.messages(operation) {
            out.add(&self.message_of(channel, operation, &message)?);
        }
        Ok(out)
    }

    fn message_of(
        &mut self,
        channel: Channel<'s>,
        operation: Operation<'s>,
        message: &Message<'s>,
    ) -> Result<Html, TemplateError> {
        let sends = operation.direction == Direction::ClientToServer;
        let (kind, label, way, caption) = if sends {
            ("request", "client sends", "up", "You send")
        } else {
            ("event", "server sends", "down", "The server sends")
        };
        let id = anchor(
            if sends { "send" } else { "receive" },
            &format!("{}/{}", channel.address, message.name),
        );
        let example = self.example(message);
        let payload = message.payload().filter(|_| message.is_json_schema());
        let schema_key = if sends { "in" } else { "out" };
        self.ops.push(json!({
            "kind": if sends { "send" } else { "receive" }, "id": id, "name": message.name,
            "channel": channel.address, schema_key: payload,
        }));
        let mut panels = Vec::new();
        if let Some(headers) = message.node.get("headers") {
            panels.push(self.panel("Headers", Some(headers), &id, "No headers."));
        }
        panels.push(self.panel(
            "Payload",
            payload,
            &id,
            if message.payload().is_some() {
                "Described in another schema language."
            } else {
                "No payload."
            },
        ));
        let view = OperationView {
            kind,
            label,
            name: Html::text(message.name),
            deprecated: deprecated(message),
            docs: self.docs_of(operation, message),
            facts: self.facts_of(channel, operation, message),
            panels,
            frames: if example.is_null() {
                Vec::new()
            } else {
                vec![frame(way, caption, &example)]
            },
            id,
        };
        self.fill("operation", &view)
    }

    fn docs_of(&self, operation: Operation<'s>, message: &Message<'s>) -> Html {
        let alone = self.served.messages(operation).len() == 1;
        let mut out = if alone {
            told(operation.node)
        } else {
            Html::new()
        };
        let own = if out.is_empty() {
            message_docs(message)
        } else {
            told(message.node)
        };
        if own != out {
            out.add(&own);
        }
        out
    }

    fn facts_of(
        &self,
        channel: Channel<'s>,
        operation: Operation<'s>,
        message: &Message<'s>,
    ) -> Vec<Fact> {
        let code = |text: &str| {
            let mut out = Html::new();
            out.element("code", "", &Html::text(text));
            out
        };
        let tags: Vec<&str> = items(
            message
                .node
                .get("tags")
                .or_else(|| operation.node.get("tags")),
        )
        .filter_map(|tag| self.served.resolve(tag).get("name")?.as_str())
        .collect();
        let correlation = message
            .node
            .get("correlationId")
            .map(|node| self.served.resolve(node));
        let rows = [
            (
                "Channel",
                Some(Html::link(
                    &anchor("channel", channel.address),
                    &Html::text(channel.address),
                )),
            ),
            (
                "Operation",
                operation
                    .node
                    .get("operationId")
                    .and_then(Value::as_str)
                    .map(code),
            ),
            ("Content type", message.text("contentType").map(code)),
            ("Schema format", message.text("schemaFormat").map(code)),
            (
                "Correlation",
                correlation
                    .and_then(|node| node.get("location")?.as_str())
                    .map(code),
            ),
            (
                "Tags",
                (!tags.is_empty()).then(|| Html::text(&tags.join(", "))),
            ),
        ];
        rows.into_iter()
            .filter_map(|(term, text)| {
                Some(Fact {
                    term: Html::markup(term),
                    text: text?,
                })
            })
            .collect()
    }
}

/// The channel of each message that shares it with one route alone.
pub(super) fn own_channels(served: &Served) -> HashMap<&str, Channel<'_>> {
    let mut own = HashMap::new();
    for channel in served.channels().filter(|at| serves_one_route(served, *at)) {
        let operations = served.operations(channel);
        for message in operations.flat_map(|operation| served.messages(operation)) {
            own.entry(message.name).or_insert(channel);
        }
    }
    own
}

fn serves_one_route(served: &Served, channel: Channel<'_>) -> bool {
    let operations = served.operations(channel);
    let messages = operations.flat_map(|operation| served.messages(operation));
    let updates = messages.filter(|message| message.name.ends_with(".update"));
    updates.count() == 1
}
