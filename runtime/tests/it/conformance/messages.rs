//! Messages whole: lengths, masks, limits, text.

use super::{BINARY, End, MAX, TEXT, case, run, sent, text};
use crate::client::masked;

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
