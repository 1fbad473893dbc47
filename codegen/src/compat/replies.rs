//! How requests are answered, and by whom.

use super::Changes;
use super::kind::Kind;
use super::messages::{Side, place};
use crate::doc::views::Message;

pub(super) fn compare(old: &Side<'_>, new: &Side<'_>, changes: &mut Changes) {
    for before in &old.protocol.requests {
        let name = &before.message.name;
        let Some(after) = new
            .protocol
            .requests
            .iter()
            .find(|request| request.message.name == *name)
        else {
            continue;
        };
        answerer(&before.message, &after.message, changes);
        let reply = |side: &Option<crate::doc::protocol::Reply<'_>>| {
            side.as_ref().map(|reply| reply.message.name.clone())
        };
        let (was, is) = (reply(&before.reply), reply(&after.reply));
        if was == is {
            continue;
        }
        let kind = if was.is_none() {
            Kind::ReplyAdded
        } else {
            Kind::ReplyChanged
        };
        let show =
            |name: Option<String>| name.map_or("nothing".to_owned(), |name| format!("`{name}`"));
        let message = format!("`{name}` is answered by {}, was by {}", show(is), show(was));
        changes.add(
            kind,
            None,
            (Some(place(&before.message)), Some(place(&after.message))),
            message,
        );
    }
}

/// The runtime answers a request by itself, or a service does.
fn answerer(before: &Message<'_>, after: &Message<'_>, changes: &mut Changes) {
    let builtin = after.flag("x-runtime");
    if before.flag("x-runtime") == builtin {
        return;
    }
    let who = if builtin { "the runtime" } else { "a service" };
    changes.add(
        Kind::AnswererChanged,
        None,
        (Some(place(before)), Some(place(after))),
        format!("`{}` is answered by {who} now", before.name),
    );
}
