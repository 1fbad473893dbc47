//! The example application of specwire: a simulated market and a paper broker behind the generated routers.
//!
//! ```text
//! market  a simulated exchange        \
//! desk    a paper broker's books       > pure: no sockets, no tasks, no clock
//! view    their values, in the words of the schema
//! live    both set in motion
//! modules the generated service traits, implemented
//! app     everything together; serve: listening, signals
//! ```

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod app;
pub mod auth;
pub mod cli;
pub mod config;
pub mod desk;
pub mod live;
pub mod logging;
pub mod market;
pub mod modules;
pub mod serve;
pub mod view;

pub use app::{App, app};
pub use serve::{RunError, run};
