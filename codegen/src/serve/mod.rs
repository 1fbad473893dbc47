//! A small server for authors: the docs page, the spec, word of changes, and a mock behind the WebSocket.

mod http;

use std::io;
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::mock::Mock;
use http::{Head, Reply};

/// How long a peer may take to send a request, or to take its answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// A comment on the stream of changes this often, so that a peer that left is noticed.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// What is served: replaced as a whole when the document changes.
#[derive(Debug, Clone, Default)]
pub struct Content {
    /// The page: the document's, or what is wrong with it.
    pub page: String,
    /// The bundled spec as JSON.
    pub spec: String,
    /// Answers on the WebSocket; absent while the document has errors, and for documents without the envelope.
    pub mock: Option<Arc<Mock>>,
}

#[derive(Debug, Default)]
struct State {
    content: Content,
    version: u64,
}

/// Serves one document, whatever becomes of it.
#[derive(Debug)]
pub struct Site {
    module: String,
    state: Mutex<State>,
    changed: Condvar,
}

impl Site {
    pub fn new(module: &str, content: Content) -> Arc<Self> {
        let state = Mutex::new(State {
            content,
            version: 0,
        });
        Arc::new(Self {
            module: module.to_owned(),
            state,
            changed: Condvar::new(),
        })
    }

    /// Replaces what is served and tells every open page.
    pub fn replace(&self, content: Content) {
        let mut state = self.lock();
        state.content = content;
        state.version += 1;
        self.changed.notify_all();
    }

    /// Where the parts are, below the address of the server.
    pub fn socket_path(&self) -> String {
        format!("/api/v1/{}/ws", self.module)
    }

    pub fn page_path(&self) -> String {
        format!("{}/asyncapi", self.socket_path())
    }

    /// Serves until the process ends, a thread a connection.
    pub fn serve(self: &Arc<Self>, listener: &TcpListener) -> io::Result<()> {
        loop {
            let (stream, _) = match listener.accept() {
                Ok(accepted) => accepted,
                // A peer that left before it was accepted is no reason to stop.
                Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => continue,
                Err(error) => return Err(error),
            };
            let site = Arc::clone(self);
            // A peer that goes away in the middle ends its own thread and nothing else.
            std::thread::spawn(move || drop(site.connection(stream)));
        }
    }

    fn connection(&self, mut stream: TcpStream) -> io::Result<()> {
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        let Some(head) = http::read_head(&mut stream)? else {
            return Ok(());
        };
        if head.is_upgrade() {
            return self.socket(stream, &head);
        }
        if head.path == "/changes" {
            return self.changes(stream);
        }
        http::write(&mut stream, &head, &self.answer(&head))
    }

    fn socket(&self, mut stream: TcpStream, head: &Head) -> io::Result<()> {
        let mock = self.lock().content.mock.clone();
        match mock {
            Some(mock) => mock.run(http::upgrade(stream, head)?, &head.path),
            None => http::write(
                &mut stream,
                head,
                &Reply::text(503, "there is no mock for this document\n"),
            ),
        }
    }

    fn answer(&self, head: &Head) -> Reply {
        if !["GET", "HEAD"].contains(&head.method.as_str()) {
            return Reply::text(405, "only GET and HEAD\n");
        }
        let state = self.lock();
        match head.path.strip_prefix(&self.socket_path()) {
            Some("/asyncapi") => {
                Reply::new(200, "text/html; charset=utf-8", state.content.page.clone())
            }
            Some("/asyncapi.json") => {
                Reply::new(200, "application/json", state.content.spec.clone())
            }
            Some("") => Reply::text(426, "this is a WebSocket\n"),
            _ if head.path == "/" => Reply::redirect(&self.page_path()),
            _ => Reply::text(
                404,
                &format!("not here; the page is at {}\n", self.page_path()),
            ),
        }
    }

    /// Server-sent events: one for every change from now on.
    fn changes(&self, mut stream: TcpStream) -> io::Result<()> {
        // Before the peer hears that it listens: a change from then on must reach it.
        let mut seen = self.lock().version;
        http::start_events(&mut stream)?;
        loop {
            let state = self.lock();
            let wait = self
                .changed
                .wait_timeout_while(state, HEARTBEAT, |state| state.version == seen);
            let version = wait.unwrap_or_else(PoisonError::into_inner).0.version;
            let event = if version == seen {
                ":\n\n"
            } else {
                "data: changed\n\n"
            };
            seen = version;
            http::send(&mut stream, event)?;
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
