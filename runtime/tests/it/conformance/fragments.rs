//! Messages in pieces, and bits and opcodes that have no meaning.

use super::{BINARY, CLOSE, End, PING, PONG, TEXT, case, run, sent, text};
use crate::client::masked;

#[tokio::test]
async fn reserved_bits_and_opcodes() {
    let hello = || [text(b"hello"), masked(PING, b"")];
    let answered = [sent(TEXT, b"hello"), sent(PONG, b"")];
    let mut cases = Vec::new();
    for bits in (0x10..=0x70).step_by(0x10) {
        for first in [TEXT, BINARY, PING, PONG, CLOSE] {
            let name = format!("reserved bits {bits:#x} on {first:#x}");
            let [before, ping] = hello();
            cases.push(case(
                name,
                &[before, ping, masked(first | bits, b"")],
                &answered,
                End::Closes(1002),
            ));
        }
        let parts = [masked(0x01, b"a"), masked(0x80 | bits, b"b")];
        cases.push(case(
            format!("reserved bits {bits:#x} on a continuation"),
            &parts,
            &[],
            End::Closes(1002),
        ));
    }
    for opcode in [3, 4, 5, 6, 7, 11, 12, 13, 14, 15] {
        for payload in [&b""[..], b"x"] {
            let [before, ping] = hello();
            let frames = [before, ping, masked(0x80 | opcode, payload)];
            cases.push(case(
                format!("opcode {opcode}"),
                &frames,
                &answered,
                End::Closes(1002),
            ));
        }
    }
    run(&cases).await;
}

#[tokio::test]
async fn fragments() {
    let part = |first: u8, payload: &str| masked(first, payload.as_bytes());
    let many: Vec<_> = (0..500)
        .map(|n| part(if n == 0 { 0x01 } else { 0x00 }, "ab"))
        .chain([part(0x80, "c")])
        .collect();
    let all = [sent(TEXT, "one two".as_bytes())];
    let with_pong = [sent(PONG, b"p"), all[0].clone()];
    run(&[
        case(
            "two",
            &[part(0x01, "one "), part(0x80, "two")],
            &all,
            End::Open,
        ),
        case(
            "binary",
            &[part(0x02, "one "), part(0x80, "two")],
            &[sent(BINARY, b"one two")],
            End::Open,
        ),
        case(
            "empty ones",
            &[part(0x01, ""), part(0x00, ""), part(0x80, "")],
            &[sent(TEXT, b"")],
            End::Open,
        ),
        case(
            "an empty one last",
            &[part(0x01, "one "), part(0x00, "two"), part(0x80, "")],
            &all,
            End::Open,
        ),
        case(
            "a ping between",
            &[part(0x01, "one "), part(PING, "p"), part(0x80, "two")],
            &with_pong,
            End::Open,
        ),
        case(
            "a pong between",
            &[part(0x01, "one "), part(PONG, "p"), part(0x80, "two")],
            &all,
            End::Open,
        ),
        case(
            "many",
            &many,
            &[sent(TEXT, &[&b"ab".repeat(500)[..], b"c"].concat())],
            End::Open,
        ),
        case(
            "two messages",
            &[
                part(0x01, "one "),
                part(0x80, "two"),
                part(0x01, "one "),
                part(0x80, "two"),
            ],
            &[all[0].clone(), all[0].clone()],
            End::Open,
        ),
        case(
            "nothing to continue",
            &[part(0x80, "x")],
            &[],
            End::Closes(1002),
        ),
        case(
            "nothing to continue, with more to come",
            &[part(0x00, "x"), part(0x80, "y")],
            &[],
            End::Closes(1002),
        ),
        case(
            "nothing to continue after a message",
            &[part(TEXT, "one two"), part(0x80, "x")],
            &all,
            End::Closes(1002),
        ),
        case(
            "a message inside",
            &[part(0x01, "one"), part(TEXT, "two")],
            &[],
            End::Closes(1002),
        ),
        case(
            "a fragmented message inside",
            &[part(0x01, "one"), part(0x02, "two")],
            &[],
            End::Closes(1002),
        ),
    ])
    .await;
}
