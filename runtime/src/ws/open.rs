//! From an accepted upgrade to an open connection: the socket taken back from HTTP, its place, its end.

use std::sync::Arc;

use bytes::Bytes;
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use hyper_util::server::conn::auto::upgrade::downcast as downcast_auto;
use tokio::net::TcpStream;

use super::conn::{Conn, ConnParts};
use super::outbox::Sink;
use super::task::{Reader, Task};
use crate::auth::{AuthError, Caller, CallerData, Credentials, Principal};
use crate::codes::ErrorCode;
use crate::encoding::Encoding;
use crate::gateway::{Place, Shared};
use crate::hub::Variant;
use crate::module::ModuleCore;
use crate::session;
use crate::sync::{Mutex, lock};

/// Who may come in; a refusal is told over the WebSocket, where browsers can read it.
pub(super) type Admission = Result<(Place, Option<Principal>), ErrorCode>;

pub(super) async fn admit(gateway: &Arc<Shared>, credentials: Credentials) -> Admission {
    let principal = match &gateway.authenticator {
        Some(authenticator) => {
            let known: Result<_, AuthError> = authenticator.authenticate(credentials).await;
            Some(known.map_err(|error| error.code())?)
        }
        None => None,
    };
    match Shared::take_place(gateway) {
        Some(place) => Ok((place, principal)),
        None => Err(ErrorCode::TooManyConnections),
    }
}

/// A connection between its HTTP request and its first frame.
pub(super) struct Pending {
    pub(super) gateway: Arc<Shared>,
    pub(super) module: Arc<ModuleCore>,
    pub(super) encoding: Encoding,
    pub(super) window: Option<u8>,
    pub(super) admission: Admission,
}

impl Pending {
    /// Boxed, so that the task that lives as long as the connection is as small as can be.
    pub(super) async fn run(self, upgrading: OnUpgrade) {
        let Some((task, place)) = Box::pin(self.open(upgrading)).await else {
            return;
        };
        Box::pin(task.run()).await;
        drop(place);
    }

    async fn open(self, upgrading: OnUpgrade) -> Option<(Task, Option<OpenConn>)> {
        let upgraded = match upgrading.await {
            Ok(upgraded) => upgraded,
            Err(error) => {
                tracing::debug!(%error, "an upgrade failed");
                return None;
            }
        };
        let (reader, sink, early) = split(upgraded);
        let (id, connection) = self.gateway.next_id();
        let (place, refusal, principal) = match self.admission {
            Ok((place, principal)) => (Some(place), None, principal),
            Err(code) => (None, Some(code), None),
        };
        let caller = Caller(Arc::new(CallerData {
            connection,
            module: self.module.spec.module,
            principal,
        }));
        let conn = Conn::new(ConnParts {
            id,
            caller,
            variant: Variant {
                encoding: self.encoding,
                // Updates are made with the largest window; who asked for a smaller one gets them uncompressed.
                deflate: self.window == Some(15),
            },
            deflate_window: self.window,
            module: self.module,
            gateway: self.gateway,
            sink,
        });
        let open = OpenConn::new(&conn, place);
        match refusal {
            Some(code) => session::refuse(&conn, code),
            None => open.join_events(),
        }
        Some((Task::new(conn, reader, early), Some(open)))
    }
}

/// Takes the socket back out of HTTP's hands, with what HTTP had read ahead.
fn split(upgraded: Upgraded) -> (Reader, Sink, Bytes) {
    let tcp = match upgraded.downcast::<TokioIo<TcpStream>>() {
        Ok(parts) => Ok((parts.io, parts.read_buf)),
        Err(upgraded) => {
            downcast_auto::<TokioIo<TcpStream>>(upgraded).map(|parts| (parts.io, parts.read_buf))
        }
    };
    match tcp {
        Ok((io, early)) => {
            let stream = io.into_inner();
            if let Err(error) = stream.set_nodelay(true) {
                tracing::debug!(%error, "a socket keeps its delay");
            }
            let (read, write) = stream.into_split();
            (Reader::Tcp(read), Sink::Tcp(write), early)
        }
        Err(upgraded) => (
            Reader::Other(Box::new(TokioIo::new(upgraded))),
            Sink::Task,
            Bytes::new(),
        ),
    }
}

/// Registers a connection for as long as its task lives, however that ends.
struct OpenConn {
    conn: Arc<Conn>,
    events: Mutex<Option<crate::hub::Seat>>,
    _place: Option<Place>,
}

impl OpenConn {
    fn new(conn: &Arc<Conn>, place: Option<Place>) -> Self {
        let counters = &conn.module.counters;
        counters.connections.add(1);
        counters.connections_total.add(1);
        conn.shard().attach(Arc::clone(conn));
        conn.gateway.watch();
        tracing::debug!(
            connection = conn.caller.connection_id(),
            module = conn.caller.module(),
            "connected"
        );
        Self {
            conn: Arc::clone(conn),
            events: Mutex::new(None),
            _place: place,
        }
    }

    /// Server events reach the connection from now on.
    fn join_events(&self) {
        let seat = self.conn.module.broadcast.join(&self.conn, |_| {});
        *lock(&self.events) = Some(seat);
    }
}

impl Drop for OpenConn {
    fn drop(&mut self) {
        let conn = &self.conn;
        let code = conn.with_out(|out| {
            let code = out.close_code().unwrap_or(1006);
            out.shut();
            code
        });
        if let Some(seat) = lock(&self.events).take() {
            conn.module.broadcast.leave(&seat);
        }
        session::release(conn);
        conn.shard().detach(conn);
        conn.module.counters.connections.sub(1);
        conn.module.counters.closed(code);
        tracing::debug!(
            connection = conn.caller.connection_id(),
            code,
            "disconnected"
        );
    }
}
