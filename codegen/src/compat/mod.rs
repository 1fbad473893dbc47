//! Two documents -> what changed between them, and for whom it matters.
//!
//! The same change can break one direction and not the other: a member that is now required breaks old clients where
//! the server receives it, and nobody where the server sends it.

mod channels;
mod document;
mod kind;
mod messages;
mod replies;
mod schema;
mod security;
mod shape;
mod value;

use std::collections::{BTreeMap, HashSet};

pub use kind::{ALL, Class, Kind, Rule};

use crate::diag::{Diagnostic, Level};
use crate::doc::node::{At, Node};
use crate::doc::reference::Problem;
use crate::source::{SourceMap, Span};

/// Who sends the values that a schema describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// Server to client: old clients read what a new server writes.
    Sent,
    /// Client to server: a new server reads what old clients write.
    Received,
    Both,
}

impl Direction {
    pub const fn label(self) -> &'static str {
        match self {
            Self::Sent => "server to client",
            Self::Received => "client to server",
            Self::Both => "both directions",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub kind: Kind,
    pub class: Class,
    /// `None` for what no message carries: the title of a document.
    pub direction: Option<Direction>,
    /// Lower-case start, no full stop at the end.
    pub message: String,
    pub hint: Option<&'static str>,
    pub old: Option<Span>,
    pub new: Option<Span>,
}

/// Everything that changed from the document at `old` to the one at `new`, the worst first.
pub fn compare(old: Node<'_>, new: Node<'_>) -> Vec<Change> {
    let mut changes = Changes::default();
    document::compare(old, new, &mut changes);
    changes.finish()
}

/// Whether a reference below `root` has no target, so that part of the document is missing.
pub fn leads_nowhere(root: Node<'_>) -> bool {
    let missing = |at: &At| {
        let target = root.project.node(*at).target();
        matches!(target, Some(Err(problem)) if !matches!(problem, Problem::Remote))
    };
    document::reached(root.project, vec![root.at])
        .iter()
        .any(missing)
}

/// What makes two findings the same change.
type Identity = (Kind, Option<Span>, Option<Span>, String);

/// Collects changes; one that is found from several messages is kept once.
#[derive(Debug, Default)]
struct Changes {
    found: BTreeMap<Identity, (Class, Option<Direction>)>,
}

impl Changes {
    fn add(
        &mut self,
        kind: Kind,
        direction: Option<Direction>,
        places: (Option<Span>, Option<Span>),
        message: String,
    ) {
        let class = kind.class(direction);
        self.add_as(class, kind, direction, places, message);
    }

    fn add_as(
        &mut self,
        class: Class,
        kind: Kind,
        direction: Option<Direction>,
        (old, new): (Option<Span>, Option<Span>),
        message: String,
    ) {
        let known = self
            .found
            .entry((kind, old, new, message))
            .or_insert((class, direction));
        if known.1 != direction && direction.is_some() {
            // Where it matters more is what people need to hear; equal weight concerns both.
            *known = match class.cmp(&known.0) {
                std::cmp::Ordering::Greater => (class, direction),
                std::cmp::Ordering::Less => *known,
                std::cmp::Ordering::Equal => (class, Some(Direction::Both)),
            };
        }
    }

    fn finish(self) -> Vec<Change> {
        let mut changes: Vec<_> = self
            .found
            .into_iter()
            .map(|((kind, old, new, message), (class, direction))| Change {
                kind,
                class,
                direction,
                message,
                hint: kind.rule().hint,
                old,
                new,
            })
            .collect();
        changes.sort_by_key(|change| {
            let place = change
                .new
                .or(change.old)
                .map(|span| (span.file, span.start));
            (std::cmp::Reverse(change.class), place, change.kind)
        });
        // A member of a shared part comes, goes and changes once, however many schemas hold the
        // part; where it weighs most goes first.
        let mut seen = HashSet::new();
        changes.retain(|change| {
            let told = |place: Option<Span>, new: bool, seen: &mut HashSet<_>| {
                place.is_some_and(|place| {
                    !seen.insert((change.kind, change.message.clone(), new, place))
                })
            };
            let (by_old, by_new) = (
                told(change.old, false, &mut seen),
                told(change.new, true, &mut seen),
            );
            !by_old && !by_new
        });
        changes
    }
}

impl Change {
    /// As a finding: breaking is an error, everything else an information.
    pub fn to_diagnostic(&self, anywhere: Span) -> Diagnostic {
        let level = match self.class {
            Class::Breaking => Level::Error,
            Class::Compatible | Class::Cosmetic => Level::Info,
        };
        let direction = self
            .direction
            .map(|direction| format!(", {}", direction.label()))
            .unwrap_or_default();
        let message = format!("{}{direction}: {}", self.class.label(), self.message);
        let place = self.new.or(self.old).unwrap_or(anywhere);
        let mut finding = Diagnostic::new(self.kind.rule().code, level, place, message);
        if let (Some(old), Some(_)) = (self.old, self.new) {
            finding = finding.related(old, "before");
        }
        match self.hint {
            Some(hint) if self.class == Class::Breaking => finding.hint(hint),
            _ => finding,
        }
    }
}

/// `2 breaking, 1 compatible, 4 cosmetic changes`.
pub fn summary(changes: &[Change]) -> String {
    let count = |class| {
        changes
            .iter()
            .filter(|change| change.class == class)
            .count()
    };
    let (breaking, compatible, cosmetic) = (
        count(Class::Breaking),
        count(Class::Compatible),
        count(Class::Cosmetic),
    );
    if changes.is_empty() {
        return "no changes".to_owned();
    }
    format!("{breaking} breaking, {compatible} compatible, {cosmetic} cosmetic")
}

/// The place as people write it, for machine formats that want a line each.
pub fn place(sources: &SourceMap, span: Span) -> String {
    let at = sources.start(span);
    format!("{}:{}:{}", sources.file(span.file).name, at.line, at.column)
}
