//! Trees of files that are as they were when the workspace was last read.

use std::collections::HashMap;
use std::sync::Arc;

use crate::source::FileId;
use crate::yaml::{Limits, Parsed};

/// What was read, by the numbers that the files had. A file that moves in the order is read anew.
#[derive(Debug, Default, Clone)]
pub struct Cache {
    known: HashMap<FileId, Arc<Known>>,
}

#[derive(Debug)]
struct Known {
    name: String,
    text: Arc<str>,
    limits: Limits,
    parsed: Parsed,
}

impl Cache {
    /// The file as it was read last time, or as `read` reads it now.
    pub(super) fn parsed(
        &mut self,
        file: FileId,
        name: &str,
        text: &Arc<str>,
        limits: &Limits,
        read: impl FnOnce() -> Parsed,
    ) -> Parsed {
        let same = |known: &Known| {
            known.name == name && known.limits == *limits && known.text[..] == text[..]
        };
        if let Some(known) = self.known.get(&file).filter(|known| same(known)) {
            return known.parsed.clone();
        }
        let parsed = read();
        let known = Known {
            name: name.to_owned(),
            text: text.clone(),
            limits: *limits,
            parsed: parsed.clone(),
        };
        self.known.insert(file, Arc::new(known));
        parsed
    }
}
