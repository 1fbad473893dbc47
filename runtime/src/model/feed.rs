//! A service whose calls take a random course and which notes that they come as promised.

use std::sync::{Arc, Mutex as Plain};

use serde::{Deserialize, Serialize};
use shuttle::future::yield_now;

use super::roll;
use crate::auth::Caller;
use crate::error::ServiceError;
use crate::publish::Publisher;
use crate::sync::{Mutex, lock};

/// A route with the one topic that the model has of it.
pub(super) struct Topic {
    pub(super) route: &'static str,
    pub(super) replay_last: bool,
    pub(super) conflate: bool,
}

pub(super) const TOPICS: [Topic; 3] = [
    Topic {
        route: "ticks",
        replay_last: false,
        conflate: false,
    },
    Topic {
        route: "latest",
        replay_last: true,
        conflate: false,
    },
    Topic {
        route: "newest",
        replay_last: false,
        conflate: true,
    },
];

#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Params {}

/// The `n`th update since the start number `run`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Update {
    pub(super) run: u64,
    pub(super) n: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Stage {
    #[default]
    Idle,
    Starting,
    Running,
    Stopping,
}

struct Pen {
    last: Update,
    /// The run that was given up last.
    failed: u64,
    publisher: Option<Publisher<Update>>,
    /// Of a run before: what it publishes must reach nobody.
    stale: Option<Publisher<Update>>,
}

#[derive(Default)]
struct Desk {
    stage: Plain<Stage>,
    pen: Mutex<Pen>,
}

impl Default for Pen {
    fn default() -> Self {
        Self {
            last: Update { run: 0, n: 0 },
            failed: 0,
            publisher: None,
            stale: None,
        }
    }
}

#[derive(Default)]
pub(super) struct Feed {
    desks: [Desk; TOPICS.len()],
}

impl Desk {
    fn stage(&self) -> Stage {
        *self.stage.lock().unwrap()
    }

    fn pass(&self, from: Stage, to: Stage) {
        let mut stage = self.stage.lock().unwrap();
        assert_eq!(*stage, from, "on the way to {to:?}");
        *stage = to;
    }

    fn publish(&self) {
        let mut pen = lock(&self.pen);
        if let Some(publisher) = pen.publisher.clone() {
            pen.last.n += 1;
            publisher.publish(&pen.last);
        }
        if let Some(stale) = &pen.stale {
            stale.publish(&Update { run: 0, n: 0 });
        }
    }

    fn put_down(&self) {
        let mut pen = lock(&self.pen);
        pen.stale = pen.publisher.take();
    }
}

impl Feed {
    /// What a service does by itself: publish, mostly.
    pub(super) fn work(&self) {
        let desk = &self.desks[roll(TOPICS.len() as u32) as usize];
        if roll(6) > 0 {
            return (0..=roll(3)).for_each(|_| desk.publish());
        }
        let publisher = {
            let mut pen = lock(&desk.pen);
            if pen.publisher.is_some() {
                pen.failed = pen.last.run;
            }
            pen.publisher.clone()
        };
        if let Some(publisher) = publisher {
            publisher.fail(&ServiceError::new("down", "the feed is down"));
        }
    }

    /// Whether the topic was given up since its last start.
    pub(super) fn is_down(&self, topic: usize) -> bool {
        let pen = lock(&self.desks[topic].pen);
        pen.failed == pen.last.run
    }

    /// The last update of a topic that was given out.
    pub(super) fn last(&self, topic: usize) -> Update {
        lock(&self.desks[topic].pen).last
    }

    pub(super) fn is_quiet(&self) -> bool {
        self.desks
            .iter()
            .all(|desk| matches!(desk.stage(), Stage::Idle | Stage::Running))
    }

    pub(super) fn all_stopped(&self) {
        for desk in &self.desks {
            assert_eq!(desk.stage(), Stage::Idle, "started and never stopped");
        }
    }
}

/// A route's face of the feed.
pub(super) struct Source {
    feed: Arc<Feed>,
    topic: usize,
}

impl Source {
    pub(super) fn new(feed: &Arc<Feed>, topic: usize) -> Self {
        Self {
            feed: Arc::clone(feed),
            topic,
        }
    }

    fn desk(&self) -> &Desk {
        &self.feed.desks[self.topic]
    }
}

async fn dawdle() {
    for _ in 0..roll(3) {
        yield_now().await;
    }
}

/// A panic that spares the test's output the words about it.
fn break_down() -> ! {
    std::panic::resume_unwind(Box::new(()))
}

impl crate::codegen::Source for Source {
    type Params = Params;
    type Update = Update;

    async fn authorize(&self, _: &Caller, _: &Params) -> Result<(), ServiceError> {
        dawdle().await;
        match roll(10) {
            0 => Err(ServiceError::forbidden("not for you")),
            1 => break_down(),
            _ => Ok(()),
        }
    }

    async fn start(&self, _: Params, publisher: Publisher<Update>) -> Result<(), ServiceError> {
        let desk = self.desk();
        desk.pass(Stage::Idle, Stage::Starting);
        {
            let mut pen = lock(&desk.pen);
            pen.last = Update {
                run: pen.last.run + 1,
                n: 0,
            };
            pen.publisher = Some(publisher);
        }
        if roll(2) == 0 {
            desk.publish();
        }
        dawdle().await;
        match roll(8) {
            fate @ 0..=1 => {
                desk.put_down();
                desk.pass(Stage::Starting, Stage::Idle);
                if fate == 0 {
                    break_down();
                }
                Err(ServiceError::failed("no such luck"))
            }
            _ => {
                desk.pass(Stage::Starting, Stage::Running);
                Ok(())
            }
        }
    }

    async fn stop(&self, _: Params) {
        let desk = self.desk();
        desk.pass(Stage::Running, Stage::Stopping);
        desk.put_down();
        dawdle().await;
        desk.pass(Stage::Stopping, Stage::Idle);
        if roll(8) == 0 {
            break_down();
        }
    }
}
