//! What rules ask of a document, worked out once.

use std::cell::OnceCell;

use super::facts::messages::{self, Envelope, Named};
use super::facts::routes::{self, Route};
use super::facts::values::{self, Mismatch, Role};
use super::rule::Context;
use crate::doc::grammar::{Fault, Kind, Structure, Version, Visit};
use crate::doc::node::Node;
use crate::doc::reference::Problem;
use crate::source::FileId;

#[derive(Default)]
pub(super) struct Memory<'p> {
    structure: OnceCell<Option<Structure<'p>>>,
    mismatches: OnceCell<Vec<Mismatch>>,
    named: OnceCell<Vec<Named<'p>>>,
    routes: OnceCell<Vec<Route<'p>>>,
    files: OnceCell<Vec<FileId>>,
}

impl<'p> Context<'p> {
    /// The version whose grammar the document is read by: the nearest one where it names none that there is.
    pub fn version(&self) -> Version {
        self.structure()
            .map_or(Version::V2_4, |structure| structure.version)
    }

    /// The document by the grammar. None where it is no AsyncAPI 2 document at all.
    pub fn structure(&self) -> Option<&Structure<'p>> {
        let read = || {
            let root = self.root();
            let node = root.get("asyncapi")?;
            let text = node.as_str().or_else(|| node.as_number())?;
            let version = Version::parse(text).or_else(|| Version::nearest(text))?;
            Some(Structure::of(root, version))
        };
        self.memory.structure.get_or_init(read).as_ref()
    }

    /// Structural faults that the core specification knows of.
    pub(crate) fn faults(&self) -> impl Iterator<Item = &Fault<'p>> {
        self.structure()
            .into_iter()
            .flat_map(|structure| &structure.faults)
            .filter(|fault| !fault.binding)
    }

    /// Faults inside protocols' bindings.
    pub(crate) fn binding_faults(&self) -> impl Iterator<Item = &Fault<'p>> {
        self.structure()
            .into_iter()
            .flat_map(|structure| &structure.faults)
            .filter(|fault| fault.binding)
    }

    /// Nodes of a kind as written, references included.
    pub(crate) fn visits(&self, kind: Kind) -> impl Iterator<Item = &Visit<'p>> {
        self.structure()
            .into_iter()
            .flat_map(move |structure| structure.of_kind(kind))
    }

    /// Nodes of a kind that are no references: each definition once.
    pub(crate) fn definitions(&self, kind: Kind) -> impl Iterator<Item = &Visit<'p>> {
        self.structure()
            .into_iter()
            .flat_map(move |structure| structure.definitions(kind))
    }

    /// Schemas that are objects and no references.
    pub(crate) fn schemas(&self) -> impl Iterator<Item = &Visit<'p>> {
        self.definitions(Kind::Schema)
            .filter(|visit| visit.node.is_map())
    }

    /// References that lead nowhere, in every file that the document reaches.
    pub(crate) fn broken_references(
        &self,
    ) -> impl Iterator<Item = (Node<'p>, &'p Problem)> + use<'p> {
        let project = self.project;
        let files = self.files().to_vec();
        files
            .into_iter()
            .flat_map(|file| project.references(file))
            .filter_map(|(node, target)| Some((node, target.err()?)))
    }

    /// The files that the document reaches, itself first.
    pub(crate) fn files(&self) -> &[FileId] {
        self.memory
            .files
            .get_or_init(|| self.project.reach(self.file))
    }

    /// Every message of the document's operations that has a name.
    pub(crate) fn named(&self) -> &[Named<'p>] {
        self.memory.named.get_or_init(|| messages::named(self))
    }

    /// How the document writes messages.
    pub(crate) fn envelope(&self) -> Envelope {
        messages::envelope(self)
    }

    /// Routes, complete or not.
    pub(crate) fn routes(&self) -> &[Route<'p>] {
        self.memory.routes.get_or_init(|| routes::of(self))
    }

    /// Whether a reference leads nowhere, or to the wrong kind: then names may be missing for that reason.
    pub(crate) fn has_broken_references(&self) -> bool {
        use crate::doc::grammar::Fact;
        let wrong_kind = |fault: &Fault<'_>| matches!(fault.fact, Fact::RefWrongKind { .. });
        self.broken_references().next().is_some() || self.faults().any(wrong_kind)
    }

    /// Values of a role that do not fit their schemas.
    pub(crate) fn mismatches(&self, role: Role) -> impl Iterator<Item = &Mismatch> {
        let found = self
            .memory
            .mismatches
            .get_or_init(|| values::mismatches(self));
        found.iter().filter(move |mismatch| mismatch.role == role)
    }
}
