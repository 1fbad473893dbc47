//! What a rule is: what it is for, and what it looks at.

use std::fmt;

use crate::diag::{Diagnostic, Level};
use crate::doc::node::Node;
use crate::doc::project::Project;
use crate::doc::views::Document;
use crate::source::{FileId, Span};

/// Families of rules: how `codegen rules` lists them, and names that stand for all their rules in `codegen.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// The text as YAML or JSON.
    Reading,
    /// Objects and members of AsyncAPI.
    Structure,
    /// `$ref` and other names that must lead somewhere.
    References,
    /// What AsyncAPI demands beyond structure.
    Semantics,
    /// Payload schemas.
    Schemas,
    /// Examples and defaults against their schemas.
    Values,
    /// Subscription params.
    Topics,
    /// Envelope, routes, replies.
    Protocol,
    /// What Rust and TypeScript can express.
    Targets,
    Bindings,
    /// Matters of taste, off unless asked for.
    Style,
}

impl Group {
    pub const ALL: [Self; 11] = [
        Self::Reading,
        Self::Structure,
        Self::References,
        Self::Semantics,
        Self::Schemas,
        Self::Values,
        Self::Topics,
        Self::Protocol,
        Self::Targets,
        Self::Bindings,
        Self::Style,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Structure => "structure",
            Self::References => "references",
            Self::Semantics => "semantics",
            Self::Schemas => "schemas",
            Self::Values => "values",
            Self::Topics => "topics",
            Self::Protocol => "protocol",
            Self::Targets => "targets",
            Self::Bindings => "bindings",
            Self::Style => "style",
        }
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Everything that is known of a rule without running it. `codegen rules`, `codegen explain` and `docs/rules.md`
/// print it; a test runs both examples.
#[derive(Debug)]
pub struct Meta {
    /// Stable, kebab-case, the same as the file's name: `param-optional`.
    pub code: &'static str,
    pub group: Group,
    /// Where the configuration says nothing. `Off`: only for those who ask.
    pub level: Level,
    /// Generation cannot go on past a finding, whatever the configuration says of its level.
    pub gate: bool,
    /// One line: what the rule demands.
    pub purpose: &'static str,
    /// Why, in a few sentences of Markdown.
    pub docs: &'static str,
    /// A document that the rule finds fault with. A line `# file: NAME` starts a neighbouring file.
    pub wrong: &'static str,
    /// The same, mended.
    pub right: &'static str,
}

/// One demand on documents. A rule is a unit struct in a file of its own, named in its group's list.
pub trait Rule: Sync {
    fn meta(&self) -> &'static Meta;

    /// Looks at one document. Rules whose findings the readers make have nothing to do here.
    fn check(&self, context: &Context<'_>, sink: &mut Sink) {
        let _ = (context, sink);
    }

    /// A finding of this rule: `sink.report(self.finding(span, "...").hint("..."))`.
    fn finding(&self, span: Span, message: String) -> Diagnostic {
        let meta = self.meta();
        Diagnostic::new(meta.code, meta.level, span, message)
    }
}

/// What a rule sees: one document of a project.
pub struct Context<'p> {
    pub project: &'p Project,
    pub file: FileId,
    pub document: Document<'p>,
    pub(super) memory: super::memory::Memory<'p>,
}

impl<'p> Context<'p> {
    pub fn new(project: &'p Project, file: FileId) -> Self {
        Self {
            project,
            file,
            document: Document::new(project, file),
            memory: Default::default(),
        }
    }

    pub fn root(&self) -> Node<'p> {
        self.project.root(self.file)
    }
}

/// Where rules put their findings.
#[derive(Debug, Default)]
pub struct Sink {
    findings: Vec<Diagnostic>,
}

impl Sink {
    pub fn report(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    pub(super) fn into_findings(self) -> Vec<Diagnostic> {
        self.findings
    }
}
