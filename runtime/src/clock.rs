//! Two clocks: one for people, which anybody may set at any time, and one for whatever has to last.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::time::Instant;

/// What tells the time of day.
pub(crate) type Wall = Box<dyn Fn() -> SystemTime + Send + Sync>;

pub(crate) struct Clock {
    opened: Instant,
    wall: Wall,
}

impl Clock {
    /// The system's time of day. No span of time may be taken from it: it goes back when somebody sets it.
    #[expect(clippy::disallowed_methods, reason = "the one place that asks for it")]
    pub(crate) fn system() -> Wall {
        Box::new(SystemTime::now)
    }

    pub(crate) fn new(wall: Wall) -> Self {
        Self {
            opened: Instant::now(),
            wall,
        }
    }

    /// How long the clock has run. Nobody can set this.
    pub(crate) fn elapsed(&self) -> Duration {
        self.opened.elapsed()
    }

    /// The time of day, in milliseconds since 1970, to be shown.
    pub(crate) fn of_day(&self) -> u64 {
        let since = (self.wall)().duration_since(UNIX_EPOCH).unwrap_or_default();
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    }
}
