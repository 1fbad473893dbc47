//! How many messages a connection may send: a bucket that fills at the configured rate.

use tokio::time::Instant;

use crate::config::Limits;

#[derive(Debug)]
pub(crate) struct Allowance {
    rate: f64,
    burst: f64,
    left: f64,
    at: Option<Instant>,
}

impl Allowance {
    pub(crate) fn new(limits: &Limits) -> Self {
        let burst = f64::from(limits.inbound_burst.max(1));
        Self {
            rate: limits.max_inbound_rate,
            burst,
            left: burst,
            at: None,
        }
    }

    /// Takes one message off. False where there is none left.
    pub(crate) fn take(&mut self) -> bool {
        if self.rate <= 0.0 {
            return true;
        }
        let now = Instant::now();
        if let Some(at) = self.at {
            self.left =
                (self.left + now.duration_since(at).as_secs_f64() * self.rate).min(self.burst);
        }
        self.at = Some(now);
        if self.left < 1.0 {
            return false;
        }
        self.left -= 1.0;
        true
    }
}
