//! Frames of every length, and frames that should not be.

use flate2::{Compress, Compression, FlushCompress};
use specwire_runtime::Config;

use crate::client::{Client, masked, say};
use crate::desk::Server;
use crate::scene::{impatient, survives};

const LENGTHS: [usize; 10] = [
    124, 125, 126, 127, 128, 65_534, 65_535, 65_536, 65_537, 99_000,
];

#[test]
fn every_length_boundary() {
    survives(Config::default(), 5, async |server| {
        let mut client = Client::connect(&server.address).await;
        for length in LENGTHS {
            let text = say(length);
            let (head, tail) = text.as_bytes().split_at(length / 2);
            client.frame(0x81, text.as_bytes()).await;
            client.frame(0x01, head).await;
            client.frame(0x80, tail).await;
            for _ in 0..2 {
                assert_eq!(client.next().await.unwrap().payload.len(), length + 1);
            }
            // It leaves in the middle of a frame of this length.
            let mut leaving = Client::connect(&server.address).await;
            leaving
                .raw(&masked(0x81, text.as_bytes())[..length / 2])
                .await;
        }
    });
}

/// Zeros by the million in a few bytes.
fn bomb() -> Vec<u8> {
    let mut packer = Compress::new(Compression::best(), false);
    let mut packed = Vec::with_capacity(100_000);
    packer
        .compress_vec(&vec![0; 20_000_000], &mut packed, FlushCompress::Sync)
        .unwrap();
    assert!(packed.len() < 50_000);
    packed
}

/// Sends bytes and sees the connection closed with a code.
async fn refused(server: &Server, bytes: &[u8], code: u16) {
    let deflate = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
    let mut client = Client::connect_with(&server.address, "/api/v1/test/ws", deflate).await;
    client.subscribe("steady").await;
    client.raw(bytes).await;
    let closes = client.drained_to_close().await;
    assert_eq!(closes.len(), 1, "{closes:?}");
    assert_eq!(closes[0].0, code, "{closes:?}");
}

#[test]
fn text_that_is_not_utf_8() {
    survives(impatient(), 20, async |server| {
        for bytes in [
            masked(0x81, &[0xc0, 0x80]),
            masked(0x81, &[0xed, 0xa0, 0x80]),
            masked(0x01, &[b'a', 0xff]),
            [masked(0x01, b"a"), masked(0x80, &[0xe2, 0x82])].concat(),
            masked(0x88, &[3, 0xe8, 0xff]),
        ] {
            refused(server, &bytes, 1007).await;
        }
    });
}

#[test]
fn continuations_of_nothing_and_without_end() {
    survives(impatient(), 5, async |server| {
        refused(server, &masked(0x80, b"x"), 1002).await;
        refused(server, &masked(0x00, b"x"), 1002).await;
        let inside = [masked(0x01, b"x"), masked(0x81, b"y")].concat();
        refused(server, &inside, 1002).await;
        // Each piece is small, and together they are more than a message may be.
        let mut pieces = masked(0x01, &[b'x'; 1_000]);
        pieces.extend(masked(0x00, &[b'x'; 1_000]).repeat(300));
        refused(server, &pieces, 1009).await;
        // Pieces of nothing cost nothing, and the message may still come to its end.
        let mut client = Client::connect(&server.address).await;
        client.frame(0x01, b"{\"type\":").await;
        client.raw(&masked(0x00, b"").repeat(50_000)).await;
        client.frame(0x80, b"\"ping\"}").await;
        assert_eq!(client.json().await["type"], "pong");
        client.frame(0x01, b"x").await;
        client.raw(&masked(0x00, b"").repeat(5_000)).await;
    });
}

#[test]
fn compressed_bombs() {
    let bomb = bomb();
    let whole = masked(0xc1, &bomb);
    let (head, tail) = bomb.split_at(bomb.len() / 2);
    let pieces = [masked(0x41, head), masked(0x80, tail)].concat();
    survives(impatient(), 20, async |server| {
        refused(server, &whole, 1009).await;
        refused(server, &pieces, 1009).await;
        refused(server, &masked(0xc1, &[0xff; 200]), 1007).await;
    });
}
