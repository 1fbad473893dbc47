//! The runtime from outside: real sockets against a module made by hand.

#![allow(clippy::unwrap_used, unreachable_pub)]

mod client;
mod clock;
mod closing;
mod conformance;
mod deflate;
mod desk;
mod echo;
mod frames;
mod life;
mod limits;
mod publishing;
mod seeds;
mod stopped;
mod wire;
