//! `codegen diff`.

use super::{Failure, Global, Outcome, Run, Session};
use crate::compat::{self, Change, Class};
use crate::diag::render::{self, Findings, Format};
use crate::diag::{Diagnostic, Level};
use crate::doc::files::Disk;
use crate::doc::git::{self, Git};
use crate::doc::project::{Input, Project};
use crate::lint;

/// Tell what changed between two documents, and for whom it is breaking
///
/// Every change is breaking, compatible or cosmetic in the direction in which its message travels: a member that is
/// now required breaks old clients where the server receives it, and nobody where the server sends it.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "A document is a file or git:REVISION:PATH, as in: codegen diff git:origin/main:schema/api.yaml schema/api.yaml\n\n\
                  Exit status: 0 nothing breaking, 1 a breaking change, 2 usage, input or output failure."
)]
pub(crate) struct Args {
    /// The document as it was
    #[arg(value_name = "OLD")]
    old: String,
    /// The document as it is
    #[arg(value_name = "NEW")]
    new: String,
    /// How to print the changes
    #[arg(long, value_name = "FORMAT", default_value_t)]
    format: Format,
    /// Leave out changes below this class: breaking, compatible or cosmetic
    #[arg(long, value_name = "CLASS", default_value = "cosmetic")]
    at_least: Class,
}

pub(crate) fn run(args: &Args, global: &Global) -> Run {
    let session = Session::start(global)?;
    let project = load(&session, [&args.old, &args.new])?;
    let [old, new] = project.documents[..] else {
        return Err(Failure::new("OLD and NEW name one document")
            .hint("compare two files, or two revisions of one"));
    };
    let broken = broken(&session, &project)?;
    if !broken.is_empty() {
        show(global, Format::Human, &project, &broken)?;
        return Err(Failure::new(
            "the documents cannot be read to their ends, so they were not compared",
        ));
    }
    let mut changes = compat::compare(project.root(old), project.root(new));
    let breaking = changes.iter().any(|change| change.class == Class::Breaking);
    let summary = compat::summary(&changes);
    changes.retain(|change| change.class >= args.at_least);
    let anywhere = project.root(new).span();
    let findings: Vec<Diagnostic> = changes
        .iter()
        .map(|change: &Change| change.to_diagnostic(anywhere))
        .collect();
    show(global, args.format, &project, &findings)?;
    if args.format == Format::Human {
        global.print(|out| writeln!(out, "{summary}"))?;
    }
    Ok(if breaking {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}

/// What keeps the documents from being read to their ends.
fn broken(session: &Session, project: &Project) -> Result<Vec<Diagnostic>, Failure> {
    let is_error = |finding: &&Diagnostic| finding.level == Level::Error;
    let found: Vec<Diagnostic> = project
        .diagnostics
        .iter()
        .filter(is_error)
        .cloned()
        .collect();
    let ends = project
        .documents
        .iter()
        .all(|file| !compat::leads_nowhere(project.root(*file)));
    if ends || !found.is_empty() {
        return Ok(found);
    }
    let report = lint::check(project, &session.levels()?);
    let of_references = |finding: &Diagnostic| finding.code.starts_with("ref-");
    let mut found = report.diagnostics;
    found.retain(|finding| finding.level == Level::Error && of_references(finding));
    Ok(found)
}

fn show(
    global: &Global,
    format: Format,
    project: &Project,
    diagnostics: &[Diagnostic],
) -> Result<(), Failure> {
    let sources = &project.sources;
    let findings = Findings {
        sources,
        diagnostics,
        documents: &project.documents,
        fixed: 0,
    };
    global.print(|out| match format {
        // The last line of lint speaks of errors and warnings; here it is changes that count.
        Format::Human => diagnostics.iter().try_for_each(|finding| {
            render::human_finding(sources, finding, out)?;
            writeln!(out)
        }),
        _ => render::write(format, &findings, out),
    })
}

fn load(session: &Session, names: [&String; 2]) -> Result<Project, Failure> {
    for name in names {
        if name.starts_with("git:") && git::path_of(name).is_none() {
            return Err(Failure::new(format!("`{name}` names no file"))
                .hint("write git:REVISION:PATH, the path as seen from here"));
        }
    }
    let inputs = names.map(|name| match git::path_of(name) {
        Some(path) => Input::Path(session.working_dir.join(path)),
        None => Input::Path(session.working_dir.join(name)),
    });
    let mut options = session.load_options();
    // Two documents need not share a project.
    options.allow_outside |= session.found.file.is_none();
    Project::load(&inputs, &options, &Git { below: Disk }).map_err(|error| {
        // As it was asked for, not as it is looked up.
        let text = names.iter().fold(error.to_string(), |text, name| {
            git::path_of(name).map_or(text.clone(), |path| {
                text.replace(&path.display().to_string(), name)
            })
        });
        Failure::new(text)
    })
}
