//! From a message to whoever answers it.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::task::Context;

use futures_util::FutureExt;
use serde_json::{Value, json};

use super::allowance::Allowance;
use super::{Mark, subscription};
use crate::codegen::Builtin;
use crate::codes::{Close, ErrorCode};
use crate::config::OnBadMessage;
use crate::encoding::Encoding;
use crate::envelope::{ErrorBody, Inbound, decode, write_envelope};
use crate::error::ServiceError;
use crate::module::{BoxFuture, Entry, Operation, Reply};
use crate::sync::atomic::Ordering;
use crate::sync::spawn;
use crate::ws::{Conn, Opcode};

/// A whole message came in.
pub(crate) fn on_message(conn: &Arc<Conn>, allowance: &mut Allowance, opcode: Opcode, data: &[u8]) {
    if conn.is_closing() {
        return;
    }
    conn.module.counters.messages_in.add(1);
    if conn.module.echo {
        conn.echo(opcode, data);
        return;
    }
    if !allowance.take() {
        refuse(conn, ErrorCode::RateLimited);
        return;
    }
    let encoding = conn.variant().encoding;
    let fits = match encoding {
        Encoding::Json => opcode == Opcode::Text,
        Encoding::MsgPack => opcode == Opcode::Binary,
    };
    if !fits {
        let expected = if encoding == Encoding::Json {
            "text frames"
        } else {
            "binary frames"
        };
        let body = ErrorBody::new(
            ErrorCode::DecodeFailed,
            "the protocol in use has no frames of this kind",
        );
        bad_message(conn, body.expecting(expected), &None);
        return;
    }
    match decode(encoding, data) {
        Ok(inbound) => dispatch(conn, inbound),
        Err(unreadable) => bad_message(conn, unreadable.body, &unreadable.id),
    }
}

/// The other side broke the protocol below the messages.
pub(crate) fn on_fault(conn: &Arc<Conn>, close: &Close) {
    if *close == Close::TOO_LARGE {
        let limit = conn.gateway.config.limits.max_message_bytes;
        let body = ErrorBody::new(
            ErrorCode::MessageTooLarge,
            ErrorCode::MessageTooLarge.meaning(),
        );
        if !conn.module.echo {
            send_error(
                conn,
                &body.expecting(&format!("at most {limit} bytes")),
                &None,
            );
        }
    }
    conn.close(close);
}

/// Tells the client why, and closes.
pub(crate) fn refuse(conn: &Conn, code: ErrorCode) {
    send_error(conn, &ErrorBody::new(code, code.meaning()), &None);
    if let Some(close) = code.close() {
        conn.close(&close);
    }
}

pub(super) fn send_error(conn: &Conn, body: &ErrorBody, mark: &Mark) {
    conn.module.counters.error(body.kind);
    send(conn, "error", body, mark);
}

pub(super) fn send<T: serde::Serialize + ?Sized>(
    conn: &Conn,
    kind: &str,
    payload: &T,
    mark: &Mark,
) {
    conn.send_envelope(&|encoding, out| {
        write_envelope(
            encoding,
            out,
            kind,
            |out| encoding.write(out, payload),
            mark.as_ref(),
        )
    });
}

/// Answers a message that cannot be read, and closes where that is configured.
pub(super) fn bad_message(conn: &Conn, body: ErrorBody, mark: &Mark) {
    send_error(conn, &body, mark);
    if conn.gateway.config.on_bad_message == OnBadMessage::Close {
        conn.close(&body.kind.close().unwrap_or(Close::DECODE));
    }
}

fn dispatch(conn: &Arc<Conn>, inbound: Inbound<'_>) {
    let mark = inbound.id;
    let Some(entry) = conn.module.entries.get(&*inbound.kind) else {
        bad_message(conn, unknown_type(conn, &inbound.kind), &mark);
        return;
    };
    if let Err(body) = entry.validator.check(inbound.payload.as_ref()) {
        bad_message(conn, body, &mark);
        return;
    }
    run(conn, entry, inbound.payload.unwrap_or_default(), mark);
}

fn run(conn: &Arc<Conn>, entry: &Entry, payload: Value, mark: Mark) {
    match entry.operation {
        Operation::Subscribe(route) => subscription::subscribe(conn, route, payload, mark),
        Operation::Unsubscribe(route) => subscription::unsubscribe(conn, route, &payload, &mark),
        Operation::Request(index) => request(conn, index, payload, mark),
        Operation::Builtin(builtin) => answer(conn, builtin, &mark),
    }
}

fn unknown_type(conn: &Conn, kind: &str) -> ErrorBody {
    let mut names: Vec<&str> = conn.module.entries.keys().map(|name| &**name).collect();
    names.sort_unstable();
    let shown: String = kind.chars().take(80).collect();
    ErrorBody::new(
        ErrorCode::NoMatchingType,
        format!(
            "module {} has no message `{shown}`",
            conn.module.spec.module
        ),
    )
    .expecting(&format!("one of {}", names.join(", ")))
}

/// What the runtime answers by itself.
fn answer(conn: &Arc<Conn>, builtin: Builtin, mark: &Mark) {
    let (_, reply) = builtin.names();
    let spec = &conn.module.spec;
    let payload = match builtin {
        Builtin::Ping { .. } => json!({ "time": conn.gateway.clock.of_day() }),
        Builtin::SessionInfo { .. } => json!({
            "connectionId": conn.caller.connection_id(),
            "module": spec.module,
            "version": spec.version,
            "hash": spec.hash,
            "topics": names(&subscription::topics(conn)),
        }),
        Builtin::SessionSubscriptions { .. } => {
            json!({ "topics": names(&subscription::topics(conn)) })
        }
        Builtin::SessionClear { .. } => {
            let topics = subscription::clear(conn);
            let noun = if topics.len() == 1 { "topic" } else { "topics" };
            json!({ "status": "ok", "message": format!("Unsubscribed from {} {noun}", topics.len()), "topics": names(&topics) })
        }
    };
    send(conn, reply, &payload, mark);
}

fn names(topics: &[Arc<str>]) -> Vec<&str> {
    topics.iter().map(|topic| &**topic).collect()
}

/// Calls a service. One that answers at once costs no task.
fn request(conn: &Arc<Conn>, index: usize, payload: Value, mark: Mark) {
    let Some(request) = conn.module.requests.get(index) else {
        return;
    };
    let made = std::panic::catch_unwind(AssertUnwindSafe(|| {
        request.handler.call(conn.caller.clone(), payload)
    }));
    let future = match made {
        Ok(Ok(future)) => future,
        Ok(Err(error)) => {
            let body = ErrorBody::new(ErrorCode::ValidationFailed, error.to_string()).at("");
            bad_message(conn, body, &mark);
            return;
        }
        Err(_) => {
            finish(conn, index, Err(ServiceError::panicked()), &mark);
            return;
        }
    };
    let held = Arc::clone(conn);
    conn.in_flight.fetch_add(1, Ordering::AcqRel);
    now_or_later(Box::pin(async move {
        let result = AssertUnwindSafe(future).catch_unwind().await;
        finish(
            &held,
            index,
            result.unwrap_or_else(|_| Err(ServiceError::panicked())),
            &mark,
        );
        held.in_flight.fetch_sub(1, Ordering::AcqRel);
        held.waker().wake();
    }));
}

/// Runs a future on the spot if it is ready, else as a task of its own. It is never dropped half-way.
pub(super) fn now_or_later(mut future: BoxFuture<'static, ()>) {
    let waker = std::task::Waker::noop();
    if future
        .as_mut()
        .poll(&mut Context::from_waker(waker))
        .is_pending()
    {
        spawn(future);
    }
}

fn finish(conn: &Conn, index: usize, result: Result<Box<dyn Reply>, ServiceError>, mark: &Mark) {
    let reply = conn
        .module
        .requests
        .get(index)
        .and_then(|request| request.info.reply);
    match (result, reply) {
        (Ok(payload), Some(kind)) => conn.send_envelope(&|encoding, out| {
            write_envelope(
                encoding,
                out,
                kind,
                |out| payload.write(encoding, out),
                mark.as_ref(),
            )
        }),
        (Ok(_), None) => {}
        (Err(error), _) => {
            let body = ErrorBody::new(error.kind(), error.message).with_code(error.code);
            send_error(conn, &body, mark);
        }
    }
}
