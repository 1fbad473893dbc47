//! A module: one document's routes and requests, bound to the services that implement them.

mod builder;
mod operation;
mod validate;

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

pub use builder::ModuleBuilder;
pub(crate) use operation::{BoundTopic, BoxFuture, ErasedRequest, ErasedRoute, Reply};
pub(crate) use validate::Validator;

use crate::codegen::{Builtin, RequestInfo, RouteInfo, Spec};
use crate::error::SetupError;
use crate::hub::{Registry, Run};
use crate::publish::EventSink;
use crate::stats::Counters;

/// One document bound to its services, ready to be mounted on a gateway.
pub struct Module {
    pub(crate) core: Result<Arc<ModuleCore>, SetupError>,
    pub(crate) spec: Spec,
    events: EventSink,
}

impl Module {
    /// Starts a module of this document.
    #[must_use]
    pub fn builder(spec: Spec) -> ModuleBuilder {
        ModuleBuilder::new(spec)
    }

    /// Where server events are sent to every connection of the module.
    #[must_use]
    pub fn events(&self) -> EventSink {
        self.events.clone()
    }

    /// The document.
    #[must_use]
    pub fn spec(&self) -> &Spec {
        &self.spec
    }
}

impl fmt::Debug for Module {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Module")
            .field("name", &self.spec.module)
            .finish_non_exhaustive()
    }
}

/// What connections of a module share.
pub(crate) struct ModuleCore {
    pub(crate) spec: Spec,
    pub(crate) entries: HashMap<Box<str>, Entry>,
    pub(crate) routes: Vec<Route>,
    pub(crate) requests: Vec<Request>,
    pub(crate) topics: Arc<Registry>,
    pub(crate) broadcast: Arc<Run>,
    pub(crate) counters: Arc<Counters>,
    /// No protocol at all: every message is sent back.
    pub(crate) echo: bool,
}

impl ModuleCore {
    /// A module that sends every message back.
    pub(crate) fn echo() -> Self {
        let counters = Arc::new(Counters::default());
        Self {
            spec: Spec {
                module: "echo",
                title: "Echo",
                version: "",
                hash: "",
                json: "",
                yaml: "",
                docs: "",
            },
            entries: HashMap::new(),
            routes: Vec::new(),
            requests: Vec::new(),
            topics: Arc::new(Registry::default()),
            broadcast: Arc::new(Run::broadcast(Arc::clone(&counters))),
            counters,
            echo: true,
        }
    }
}

/// A message that clients may send.
pub(crate) struct Entry {
    pub(crate) operation: Operation,
    pub(crate) validator: Validator,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Operation {
    Subscribe(usize),
    Unsubscribe(usize),
    Request(usize),
    Builtin(Builtin),
}

pub(crate) struct Route {
    pub(crate) info: RouteInfo,
    pub(crate) subscribe_response: Box<str>,
    pub(crate) unsubscribe_response: Box<str>,
    pub(crate) source: Box<dyn ErasedRoute>,
}

pub(crate) struct Request {
    pub(crate) info: RequestInfo,
    pub(crate) handler: Box<dyn ErasedRequest>,
}
