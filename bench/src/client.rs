//! The least of a WebSocket client that a load needs.

use std::io;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A connection whose updates are read.
pub(crate) struct Reader {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// A connection that publishes.
pub(crate) struct Publisher {
    stream: TcpStream,
}

pub(crate) async fn connect(address: &str) -> io::Result<Publisher> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let upgrade = format!(
        "GET / HTTP/1.1\r\nHost: {address}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: c3BlY3dpcmUtYmVuY2gtIQ==\r\n\r\n"
    );
    stream.write_all(upgrade.as_bytes()).await?;
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read_buf(&mut head).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(Publisher { stream })
}

/// Subscribes to a topic and waits for the answer.
pub(crate) async fn subscribe(address: &str, topic: u64) -> io::Result<Reader> {
    let Publisher { mut stream } = connect(address).await?;
    let text = format!(
        r#"{{"type":"bars.subscribe","payload":{{"symbol":"S{topic}","resolution":"1"}}}}"#
    );
    let mut frame = Vec::new();
    write_text(&mut frame, &text);
    stream.write_all(&frame).await?;
    let mut reader = Reader {
        stream,
        buffer: Vec::new(),
    };
    while next_frame(&reader.buffer).is_none() {
        reader.fill().await?;
    }
    reader.buffer.clear();
    Ok(reader)
}

impl Reader {
    async fn fill(&mut self) -> io::Result<()> {
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }

    /// The `ts` of each update that has come, at least one read's worth.
    pub(crate) async fn updates(&mut self) -> io::Result<Vec<u64>> {
        self.fill().await?;
        let (mut at, mut sent) = (0, Vec::new());
        while let Some((payload, size)) = self.buffer.get(at..).and_then(next_frame) {
            sent.extend(timestamp(payload));
            at += size;
        }
        self.buffer.drain(..at);
        Ok(sent)
    }
}

impl Publisher {
    pub(crate) async fn publish(
        &mut self,
        topics: impl Iterator<Item = u64>,
        ts: u64,
    ) -> io::Result<()> {
        let mut frames = Vec::new();
        for topic in topics {
            let text = format!(
                r#"{{"type":"bars.publish","payload":{{"symbol":"S{topic}","ts":{ts},"o":1.5,"h":2.5,"l":0.5,"c":2.25,"v":100}}}}"#
            );
            write_text(&mut frames, &text);
        }
        self.stream.write_all(&frames).await
    }
}

/// A text frame of less than 64 KiB; a mask of zeros leaves it readable.
fn write_text(out: &mut Vec<u8>, text: &str) {
    out.push(0x81);
    match u8::try_from(text.len()) {
        Ok(short @ 0..=125) => out.push(0x80 | short),
        _ => {
            out.push(0xfe);
            out.extend_from_slice(&(text.len() as u16).to_be_bytes());
        }
    }
    out.extend_from_slice(&[0; 4]);
    out.extend_from_slice(text.as_bytes());
}

/// The payload of the first frame and the size of the frame, where it is whole.
fn next_frame(bytes: &[u8]) -> Option<(&[u8], usize)> {
    let (start, length) = match *bytes.get(1)? {
        126 => (
            4,
            usize::from(u16::from_be_bytes([*bytes.get(2)?, *bytes.get(3)?])),
        ),
        short @ 0..=125 => (2, usize::from(short)),
        _ => return None,
    };
    Some((bytes.get(start..start + length)?, start + length))
}

fn timestamp(payload: &[u8]) -> Option<u64> {
    let name = br#""ts":"#;
    let start = payload.windows(name.len()).position(|part| part == name)? + name.len();
    let digits = payload[start..]
        .iter()
        .take_while(|byte| byte.is_ascii_digit());
    Some(digits.fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0')))
}
