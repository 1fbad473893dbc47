//! The real server process, spoken to over real sockets.

#![allow(clippy::unwrap_used)]

mod auth;
mod broker;
mod codes;
mod config;
mod datafeed;
mod harness;
mod leaks;
mod modules;
mod rest;
mod shutdown;
mod spec;
