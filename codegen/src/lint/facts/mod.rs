//! What several rules need to know of a document, asked once and worded nowhere.

pub(crate) mod avro;
pub(crate) mod client;
pub(crate) mod components;
pub(crate) mod conjunction;
pub(crate) mod edits;
pub(crate) mod entries;
pub(crate) mod guess;
pub(crate) mod hidden;
pub(crate) mod mend;
pub(crate) mod messages;
pub(crate) mod names;
pub(crate) mod operations;
pub(crate) mod params;
pub(crate) mod recursion;
pub(crate) mod required;
pub(crate) mod routes;
pub(crate) mod schemas;
pub(crate) mod security;
pub(crate) mod templates;
pub(crate) mod values;
