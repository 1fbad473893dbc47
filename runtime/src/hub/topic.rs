//! A topic: who holds it, and its service's first and last calls, one at a time.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Weak};

use futures_util::FutureExt;

use super::lane::Seat;
use super::life::{Call, Joined, Life, Next, Phase};
use super::registry::Registry;
use super::run::Run;
use crate::codes::ErrorCode;
use crate::envelope::UpdateNames;
use crate::error::ServiceError;
use crate::module::BoundTopic;
use crate::stats::Counters;
use crate::sync::{Mutex, Tasks, lock};
use crate::ws::{Conn, Tag};

pub(crate) struct Topic {
    name: Arc<str>,
    route: &'static str,
    replay_last: bool,
    conflate: bool,
    bound: Arc<dyn BoundTopic>,
    registry: Weak<Registry>,
    counters: Arc<Counters>,
    tasks: Tasks,
    state: Mutex<State>,
}

struct State {
    life: Life,
    holders: HashMap<u64, Holder>,
    run: Option<Arc<Run>>,
    /// Why the service gave up a topic that it was still starting.
    given_up: Option<ServiceError>,
    /// The topic left the registry; whoever still finds it looks again.
    dropped: bool,
}

struct Holder {
    conn: Arc<Conn>,
    /// Tells one subscription of a connection from a later one to the same topic.
    nonce: u64,
    seat: Option<Seat>,
}

/// What a topic is made of.
pub(crate) struct TopicParts {
    pub(crate) name: Arc<str>,
    pub(crate) route: &'static str,
    pub(crate) replay_last: bool,
    pub(crate) conflate: bool,
    pub(crate) bound: Arc<dyn BoundTopic>,
    pub(crate) counters: Arc<Counters>,
}

impl Topic {
    pub(crate) fn new(parts: TopicParts, registry: &Arc<Registry>) -> Arc<Self> {
        Arc::new(Self {
            name: parts.name,
            route: parts.route,
            replay_last: parts.replay_last,
            conflate: parts.conflate,
            bound: parts.bound,
            registry: Arc::downgrade(registry),
            counters: parts.counters,
            tasks: Tasks::current(),
            state: Mutex::new(State {
                life: Life::new(),
                holders: HashMap::new(),
                run: None,
                given_up: None,
                dropped: false,
            }),
        })
    }

    pub(crate) fn name(&self) -> &Arc<str> {
        &self.name
    }

    pub(crate) fn counters(&self) -> &Arc<Counters> {
        &self.counters
    }

    /// Adds a holder, if it still wants to be one; it is answered now or when the call at work ends. False where the
    /// topic is gone.
    pub(crate) fn join(self: &Arc<Self>, conn: &Arc<Conn>, nonce: u64) -> bool {
        let mut state = lock(&self.state);
        if state.dropped {
            return false;
        }
        let Some(standing) = conn.standing(&self.name, nonce) else {
            self.drop_idle(&mut state);
            return true;
        };
        let joined = state.life.join();
        if joined == Joined::Start {
            state.run = Some(self.new_run());
        }
        let stopping = state.life.phase() == Phase::Stopping;
        let seat = match &state.run {
            Some(run) if joined == Joined::Serve => {
                Some(run.join(conn, |replay| standing.confirm(replay)))
            }
            Some(run) if !stopping => Some(run.join(conn, |_| {})),
            _ => None,
        };
        let holder = Holder {
            conn: Arc::clone(conn),
            nonce,
            seat,
        };
        state.holders.insert(conn.id(), holder);
        self.counters.subscriptions.add(1);
        drop(state);
        if joined == Joined::Start {
            self.drive(Call::Start);
        }
        true
    }

    /// Takes a holder away, if it is still there.
    pub(crate) fn leave(self: &Arc<Self>, conn: u64, nonce: u64) {
        let mut state = lock(&self.state);
        if state
            .holders
            .get(&conn)
            .is_none_or(|holder| holder.nonce != nonce)
        {
            return;
        }
        let holder = state.holders.remove(&conn);
        self.counters.subscriptions.sub(1);
        if let (Some(run), Some(seat)) = (
            &state.run,
            holder.as_ref().and_then(|holder| holder.seat.as_ref()),
        ) {
            run.leave(seat);
        }
        let left = state.holders.len();
        let call = state.life.leave(left);
        if call.is_some() {
            close_run(&mut state);
        }
        drop(state);
        if let Some(call) = call {
            self.drive(call);
        }
    }

    /// The service gave up the run that it was given.
    pub(crate) fn fail(self: &Arc<Self>, run: &Arc<Run>, error: &ServiceError) {
        let mut state = lock(&self.state);
        if !state
            .run
            .as_ref()
            .is_some_and(|held| Arc::ptr_eq(held, run))
            || run.is_closed()
        {
            return;
        }
        tracing::warn!(topic = %self.name, %error, "a service gave up its topic");
        if state.life.fail() {
            self.evict(&mut state, error);
            drop(state);
            self.drive(Call::Stop);
        } else {
            state.given_up = Some(error.clone());
        }
    }

    /// Whether updates are made ready for nobody.
    #[cfg(all(test, feature = "model"))]
    pub(crate) fn has_idle_lane(&self) -> bool {
        let run = lock(&self.state).run.clone();
        run.is_some_and(|run| run.has_idle_lane())
    }

    /// Writes what was published and has not yet been written.
    pub(crate) fn flush(&self) {
        let run = lock(&self.state).run.clone();
        if let Some(run) = run {
            run.flush();
        }
    }

    /// Drops a topic that was made and that nobody joined.
    pub(crate) fn drop_if_idle(self: &Arc<Self>) {
        self.drop_idle(&mut lock(&self.state));
    }

    fn drop_idle(&self, state: &mut State) {
        if state.life.phase() == Phase::Idle && state.holders.is_empty() && !state.dropped {
            self.drop_from_registry(state);
        }
    }

    fn new_run(self: &Arc<Self>) -> Arc<Run> {
        let names = UpdateNames::new(self.route, &self.name);
        let tag = if self.conflate {
            Tag::next()
        } else {
            Tag::NONE
        };
        Arc::new(Run::of_topic(self, names, tag, self.replay_last))
    }

    /// Makes the call that is due, and those that follow from it. One such task exists for a topic at any time.
    fn drive(self: &Arc<Self>, first: Call) {
        let topic = Arc::clone(self);
        self.tasks.spawn(async move {
            let mut due = Some(first);
            while let Some(call) = due {
                due = match call {
                    Call::Start => topic.start().await,
                    Call::Stop => topic.stop().await,
                };
            }
        });
    }

    async fn start(self: &Arc<Self>) -> Option<Call> {
        let run = {
            let mut state = lock(&self.state);
            state.given_up = None;
            state.run.clone()?
        };
        let call = AssertUnwindSafe(async { self.bound.start(run).await }).catch_unwind();
        let result = call.await.unwrap_or_else(|_| Err(ServiceError::panicked()));
        let mut state = lock(&self.state);
        let holders = state.holders.len();
        match state.life.started(result.is_ok(), holders) {
            Next::Serve => return self.serve(&mut state),
            Next::Refuse => {
                let error = result.err().unwrap_or_else(ServiceError::panicked);
                tracing::warn!(topic = %self.name, %error, "a topic did not start");
                self.evict(&mut state, &error);
                self.drop_from_registry(&mut state);
            }
            Next::RefuseAndStop => {
                let error = state.given_up.take();
                self.evict(&mut state, &error.unwrap_or_else(ServiceError::panicked));
                return Some(Call::Stop);
            }
            Next::Call(call) => {
                close_run(&mut state);
                return Some(call);
            }
            Next::Drop => self.drop_from_registry(&mut state),
        }
        None
    }

    async fn stop(self: &Arc<Self>) -> Option<Call> {
        let call = AssertUnwindSafe(async { self.bound.stop().await }).catch_unwind();
        if call.await.is_err() {
            tracing::error!(topic = %self.name, "a service panicked while it stopped a topic");
        }
        let mut state = lock(&self.state);
        let holders = state.holders.len();
        match state.life.stopped(holders) {
            Next::Call(call) => {
                self.restart(&mut state);
                Some(call)
            }
            _ => {
                self.drop_from_registry(&mut state);
                None
            }
        }
    }

    /// Answers everybody who waited, then lets the updates go that came meanwhile.
    fn serve(&self, state: &mut State) -> Option<Call> {
        let State { holders, run, .. } = state;
        holders.retain(|_, holder| {
            let standing = holder.conn.standing(&self.name, holder.nonce);
            if let Some(standing) = standing {
                let seated = run.as_ref().zip(holder.seat.as_ref());
                standing.confirm(seated.and_then(|(run, seat)| run.missed(&holder.conn, seat)));
                return true;
            }
            // It is on its way out, and no update may reach it on that way.
            self.counters.subscriptions.sub(1);
            if let (Some(run), Some(seat)) = (&run, &holder.seat) {
                run.leave(seat);
            }
            false
        });
        let call = state.life.leave(state.holders.len());
        match (&call, &state.run) {
            (Some(_), _) => close_run(state),
            (None, Some(run)) => run.release(),
            (None, None) => {}
        }
        call
    }

    /// Seats those who came while the last call was at work in a run of their own.
    fn restart(self: &Arc<Self>, state: &mut State) {
        let run = self.new_run();
        for holder in state.holders.values_mut() {
            holder.seat = Some(run.join(&holder.conn, |_| {}));
        }
        state.run = Some(run);
    }

    /// Takes the topic from everybody who holds it.
    fn evict(&self, state: &mut State, error: &ServiceError) {
        for (_, holder) in state.holders.drain() {
            self.counters.subscriptions.sub(1);
            if let (Some(run), Some(seat)) = (&state.run, &holder.seat) {
                run.leave(seat);
            }
            let refusal = ErrorCode::StartFailed;
            holder.conn.lost(&self.name, holder.nonce, error, refusal);
        }
        close_run(state);
    }

    fn drop_from_registry(&self, state: &mut State) {
        close_run(state);
        state.dropped = true;
        if let Some(registry) = self.registry.upgrade() {
            registry.remove(&self.name);
        }
    }
}

fn close_run(state: &mut State) {
    if let Some(run) = state.run.take() {
        run.close();
    }
}
