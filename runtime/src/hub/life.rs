//! The life of one topic as a pure state machine: when its service's first and last calls are due.

/// Where a topic stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Nothing was started. A topic that comes back to this is done and is dropped.
    Idle,
    /// The first call is at work.
    Starting,
    /// Started; subscribers are served.
    Running,
    /// The last call is at work.
    Stopping,
}

/// A call that is due. Only one is ever at work for a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Call {
    Start,
    Stop,
}

/// What a new holder gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Joined {
    /// It is the first: call start, and it waits for that.
    Start,
    /// It waits for the call at work.
    Wait,
    /// It is served at once.
    Serve,
}

/// What follows the end of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// Serve all that wait.
    Serve,
    /// Refuse all that hold the topic, then drop it.
    Refuse,
    /// Refuse all that hold the topic, then call stop.
    RefuseAndStop,
    /// Make the next call.
    Call(Call),
    /// The topic is done.
    Drop,
}

/// The state of one topic. The number of holders is kept by its owner and handed in.
#[derive(Debug)]
pub(crate) struct Life {
    phase: Phase,
    /// The service failed while its first call was still at work.
    broken: bool,
}

impl Life {
    pub(crate) const fn new() -> Self {
        Self {
            phase: Phase::Idle,
            broken: false,
        }
    }

    pub(crate) const fn phase(&self) -> Phase {
        self.phase
    }

    /// A holder was added.
    pub(crate) fn join(&mut self) -> Joined {
        match self.phase {
            Phase::Idle => {
                self.phase = Phase::Starting;
                self.broken = false;
                Joined::Start
            }
            Phase::Starting | Phase::Stopping => Joined::Wait,
            Phase::Running => Joined::Serve,
        }
    }

    /// A holder was taken away, `left` remain.
    pub(crate) fn leave(&mut self, left: usize) -> Option<Call> {
        if left == 0 && self.phase == Phase::Running {
            self.phase = Phase::Stopping;
            return Some(Call::Stop);
        }
        None
    }

    /// The first call ended.
    pub(crate) fn started(&mut self, fine: bool, holders: usize) -> Next {
        debug_assert_eq!(self.phase, Phase::Starting);
        if !fine {
            self.phase = Phase::Idle;
            return Next::Refuse;
        }
        if self.broken {
            self.phase = Phase::Stopping;
            return Next::RefuseAndStop;
        }
        if holders == 0 {
            self.phase = Phase::Stopping;
            return Next::Call(Call::Stop);
        }
        self.phase = Phase::Running;
        Next::Serve
    }

    /// The last call ended.
    pub(crate) fn stopped(&mut self, holders: usize) -> Next {
        debug_assert_eq!(self.phase, Phase::Stopping);
        self.broken = false;
        if holders == 0 {
            self.phase = Phase::Idle;
            return Next::Drop;
        }
        self.phase = Phase::Starting;
        Next::Call(Call::Start)
    }

    /// The service gave the topic up. True where its holders have to be refused and stop is due now.
    pub(crate) fn fail(&mut self) -> bool {
        match self.phase {
            Phase::Running => {
                self.phase = Phase::Stopping;
                true
            }
            Phase::Starting => {
                self.broken = true;
                false
            }
            Phase::Idle | Phase::Stopping => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What can happen to a topic; what cannot happen where it stands is passed over.
    #[derive(Debug, Clone, Copy)]
    enum Event {
        Join,
        Leave,
        Fail,
        Started(bool),
        Stopped,
    }

    const EVENTS: [Event; 6] = [
        Event::Join,
        Event::Leave,
        Event::Fail,
        Event::Started(true),
        Event::Started(false),
        Event::Stopped,
    ];

    /// The owner of a life, and what its service has seen.
    #[derive(Debug)]
    struct Owner {
        life: Life,
        holders: usize,
        at_work: Option<Call>,
        /// Started and not stopped.
        up: bool,
    }

    impl Owner {
        fn call(&mut self, call: Call) {
            assert_eq!(self.at_work, None, "two calls at once");
            assert_eq!(self.up, call == Call::Stop, "{call:?} out of order");
            self.at_work = Some(call);
        }

        /// True where the event could happen.
        fn takes(&mut self, event: Event) -> bool {
            match event {
                Event::Join if self.holders < 2 => {
                    self.holders += 1;
                    match self.life.join() {
                        Joined::Start => self.call(Call::Start),
                        Joined::Serve => assert!(self.up && self.at_work.is_none()),
                        Joined::Wait => assert!(self.at_work.is_some(), "waits for nothing"),
                    }
                }
                Event::Leave if self.holders > 0 => {
                    self.holders -= 1;
                    if let Some(call) = self.life.leave(self.holders) {
                        self.call(call);
                    }
                }
                Event::Fail if self.life.phase() != Phase::Idle => {
                    if self.life.fail() {
                        self.holders = 0;
                        self.call(Call::Stop);
                    }
                }
                Event::Started(fine) if self.at_work == Some(Call::Start) => {
                    self.at_work = None;
                    self.up = fine;
                    let next = self.life.started(fine, self.holders);
                    self.follow(next);
                }
                Event::Stopped if self.at_work == Some(Call::Stop) => {
                    self.at_work = None;
                    self.up = false;
                    let next = self.life.stopped(self.holders);
                    self.follow(next);
                }
                _ => return false,
            }
            true
        }

        fn follow(&mut self, next: Next) {
            match next {
                Next::Serve => assert!(self.up && self.holders > 0, "nobody to serve"),
                Next::Refuse => self.holders = 0,
                Next::RefuseAndStop => {
                    self.holders = 0;
                    self.call(Call::Stop);
                }
                Next::Call(call) => self.call(call),
                Next::Drop => assert!(!self.up && self.holders == 0),
            }
        }

        /// Whoever holds a topic is served or waits; nothing is up that nobody holds.
        fn is_sound(&self) {
            if self.at_work.is_none() {
                assert_eq!(self.up, self.holders > 0, "{self:?}");
                assert_eq!(self.up, self.life.phase() == Phase::Running, "{self:?}");
            }
        }
    }

    #[test]
    fn every_course_of_eight_events() {
        let courses = EVENTS.len().pow(8);
        for course in 0..courses {
            let mut owner = Owner {
                life: Life::new(),
                holders: 0,
                at_work: None,
                up: false,
            };
            let mut rest = course;
            for _ in 0..8 {
                if !owner.takes(EVENTS[rest % EVENTS.len()]) {
                    break;
                }
                owner.is_sound();
                rest /= EVENTS.len();
            }
        }
    }
}
