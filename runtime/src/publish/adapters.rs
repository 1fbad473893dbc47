//! Fewer updates for the same news: conflation, thresholds, batches.

use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use tokio::runtime::Handle;
use tokio::time::Instant;

use super::Publisher;
use crate::sync::{Mutex, lock};

/// Made by [`Publisher::conflate`].
#[derive(Debug)]
pub struct Conflate<T> {
    publisher: Publisher<T>,
    interval: Duration,
    state: Arc<Mutex<Pace<T>>>,
}

#[derive(Debug)]
struct Pace<T> {
    /// When the next update may be sent.
    due: Option<Instant>,
    /// The newest update that came too soon. Where there is one, a task waits to send it.
    kept: Option<T>,
}

impl<T: Serialize + Clone + Send + Sync + 'static> Conflate<T> {
    pub(super) fn new(publisher: Publisher<T>, interval: Duration) -> Self {
        let pace = Pace {
            due: None,
            kept: None,
        };
        Self {
            publisher,
            interval,
            state: Arc::new(Mutex::new(pace)),
        }
    }

    /// Sends the update now if its time has come, else keeps it in place of any kept before. Call it from tokio.
    pub fn publish(&self, update: &T) {
        let mut pace = lock(&self.state);
        if pace.kept.is_some() {
            pace.kept = Some(update.clone());
            return;
        }
        let now = Instant::now();
        match pace.due {
            Some(due) if due > now => {
                pace.kept = Some(update.clone());
                drop(pace);
                self.send_at(due);
            }
            _ => {
                pace.due = now.checked_add(self.interval);
                self.publisher.publish(update);
            }
        }
    }

    fn send_at(&self, due: Instant) {
        let (publisher, state, interval) = (
            self.publisher.clone(),
            Arc::clone(&self.state),
            self.interval,
        );
        spawn(async move {
            tokio::select! {
                () = tokio::time::sleep_until(due) => {}
                () = publisher.closed() => {}
            }
            let mut pace = lock(&state);
            if let Some(update) = pace.kept.take() {
                pace.due = Instant::now().checked_add(interval);
                publisher.publish(&update);
            }
        });
    }
}

/// Made by [`Publisher::threshold`].
#[derive(Debug)]
pub struct Threshold<T, F> {
    publisher: Publisher<T>,
    differs: F,
    last: Mutex<Option<T>>,
}

impl<T, F> Threshold<T, F>
where
    T: Serialize + Clone + Send + Sync + 'static,
    F: Fn(&T, &T) -> bool + Send + Sync,
{
    pub(super) fn new(publisher: Publisher<T>, differs: F) -> Self {
        Self {
            publisher,
            differs,
            last: Mutex::new(None),
        }
    }

    /// Sends the update if it differs enough from the last one sent. True where it was sent.
    pub fn publish(&self, update: &T) -> bool {
        let mut last = lock(&self.last);
        let send = last
            .as_ref()
            .is_none_or(|last| (self.differs)(last, update));
        if send {
            *last = Some(update.clone());
            self.publisher.publish(update);
        }
        send
    }
}

/// Made by [`Publisher::batch`].
#[derive(Debug)]
pub struct Batch<T> {
    publisher: Publisher<Vec<T>>,
    items: usize,
    delay: Duration,
    state: Arc<Mutex<Pending<T>>>,
}

#[derive(Debug)]
struct Pending<T> {
    items: Vec<T>,
    /// Counts the batches sent, so that a late timer leaves the next batch alone.
    batch: u64,
}

impl<T> Pending<T> {
    fn take(&mut self) -> Vec<T> {
        self.batch += 1;
        std::mem::take(&mut self.items)
    }
}

impl<T: Serialize + Send + Sync + 'static> Batch<T> {
    pub(super) fn new(publisher: Publisher<Vec<T>>, items: usize, delay: Duration) -> Self {
        let pending = Pending {
            items: Vec::new(),
            batch: 0,
        };
        Self {
            publisher,
            items: items.max(1),
            delay,
            state: Arc::new(Mutex::new(pending)),
        }
    }

    /// Adds an item; sends the batch when it is full. Call it from tokio.
    pub fn push(&self, item: T) {
        let mut pending = lock(&self.state);
        pending.items.push(item);
        if pending.items.len() >= self.items {
            let full = pending.take();
            self.publisher.publish(&full);
        } else if pending.items.len() == 1 {
            let batch = pending.batch;
            drop(pending);
            self.send_later(batch);
        }
    }

    /// Sends what was collected, if anything was.
    pub fn flush(&self) {
        let mut pending = lock(&self.state);
        if !pending.items.is_empty() {
            let items = pending.take();
            self.publisher.publish(&items);
        }
    }

    fn send_later(&self, batch: u64) {
        let (publisher, state) = (self.publisher.clone(), Arc::clone(&self.state));
        // Counted from now, not from when the task has its first turn.
        let due = Instant::now().checked_add(self.delay);
        spawn(async move {
            tokio::select! {
                () = until(due) => {}
                () = publisher.closed() => {}
            }
            let mut pending = lock(&state);
            if pending.batch == batch && !pending.items.is_empty() {
                let items = pending.take();
                publisher.publish(&items);
            }
        });
    }
}

/// Never, where the time is beyond what clocks can tell.
async fn until(due: Option<Instant>) {
    match due {
        Some(due) => tokio::time::sleep_until(due).await,
        None => std::future::pending().await,
    }
}

fn spawn(task: impl Future<Output = ()> + Send + 'static) {
    match Handle::try_current() {
        Ok(runtime) => drop(runtime.spawn(task)),
        Err(error) => {
            tracing::error!(%error, "an update waits for a timer that only tokio has, and is dropped")
        }
    }
}
