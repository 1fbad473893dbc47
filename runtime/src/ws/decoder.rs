//! Incoming bytes to whole messages, as strictly as RFC 6455 says and as early as a fault shows.

use super::deflate::{InflateError, inflate};
use super::frame::{Header, Opcode, mask};
use crate::codes::Close;

/// What came in.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Event<'a> {
    /// A whole message: text (valid UTF-8) or binary.
    Message(Opcode, &'a [u8]),
    Ping(&'a [u8]),
    Pong,
    /// The code, where one was given.
    Close(Option<u16>),
}

/// Reads the frames of one connection. Empty between messages, so that an idle connection holds no buffer.
#[derive(Debug)]
pub(crate) struct Decoder {
    max_message: usize,
    deflate: bool,
    /// Bytes of a header that is not whole yet.
    head: Vec<u8>,
    frame: Option<Header>,
    /// How much of the frame's payload has come.
    received: usize,
    /// Payload of a control frame in pieces.
    control: Vec<u8>,
    message: Option<Box<Message>>,
    /// A frame came to its end since anybody asked.
    heard: bool,
}

/// A message in pieces.
#[derive(Debug)]
struct Message {
    opcode: Opcode,
    compressed: bool,
    data: Vec<u8>,
    /// So much of `data` is known to be UTF-8.
    valid: usize,
}

impl Decoder {
    pub(crate) fn new(max_message: usize, deflate: bool) -> Self {
        Self {
            max_message,
            deflate,
            head: Vec::new(),
            frame: None,
            received: 0,
            control: Vec::new(),
            message: None,
            heard: false,
        }
    }

    /// Whether a whole frame, be it a piece of a message, came in since this was last asked.
    pub(crate) fn take_heard(&mut self) -> bool {
        std::mem::take(&mut self.heard)
    }

    /// Takes bytes in (and unmasks them in place); `sink` is given each event and says whether to go on. Returns how
    /// many bytes at the end were left alone because it did not.
    pub(crate) fn feed(
        &mut self,
        mut data: &mut [u8],
        sink: &mut impl FnMut(Event<'_>) -> bool,
    ) -> Result<usize, Close> {
        loop {
            let Some(header) = self.frame else {
                let Some(used) = self.read_header(data)? else {
                    return Ok(0);
                };
                data = data.split_at_mut(used).1;
                continue;
            };
            let length = usize::try_from(header.length).unwrap_or(usize::MAX);
            let take = (length - self.received).min(data.len());
            if take == 0 && self.received < length {
                return Ok(0);
            }
            let (piece, rest) = data.split_at_mut(take);
            data = rest;
            mask(piece, header.mask, self.received);
            let first = self.received == 0;
            self.received += take;
            let whole = self.received == length;
            if whole {
                self.heard = true;
                self.frame = None;
                self.received = 0;
            }
            let go_on = if header.opcode.is_control() {
                self.control_piece(header, piece, first, whole, sink)?
            } else {
                self.data_piece(header, piece, first, whole, sink)?
            };
            if !go_on {
                return Ok(data.len());
            }
        }
    }

    /// Reads a header and says how many of the bytes were its own; `None` where it needs more.
    fn read_header(&mut self, data: &[u8]) -> Result<Option<usize>, Close> {
        let before = self.head.len();
        let parsed = if before == 0 {
            Header::parse(data, self.deflate)?
        } else {
            let room = 14 - before.min(14);
            self.head.extend_from_slice(&data[..data.len().min(room)]);
            Header::parse(&self.head, self.deflate)?
        };
        let Some(header) = parsed else {
            if before == 0 {
                self.head.extend_from_slice(data);
            }
            return Ok(None);
        };
        self.head = Vec::new();
        self.admit(header)?;
        self.frame = Some(header);
        Ok(Some(header.size - before))
    }

    /// Whether a frame may stand here.
    fn admit(&self, header: Header) -> Result<(), Close> {
        if header.opcode.is_control() {
            return Ok(());
        }
        match (&self.message, header.opcode) {
            (None, Opcode::Continuation) => return Err(Close::protocol("Nothing to continue")),
            (Some(_), Opcode::Text | Opcode::Binary) => {
                return Err(Close::protocol("Message inside a message"));
            }
            _ => {}
        }
        let held = self
            .message
            .as_ref()
            .map_or(0, |message| message.data.len());
        if header.length > (self.max_message - held.min(self.max_message)) as u64 {
            return Err(Close::TOO_LARGE);
        }
        Ok(())
    }

    fn control_piece(
        &mut self,
        header: Header,
        piece: &[u8],
        first: bool,
        whole: bool,
        sink: &mut impl FnMut(Event<'_>) -> bool,
    ) -> Result<bool, Close> {
        if first && whole {
            return Ok(sink(control_event(header.opcode, piece)?));
        }
        self.control.extend_from_slice(piece);
        if !whole {
            return Ok(true);
        }
        let payload = std::mem::take(&mut self.control);
        Ok(sink(control_event(header.opcode, &payload)?))
    }

    fn data_piece(
        &mut self,
        header: Header,
        piece: &[u8],
        first: bool,
        whole: bool,
        sink: &mut impl FnMut(Event<'_>) -> bool,
    ) -> Result<bool, Close> {
        let last = whole && header.fin;
        if self.message.is_none() && first && last {
            return self.deliver(header.opcode, header.compressed, piece, false, sink);
        }
        let message = self.message.get_or_insert_with(|| {
            Box::new(Message {
                opcode: header.opcode,
                compressed: header.compressed,
                data: Vec::new(),
                valid: 0,
            })
        });
        message.data.extend_from_slice(piece);
        if message.opcode == Opcode::Text && !message.compressed {
            message.check_text(last)?;
        }
        if !last {
            return Ok(true);
        }
        let Some(message) = self.message.take() else {
            return Ok(true);
        };
        self.deliver(
            message.opcode,
            message.compressed,
            &message.data,
            true,
            sink,
        )
    }

    fn deliver(
        &self,
        opcode: Opcode,
        compressed: bool,
        data: &[u8],
        checked: bool,
        sink: &mut impl FnMut(Event<'_>) -> bool,
    ) -> Result<bool, Close> {
        let inflated;
        let data = if compressed {
            inflated = inflate(data, self.max_message).map_err(|error| match error {
                InflateError::Damaged => Close::BAD_DEFLATE,
                InflateError::TooLarge => Close::TOO_LARGE,
            })?;
            &inflated
        } else {
            data
        };
        let known = checked && !compressed;
        if opcode == Opcode::Text && !known && simdutf8::basic::from_utf8(data).is_err() {
            return Err(Close::BAD_UTF8);
        }
        Ok(sink(Event::Message(opcode, data)))
    }
}

impl Message {
    /// Checks what has come since the last check; a character may be cut only where more is to come.
    fn check_text(&mut self, last: bool) -> Result<(), Close> {
        match simdutf8::compat::from_utf8(&self.data[self.valid..]) {
            Ok(_) => self.valid = self.data.len(),
            Err(error) if error.error_len().is_some() || last => return Err(Close::BAD_UTF8),
            Err(error) => self.valid += error.valid_up_to(),
        }
        Ok(())
    }
}

fn control_event(opcode: Opcode, payload: &[u8]) -> Result<Event<'_>, Close> {
    match opcode {
        Opcode::Ping => Ok(Event::Ping(payload)),
        Opcode::Close => close_event(payload),
        _ => Ok(Event::Pong),
    }
}

fn close_event(payload: &[u8]) -> Result<Event<'static>, Close> {
    let (code, reason) = match payload {
        [] => return Ok(Event::Close(None)),
        [_] => return Err(Close::protocol("A close code takes two bytes")),
        [high, low, reason @ ..] => (u16::from_be_bytes([*high, *low]), reason),
    };
    if !matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999) {
        return Err(Close::protocol("Invalid close code"));
    }
    if std::str::from_utf8(reason).is_err() {
        return Err(Close::BAD_UTF8);
    }
    Ok(Event::Close(Some(code)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
        let mut out = vec![first, 0x80 | payload.len() as u8, 1, 2, 3, 4];
        let mut masked = payload.to_vec();
        mask(&mut masked, [1, 2, 3, 4], 0);
        out.extend(masked);
        out
    }

    fn decode(bytes: &[u8], step: usize) -> (Vec<String>, Option<Close>) {
        let mut decoder = Decoder::new(100, true);
        let mut seen = Vec::new();
        for piece in bytes.chunks(step) {
            let result = decoder.feed(&mut piece.to_vec(), &mut |event| {
                seen.push(format!("{event:?}"));
                true
            });
            if let Err(close) = result {
                return (seen, Some(close));
            }
        }
        (seen, None)
    }

    #[test]
    fn fragments_and_controls_between_them() {
        let mut bytes = frame(0x01, "hé".as_bytes());
        bytes.extend(frame(0x89, b"p"));
        bytes.extend(frame(0x80, b"llo"));
        for step in 1..bytes.len() {
            let (seen, close) = decode(&bytes, step);
            assert_eq!(close, None);
            assert_eq!(
                seen,
                [
                    format!("{:?}", Event::Ping(b"p")),
                    format!("{:?}", Event::Message(Opcode::Text, "héllo".as_bytes())),
                ]
            );
        }
    }

    #[test]
    fn faults_have_their_codes() {
        let big = frame(0x02, &[0; 101]);
        let cases: [(&[u8], u16); 9] = [
            (&[0x83, 0x80], 1002),
            (&[0x81, 0x00], 1002),
            (&[0xb1, 0x80], 1002),
            (&frame(0x80, b"x"), 1002),
            (&frame(0x88, b"x"), 1002),
            (&frame(0x88, &[3, 0xec]), 1002),
            (&frame(0x81, &[0xff]), 1007),
            (&frame(0x01, &[0xf4, 0x90]), 1007),
            (&big, 1009),
        ];
        for (bytes, code) in cases {
            for step in [1, 3, 1000] {
                assert_eq!(
                    decode(bytes, step).1.map(|close| close.code),
                    Some(code),
                    "{bytes:?}"
                );
            }
        }
    }
}
