//! Typed services behind untyped faces, so that a connection can call any of them.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::auth::Caller;
use crate::codegen::Source;
use crate::encoding::{EncodeError, Encoding};
use crate::error::ServiceError;
use crate::hub::Run;
use crate::publish::Publisher;

pub(crate) type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A route whose types are hidden.
pub(crate) trait ErasedRoute: Send + Sync {
    /// Gives the params their type, and the topic its calls.
    fn bind(&self, params: Value) -> Result<Arc<dyn BoundTopic>, serde_json::Error>;
}

/// One topic of a route: its service with its typed params.
pub(crate) trait BoundTopic: Send + Sync {
    fn authorize<'a>(&'a self, caller: &'a Caller) -> BoxFuture<'a, Result<(), ServiceError>>;
    fn start(&self, run: Arc<Run>) -> BoxFuture<'_, Result<(), ServiceError>>;
    fn stop(&self) -> BoxFuture<'_, ()>;
}

pub(super) struct RouteOf<S> {
    source: Arc<S>,
}

impl<S> RouteOf<S> {
    pub(super) fn new(source: S) -> Self {
        Self {
            source: Arc::new(source),
        }
    }
}

impl<S: Source> ErasedRoute for RouteOf<S> {
    fn bind(&self, params: Value) -> Result<Arc<dyn BoundTopic>, serde_json::Error> {
        let params = serde_json::from_value(params)?;
        Ok(Arc::new(TopicOf {
            source: Arc::clone(&self.source),
            params,
        }))
    }
}

struct TopicOf<S: Source> {
    source: Arc<S>,
    params: S::Params,
}

impl<S: Source> BoundTopic for TopicOf<S> {
    fn authorize<'a>(&'a self, caller: &'a Caller) -> BoxFuture<'a, Result<(), ServiceError>> {
        Box::pin(self.source.authorize(caller, &self.params))
    }

    fn start(&self, run: Arc<Run>) -> BoxFuture<'_, Result<(), ServiceError>> {
        Box::pin(self.source.start(self.params.clone(), Publisher::new(run)))
    }

    fn stop(&self) -> BoxFuture<'_, ()> {
        Box::pin(self.source.stop(self.params.clone()))
    }
}

/// A reply that any encoding can write.
pub(crate) trait Reply: Send + Sync {
    fn write(&self, encoding: Encoding, out: &mut Vec<u8>) -> Result<(), EncodeError>;
}

impl<T: Serialize + Send + Sync> Reply for T {
    fn write(&self, encoding: Encoding, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        encoding.write(out, self)
    }
}

pub(crate) type ReplyResult = Result<Box<dyn Reply>, ServiceError>;

/// A request whose types are hidden.
pub(crate) trait ErasedRequest: Send + Sync {
    /// The call, or why the payload has not the request's type.
    fn call(
        &self,
        caller: Caller,
        payload: Value,
    ) -> Result<BoxFuture<'static, ReplyResult>, serde_json::Error>;
}

pub(super) struct RequestOf<F, P> {
    handler: F,
    payload: PhantomData<fn(P)>,
}

impl<F, P> RequestOf<F, P> {
    pub(super) fn new(handler: F) -> Self {
        Self {
            handler,
            payload: PhantomData,
        }
    }
}

impl<P, R, F, Fut> ErasedRequest for RequestOf<F, P>
where
    P: DeserializeOwned + Send + 'static,
    R: Serialize + Send + Sync + 'static,
    F: Fn(Caller, P) -> Fut + Send + Sync,
    Fut: Future<Output = Result<R, ServiceError>> + Send + 'static,
{
    fn call(
        &self,
        caller: Caller,
        payload: Value,
    ) -> Result<BoxFuture<'static, ReplyResult>, serde_json::Error> {
        let future = (self.handler)(caller, serde_json::from_value(payload)?);
        Ok(Box::pin(async move {
            future.await.map(|reply| Box::new(reply) as Box<dyn Reply>)
        }))
    }
}
