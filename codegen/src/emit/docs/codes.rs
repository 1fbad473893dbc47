//! Close codes and error codes of the envelope: the same for every module.

use super::html::Html;
use super::view::NavGroup;
use super::{Page, Section, TemplateError};

/// Code, reason on the wire, when it comes, what a client should do. A test of the server holds this and the codes of
/// the runtime together.
const CLOSES: [(u16, &str, &str, &str); 15] = [
    (
        1000,
        "",
        "The client closed.",
        "Nothing: this is how a connection should end.",
    ),
    (
        1001,
        "Server shutting down",
        "The server drains before it stops.",
        "Connect again, after the time that `system.reconnect` named.",
    ),
    (
        1003,
        "Could not decode message",
        "A frame was not JSON, had no type, or was of a kind that the protocol in use has not.",
        "Mend the client: trying again will not help.",
    ),
    (
        1003,
        "Could not validate payload",
        "A payload did not fit its schema, constraints included. An `error` message came before.",
        "Mend the client; the error names the place.",
    ),
    (
        1003,
        "No matching type",
        "The document has no such message for clients to send.",
        "Mend the client, or generate it again from the newer spec.",
    ),
    (
        1003,
        "Connection timed out",
        "Nothing was heard for the heartbeat interval, or the connection reached its lifespan.",
        "Connect again.",
    ),
    (
        1007,
        "Text is not UTF-8",
        "A text frame held bytes that are no text.",
        "Mend the client.",
    ),
    (
        1007,
        "Compressed data is damaged",
        "A compressed message did not inflate.",
        "Mend the client, or what stands between.",
    ),
    (
        1009,
        "Message too large",
        "A message was larger than the server reads, inflated size included.",
        "Send less at once.",
    ),
    (
        1013,
        "Slow consumer",
        "The connection did not read fast enough and its queue overflowed.",
        "Connect again; ask for less.",
    ),
    (
        4401,
        "Unauthenticated",
        "The token is missing or not valid.",
        "Get a token, then connect again.",
    ),
    (
        4401,
        "Token expired",
        "The token was valid once.",
        "Get a new token, then connect again.",
    ),
    (
        4403,
        "Forbidden",
        "The token does not allow this.",
        "Give up, or come back with another token.",
    ),
    (
        4429,
        "Rate limit exceeded",
        "The client sent faster than it may.",
        "Send less often; wait, then connect again.",
    ),
    (
        4429,
        "Too many connections",
        "The server holds as many connections as it may.",
        "Wait, then connect again.",
    ),
];

/// Code and meaning of the `error` message.
const ERRORS: [(&str, &str); 16] = [
    ("decode_failed", "The frame is not a message."),
    (
        "validation_failed",
        "The payload does not fit its schema; `path` and `expected` say where and why.",
    ),
    (
        "no_matching_type",
        "Clients cannot send a message of this type.",
    ),
    ("unauthenticated", "There is no valid token."),
    ("token_expired", "The token was valid once."),
    ("forbidden", "The caller may not do this."),
    ("rate_limited", "Too many messages in too short a time."),
    (
        "too_many_topics",
        "The connection holds as many topics as it may.",
    ),
    (
        "too_many_connections",
        "The server, or the caller, has as many connections as it may.",
    ),
    (
        "message_too_large",
        "The frame is larger than the server reads.",
    ),
    (
        "start_failed",
        "The topic could not be started; the subscription does not exist.",
    ),
    (
        "service_error",
        "The service refused; the message says why.",
    ),
    (
        "service_panicked",
        "The service failed; its topic has ended.",
    ),
    ("not_subscribed", "The connection does not hold this topic."),
    ("shutting_down", "The server takes no new work."),
    (
        "internal",
        "Something failed that is not the client's fault.",
    ),
];

impl Page<'_> {
    pub(super) fn codes(&self) -> Result<Section, TemplateError> {
        let mut nav = NavGroup::new("codes", "Errors and close codes");
        nav.item("close-codes", "Close codes");
        nav.item("error-codes", "Error codes");
        let mut body = Html::markup(
            "<h3 id=close-codes>Close codes</h3><div class=scroll tabindex=0 role=region aria-labelledby=close-codes><table><thead><tr><th>Code<th>Reason<th>When<th>What to do</thead><tbody>",
        );
        for (code, reason, when, mend) in CLOSES {
            body.raw("<tr><th>")
                .escaped(&code.to_string())
                .raw("<td>")
                .escaped(reason);
            body.raw("<td>")
                .add(&ticked(when))
                .raw("<td>")
                .add(&ticked(mend));
        }
        body.raw("</tbody></table></div><h3 id=error-codes>Error codes</h3><div class=scroll tabindex=0 role=region aria-labelledby=error-codes><table class=wide><thead><tr><th>Code<th>Meaning</thead><tbody>");
        for (code, meaning) in ERRORS {
            body.raw("<tr><th><code>")
                .escaped(code)
                .raw("</code><td>")
                .add(&ticked(meaning));
        }
        body.raw("</tbody></table></div>");
        let lead = Html::markup(
            "<p>Where something is wrong with a message the server sends <code>error</code>, with the <code>id</code> of the message at fault. Where the connection has to end it closes with a code and a reason.</p>",
        );
        self.section(nav, lead, body)
    }
}

fn ticked(text: &str) -> Html {
    super::markdown::inline(text)
}
