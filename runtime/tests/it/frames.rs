//! RFC 6455 frame by frame.

use specwire_runtime::Config;

use crate::client::{Client, masked, say};
use crate::desk::Server;

#[tokio::test]
async fn every_length_boundary_whole_and_in_pieces() {
    let server = Server::start(Config::default()).await;
    let mut client = Client::connect(&server.address).await;
    for length in [
        124, 125, 126, 127, 128, 65_534, 65_535, 65_536, 65_537, 99_000,
    ] {
        let text = say(length);
        let (whole, half) = (text.as_bytes(), text.len() / 2);
        client.frame(0x81, whole).await;
        client.frame(0x01, &whole[..half]).await;
        client.frame(0x89, b"between").await;
        client.frame(0x00, &[]).await;
        client.frame(0x80, &whole[half..]).await;
        let said = client.next().await.unwrap();
        assert_eq!(said.payload.len(), length + 1);
        assert_eq!(client.next().await.unwrap().payload, b"between");
        assert_eq!(client.next().await.unwrap(), said);
    }
}

#[tokio::test]
async fn bytes_one_at_a_time() {
    let server = Server::start(Config::default()).await;
    let mut client = Client::connect(&server.address).await;
    client.stream.set_nodelay(true).unwrap();
    for byte in masked(0x81, say(200).as_bytes()) {
        client.raw(&[byte]).await;
        tokio::task::yield_now().await;
    }
    assert_eq!(client.json().await["type"], "said");
}

#[tokio::test]
async fn breaches_are_closed_with_their_code() {
    let server = Server::start(Config::default()).await;
    let text = |first, payload: &[u8]| masked(first, payload);
    let cases: Vec<(&str, Vec<u8>, u16)> = vec![
        ("unmasked", vec![0x81, 2, b'h', b'i'], 1002),
        ("reserved bit 1 without compression", text(0xc1, b"x"), 1002),
        ("reserved bit 2", text(0xa1, b"x"), 1002),
        ("reserved bit 3", text(0x91, b"x"), 1002),
        ("unknown data opcode", text(0x83, b"x"), 1002),
        ("unknown control opcode", text(0x8b, b"x"), 1002),
        ("fragmented ping", text(0x09, b"x"), 1002),
        ("long ping", text(0x89, &[0; 126]), 1002),
        ("continuation of nothing", text(0x80, b"x"), 1002),
        ("unfinished continuation of nothing", text(0x00, b"x"), 1002),
        (
            "message in a message",
            [text(0x01, b"x"), text(0x81, b"y")].concat(),
            1002,
        ),
        (
            "length not minimal",
            vec![0x81, 0xfe, 0, 5, 0, 0, 0, 0],
            1002,
        ),
        ("close of one byte", text(0x88, b"x"), 1002),
        ("close code 1005", text(0x88, &[3, 0xed]), 1002),
        ("close code 999", text(0x88, &[3, 0xe7]), 1002),
        ("close code 2999", text(0x88, &[0x0b, 0xb7]), 1002),
        ("close reason not UTF-8", text(0x88, &[3, 0xe8, 0xff]), 1007),
        ("text not UTF-8", text(0x81, &[0xc0, 0x80]), 1007),
        ("surrogate", text(0x81, &[0xed, 0xa0, 0x80]), 1007),
        ("not UTF-8 in the first fragment", text(0x01, &[0xff]), 1007),
        (
            "cut character at the end",
            [text(0x01, b"a"), text(0x80, &[0xe2, 0x82])].concat(),
            1007,
        ),
    ];
    for (name, bytes, code) in cases {
        let mut client = Client::connect(&server.address).await;
        client.raw(&bytes).await;
        let (got, reason) = client.closed().await;
        assert_eq!(got, code, "{name}: {reason}");
        assert!(!reason.is_empty());
        assert_eq!(client.next().await, None, "{name}: nothing follows a close");
    }
    server.idle().await;
}

#[tokio::test]
async fn bad_text_is_refused_before_its_frame_ends() {
    let server = Server::start(Config::default()).await;
    let mut client = Client::connect(&server.address).await;
    let whole = masked(
        0x81,
        &[b"valid".as_slice(), &[0xf4, 0x90], &[b'x'; 50]].concat(),
    );
    client.raw(&whole[..6 + 7]).await;
    assert_eq!(client.closed().await.0, 1007);
}

#[tokio::test]
async fn damaged_compression_is_refused() {
    let server = Server::start(Config::default()).await;
    let deflate = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
    let mut client = Client::connect_with(&server.address, "/api/v1/test/ws", deflate).await;
    client.frame(0xc1, &[0xff; 20]).await;
    assert_eq!(
        client.closed().await,
        (1007, "Compressed data is damaged".to_owned())
    );
}
