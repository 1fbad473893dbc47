//! Builds a module from its document and the services behind it.

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::operation::{RequestOf, RouteOf};
use super::validate::Schemas;
use super::{Entry, Module, ModuleCore, Operation, Request, Route};
use crate::auth::Caller;
use crate::codegen::{Builtin, RequestInfo, RouteInfo, Source, Spec};
use crate::error::{ServiceError, SetupError};
use crate::hub::{Registry, Run};
use crate::publish::EventSink;
use crate::stats::Counters;

/// Collects the routes and requests of a module. Faults are kept until the module is mounted.
pub struct ModuleBuilder {
    spec: Spec,
    routes: Vec<Route>,
    requests: Vec<Request>,
    operations: Vec<(Box<str>, Operation)>,
}

impl ModuleBuilder {
    pub(super) fn new(spec: Spec) -> Self {
        Self {
            spec,
            routes: Vec::new(),
            requests: Vec::new(),
            operations: Vec::new(),
        }
    }

    /// Adds a route with params `P` and updates `U`.
    #[must_use]
    pub fn route<P, U>(
        mut self,
        info: RouteInfo,
        source: impl Source<Params = P, Update = U>,
    ) -> Self {
        let index = self.routes.len();
        let name = info.name;
        self.operations.push((
            format!("{name}.subscribe").into(),
            Operation::Subscribe(index),
        ));
        self.operations.push((
            format!("{name}.unsubscribe").into(),
            Operation::Unsubscribe(index),
        ));
        self.routes.push(Route {
            info,
            subscribe_response: format!("{name}.subscribe.response").into(),
            unsubscribe_response: format!("{name}.unsubscribe.response").into(),
            source: Box::new(RouteOf::new(source)),
        });
        self
    }

    /// Adds a request with payload `P` and reply `R`. With no payload `P` is `()`, with no reply `R` is.
    #[must_use]
    pub fn request<P, R, F, Fut>(mut self, info: RequestInfo, handler: F) -> Self
    where
        P: DeserializeOwned + Send + 'static,
        R: Serialize + Send + Sync + 'static,
        F: Fn(Caller, P) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<R, ServiceError>> + Send + 'static,
    {
        let index = self.requests.len();
        self.operations
            .push((info.name.into(), Operation::Request(index)));
        self.requests.push(Request {
            info,
            handler: Box::new(RequestOf::new(handler)),
        });
        self
    }

    /// Adds a request that the runtime answers by itself.
    #[must_use]
    pub fn builtin(mut self, builtin: Builtin) -> Self {
        let (request, _) = builtin.names();
        self.operations
            .push((request.into(), Operation::Builtin(builtin)));
        self
    }

    /// The module. Its document is read here; what does not fit is reported by `Gateway::mount`.
    #[must_use]
    pub fn build(self) -> Module {
        let counters = Arc::new(Counters::default());
        let broadcast = Arc::new(Run::broadcast(Arc::clone(&counters)));
        Module {
            spec: self.spec,
            events: EventSink::new(Arc::clone(&broadcast)),
            core: self.finish(broadcast, counters).map(Arc::new),
        }
    }

    fn finish(
        self,
        broadcast: Arc<Run>,
        counters: Arc<Counters>,
    ) -> Result<ModuleCore, SetupError> {
        let fault = |message: String| SetupError::new(self.spec.module, message);
        let schemas = Schemas::read(self.spec.json).map_err(fault)?;
        let mut entries = HashMap::with_capacity(self.operations.len());
        for (name, operation) in self.operations {
            let validator = schemas.payload_validator(&name).map_err(fault)?;
            let entry = Entry {
                operation,
                validator,
            };
            if entries.insert(name.clone(), entry).is_some() {
                return Err(fault(format!("message `{name}` is registered twice")));
            }
        }
        Ok(ModuleCore {
            spec: self.spec,
            entries,
            routes: self.routes,
            requests: self.requests,
            topics: Arc::new(Registry::default()),
            broadcast,
            counters,
            echo: false,
        })
    }
}
