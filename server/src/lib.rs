//! The example application of specwire: a simulated market and a paper broker behind the generated routers.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod desk;
pub mod market;
