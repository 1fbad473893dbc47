//! A shard: the connections and lanes that one task writes for.

use std::collections::VecDeque;
use std::sync::Arc;

use futures_util::task::AtomicWaker;

use super::lane::Lane;
use crate::config::Compression;
use crate::sync::atomic::{AtomicBool, Ordering};
use crate::sync::{Mutex, lock, spawn, yield_now};
use crate::ws::Conn;

/// Sockets written to before other tasks get their turn.
pub(super) const SLICE: usize = 64;

pub(crate) struct Shard {
    pub(crate) compression: Compression,
    dirty: Mutex<Vec<Arc<Lane>>>,
    listed: AtomicBool,
    waker: AtomicWaker,
    running: AtomicBool,
    stopped: AtomicBool,
    connections: Mutex<Vec<Arc<Conn>>>,
}

impl Shard {
    pub(crate) fn new(compression: Compression) -> Self {
        Self {
            compression,
            dirty: Mutex::new(Vec::new()),
            listed: AtomicBool::new(false),
            waker: AtomicWaker::new(),
            running: AtomicBool::new(false),
            stopped: AtomicBool::new(false),
            connections: Mutex::new(Vec::new()),
        }
    }

    /// A lane has something to write.
    pub(crate) fn list(&self, lane: Arc<Lane>) {
        lock(&self.dirty).push(lane);
        if !self.listed.swap(true, Ordering::AcqRel) {
            self.waker.wake();
        }
    }

    pub(crate) fn stop(&self) {
        self.stopped.store(true, Ordering::Release);
        self.waker.wake();
    }

    /// Adds a connection; the writing task starts with the first.
    pub(crate) fn attach(self: &Arc<Self>, conn: Arc<Conn>) {
        if !self.running.swap(true, Ordering::AcqRel) {
            spawn(Arc::clone(self).run());
        }
        let mut connections = lock(&self.connections);
        conn.set_place(connections.len());
        connections.push(conn);
    }

    pub(crate) fn detach(&self, conn: &Arc<Conn>) {
        let mut connections = lock(&self.connections);
        let place = conn.place();
        if !connections
            .get(place)
            .is_some_and(|held| Arc::ptr_eq(held, conn))
        {
            return;
        }
        connections.swap_remove(place);
        if let Some(moved) = connections.get(place) {
            moved.set_place(place);
        }
        if connections.capacity() > 64 && connections.len() < connections.capacity() / 4 {
            connections.shrink_to_fit();
        }
    }

    /// The connections as they are now.
    pub(crate) fn connections(&self) -> Vec<Arc<Conn>> {
        lock(&self.connections).clone()
    }

    /// Calls `look` for each connection.
    pub(crate) fn for_each(&self, mut look: impl FnMut(&Arc<Conn>)) {
        lock(&self.connections).iter().for_each(&mut look);
    }

    async fn run(self: Arc<Self>) {
        let mut active = VecDeque::new();
        let mut corked = Vec::new();
        while self.next(&mut active).await {
            let mut cork = (active.len() > 1).then_some(&mut corked);
            let mut budget = SLICE;
            while budget > 0 {
                let Some(lane) = active.pop_front() else {
                    break;
                };
                if lane.flush(&mut budget, cork.as_deref_mut()) {
                    active.push_back(lane);
                }
            }
            for conn in corked.drain(..) {
                conn.uncork();
            }
            if !active.is_empty() {
                yield_now().await;
            }
        }
        self.running.store(false, Ordering::Release);
    }

    /// Takes over the lanes that were listed; waits for some where none is left. False once the hub is gone.
    async fn next(&self, active: &mut VecDeque<Arc<Lane>>) -> bool {
        std::future::poll_fn(|cx| {
            use std::task::Poll;
            if self.stopped.load(Ordering::Acquire) {
                return Poll::Ready(false);
            }
            if active.is_empty() {
                self.waker.register(cx.waker());
            }
            self.listed.store(false, Ordering::Release);
            active.extend(lock(&self.dirty).drain(..));
            if !active.is_empty() {
                return Poll::Ready(true);
            }
            if self.stopped.load(Ordering::Acquire) {
                Poll::Ready(false)
            } else {
                Poll::Pending
            }
        })
        .await
    }
}
