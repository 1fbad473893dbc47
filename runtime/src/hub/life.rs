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
