//! What a queue holds, sends and lets go.

use super::*;

fn outbox(max: usize) -> Outbox {
    Outbox::new(Sink::Task, max)
}

fn frame(text: &str) -> Bytes {
    Bytes::copy_from_slice(text.as_bytes())
}

fn waiting(outbox: &Outbox) -> Vec<&[u8]> {
    outbox.queue.iter().map(|chunk| &chunk[..]).collect()
}

#[test]
fn newer_updates_take_the_place_of_older_ones() {
    let mut out = outbox(100);
    let (a, b) = (Tag::next(), Tag::next());
    for (text, tag) in [
        ("a1", a),
        ("b1", b),
        ("a2", a),
        ("x", Tag::NONE),
        ("b22", b),
    ] {
        out.queue_frames([frame(text)].iter(), tag);
    }
    assert_eq!(waiting(&out), [&b"a2"[..], b"b22", b"x"]);
    assert_eq!(out.size(), 6);
    assert_eq!((out.take_replaced(), out.take_replaced()), (2, 0));
    out.consume(1);
    out.queue_frames([frame("a3")].iter(), a);
    assert_eq!(waiting(&out), [&b"2"[..], b"b22", b"x", b"a3"]);
    out.consume(1);
    out.queue_frames([frame("a4")].iter(), a);
    assert_eq!(waiting(&out), [&b"b22"[..], b"x", b"a4"]);
}

#[test]
fn a_full_queue_keeps_only_the_frame_begun() {
    let mut out = outbox(10);
    assert_eq!(out.send(frame("1234567")), Sent::Waiting);
    out.consume(2);
    assert_eq!(out.send(frame("89a")), Sent::Waiting);
    assert_eq!(out.send(frame("bcdef")), Sent::Overflow);
    assert_eq!(out.queue.len(), 2);
    assert_eq!(waiting(&out)[0], b"34567");
    assert_eq!(waiting(&out)[1][..4], [0x88, 15, 0x03, 0xf5]);
    assert_eq!(out.send(frame("x")), Sent::Done);
    assert_eq!(out.close_code(), Some(1013));
}

#[test]
fn a_shared_write_that_was_cut_is_queued_from_the_cut() {
    let frames = [frame("aaa"), frame("bbb"), frame("ccc")];
    let after = [6_u64, 3, 0];
    for left in 1..=9 {
        let mut out = outbox(100);
        out.queue_shared(after.iter().copied().zip(&frames), left, Tag::NONE);
        assert_eq!(waiting(&out).concat(), b"aaabbbccc"[9 - left as usize..]);
        assert_eq!(out.begun, left % 3 != 0);
    }
}
