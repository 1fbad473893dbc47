//! A load on a bench server of its own process: what an update costs that server, and how long it takes.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::client::{self, Reader};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// What is done to the server, and for how long.
struct Scenario {
    name: &'static str,
    subscribers: u64,
    topics: u64,
    pace: Pace,
}

#[derive(Clone, Copy)]
enum Pace {
    /// Bursts of so many, the next as soon as the one before the last has arrived everywhere.
    Bursts(u64),
    /// So many a second.
    Rate(u32),
}

const SCENARIOS: [Scenario; 5] = [
    Scenario {
        name: "1,000 subscribers, one publish after another",
        subscribers: 1_000,
        topics: 1,
        pace: Pace::Bursts(1),
    },
    Scenario {
        name: "the same in bursts of 16",
        subscribers: 1_000,
        topics: 1,
        pace: Pace::Bursts(16),
    },
    Scenario {
        name: "100 publishes a second to 1,000",
        subscribers: 1_000,
        topics: 1,
        pace: Pace::Rate(100),
    },
    Scenario {
        name: "5,000 subscribers",
        subscribers: 5_000,
        topics: 1,
        pace: Pace::Bursts(1),
    },
    Scenario {
        name: "1,000 topics with 5 subscribers each",
        subscribers: 5_000,
        topics: 1_000,
        pace: Pace::Rate(4_000),
    },
];
const WARM_UP: Duration = Duration::from_secs(1);
const MEASURED: Duration = Duration::from_secs(4);
const IDLE: u64 = 10_000;

/// Prints a row for each scenario.
pub(crate) async fn run() -> Result<()> {
    println!("| scenario | us CPU an update | updates a second | p50 ms | p99 ms |");
    println!("| --- | --- | --- | --- | --- |");
    for scenario in &SCENARIOS {
        let server = Server::start()?;
        let figures = measure(&server, scenario).await?;
        let Figures {
            cost,
            rate,
            p50,
            p99,
        } = figures;
        println!(
            "| {} | {cost:.2} | {rate:.0} | {p50:.1} | {p99:.1} |",
            scenario.name
        );
    }
    println!(
        "\nAn idle connection takes {} bytes ({IDLE} held).",
        idle().await?
    );
    Ok(())
}

/// A bench server as a process of its own, ended with this value.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start() -> Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        let out = child.stdout.take().ok_or("no output")?;
        BufReader::new(out).read_line(&mut line)?;
        let address = line
            .trim()
            .rsplit('/')
            .next()
            .ok_or("no address")?
            .to_owned();
        Ok(Self { child, address })
    }

    fn read(&self, file: &str) -> Result<String> {
        Ok(std::fs::read_to_string(format!(
            "/proc/{}/{file}",
            self.child.id()
        ))?)
    }

    /// Microseconds of processor time used so far.
    fn cpu(&self) -> Result<f64> {
        let stat = self.read("stat")?;
        let (_, fields) = stat.rsplit_once(')').ok_or("no such statistics")?;
        let ticks = |field: &str| field.parse::<f64>();
        let mut fields = fields.split_whitespace().skip(11);
        let (user, system) = (
            fields.next().ok_or("no time")?,
            fields.next().ok_or("no time")?,
        );
        // The kernel tells hundredths of a second.
        Ok((ticks(user)? + ticks(system)?) * 1e4)
    }

    fn memory(&self) -> Result<u64> {
        let status = self.read("status")?;
        let line = status
            .lines()
            .find(|line| line.starts_with("VmRSS:"))
            .ok_or("no memory")?;
        Ok(line
            .split_whitespace()
            .nth(1)
            .ok_or("no memory")?
            .parse::<u64>()?
            * 1024)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Figures {
    cost: f64,
    rate: f64,
    p50: f64,
    p99: f64,
}

/// What the subscribers have got so far.
struct Tally {
    since: Instant,
    got: AtomicU64,
    delays: UnboundedSender<u32>,
}

async fn measure(server: &Server, scenario: &Scenario) -> Result<Figures> {
    let (delays, mut seen) = unbounded_channel();
    let tally = Arc::new(Tally {
        since: Instant::now(),
        got: AtomicU64::new(0),
        delays,
    });
    for n in 0..scenario.subscribers {
        let reader = client::subscribe(&server.address, n % scenario.topics).await?;
        tokio::spawn(follow(reader, Arc::clone(&tally)));
    }
    let mut publisher = client::connect(&server.address).await?;
    let load = Load {
        scenario,
        tally: &tally,
    };
    let mut published = 0;
    load.keep_up(&mut publisher, &mut published, WARM_UP)
        .await?;
    while seen.try_recv().is_ok() {}
    let (cpu, got, at) = (
        server.cpu()?,
        tally.got.load(Ordering::Relaxed),
        Instant::now(),
    );
    load.keep_up(&mut publisher, &mut published, MEASURED)
        .await?;
    let got = (tally.got.load(Ordering::Relaxed) - got) as f64;
    let cost = (server.cpu()? - cpu) / got;
    let rate = got / at.elapsed().as_secs_f64();
    let (p50, p99) = percentiles(&mut seen);
    Ok(Figures {
        cost,
        rate,
        p50,
        p99,
    })
}

fn percentiles(seen: &mut UnboundedReceiver<u32>) -> (f64, f64) {
    let mut delays = Vec::new();
    while let Ok(delay) = seen.try_recv() {
        delays.push(delay);
    }
    delays.sort_unstable();
    let at = |share: f64| {
        let index = (delays.len() as f64 * share) as usize;
        delays
            .get(index)
            .map_or(0.0, |&micros| f64::from(micros) / 1e3)
    };
    (at(0.5), at(0.99))
}

async fn follow(mut reader: Reader, tally: Arc<Tally>) {
    while let Ok(updates) = reader.updates().await {
        let now = tally.since.elapsed().as_micros() as u64;
        tally.got.fetch_add(updates.len() as u64, Ordering::Relaxed);
        for sent in updates {
            let _ = tally
                .delays
                .send(u32::try_from(now.saturating_sub(sent)).unwrap_or(u32::MAX));
        }
    }
}

struct Load<'a> {
    scenario: &'a Scenario,
    tally: &'a Tally,
}

impl Load<'_> {
    async fn keep_up(
        &self,
        publisher: &mut client::Publisher,
        published: &mut u64,
        time: Duration,
    ) -> Result<()> {
        let end = Instant::now() + time;
        let mut ticks = match self.scenario.pace {
            Pace::Rate(rate) => Some(tokio::time::interval(Duration::from_secs(1) / rate)),
            Pace::Bursts(_) => None,
        };
        while Instant::now() < end {
            let burst = match (&mut ticks, self.scenario.pace) {
                (Some(ticks), _) => {
                    ticks.tick().await;
                    1
                }
                (None, Pace::Bursts(burst)) => {
                    self.room(*published, burst).await;
                    burst
                }
                (None, Pace::Rate(_)) => return Ok(()),
            };
            let now = self.tally.since.elapsed().as_micros() as u64;
            let topics = (0..burst).map(|n| (*published + n) % self.scenario.topics);
            publisher.publish(topics, now).await?;
            *published += burst;
        }
        // What is under way belongs to the time measured.
        let due = *published * self.scenario.subscribers / self.scenario.topics;
        while self.tally.got.load(Ordering::Relaxed) < due {
            tokio::task::yield_now().await;
        }
        Ok(())
    }

    /// Waits until all but the last burst have arrived everywhere.
    async fn room(&self, published: u64, burst: u64) {
        let due = published.saturating_sub(burst) * self.scenario.subscribers;
        while self.tally.got.load(Ordering::Relaxed) < due {
            tokio::task::yield_now().await;
        }
    }
}

/// Bytes that the server holds for a connection that does nothing.
async fn idle() -> Result<u64> {
    let server = Server::start()?;
    drop(client::connect(&server.address).await?);
    let before = server.memory()?;
    let mut held = Vec::new();
    for _ in 0..IDLE {
        held.push(client::connect(&server.address).await?);
    }
    Ok((server.memory()?.saturating_sub(before)) / held.len() as u64)
}
