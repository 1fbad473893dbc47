//! The door for generated code: what `generated/` is written against. Applications use the crate's root instead.

use std::future::Future;

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use crate::auth::Caller;
pub use crate::error::ServiceError;
pub use crate::module::{Module, ModuleBuilder};
pub use crate::publish::{EventSink, Publisher};

/// A document as it was bundled at generation.
#[derive(Debug, Clone, Copy)]
pub struct Spec {
    /// The module's name: the file stem of its document.
    pub module: &'static str,
    /// `info.title`.
    pub title: &'static str,
    /// `info.version`.
    pub version: &'static str,
    /// SHA-256 of `json`, in hex.
    pub hash: &'static str,
    /// The bundled document, JSON.
    pub json: &'static str,
    /// The bundled document, YAML.
    pub yaml: &'static str,
    /// The docs page, HTML.
    pub docs: &'static str,
}

/// A route: the messages `NAME.subscribe`, `NAME.unsubscribe`, their responses, and `NAME.update`.
#[derive(Debug, Clone, Copy)]
pub struct RouteInfo {
    /// The route's name on the wire.
    pub name: &'static str,
    /// New subscribers get the topic's last value (`x-replay-last`).
    pub replay_last: bool,
    /// A slow consumer gets only the newest value of a topic (`x-conflate`).
    pub conflate: bool,
}

/// A request of the client's.
#[derive(Debug, Clone, Copy)]
pub struct RequestInfo {
    /// The `type` of the request.
    pub name: &'static str,
    /// The `type` of the reply, where there is one.
    pub reply: Option<&'static str>,
}

/// A request that the runtime answers by itself (`x-runtime`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Builtin {
    /// Echoes its payload.
    Ping {
        request: &'static str,
        reply: &'static str,
    },
    /// `{connectionId, module, version, hash, topics}`.
    SessionInfo {
        request: &'static str,
        reply: &'static str,
    },
    /// `{topics}`: what the connection holds.
    SessionSubscriptions {
        request: &'static str,
        reply: &'static str,
    },
    /// Gives up every topic; `{status, message, topics}` names those given up.
    SessionClear {
        request: &'static str,
        reply: &'static str,
    },
}

impl Builtin {
    /// The `type` of the request and of its reply.
    #[must_use]
    pub const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Ping { request, reply }
            | Self::SessionInfo { request, reply }
            | Self::SessionSubscriptions { request, reply }
            | Self::SessionClear { request, reply } => (request, reply),
        }
    }
}

/// Where the updates of a route come from: a service's trait for that route, behind a common face.
pub trait Source: Send + Sync + 'static {
    /// What identifies one topic.
    type Params: DeserializeOwned + Serialize + Clone + Send + Sync + 'static;
    /// What is published.
    type Update: Serialize + Send + Sync + 'static;

    /// May this caller subscribe? Asked for every subscription, before anything is started.
    fn authorize(
        &self,
        caller: &Caller,
        params: &Self::Params,
    ) -> impl Future<Output = Result<(), ServiceError>> + Send;

    /// The topic gained its first subscriber.
    fn start(
        &self,
        params: Self::Params,
        publisher: Publisher<Self::Update>,
    ) -> impl Future<Output = Result<(), ServiceError>> + Send;

    /// The topic lost its last subscriber.
    fn stop(&self, params: Self::Params) -> impl Future<Output = ()> + Send;
}
