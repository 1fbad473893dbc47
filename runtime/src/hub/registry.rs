//! The topics of a module, by name, in enough parts that connections seldom meet at one lock.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use super::topic::Topic;
use crate::sync::{Mutex, lock};

const PARTS: usize = 32;

pub(crate) struct Registry {
    hasher: RandomState,
    parts: [Mutex<HashMap<Arc<str>, Arc<Topic>>>; PARTS],
}

impl Default for Registry {
    fn default() -> Self {
        Self {
            hasher: RandomState::new(),
            parts: std::array::from_fn(|_| Mutex::default()),
        }
    }
}

impl Registry {
    fn part(&self, name: &str) -> &Mutex<HashMap<Arc<str>, Arc<Topic>>> {
        let index = usize::try_from(self.hasher.hash_one(name) % PARTS as u64).unwrap_or(0);
        &self.parts[index]
    }

    /// The topic of this name, made where there is none.
    pub(crate) fn get_or_make(&self, name: &str, make: impl FnOnce() -> Arc<Topic>) -> Arc<Topic> {
        let mut part = lock(self.part(name));
        if let Some(topic) = part.get(name) {
            return Arc::clone(topic);
        }
        let topic = make();
        part.insert(Arc::clone(topic.name()), Arc::clone(&topic));
        topic
    }

    /// Called by the topic itself, which holds its own lock: a dropped topic is never found again.
    pub(crate) fn remove(&self, name: &str) {
        lock(self.part(name)).remove(name);
    }

    /// The topics as they are now.
    pub(crate) fn topics(&self) -> Vec<Arc<Topic>> {
        let mut topics = Vec::new();
        for part in &self.parts {
            topics.extend(lock(part).values().cloned());
        }
        topics
    }

    pub(crate) fn len(&self) -> usize {
        self.parts.iter().map(|part| lock(part).len()).sum()
    }
}
