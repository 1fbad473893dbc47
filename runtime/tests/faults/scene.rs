//! A server with a steady listener, and what the process holds before and after a fault.

use std::sync::{Arc, Mutex, PoisonError};

use peak_alloc::PeakAlloc;
use serde_json::{Value, json};
use specwire_runtime::{Config, Limits};
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;
use tokio::time::{Duration, sleep, timeout};

use crate::client::Client;
use crate::desk::Server;

/// The topic of the steady listener.
pub const STEADY: &str = "steady";
/// How many bytes may be held more, with everything given back: each thread keeps the compressor that it once needed,
/// and the desk its notes.
const SLACK: usize = 1024 * 1024;

/// Counts what is allocated. The resident pages of the process say less: they depend on what the allocator keeps.
#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// Faults come one after another: what the process holds is counted.
static ALONE: Mutex<()> = Mutex::new(());

/// Limits under which a fault is soon over.
pub fn impatient() -> Config {
    Config {
        heartbeat_interval: 0.5,
        limits: Limits {
            close_timeout: 0.25,
            max_queue_bytes: 200_000,
            max_inbound_rate: 0.0,
            ..Limits::default()
        },
        ..Config::default()
    }
}

/// What the process holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    tasks: usize,
    files: usize,
    bytes: usize,
}

impl Held {
    pub fn now() -> Self {
        Self {
            tasks: Handle::current().metrics().num_alive_tasks(),
            files: std::fs::read_dir("/proc/self/fd").unwrap().count(),
            bytes: HEAP.current_usage(),
        }
    }

    /// What is held once it no longer changes.
    pub async fn calm() -> Self {
        let mut last = Self::now();
        let mut alike = 0;
        while alike < 5 {
            sleep(Duration::from_millis(5)).await;
            let now = Self::now();
            let same = (now.tasks, now.files) == (last.tasks, last.files);
            alike = if same { alike + 1 } else { 0 };
            last = now;
        }
        last
    }

    /// No more is held now than this.
    pub fn no_less_than(self, now: &Self) {
        let (tasks, files) = (now.tasks <= self.tasks, now.files <= self.files);
        let memory = now.bytes <= self.bytes + SLACK;
        assert!(tasks && files && memory, "{self:?}, then {now:?}");
    }

    /// Waits until no more is held than was.
    pub async fn back(self) {
        let wait = async {
            loop {
                let now = Self::now();
                if now.tasks <= self.tasks && now.files <= self.files {
                    return now;
                }
                sleep(Duration::from_millis(2)).await;
            }
        };
        match timeout(Duration::from_secs(20), wait).await {
            Ok(now) => self.no_less_than(&now),
            Err(_) => panic!("{self:?}, then {:?}", Self::now()),
        }
    }
}

/// Runs a test while every other waits, and before it has a runtime: that holds files, too.
pub fn alone(runtime: &mut Builder, test: impl Future<Output = ()>) {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    runtime.enable_all().build().unwrap().block_on(test);
}

pub fn two_threads() -> Builder {
    let mut runtime = Builder::new_multi_thread();
    runtime.worker_threads(2);
    runtime
}

/// A listener that has to get every update in order, whatever happens to others.
pub struct Steady {
    client: Client,
    next: u64,
}

impl Steady {
    pub async fn start(server: &Server) -> Self {
        let mut client = Client::connect(&server.address).await;
        let answer = client.subscribe(STEADY).await;
        assert_eq!(answer["payload"]["status"], "ok");
        Self { client, next: 0 }
    }

    /// In the place of another, which leaves.
    pub fn after(self, other: Self) -> Self {
        drop(other);
        self
    }

    /// Publishes the next update and sees it come.
    pub async fn hear(&mut self, server: &Server) {
        server.desk.publish(STEADY, &json!(self.next));
        let update = self.client.json().await;
        assert_eq!(update["payload"]["payload"], self.next, "{update}");
        self.next += 1;
    }

    /// Goes on hearing until told to stop, and once more.
    async fn listen(mut self, server: &Server, mut stop: oneshot::Receiver<()>) -> Self {
        while stop.try_recv().is_err() {
            self.hear(server).await;
        }
        self.hear(server).await;
        self
    }
}

/// Nothing but the steady listener is left.
pub async fn settled(server: &Server) {
    server
        .until(|stats| {
            let one = ["connections", "topics", "subscriptions"];
            one.iter().all(|key| stats[key] == 1) && stats["queueBytes"] == 0
        })
        .await;
    let notes = server.desk.notes();
    let count = |what: &str| {
        let noted = notes.iter().filter_map(|note| note.strip_prefix(what));
        // These did not start, so they are not stopped.
        noted
            .filter(|name| !name.starts_with("panic") && !name.starts_with("fail"))
            .count()
    };
    assert_eq!(count("started "), count("stop ") + 1, "{notes:?}");
}

/// Lets a fault happen: once so that everything is warm, then so many times. Each time the steady listener gets its
/// updates in order, and nothing is left.
pub fn survives(config: Config, times: usize, fault: impl AsyncFn(&Server)) {
    alone(&mut two_threads(), repeat(config, times, fault));
}

async fn repeat(config: Config, times: usize, fault: impl AsyncFn(&Server)) {
    let server = Arc::new(Server::start(config).await);
    let mut steady = Steady::start(&server).await;
    let mut before = None;
    for _ in 0..=times {
        let (stop, stopped) = oneshot::channel();
        let held = Arc::clone(&server);
        let listening = tokio::spawn(async move { steady.listen(&held, stopped).await });
        fault(&server).await;
        stop.send(()).unwrap();
        steady = listening.await.unwrap();
        settled(&server).await;
        match before {
            None => before = Some(Held::calm().await),
            Some(held) => held.back().await,
        }
    }
}

/// The number under a key of the statistics.
pub fn count(stats: &Value, key: &str) -> u64 {
    stats[key].as_u64().unwrap_or_default()
}
