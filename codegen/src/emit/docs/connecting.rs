//! Where the servers are and how to be let in.

use serde_json::{Value, json};

use super::html::{Html, anchor};
use super::markdown;
use super::view::NavGroup;
use super::{Page, Section, TemplateError};
use crate::served::{entries, items};

impl Page<'_> {
    pub(super) fn connecting(&self) -> Result<Section, TemplateError> {
        let mut nav = NavGroup::new("connecting", "Connecting");
        let mut body = Html::new();
        for (name, node) in entries(self.served.at(&["servers"])) {
            let id = anchor("server", name);
            body.add(&self.server(&id, name, self.served.resolve(node)));
            nav.item(&id, name);
        }
        if nav.items.is_empty() {
            body.raw("<p class=none>The document names no server.</p>");
        }
        body.add(&self.security());
        if self.protocol.is_some() {
            body.raw(ENVELOPE);
        }
        self.section(nav, Html::new(), body)
    }

    fn server(&self, id: &str, name: &str, server: &Value) -> Html {
        let text = |key: &str| server.get(key).and_then(Value::as_str);
        let mut out = Html::markup(format!(
            "<article class=server id=\"{id}\"><h3><a href=\"#{id}\">"
        ));
        out.escaped(name)
            .raw("</a></h3><p class=url><code>")
            .escaped(&url(server))
            .raw("</code></p>");
        if let Some(text) = text("description") {
            out.add(&markdown::html(text));
        }
        out.raw("<dl class=facts>");
        let protocol = [text("protocol"), text("protocolVersion")]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ");
        fact(&mut out, "Protocol", &Html::text(&protocol));
        let variables = server.get("variables").into_iter().flat_map(entries);
        for (name, node) in variables {
            let variable = self.served.resolve(node);
            let mut words = Html::new();
            words.add(
                &variable
                    .get("description")
                    .and_then(Value::as_str)
                    .map(markdown::html)
                    .unwrap_or_default(),
            );
            for (label, key) in [("Default ", "default"), ("One of ", "enum")] {
                if let Some(value) = variable.get(key) {
                    words.raw("<p>").raw(label).element(
                        "code",
                        "",
                        &Html::text(&value.to_string()),
                    );
                }
            }
            fact(&mut out, &format!("{{{name}}}"), &words);
        }
        let required: Vec<String> = items(server.get("security"))
            .flat_map(entries)
            .map(|(name, _)| {
                format!(
                    "<a href=\"#{}\">{}</a>",
                    anchor("security", name),
                    Html::text(name)
                )
            })
            .collect();
        fact(&mut out, "Security", &Html::markup(required.join(" or ")));
        out.raw("</dl>").add(&bindings(server)).raw("</article>");
        out
    }

    fn security(&self) -> Html {
        let mut out = Html::new();
        for (name, node) in entries(self.served.at(&["components", "securitySchemes"])) {
            let scheme = self.served.resolve(node);
            let id = anchor("security", name);
            out.add(&Html::markup(format!(
                "<article class=server id=\"{id}\"><h3><a href=\"#{id}\">"
            )));
            out.escaped(name)
                .raw("</a> <span class=kind>security</span></h3>");
            if let Some(text) = scheme.get("description").and_then(Value::as_str) {
                out.add(&markdown::html(text));
            }
            out.raw("<dl class=facts>");
            for (key, label) in [
                ("type", "Type"),
                ("in", "In"),
                ("name", "Name"),
                ("scheme", "Scheme"),
                ("bearerFormat", "Bearer format"),
                ("openIdConnectUrl", "OpenID Connect"),
            ] {
                let value = scheme.get(key).and_then(Value::as_str).unwrap_or_default();
                fact(&mut out, label, &Html::text(value));
            }
            for (flow, node) in scheme.get("flows").into_iter().flat_map(entries) {
                fact(&mut out, flow, &flow_words(node));
            }
            out.raw("</dl></article>");
        }
        out
    }

    /// The servers as the console and the snippets need them.
    pub(super) fn servers(&self) -> Value {
        let servers = entries(self.served.at(&["servers"]))
            .map(|(name, node)| (name, self.served.resolve(node)));
        servers
            .map(|(name, server)| json!({ "name": name, "url": url(server) }))
            .collect()
    }
}

fn flow_words(flow: &Value) -> Html {
    let mut out = Html::new();
    for (_, url) in entries(flow).filter(|(key, _)| key.ends_with("Url")) {
        out.element("code", "", &Html::text(url.as_str().unwrap_or_default()))
            .raw(" ");
    }
    for (scope, words) in flow.get("scopes").into_iter().flat_map(entries) {
        out.raw("<br>")
            .element("code", "", &Html::text(scope))
            .raw(" ")
            .escaped(words.as_str().unwrap_or_default());
    }
    out
}

fn fact(out: &mut Html, term: &str, text: &Html) {
    if !text.is_empty() {
        out.raw("<dt>")
            .escaped(term)
            .raw("</dt><dd>")
            .add(text)
            .raw("</dd>");
    }
}

/// Bindings as they are written: they belong to protocols of which the page knows nothing more.
pub(super) fn bindings(node: &Value) -> Html {
    let mut out = Html::new();
    for (protocol, binding) in node.get("bindings").into_iter().flat_map(entries) {
        if entries(binding).next().is_none() {
            continue;
        }
        out.raw("<details><summary>")
            .escaped(protocol)
            .raw(" binding</summary><pre>");
        out.escaped(&super::json::pretty(binding))
            .raw("</pre></details>");
    }
    out
}

/// The address with its scheme, variables at their defaults.
fn url(server: &Value) -> String {
    let mut url = server
        .get("url")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    for (name, variable) in server.get("variables").into_iter().flat_map(entries) {
        let value = variable
            .get("default")
            .or_else(|| items(variable.get("enum")).next())
            .and_then(Value::as_str);
        if let Some(value) = value {
            url = url.replace(&format!("{{{name}}}"), value);
        }
    }
    let protocol = server
        .get("protocol")
        .and_then(Value::as_str)
        .unwrap_or("ws");
    if url.contains("://") || url.is_empty() {
        url
    } else {
        format!("{protocol}://{url}")
    }
}

/// What holds for every document with the envelope, whatever it describes.
const ENVELOPE: &str = r##"<article class=server id=envelope><h3><a href="#envelope">The envelope</a></h3>
<p>Every frame is one JSON object: <code>type</code> names the message, <code>payload</code> carries it, and an <code>id</code> that the client chooses (a string or a number) comes back on the reply and on an error, so that many requests can be under way at once.</p>
<pre>{ "type": string, "payload"?: any, "id"?: string | number }</pre>
<p>A topic is one stream of updates: the route, a colon and the params as canonical JSON with sorted keys. Every update names its topic, so one connection can hold many subscriptions.</p>
<p>A client that has a token sends it as the header <code>Authorization: Bearer &lt;token&gt;</code>, as the query parameter <code>access_token</code>, or, in browsers, as the subprotocol <code>bearer.&lt;token&gt;</code>. Ask for the subprotocol <code>specwire.msgpack</code> to speak MessagePack in place of JSON.</p></article>"##;
