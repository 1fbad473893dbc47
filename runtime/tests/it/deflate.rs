//! permessage-deflate (RFC 7692): what is agreed on, and what may then be sent.

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress};

use crate::client::Client;
use crate::echo::echo;

const MAX: usize = 50_000;

async fn connect(address: &str, offer: &str) -> Client {
    Client::connect_with(
        address,
        "/",
        &format!("Sec-WebSocket-Extensions: {offer}\r\n"),
    )
    .await
}

fn pack_with(payload: &[u8], flush: FlushCompress) -> Vec<u8> {
    let mut packer = Compress::new(Compression::new(6), false);
    let mut out = Vec::with_capacity(payload.len() + 100);
    packer.compress_vec(payload, &mut out, flush).unwrap();
    out
}

fn pack(payload: &[u8]) -> Vec<u8> {
    let mut out = pack_with(payload, FlushCompress::Sync);
    out.truncate(out.len() - 4);
    out
}

fn unpack(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(MAX * 2);
    let whole = [data, &[0, 0, 0xff, 0xff]].concat();
    Decompress::new(false)
        .decompress_vec(&whole, &mut out, FlushDecompress::Sync)
        .unwrap();
    out
}

#[tokio::test]
async fn what_is_agreed_on() {
    let address = echo(MAX).await;
    let agreed = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
    for (offer, answer) in [
        ("permessage-deflate", Some(agreed.to_owned())),
        (
            "permessage-deflate; client_max_window_bits",
            Some(agreed.to_owned()),
        ),
        (
            "permessage-deflate; client_max_window_bits=10",
            Some(agreed.to_owned()),
        ),
        (
            "permessage-deflate; server_no_context_takeover",
            Some(agreed.to_owned()),
        ),
        (
            "permessage-deflate; server_max_window_bits=9",
            Some(format!("{agreed}; server_max_window_bits=9")),
        ),
        ("x-unknown, permessage-deflate", Some(agreed.to_owned())),
        (
            "permessage-deflate; server_max_window_bits=8, permessage-deflate",
            Some(agreed.to_owned()),
        ),
        ("permessage-deflate; server_max_window_bits=99", None),
        ("permessage-deflate; unheard_of", None),
        ("x-unknown", None),
    ] {
        let client = connect(&address, offer).await;
        let found = client.head.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("sec-websocket-extensions")
                .then(|| value.to_owned())
        });
        assert_eq!(found, answer, "{offer}");
    }
}

#[tokio::test]
async fn compressed_messages_of_every_kind() {
    let address = echo(MAX).await;
    let noise: Vec<u8> = (0_u32..40_000)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    for bits in [9, 12, 15] {
        let mut client = connect(
            &address,
            &format!("permessage-deflate; server_max_window_bits={bits}"),
        )
        .await;
        for payload in [
            &b""[..],
            b"a",
            "schön".as_bytes(),
            &b"abc".repeat(10_000),
            &[b'x'; MAX],
        ] {
            let packed = pack(payload);
            client.frame(0xc1, &packed).await;
            client
                .frame(0xc2, &pack_with(payload, FlushCompress::Finish))
                .await;
            let (head, tail) = packed.split_at(packed.len() / 2);
            client.frame(0x41, head).await;
            client.frame(0x89, b"p").await;
            client.frame(0x00, b"").await;
            client.frame(0x80, tail).await;
            client.frame(0x81, payload).await;
            for first in [0xc1, 0xc2, 0x8a, 0xc1, 0xc1] {
                let frame = client.next().await.unwrap();
                assert_eq!(frame.first, first);
                match first {
                    0x8a => assert_eq!(frame.payload, b"p"),
                    _ => assert_eq!(unpack(&frame.payload), payload),
                }
            }
        }
        client.frame(0xc2, &pack(&noise)).await;
        assert_eq!(unpack(&client.next().await.unwrap().payload), noise);
    }
}

#[tokio::test]
async fn breaches() {
    let address = echo(MAX).await;
    let masked = crate::client::masked;
    let bomb = pack(&vec![0; 20_000_000]);
    assert!(bomb.len() < MAX);
    let cases: Vec<(&str, Vec<u8>, u16)> = vec![
        ("a compressed ping", masked(0xc9, b""), 1002),
        ("a compressed close", masked(0xc8, b""), 1002),
        (
            "the bit on a continuation",
            [masked(0x41, &pack(b"x")), masked(0xc0, b"")].concat(),
            1002,
        ),
        ("another reserved bit", masked(0xe1, &pack(b"x")), 1002),
        ("no deflate stream", masked(0xc1, &[0xff; 9]), 1007),
        (
            "a cut stream",
            masked(0xc2, &pack(&b"abcdefgh".repeat(100))[..12]),
            1007,
        ),
        (
            "text that is not UTF-8",
            masked(0xc1, &pack(&[0xc3, 0x28])),
            1007,
        ),
        ("a bomb", masked(0xc2, &bomb), 1009),
        (
            "a bomb in fragments",
            [masked(0x42, &bomb[..9_000]), masked(0x80, &bomb[9_000..])].concat(),
            1009,
        ),
    ];
    for (name, bytes, code) in cases {
        let mut client = connect(&address, "permessage-deflate").await;
        client.raw(&bytes).await;
        assert_eq!(client.closed().await.0, code, "{name}");
        assert_eq!(client.next().await, None, "{name}");
    }
}
