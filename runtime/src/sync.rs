//! What tasks share state and spawn with. The model test puts a scheduler of its own underneath, which tries the
//! orders in which they can meet.

#[cfg(feature = "model")]
pub(crate) use shuttle::sync::{Mutex, MutexGuard, atomic};
#[cfg(not(feature = "model"))]
pub(crate) use std::sync::{Mutex, MutexGuard, atomic};

use std::sync::PoisonError;

/// A lock that a panicking holder does not poison: every critical section leaves its data whole.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(not(feature = "model"))]
pub(crate) use tokio::{Tasks, spawn, yield_now};

#[cfg(not(feature = "model"))]
mod tokio {
    use std::future::Future;

    use ::tokio::runtime::Handle;
    pub(crate) use ::tokio::task::yield_now;

    /// Spawns from threads that know of no runtime.
    pub(crate) struct Tasks(Handle);

    impl Tasks {
        pub(crate) fn current() -> Self {
            Self(Handle::current())
        }

        pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
            self.0.spawn(task);
        }
    }

    pub(crate) fn spawn(task: impl Future<Output = ()> + Send + 'static) {
        ::tokio::spawn(task);
    }
}

#[cfg(feature = "model")]
pub(crate) use model::{Tasks, spawn, yield_now};

#[cfg(feature = "model")]
mod model {
    use std::future::Future;

    pub(crate) use shuttle::future::yield_now;

    pub(crate) struct Tasks;

    impl Tasks {
        pub(crate) fn current() -> Self {
            Self
        }

        #[expect(clippy::unused_self, reason = "as the one for tokio")]
        pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
            spawn(task);
        }
    }

    pub(crate) fn spawn(task: impl Future<Output = ()> + Send + 'static) {
        drop(shuttle::future::spawn(task));
    }
}
