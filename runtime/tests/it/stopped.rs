//! A clock that moves only when it is moved.

use serde_json::Value;
use tokio::time::{Duration, advance};

use crate::desk::Server;

/// Stops tokio's clock. A thread that never ends keeps tokio from moving it on when everybody waits.
pub struct Stopped {
    _busy: std::sync::mpsc::Sender<()>,
}

impl Stopped {
    pub fn clock() -> Self {
        tokio::time::pause();
        let (busy, done) = std::sync::mpsc::channel();
        tokio::task::spawn_blocking(move || done.recv());
        Self { _busy: busy }
    }

    /// Lets time pass as it does: little by little, with everybody getting their turn.
    pub async fn pass(&self, time: Duration) {
        let step = Duration::from_millis(250);
        for _ in 0..time.div_duration_f64(step) as usize {
            advance(step).await;
            self.work().await;
        }
    }

    /// Moves the clock at once, as when the process or the machine stood still.
    pub async fn jump(&self, time: Duration) {
        advance(time).await;
        self.work().await;
    }

    pub async fn work(&self) {
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
    }

    pub async fn until(&self, server: &Server, fits: impl Fn(&Value) -> bool) {
        for _ in 0..100_000 {
            if fits(&server.stats().await) {
                return;
            }
            self.work().await;
        }
        panic!("never so: {}", server.stats().await);
    }
}
