//! RFC 6455 and 7692 case by case, against an endpoint that sends every message back. Each case is a run of bytes and
//! what has to come back, sent whole and in pieces.

mod control;
mod fragments;
mod messages;

use crate::client::{Client, Frame, masked};
use crate::echo::echo;

const TEXT: u8 = 0x81;
const BINARY: u8 = 0x82;
const CLOSE: u8 = 0x88;
const PING: u8 = 0x89;
const PONG: u8 = 0x8a;
const MAX: usize = 70_000;

fn sent(first: u8, payload: &[u8]) -> Frame {
    Frame {
        first,
        payload: payload.to_vec(),
    }
}

/// What the server does at the end of a case.
#[derive(Debug, Clone, Copy)]
enum End {
    /// It goes on, and answers a close with its code.
    Open,
    /// It closes with this code.
    Closes(u16),
    /// All was said.
    Gone,
}

struct Case {
    name: String,
    bytes: Vec<u8>,
    back: Vec<Frame>,
    end: End,
}

fn case(name: impl Into<String>, frames: &[Vec<u8>], back: &[Frame], end: End) -> Case {
    Case {
        name: name.into(),
        bytes: frames.concat(),
        back: back.to_vec(),
        end,
    }
}

/// Runs each case with its bytes in one piece, in pieces of a few, and one by one.
async fn run(cases: &[Case]) {
    let address = echo(MAX).await;
    for case in cases {
        for step in [usize::MAX, 7, 1] {
            let pieces = case.bytes.len().div_ceil(step);
            // A long message byte by byte shows nothing that a short one does not.
            if pieces <= 2_000 {
                check(&address, case, step).await;
            }
        }
    }
}

async fn check(address: &str, case: &Case, step: usize) {
    let mut client = Client::connect_with(address, "/", "").await;
    client.stream.set_nodelay(true).unwrap();
    for piece in case.bytes.chunks(step) {
        // A server that has closed may reset what is still sent to it.
        if tokio::io::AsyncWriteExt::write_all(&mut client.stream, piece)
            .await
            .is_err()
        {
            break;
        }
        tokio::task::yield_now().await;
    }
    let what = format!("{} in steps of {step}", case.name);
    for wanted in &case.back {
        assert_eq!(client.next().await.as_ref(), Some(wanted), "{what}");
    }
    match case.end {
        End::Open => {
            client.frame(CLOSE, &1000_u16.to_be_bytes()).await;
            assert_eq!(client.next().await, Some(sent(CLOSE, &[3, 0xe8])), "{what}");
        }
        End::Closes(code) => {
            let close = client
                .next()
                .await
                .unwrap_or_else(|| panic!("{what}: no close"));
            assert_eq!(
                (close.first, &close.payload[..2]),
                (CLOSE, &code.to_be_bytes()[..]),
                "{what}"
            );
        }
        End::Gone => {}
    }
    assert_eq!(client.next().await, None, "{what}: nothing follows a close");
}

fn text(payload: &[u8]) -> Vec<u8> {
    masked(TEXT, payload)
}
