//! The gateway: modules, connections and their clock under one roof.

mod drain;
mod facts;
mod watch;

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Weak};
use std::time::SystemTime;

use crate::auth::Authenticator;
use crate::clock::{Clock, Wall};
use crate::config::{Config, seconds};
use crate::error::SetupError;
use crate::http;
use crate::hub::Hub;
use crate::module::{Module, ModuleCore};
use crate::ws;
use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::routing::{MethodRouter, any};

/// Serves modules: their WebSocket endpoints and everything around them.
#[must_use]
pub struct Gateway {
    config: Config,
    authenticator: Option<Box<dyn Authenticator>>,
    modules: Vec<Arc<ModuleCore>>,
    wall: Wall,
}

impl Gateway {
    /// A gateway without modules.
    pub fn new(config: Config) -> Self {
        Self {
            config,
            authenticator: None,
            modules: Vec::new(),
            wall: Clock::system(),
        }
    }

    /// Adds a module. Fails where its document and its code do not fit together, or its name is taken.
    pub fn mount(mut self, module: impl Into<Module>) -> Result<Self, SetupError> {
        let core = module.into().core?;
        let name = core.spec.module;
        if self.modules.iter().any(|held| held.spec.module == name) {
            return Err(SetupError::new(
                name,
                "a module of this name is mounted already",
            ));
        }
        self.modules.push(core);
        Ok(self)
    }

    /// Decides who may connect. Without one, everybody may.
    pub fn authenticator(mut self, authenticator: impl Authenticator) -> Self {
        self.authenticator = Some(Box::new(authenticator));
        self
    }

    /// Tells the time of day from elsewhere, for tests.
    #[doc(hidden)]
    pub fn wall_clock(mut self, wall: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.wall = Box::new(wall);
        self
    }

    /// Everything is set: what can be served.
    pub fn open(self) -> Site {
        Site {
            shared: Arc::new(Shared {
                hub: Hub::new(&self.config),
                config: self.config,
                authenticator: self.authenticator,
                modules: self.modules,
                clock: Clock::new(self.wall),
                seed: RandomState::new().hash_one(0_u64),
                next: AtomicU64::new(1),
                places: AtomicUsize::new(0),
                leaving: AtomicBool::new(false),
                draining: AtomicBool::new(false),
                watched: AtomicBool::new(false),
            }),
        }
    }
}

/// An open gateway. Cheap to clone.
#[derive(Clone)]
pub struct Site {
    pub(crate) shared: Arc<Shared>,
}

impl Site {
    /// Every path of the server: sockets, documents, docs, statistics.
    pub fn router(&self) -> Router {
        let sockets = self.shared.modules.iter().map(|module| {
            let path = format!("/api/v1/{}/ws", module.spec.module);
            (path, self.socket_of(Arc::clone(module)))
        });
        http::router(
            Arc::clone(&self.shared) as Arc<dyn http::Facts>,
            sockets.collect(),
        )
    }

    /// The WebSocket endpoint of one module, to be put at a path of one's own.
    #[must_use]
    pub fn socket(&self, module: &str) -> Option<MethodRouter> {
        let core = self
            .shared
            .modules
            .iter()
            .find(|held| held.spec.module == module)?;
        Some(self.socket_of(Arc::clone(core)))
    }

    fn socket_of(&self, module: Arc<ModuleCore>) -> MethodRouter {
        let shared = Arc::clone(&self.shared);
        any(move |request: Request<Body>| {
            ws::upgrade(Arc::clone(&shared), Arc::clone(&module), request)
        })
    }

    /// A WebSocket endpoint that sends every message back, for conformance tools.
    pub fn echo(&self) -> MethodRouter {
        self.socket_of(Arc::new(ModuleCore::echo()))
    }

    /// `/api/v1/health` says from now on that the server goes down. Connections are taken until [`Self::drain`].
    pub fn begin_drain(&self) {
        self.shared.leaving.store(true, Ordering::Release);
    }

    /// Sends every connection away: tells each when to come back, flushes, closes, stops the topics. Returns when
    /// all is done, or after the configured time. New connections are refused from the start.
    pub async fn drain(&self) {
        drain::drain(&self.shared).await;
    }
}

/// What all connections share.
pub(crate) struct Shared {
    pub(crate) config: Config,
    pub(crate) hub: Hub,
    pub(crate) authenticator: Option<Box<dyn Authenticator>>,
    modules: Vec<Arc<ModuleCore>>,
    pub(crate) clock: Clock,
    seed: u64,
    next: AtomicU64,
    places: AtomicUsize,
    /// Load balancers are told to look elsewhere.
    leaving: AtomicBool,
    /// Nobody is let in any more.
    draining: AtomicBool,
    watched: AtomicBool,
}

impl Shared {
    /// Milliseconds since the gateway was opened, on a clock that no one can set.
    pub(crate) fn now(&self) -> u64 {
        u64::try_from(self.clock.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    pub(crate) fn is_draining(&self) -> bool {
        self.draining.load(Ordering::Acquire)
    }

    pub(crate) fn is_leaving(&self) -> bool {
        self.leaving.load(Ordering::Acquire)
    }

    /// A connection's number, and its name for people.
    pub(crate) fn next_id(&self) -> (u64, String) {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        (number, format!("{:016x}-{number:x}", self.seed))
    }

    /// A place for one more connection, given back when it is dropped.
    pub(crate) fn take_place(shared: &Arc<Self>) -> Option<Place> {
        let max = shared.config.limits.max_connections;
        let taken = shared.places.fetch_add(1, Ordering::AcqRel);
        let place = Place(Arc::clone(shared));
        (taken < max).then_some(place)
    }

    /// Sees to it that time passes for connections.
    pub(crate) fn watch(self: &Arc<Self>) {
        if !self.watched.swap(true, Ordering::AcqRel) {
            let shared: Weak<Self> = Arc::downgrade(self);
            tokio::spawn(watch::watch(shared));
        }
    }

    fn times(&self) -> ws::Times {
        let millis = |value| u64::try_from(seconds(value).as_millis()).unwrap_or(u64::MAX);
        let config = &self.config;
        ws::Times {
            heartbeat: millis(config.heartbeat_interval),
            lifespan: millis(config.max_connection_lifespan),
            close_timeout: millis(config.limits.close_timeout),
            timed_out: crate::codes::Close::timed_out(
                config.heartbeat_interval,
                config.max_connection_lifespan,
            ),
        }
    }
}

/// A connection's place among those that the server takes.
pub(crate) struct Place(Arc<Shared>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.places.fetch_sub(1, Ordering::AcqRel);
    }
}
