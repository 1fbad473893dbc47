//! The envelope `{type, payload?, id?}`: reading what clients send, writing what they get.

mod body;
mod fuzz;
mod read;
mod strict;
#[cfg(test)]
mod tests;
mod update;
mod write;

use serde_json::Value;
use serde_json::value::RawValue;

pub(crate) use body::{ErrorBody, SubscriptionReply};
#[doc(hidden)]
pub use fuzz::fuzz_envelope;
pub(crate) use read::{Inbound, decode};
pub(crate) use update::UpdateNames;
pub(crate) use write::write_envelope;

/// The client's own mark on a message, given back unchanged.
#[derive(Debug, Clone)]
pub(crate) enum Id {
    /// As it was written in JSON, to the last digit.
    Json(Box<RawValue>),
    Value(Value),
}
