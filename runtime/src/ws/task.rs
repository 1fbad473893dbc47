//! A connection's own task: it reads, hands messages on, and writes what sockets did not take at once.

use std::cell::Cell;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::tcp::OwnedReadHalf;

use super::conn::Conn;
use super::decoder::{Decoder, Event};
use crate::codes::Close;
use crate::session;

/// Bytes read at a time. The buffer belongs to the thread, not to the connection.
const BUFFER: usize = 64 * 1024;
/// Reads of one connection before others get their turn.
const TURNS: usize = 4;

thread_local! {
    static SCRATCH: Cell<Option<Box<[u8]>>> = const { Cell::new(None) };
}

/// A stream that is no TCP socket.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

pub(crate) enum Reader {
    Tcp(OwnedReadHalf),
    Other(Box<dyn Stream>),
}

/// Where a connection stands with its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Open,
    /// The other side's close frame came.
    PeerClosed,
    /// The other side broke the protocol: what it sends is read and thrown away.
    Deaf,
    /// The other side is gone.
    Gone,
}

pub(crate) struct Task {
    conn: Arc<Conn>,
    reader: Reader,
    decoder: Decoder,
    phase: Phase,
    /// What was read and not yet looked at: it came with the upgrade, or more requests are at work than may be.
    unread: Vec<u8>,
    allowance: session::Allowance,
}

impl Task {
    pub(crate) fn new(conn: Arc<Conn>, reader: Reader, early: Bytes) -> Self {
        let limits = &conn.gateway.config.limits;
        Self {
            decoder: Decoder::new(limits.max_message_bytes, conn.deflates()),
            allowance: session::Allowance::new(limits),
            phase: Phase::Open,
            reader,
            // A copy, since this would keep HTTP's whole read buffer alive.
            unread: early.to_vec(),
            conn,
        }
    }

    pub(crate) async fn run(mut self) {
        poll_fn(|cx| self.poll(cx)).await;
        self.conn.with_out(super::outbox::Outbox::shut);
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        self.conn.waker().register(cx.waker());
        if self.conn.is_cut() {
            return Poll::Ready(());
        }
        self.read(cx);
        self.write(cx);
        if self.is_over() {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    }

    /// Reads what has come, a bounded number of times.
    fn read(&mut self, cx: &mut Context<'_>) {
        let mut scratch = SCRATCH
            .take()
            .unwrap_or_else(|| vec![0; BUFFER].into_boxed_slice());
        let mut turns = 0;
        while self.wants_to_read() {
            if turns == TURNS {
                cx.waker().wake_by_ref();
                break;
            }
            turns += 1;
            if !self.unread.is_empty() {
                let mut unread = std::mem::take(&mut self.unread);
                self.take_in(&mut unread);
                continue;
            }
            match self.poll_read(cx, &mut scratch) {
                Poll::Pending => break,
                Poll::Ready(Ok(0) | Err(_)) => self.phase = Phase::Gone,
                Poll::Ready(Ok(count)) => {
                    self.conn.module.counters.bytes_in.add(count as u64);
                    self.take_in(&mut scratch[..count]);
                }
            }
        }
        SCRATCH.set(Some(scratch));
        if self.phase == Phase::Open && !self.conn.takes_requests() && self.has_left(cx) {
            self.phase = Phase::Gone;
        }
    }

    /// Whether the other side is gone, as far as that shows without reading what it sent before.
    fn has_left(&self, cx: &mut Context<'_>) -> bool {
        let Reader::Tcp(half) = &self.reader else {
            return false;
        };
        let mut byte = [0];
        matches!(
            half.as_ref().poll_peek(cx, &mut ReadBuf::new(&mut byte)),
            Poll::Ready(Ok(0) | Err(_))
        )
    }

    fn wants_to_read(&self) -> bool {
        match self.phase {
            Phase::Open => self.conn.takes_requests(),
            Phase::Deaf => true,
            Phase::PeerClosed | Phase::Gone => false,
        }
    }

    fn poll_read(
        &mut self,
        cx: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<std::io::Result<usize>> {
        let mut buffer = ReadBuf::new(buffer);
        let result = match &mut self.reader {
            Reader::Tcp(half) => Pin::new(half).poll_read(cx, &mut buffer),
            Reader::Other(stream) => Pin::new(stream).poll_read(cx, &mut buffer),
        };
        ready!(result)?;
        Poll::Ready(Ok(buffer.filled().len()))
    }

    fn take_in(&mut self, data: &mut [u8]) {
        if self.phase != Phase::Open {
            return;
        }
        self.conn.cork();
        let Self {
            conn,
            decoder,
            phase,
            allowance,
            ..
        } = self;
        let result = decoder.feed(data, &mut |event| {
            match event {
                Event::Message(opcode, data) => session::on_message(conn, allowance, opcode, data),
                Event::Ping(payload) => conn.pong(payload),
                Event::Pong => {}
                Event::Close(code) => {
                    conn.with_out(|out| out.close_back(code));
                    conn.note_closing();
                    *phase = Phase::PeerClosed;
                }
            }
            *phase == Phase::Open && conn.takes_requests()
        });
        if decoder.take_heard() {
            conn.hear();
        }
        match result {
            Ok(left) => self.unread.extend_from_slice(&data[data.len() - left..]),
            Err(close) => self.fault(&close),
        }
        self.conn.uncork();
    }

    fn fault(&mut self, close: &Close) {
        self.phase = Phase::Deaf;
        session::on_fault(&self.conn, close);
    }

    /// Writes what waits, as far as the socket takes it.
    fn write(&mut self, cx: &mut Context<'_>) {
        match &mut self.reader {
            Reader::Tcp(half) => {
                while self.conn.with_out(|out| !out.is_empty()) {
                    match half.as_ref().poll_write_ready(cx) {
                        Poll::Pending => return,
                        Poll::Ready(Ok(())) => {
                            self.conn.with_out(super::outbox::Outbox::drain);
                        }
                        Poll::Ready(Err(_)) => self.conn.with_out(super::outbox::Outbox::shut),
                    }
                }
            }
            Reader::Other(stream) => Self::write_stream(&self.conn, stream, cx),
        }
    }

    fn write_stream(conn: &Conn, stream: &mut Box<dyn Stream>, cx: &mut Context<'_>) {
        while let Some(chunk) = conn.with_out(|out| out.front()) {
            match Pin::new(&mut *stream).poll_write(cx, &chunk) {
                Poll::Pending => return,
                Poll::Ready(Ok(written)) if written > 0 => {
                    conn.with_out(|out| out.consume(written))
                }
                Poll::Ready(_) => conn.with_out(super::outbox::Outbox::shut),
            }
        }
        let _ = Pin::new(stream).poll_flush(cx);
    }

    fn is_over(&mut self) -> bool {
        let (empty, dead, closed) = self
            .conn
            .with_out(|out| (out.is_empty(), out.is_dead(), out.close_code().is_some()));
        match self.phase {
            Phase::Gone => true,
            Phase::PeerClosed => empty,
            // The close frame is out: half of the socket is shut, the rest waits for the other side to leave.
            Phase::Deaf if empty && closed => {
                if !dead {
                    self.conn.with_out(super::outbox::Outbox::shut);
                }
                matches!(self.reader, Reader::Other(_))
            }
            Phase::Open | Phase::Deaf => dead,
        }
    }
}
