//! What an emitter hands over.

use std::collections::BTreeMap;

/// Path relative to the output folder, `/` between its parts, to text. Ordered, so that output is deterministic.
pub type FileSet = BTreeMap<String, String>;
