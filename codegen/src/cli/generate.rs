//! `codegen generate`: lint, then write what the documents say, or say how it differs.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::settle::Job;
use super::watch::{Watched, watch};
use super::{Failure, Global, Outcome, Run, Session};
use crate::config::Found;
use crate::diag::render::{self, Findings, Format};
use crate::doc::files::Disk;
use crate::doc::project::Project;
use crate::lint;
use crate::output::{self, OutputError, Plan, Summary};
use crate::pipeline::{self, Target};

/// Write the Rust crate, the TypeScript, the bundled documents and the docs pages
#[derive(Debug, Default, clap::Args)]
#[command(
    after_help = "Exit status: 0 written, or nothing to write; 1 findings, or drift under --check; 2 usage, input or output failure."
)]
pub(crate) struct Args {
    /// Documents to generate from; they need --out (default: `documents` of codegen.toml, else schema/*.yaml)
    #[arg(value_name = "DOC")]
    pub(super) documents: Vec<String>,
    /// The folder to write; of given documents it becomes a crate with its own Cargo.toml
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Write these targets only, and leave alone what others wrote
    #[arg(long, value_enum, value_delimiter = ',', value_name = "TARGETS")]
    pub(super) only: Vec<Target>,
    /// Write nothing: show what would change, and exit with 1 if anything would
    #[arg(long)]
    check: bool,
    /// Generate again whenever a document, a template or codegen.toml changes
    #[arg(long, conflicts_with = "check")]
    watch: bool,
    /// Emit runtime validators beside the TypeScript types
    #[arg(long)]
    pub(super) validators: bool,
    /// Templates to use in place of the built-in ones of the same name
    #[arg(long, value_name = "DIR")]
    pub(super) templates: Option<PathBuf>,
    /// Name of the crate that is written (default: the name of its folder)
    #[arg(long, value_name = "NAME", requires = "out")]
    pub(super) package: Option<String>,
    /// Depend on the runtime crate in this folder (default: that of the checkout which this program was built from, if
    /// it is still there, else the published one)
    #[arg(long, value_name = "DIR", requires = "out")]
    pub(super) runtime_path: Option<PathBuf>,
    /// How to print findings
    #[arg(long, value_name = "FORMAT", default_value_t)]
    format: Format,
}

pub(crate) fn run(args: &Args, global: &Global) -> Run {
    if args.watch {
        return follow(args, global);
    }
    let session = Session::start(global)?;
    let job = Job::settle(args, &session)?;
    once(args, global, &job).1
}

/// Generates the project in a folder as its configuration says.
pub(super) fn project(folder: &Path, global: &Global) -> Run {
    let session = Session {
        working_dir: folder.to_owned(),
        found: Found::load(folder, Some(Path::new(crate::config::FILE)))?,
    };
    let args = Args::default();
    let job = Job::settle(&args, &session)?;
    once(&args, global, &job).1
}

/// Generates again after each change. What goes wrong is shown, and mended by the next save.
fn follow(args: &Args, global: &Global) -> Run {
    let mut last = Watched::default();
    let run = || {
        let settled = Session::start(global).and_then(|session| Job::settle(args, &session));
        let ended = settled.and_then(|job| {
            let (watched, ended) = once(args, global, &job);
            last = watched;
            ended
        });
        if let Err(failure) = ended {
            super::report(global, &failure);
        }
        last.clone()
    };
    let ready = |watched: &Watched| {
        say(&format!(
            "watching {}; Ctrl-C ends",
            files(watched.files.len())
        ))
    };
    match watch(run, ready) {
        Ok(()) => Ok(Outcome::Clean),
        Err(error) => Err(Failure::new(format!("cannot watch for changes: {error}"))),
    }
}

/// One run, and the files that it depends on.
fn once(args: &Args, global: &Global, job: &Job) -> (Watched, Run) {
    let started = Instant::now();
    match Project::load(&job.inputs, &job.load, &Disk) {
        Ok(project) => (
            job.watched(Some(&project)),
            generate(args, global, job, &project, started),
        ),
        Err(error) => (job.watched(None), Err(error.into())),
    }
}

fn generate(args: &Args, global: &Global, job: &Job, project: &Project, started: Instant) -> Run {
    let report = lint::check(project, &job.levels);
    print_findings(args, global, project, &report)?;
    let Some(checked) = report.checked else {
        say("nothing was written: mend what is found above first");
        return Ok(Outcome::Findings);
    };
    let files = pipeline::generate(&checked, &job.settings)
        .map_err(|error| Failure::new(error.to_string()))?;
    let targets = &job.settings.targets;
    let plan = output::plan(&job.out, &files, &|path| {
        targets.contains(&Target::of_path(path))
    })?;
    if args.check {
        compare(&plan, global)
    } else {
        write(&plan, started)
    }
}

/// Machines get their report whatever is in it; people only hear of findings.
fn print_findings(
    args: &Args,
    global: &Global,
    project: &Project,
    report: &lint::Report<'_>,
) -> Result<(), Failure> {
    let diagnostics = report.for_generation();
    if diagnostics.is_empty() && args.format == Format::Human {
        return Ok(());
    }
    let findings = Findings {
        sources: &project.sources,
        diagnostics: &diagnostics,
        documents: &project.documents,
        fixed: 0,
    };
    global.print(|out| render::write(args.format, &findings, out))
}

fn compare(plan: &Plan, global: &Global) -> Run {
    if let Some(refusal) = plan.refusal() {
        return Err(refusal.into());
    }
    let shown = plan.root.display();
    if plan.is_fresh() {
        say(&format!("{shown} is up to date: {}", files(plan.unchanged)));
        return Ok(Outcome::Clean);
    }
    let diff = plan.diff();
    global.print(|out| out.write_all(diff.as_bytes()))?;
    say(&format!(
        "{shown} is not what the documents say: run `codegen generate`"
    ));
    Ok(Outcome::Findings)
}

fn write(plan: &Plan, started: Instant) -> Run {
    let summary = plan.apply()?;
    say(&told(plan, summary, started.elapsed()));
    Ok(Outcome::Clean)
}

/// A line for people, out of the way of what programs read.
pub(super) fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// `generated: 24 files in 38 ms: 2 new, 1 changed, 21 as they were`
fn told(plan: &Plan, summary: Summary, time: Duration) -> String {
    let Summary {
        created,
        changed,
        removed,
        unchanged,
    } = summary;
    let counts = [
        (created, "new"),
        (changed, "changed"),
        (removed, "removed"),
        (unchanged, "as they were"),
    ];
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    let counts: Vec<String> = counts
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    let total = files(created + changed + unchanged);
    format!(
        "{}: {total} in {} ms: {}",
        plan.root.display(),
        time.as_millis().max(1),
        counts.join(", ")
    )
}

fn files(count: usize) -> String {
    format!("{count} file{}", if count == 1 { "" } else { "s" })
}

impl From<OutputError> for Failure {
    fn from(error: OutputError) -> Self {
        Self::new(error.to_string())
    }
}
