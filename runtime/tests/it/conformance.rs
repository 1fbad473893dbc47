//! RFC 6455 and 7692 case by case, against an endpoint that sends every message back. Each case is a run of bytes and
//! what has to come back, sent whole and in pieces.

use axum::Router;
use specwire_runtime::{Config, Gateway, Limits};
use tokio::net::TcpListener;

use crate::client::{Client, Frame, masked};

const TEXT: u8 = 0x81;
const BINARY: u8 = 0x82;
const CLOSE: u8 = 0x88;
const PING: u8 = 0x89;
const PONG: u8 = 0x8a;
const MAX: usize = 70_000;

/// An echo, on a runtime's thread of this test.
async fn echo() -> String {
    let limits = Limits {
        max_message_bytes: MAX,
        ..Limits::default()
    };
    let site = Gateway::new(Config {
        limits,
        ..Config::default()
    })
    .open();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let router = Router::new().route("/", site.echo());
    tokio::spawn(specwire_runtime::serve(
        vec![listener],
        router,
        std::future::pending(),
    ));
    address
}

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
    let address = echo().await;
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

#[tokio::test]
async fn messages_of_every_length() {
    let mut cases = Vec::new();
    for length in [
        0, 1, 2, 125, 126, 127, 128, 255, 256, 65_534, 65_535, 65_536, MAX,
    ] {
        let payload = vec![b'*'; length];
        for first in [TEXT, BINARY] {
            let name = format!("{first:#x} of {length}");
            cases.push(case(
                name,
                &[masked(first, &payload)],
                &[sent(first, &payload)],
                End::Open,
            ));
        }
    }
    run(&cases).await;
}

#[tokio::test]
async fn messages_over_the_limit() {
    let half = vec![b'x'; MAX / 2];
    let header = |length: u64| [&[BINARY, 0xff][..], &length.to_be_bytes(), &[0; 4]].concat();
    run(&[
        case(
            "one byte more",
            &[masked(BINARY, &vec![0; MAX + 1])],
            &[],
            End::Closes(1009),
        ),
        case(
            "in two fragments",
            &[masked(0x02, &half), masked(0x80, &vec![0; MAX / 2 + 1])],
            &[],
            End::Closes(1009),
        ),
        case(
            "to the byte, in two fragments",
            &[masked(0x02, &half), masked(0x80, &half)],
            &[sent(BINARY, &half.repeat(2))],
            End::Open,
        ),
        case("announced only", &[header(1 << 40)], &[], End::Closes(1009)),
        case(
            "announced beyond 63 bits",
            &[header(1 << 63)],
            &[],
            End::Closes(1002),
        ),
    ])
    .await;
}

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

#[tokio::test]
async fn text_is_utf_8() {
    let good = [
        "κόσμε",
        "\u{0}",
        "\u{7f}",
        "\u{80}",
        "\u{7ff}",
        "\u{800}",
        "\u{d7ff}",
        "\u{e000}",
        "\u{fffd}",
        "\u{ffff}",
        "\u{10000}",
        "\u{10ffff}",
        "Hello-µ@ßöäüàá-UTF-8!!",
    ];
    let bad: [&[u8]; 14] = [
        &[0x80],
        &[0xbf],
        &[0xc0, 0x80],
        &[0xc1, 0xbf],
        &[0xe0, 0x80, 0xaf],
        &[0xed, 0xa0, 0x80],
        &[0xed, 0xbf, 0xbf],
        &[0xf0, 0x80, 0x80, 0x80],
        &[0xf4, 0x90, 0x80, 0x80],
        &[0xf8, 0x88, 0x80, 0x80, 0x80],
        &[0xfe],
        &[0xff],
        &[0xce, 0xce],
        &[0xe1, 0x28, 0xa1],
    ];
    let mut cases = Vec::new();
    for word in good {
        let bytes = word.as_bytes();
        let back = [sent(TEXT, bytes)];
        cases.push(case(format!("{word:?}"), &[text(bytes)], &back, End::Open));
        let mut fragments: Vec<_> = bytes
            .iter()
            .enumerate()
            .map(|(at, byte)| masked(u8::from(at == 0), &[*byte]))
            .collect();
        fragments.push(masked(0x80, b""));
        cases.push(case(
            format!("{word:?} in fragments"),
            &fragments,
            &back,
            End::Open,
        ));
    }
    for bytes in bad {
        let name = format!("{bytes:x?}");
        cases.push(case(
            &name,
            &[text(&[b"fine ", bytes, b" fine"].concat())],
            &[],
            End::Closes(1007),
        ));
        // The rest never comes: it is refused all the same.
        let early = [
            masked(0x01, b"fine "),
            masked(0x00, &[bytes, b"x"].concat()),
        ];
        cases.push(case(
            format!("{name} in a fragment, unfinished"),
            &early,
            &[],
            End::Closes(1007),
        ));
        let half = masked(
            TEXT,
            &[&[b"fine ", bytes].concat()[..], &[b'x'; 60]].concat(),
        );
        cases.push(case(
            format!("{name} in a frame, unfinished"),
            &[half[..half.len() - 30].to_vec()],
            &[],
            End::Closes(1007),
        ));
        cases.push(case(
            format!("{name} as bytes"),
            &[masked(BINARY, bytes)],
            &[sent(BINARY, bytes)],
            End::Open,
        ));
    }
    for cut in [&[0xce][..], &[0xe1, 0xbd], &[0xf4, 0x8f, 0xbf]] {
        cases.push(case(
            format!("{cut:x?} at the end"),
            &[text(cut)],
            &[],
            End::Closes(1007),
        ));
    }
    run(&cases).await;
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

#[tokio::test]
async fn masks_and_lengths() {
    let plain = vec![TEXT, 2, b'h', b'i'];
    let keyless = vec![TEXT, 0x82, 0, 0, 0, 0, b'h', b'i'];
    run(&[
        case("no mask", &[plain], &[], End::Closes(1002)),
        case(
            "a mask of zeros",
            &[keyless],
            &[sent(TEXT, b"hi")],
            End::Open,
        ),
        case(
            "16 bits for 125",
            &[[&[TEXT, 0xfe, 0, 125, 0, 0, 0, 0][..], &[b'x'; 125]].concat()],
            &[],
            End::Closes(1002),
        ),
        case(
            "64 bits for 65535",
            &[[&[TEXT, 0xff, 0, 0, 0, 0, 0, 0, 0xff, 0xff][..], &[0; 4]].concat()],
            &[],
            End::Closes(1002),
        ),
    ])
    .await;
}
