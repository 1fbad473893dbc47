//! What a connection holds, as plain state: which topics, since when, and who waits for which answer.

mod allowance;
mod dispatch;
mod subscription;

use std::collections::HashMap;
use std::sync::Arc;

pub(crate) use allowance::Allowance;
pub(crate) use dispatch::{on_fault, on_message, refuse};
pub(crate) use subscription::release;

use crate::envelope::Id;
use crate::hub::Topic;

/// The mark of a message that waits for its answer; clients may send none.
pub(crate) type Mark = Option<Id>;

/// The subscriptions of one connection.
#[derive(Default)]
pub(crate) struct Session {
    held: HashMap<Arc<str>, Subscription>,
    /// Numbers the subscriptions in the order in which they were taken.
    next: u64,
    ended: bool,
}

/// One topic that a connection holds or waits for.
pub(crate) struct Subscription {
    pub(crate) nonce: u64,
    /// Index of the route in its module.
    pub(crate) route: usize,
    pub(crate) topic: Option<Arc<Topic>>,
    /// Who waits to be answered. Empty once the subscription holds.
    waiting: Vec<Mark>,
    settled: bool,
}

/// What becomes of a wish to subscribe.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    /// It is new, and goes on under this number.
    New(u64),
    /// The topic is held already.
    Held,
    /// It is answered together with an earlier one.
    Joined,
    /// No more topics for this connection.
    TooMany,
    /// The connection has ended.
    Ended,
}

impl Session {
    /// Notes a wish to subscribe. `mark` is taken where the answer comes later.
    pub(crate) fn wish(
        &mut self,
        topic: &Arc<str>,
        route: usize,
        mark: &mut Option<Mark>,
        max: usize,
    ) -> Wish {
        if self.ended {
            return Wish::Ended;
        }
        if let Some(subscription) = self.held.get_mut(topic) {
            if subscription.settled {
                return Wish::Held;
            }
            subscription.waiting.extend(mark.take());
            return Wish::Joined;
        }
        if self.held.len() >= max {
            return Wish::TooMany;
        }
        self.next += 1;
        let subscription = Subscription {
            nonce: self.next,
            route,
            topic: None,
            waiting: mark.take().into_iter().collect(),
            settled: false,
        };
        self.held.insert(Arc::clone(topic), subscription);
        Wish::New(self.next)
    }

    /// The subscription `nonce` of a topic, if it is still wanted.
    pub(crate) fn find(&mut self, topic: &str, nonce: u64) -> Option<&mut Subscription> {
        self.held
            .get_mut(topic)
            .filter(|subscription| subscription.nonce == nonce)
    }

    /// The subscription holds from now on: its route and who is to be told.
    pub(crate) fn settle(&mut self, topic: &str, nonce: u64) -> Option<(usize, Vec<Mark>)> {
        let subscription = self
            .find(topic, nonce)
            .filter(|subscription| !subscription.settled)?;
        subscription.settled = true;
        Some((
            subscription.route,
            std::mem::take(&mut subscription.waiting),
        ))
    }

    /// Forgets the subscription `nonce`.
    pub(crate) fn remove(&mut self, topic: &str, nonce: u64) -> Option<Subscription> {
        self.find(topic, nonce)?;
        self.held.remove(topic)
    }

    /// Forgets whatever subscription of the topic there is.
    pub(crate) fn give_up(&mut self, topic: &str) -> Option<Subscription> {
        self.held.remove(topic)
    }

    /// Forgets everything, in the order in which it was taken.
    pub(crate) fn clear(&mut self) -> Vec<(Arc<str>, Subscription)> {
        let mut all: Vec<_> = self.held.drain().collect();
        all.sort_unstable_by_key(|(_, subscription)| subscription.nonce);
        self.held = HashMap::new();
        all
    }

    /// The connection is gone: nothing can be taken any more.
    pub(crate) fn end(&mut self) -> Vec<(Arc<str>, Subscription)> {
        self.ended = true;
        self.clear()
    }

    /// The topics that hold, in the order in which they were taken.
    pub(crate) fn topics(&self) -> Vec<Arc<str>> {
        let settled = self
            .held
            .iter()
            .filter(|(_, subscription)| subscription.settled);
        let mut all: Vec<_> = settled
            .map(|(topic, subscription)| (subscription.nonce, topic))
            .collect();
        all.sort_unstable();
        all.into_iter()
            .map(|(_, topic)| Arc::clone(topic))
            .collect()
    }

    pub(crate) fn len(&self) -> usize {
        self.held.len()
    }
}

impl Subscription {
    pub(crate) fn is_settled(&self) -> bool {
        self.settled
    }

    pub(crate) fn take_waiting(&mut self) -> Vec<Mark> {
        std::mem::take(&mut self.waiting)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(session: &mut Session, topic: &str) -> Wish {
        session.wish(&topic.into(), 0, &mut Some(None), 2)
    }

    #[test]
    fn a_topic_is_taken_once_and_everybody_who_asked_is_answered() {
        let mut session = Session::default();
        assert_eq!(wish(&mut session, "a"), Wish::New(1));
        assert_eq!(wish(&mut session, "a"), Wish::Joined);
        let (_, waiting) = session.settle("a", 1).unwrap();
        assert_eq!(waiting.len(), 2);
        assert!(session.settle("a", 1).is_none());
        assert_eq!(wish(&mut session, "a"), Wish::Held);
        assert_eq!(wish(&mut session, "b"), Wish::New(2));
        assert_eq!(wish(&mut session, "c"), Wish::TooMany);
        assert_eq!(session.topics(), ["a".into()]);
    }

    #[test]
    fn an_old_number_touches_no_newer_subscription() {
        let mut session = Session::default();
        wish(&mut session, "a");
        session.give_up("a");
        assert_eq!(wish(&mut session, "a"), Wish::New(2));
        assert!(session.remove("a", 1).is_none());
        assert!(session.settle("a", 1).is_none());
        assert!(session.remove("a", 2).is_some());
    }

    #[test]
    fn nothing_is_taken_after_the_end() {
        let mut session = Session::default();
        wish(&mut session, "b");
        wish(&mut session, "a");
        let names: Vec<_> = session.end().into_iter().map(|(topic, _)| topic).collect();
        assert_eq!(names, ["b".into(), "a".into()]);
        assert_eq!(wish(&mut session, "a"), Wish::Ended);
    }
}
