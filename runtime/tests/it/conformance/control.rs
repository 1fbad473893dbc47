//! Pings, pongs, closes.

use super::{CLOSE, Case, End, PING, PONG, TEXT, case, run, sent, text};
use crate::client::{Frame, masked};

#[tokio::test]
async fn pings_and_pongs() {
    let ping = |payload: &[u8]| masked(PING, payload);
    let burst: Vec<_> = (0..10).map(|n| ping(&[b'0' + n])).collect();
    let pongs: Vec<_> = (0..10).map(|n| sent(PONG, &[b'0' + n])).collect();
    run(&[
        case(
            "ping without payload",
            &[ping(b"")],
            &[sent(PONG, b"")],
            End::Open,
        ),
        case(
            "ping with text",
            &[ping(b"hello")],
            &[sent(PONG, b"hello")],
            End::Open,
        ),
        case(
            "ping with bytes",
            &[ping(&[0, 0xff, 0xfe])],
            &[sent(PONG, &[0, 0xff, 0xfe])],
            End::Open,
        ),
        case(
            "longest ping",
            &[ping(&[7; 125])],
            &[sent(PONG, &[7; 125])],
            End::Open,
        ),
        case("ping too long", &[ping(&[7; 126])], &[], End::Closes(1002)),
        case(
            "pong unasked",
            &[masked(PONG, b"x"), masked(PONG, b"")],
            &[],
            End::Open,
        ),
        case(
            "pong unasked, then ping",
            &[masked(PONG, b"x"), ping(b"y")],
            &[sent(PONG, b"y")],
            End::Open,
        ),
        case("ten pings", &burst, &pongs, End::Open),
        case(
            "fragmented ping",
            &[masked(0x09, b"x"), masked(0x80, b"y")],
            &[],
            End::Closes(1002),
        ),
        case(
            "fragmented pong",
            &[masked(0x0a, b"x")],
            &[],
            End::Closes(1002),
        ),
    ])
    .await;
}

#[tokio::test]
async fn closing() {
    let close =
        |code: u16, reason: &[u8]| masked(CLOSE, &[&code.to_be_bytes()[..], reason].concat());
    let answer = |code: u16| sent(CLOSE, &code.to_be_bytes());
    let mut cases = vec![
        ("no code", masked(CLOSE, b""), sent(CLOSE, b"")),
        ("longest reason", close(1000, &[b'x'; 123]), answer(1000)),
        (
            "reason beyond ASCII",
            close(1000, "schön".as_bytes()),
            answer(1000),
        ),
    ]
    .into_iter()
    .map(|(name, frame, back)| closed(name, &[frame], &[back]))
    .collect::<Vec<_>>();
    for code in [
        1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000,
        4999,
    ] {
        cases.push(closed(
            &format!("code {code}"),
            &[close(code, b"")],
            &[answer(code)],
        ));
    }
    for code in [
        0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535,
    ] {
        cases.push(case(
            format!("code {code}"),
            &[close(code, b"")],
            &[],
            End::Closes(1002),
        ));
    }
    cases.extend([
        closed(
            "twice",
            &[close(1000, b""), close(1001, b"")],
            &[answer(1000)],
        ),
        closed(
            "a ping after it",
            &[close(1000, b""), masked(PING, b"x")],
            &[answer(1000)],
        ),
        closed(
            "a message after it",
            &[close(1000, b""), text(b"x")],
            &[answer(1000)],
        ),
        closed(
            "in a message",
            &[masked(0x01, b"x"), close(1000, b"")],
            &[answer(1000)],
        ),
        closed(
            "after a message",
            &[text(b"x"), close(1000, b"")],
            &[sent(TEXT, b"x"), answer(1000)],
        ),
        case("one byte", &[masked(CLOSE, b"x")], &[], End::Closes(1002)),
        case(
            "reason too long",
            &[close(1000, &[b'x'; 124])],
            &[],
            End::Closes(1002),
        ),
        case("fragmented", &[masked(0x08, b"")], &[], End::Closes(1002)),
        case(
            "reason not UTF-8",
            &[close(1000, &[0xce, 0xba, 0xed, 0xa0, 0x80])],
            &[],
            End::Closes(1007),
        ),
    ]);
    run(&cases).await;
}

/// A case that the client ends itself: `back` ends with the server's close frame.
fn closed(name: &str, frames: &[Vec<u8>], back: &[Frame]) -> Case {
    case(name, frames, back, End::Gone)
}
