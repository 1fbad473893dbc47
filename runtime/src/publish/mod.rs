//! Publishing: what a service holds to send updates, and helpers that thin them out.

mod adapters;

use std::future::Future;
use std::marker::PhantomData;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use serde::Serialize;
use tokio::task::JoinHandle;

pub use adapters::{Batch, Conflate, Threshold};

use crate::envelope::write_envelope;
use crate::error::ServiceError;
use crate::hub::Run;

/// Sends the updates of one topic. Cheap to clone; works from any thread; outlives its topic harmlessly.
pub struct Publisher<T: ?Sized> {
    run: Arc<Run>,
    update: PhantomData<fn(&T)>,
}

impl<T: ?Sized> Clone for Publisher<T> {
    fn clone(&self) -> Self {
        Self::new(Arc::clone(&self.run))
    }
}

impl<T: ?Sized> std::fmt::Debug for Publisher<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Publisher")
            .field("topic", &self.topic())
            .finish_non_exhaustive()
    }
}

/// A task that unwinds with a publisher in hand was the topic's source: its subscribers are told.
impl<T: ?Sized> Drop for Publisher<T> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.run.fail(&ServiceError::panicked());
        }
    }
}

impl<T: ?Sized> Publisher<T> {
    pub(crate) fn new(run: Arc<Run>) -> Self {
        Self {
            run,
            update: PhantomData,
        }
    }

    /// The topic's name.
    #[must_use]
    pub fn topic(&self) -> &str {
        self.run.topic_name()
    }

    /// Whether anybody would get an update now.
    #[must_use]
    pub fn has_subscribers(&self) -> bool {
        self.run.has_subscribers()
    }

    /// Whether the topic was stopped: nothing that is published reaches anybody any more.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.run.is_closed()
    }

    /// Resolves once the topic was stopped.
    pub async fn closed(&self) {
        self.run.closed().await;
    }

    /// Gives the topic up: its subscribers get the error and hold it no longer, and `stop` is called.
    pub fn fail(&self, error: &ServiceError) {
        self.run.fail(error);
    }
}

impl<T: Serialize + ?Sized> Publisher<T> {
    /// Sends an update to every subscriber. Never waits for any of them.
    pub fn publish(&self, update: &T) {
        if let Some(names) = self.run.names() {
            self.run
                .push(&|encoding, out| names.write(encoding, out, update));
        }
    }
}

impl<T: Serialize + Send + Sync + 'static> Publisher<T> {
    /// Runs a task for as long as the topic lives. A panic in it ends the topic, with an error to its subscribers,
    /// and nothing else.
    pub fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) -> JoinHandle<()> {
        let publisher = self.clone();
        tokio::spawn(async move {
            let guarded = AssertUnwindSafe(task).catch_unwind();
            tokio::select! {
                () = publisher.closed() => {}
                result = guarded => if result.is_err() {
                    publisher.fail(&ServiceError::panicked());
                },
            }
        })
    }

    /// At most one update in `interval`; of those that come sooner the newest is kept and sent when its time comes.
    #[must_use]
    pub fn conflate(&self, interval: Duration) -> Conflate<T>
    where
        T: Clone,
    {
        Conflate::new(self.clone(), interval)
    }

    /// Only updates that differ enough from the last one sent, as `differs(last, new)` says. The first is always sent.
    #[must_use]
    pub fn threshold<F>(&self, differs: F) -> Threshold<T, F>
    where
        T: Clone,
        F: Fn(&T, &T) -> bool + Send + Sync,
    {
        Threshold::new(self.clone(), differs)
    }
}

impl<T: Serialize + Send + Sync + 'static> Publisher<Vec<T>> {
    /// Collects items and sends them together: when there are `items` of them, or the oldest is `delay` old.
    #[must_use]
    pub fn batch(&self, items: usize, delay: Duration) -> Batch<T> {
        Batch::new(self.clone(), items, delay)
    }
}

/// Sends server events to every connection of a module. Cheap to clone.
#[derive(Clone)]
pub struct EventSink {
    run: Arc<Run>,
}

impl std::fmt::Debug for EventSink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EventSink").finish_non_exhaustive()
    }
}

impl EventSink {
    pub(crate) fn new(run: Arc<Run>) -> Self {
        Self { run }
    }

    /// Sends the event `name` to all connections that are open now.
    pub fn broadcast<T: Serialize + ?Sized>(&self, name: &str, payload: &T) {
        self.run.push(&|encoding, out| {
            write_envelope(
                encoding,
                out,
                name,
                |out| encoding.write(out, payload),
                None,
            )
        });
    }
}
