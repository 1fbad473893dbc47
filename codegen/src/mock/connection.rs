//! The socket of a session: reads with a deadline, so that one thread can both listen and speak in time.

use std::io;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use tungstenite::protocol::CloseFrame;
use tungstenite::protocol::frame::coding::CloseCode;
use tungstenite::{Error, Message, WebSocket};

use super::Talk;
use super::session::Effect;

/// The longest wait for a frame where nothing is due.
const IDLE: Duration = Duration::from_secs(20);
/// How long a peer has to answer a close.
const FAREWELL: Duration = Duration::from_secs(2);

/// Serves a connection until either side ends it.
pub(super) fn run(
    mut socket: WebSocket<TcpStream>,
    mut session: Talk<'_>,
    latency: Duration,
) -> io::Result<()> {
    loop {
        let now = Instant::now();
        let wait = session
            .due()
            .map_or(IDLE, |due| due.saturating_duration_since(now));
        let effects = if wait.is_zero() {
            session.tick(now)
        } else {
            // A timeout of zero would mean to wait for ever.
            socket
                .get_ref()
                .set_read_timeout(Some(wait.max(Duration::from_millis(1))))?;
            match socket.read() {
                Ok(Message::Text(text)) => session.receive(&text, Instant::now()),
                Ok(Message::Binary(_)) => session.binary(),
                Ok(Message::Close(_)) => return drain(&mut socket),
                Ok(_) => Vec::new(),
                Err(Error::Io(error)) if is_timeout(&error) => {
                    if session.due().is_none() {
                        // Finds out whether an idle peer is still there.
                        send(&mut socket, Message::Ping(Vec::new().into()))?;
                    }
                    Vec::new()
                }
                Err(error) => return ended(error),
            }
        };
        for effect in effects {
            if !latency.is_zero() {
                std::thread::sleep(latency);
            }
            match effect {
                Effect::Send(frame) => send(&mut socket, Message::text(frame.to_string()))?,
                Effect::Close(code, reason) => return close(socket, code, reason),
            }
        }
    }
}

fn is_timeout(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
    )
}

fn send(socket: &mut WebSocket<TcpStream>, message: Message) -> io::Result<()> {
    socket.send(message).or_else(ended)
}

fn close(mut socket: WebSocket<TcpStream>, code: u16, reason: &'static str) -> io::Result<()> {
    let frame = CloseFrame {
        code: CloseCode::from(code),
        reason: reason.into(),
    };
    socket.close(Some(frame)).or_else(ended)?;
    socket.get_ref().set_read_timeout(Some(FAREWELL))?;
    drain(&mut socket)
}

/// Reads until the closing handshake is over, whoever began it.
fn drain(socket: &mut WebSocket<TcpStream>) -> io::Result<()> {
    loop {
        if let Err(error) = socket.read() {
            return ended(error);
        }
    }
}

/// A connection that ended is no failure of ours.
fn ended(error: Error) -> io::Result<()> {
    match error {
        Error::Io(error) if !is_timeout(&error) => Err(error),
        _ => Ok(()),
    }
}
