//! The market's time: the wall's, but it never goes back.

use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::Instant;

use crate::market::Millis;

/// Milliseconds since 1970, never less than before.
pub fn now() -> Millis {
    static CLOCK: LazyLock<(Instant, Mutex<Onward>)> =
        LazyLock::new(|| (Instant::now(), Mutex::new(Onward::default())));
    let (start, onward) = &*CLOCK;
    let wall = jiff::Timestamp::now().as_millisecond();
    let ran = Millis::try_from(start.elapsed().as_millis()).unwrap_or(Millis::MAX);
    let mut onward = onward.lock().unwrap_or_else(PoisonError::into_inner);
    onward.at(wall, ran)
}

/// Follows the wall's clock forward. Where that is set back, time goes on from where it was, at the pace of a clock
/// that nobody can set, until the wall has caught up.
#[derive(Debug, Default)]
struct Onward {
    /// What both clocks said last.
    wall: Millis,
    ran: Millis,
    /// How far this is ahead of the wall.
    ahead: Millis,
}

impl Onward {
    fn at(&mut self, wall: Millis, ran: Millis) -> Millis {
        let ran = ran.max(self.ran);
        let jump = (wall - self.wall) - (ran - self.ran);
        if wall < self.wall {
            self.ahead -= jump;
        } else if jump > 0 {
            self.ahead -= jump.min(self.ahead);
        }
        (self.wall, self.ran) = (wall, ran);
        wall + self.ahead
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_follows_the_wall_forward_and_never_back() {
        let mut onward = Onward::default();
        let times = [
            (1_000, 0, 1_000),
            (1_100, 100, 1_100),
            // Set forward by an hour.
            (3_601_200, 200, 3_601_200),
            // Set back by two.
            (-3_598_700, 300, 3_601_300),
            (-3_598_600, 400, 3_601_400),
            // Again, in the same moment.
            (-9_000_000, 400, 3_601_400),
            // Put right: the hour is still to be caught up with.
            (1_500, 500, 3_601_500),
            (3_700_000, 600, 3_700_000),
        ];
        let mut last = Millis::MIN;
        for (wall, ran, told) in times {
            let now = onward.at(wall, ran);
            assert_eq!(now, told);
            assert!(now >= last);
            last = now;
        }
    }
}
