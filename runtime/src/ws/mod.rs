//! The WebSocket layer: frames, compression, connections. It writes to sockets from whichever task has the bytes.

mod conn;
mod decoder;
mod deflate;
mod frame;
mod fuzz;
mod handshake;
mod negotiate;
mod open;
mod outbox;
mod task;

pub(crate) use conn::{Conn, Times};
pub(crate) use deflate::deflate;
pub(crate) use frame::{HEADROOM, Opcode, payload_of, seal};
pub(crate) use handshake::upgrade;
pub(crate) use outbox::Tag;
#[cfg(all(test, feature = "model"))]
pub(crate) use {conn::ConnParts, outbox::Sink};

#[doc(hidden)]
pub use fuzz::fuzz_frames;
