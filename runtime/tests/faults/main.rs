//! Faults, each on real sockets, one at a time: afterwards nothing is left of it, and a steady listener has got every
//! update in order meanwhile.

#![allow(clippy::unwrap_used, unreachable_pub)]
// The client and the desk are those of the other suite, and not all of them is used here.
#![allow(dead_code)]

#[path = "../it/client.rs"]
mod client;
mod crowds;
#[path = "../it/desk.rs"]
mod desk;
mod ends;
mod frames;
mod peers;
mod scene;
mod services;
#[path = "../it/stopped.rs"]
mod stopped;
