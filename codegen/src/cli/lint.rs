//! `codegen lint`.

use std::io::Write;
use std::mem::ManuallyDrop;
use std::path::Path;

use clap::ValueEnum;

use super::{Failure, Global, Outcome, Run, Session};
use crate::diag::render::{self, Findings, Format};
use crate::diag::{Level, apply};
use crate::doc::files::Disk;
use crate::doc::project::{Input, Project};
use crate::lint::{self, Group, registry};
use crate::source::FileId;

/// Check documents: structure, references, schemas, examples and the subscription contract
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit status: 0 nothing at error level, 1 findings, 2 usage, input or output failure."
)]
pub(crate) struct Args {
    /// Files, folders, globs, or - for standard input (default: `documents` of codegen.toml, else schema/*.yaml)
    #[arg(value_name = "PATH")]
    paths: Vec<String>,
    /// How to print findings
    #[arg(long, value_name = "FORMAT", default_value_t)]
    format: Format,
    /// Let findings of this level fail the run
    #[arg(long, value_name = "LEVEL")]
    deny: Option<Deny>,
    /// Apply the fixes that are certain
    #[arg(long)]
    fix: bool,
    /// Set the level of a rule or group: off, info, warning or error (repeatable)
    #[arg(long = "rule", value_name = "CODE=LEVEL", value_parser = rule_level)]
    rules: Vec<(String, Level)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Deny {
    Warnings,
    Infos,
}

/// Fixes may uncover others; a pair that undo each other ends here.
const ROUNDS: usize = 10;

pub(crate) fn run(args: &Args, global: &Global) -> Run {
    let session = Session::start(global)?;
    let mut levels = session.levels()?;
    for (rule, level) in &args.rules {
        levels
            .set(rule, *level)
            .map_err(|unknown| Failure::new(unknown.to_string()))?;
    }
    let inputs = session.inputs(&args.paths)?;
    if args.fix
        && inputs
            .iter()
            .any(|input| matches!(input, Input::Text { .. }))
    {
        return Err(Failure::new(
            "--fix needs files: standard input cannot be written back",
        ));
    }
    let mut fixed = 0;
    for _ in 0..if args.fix { ROUNDS } else { 0 } {
        match fix(&session, &inputs, &levels)? {
            0 => break,
            count => fixed += count,
        }
    }
    // The process ends after this: taking large trees apart would only cost time.
    let project = ManuallyDrop::new(Project::load(&inputs, &session.load_options(), &Disk)?);
    let report = ManuallyDrop::new(lint::check(&project, &levels));
    let findings = Findings {
        sources: &project.sources,
        diagnostics: &report.diagnostics,
        documents: &project.documents,
        fixed,
    };
    global.print(|out| render::write(args.format, &findings, out))?;
    let denied = match args.deny {
        Some(Deny::Infos) => Level::Info,
        Some(Deny::Warnings) => Level::Warning,
        None if session.found.config.lint.deny_warnings => Level::Warning,
        None => Level::Error,
    };
    let fails = report
        .diagnostics
        .iter()
        .any(|finding| finding.level >= denied);
    Ok(if fails {
        Outcome::Findings
    } else {
        Outcome::Clean
    })
}

fn rule_level(text: &str) -> Result<(String, Level), String> {
    let (code, level) = text.split_once('=').ok_or("write CODE=LEVEL")?;
    let level = match level {
        "off" => Level::Off,
        "info" => Level::Info,
        "warning" => Level::Warning,
        "error" => Level::Error,
        other => {
            return Err(format!(
                "`{other}` is no level; levels are off, info, warning and error"
            ));
        }
    };
    Ok((code.to_owned(), level))
}

/// One round of fixes; how many were applied.
fn fix(session: &Session, inputs: &[Input], levels: &lint::Levels) -> Result<usize, Failure> {
    let project = Project::load(inputs, &session.load_options(), &Disk)?;
    let report = lint::check(&project, levels);
    let fixed = apply::apply(&project.sources, &report.diagnostics);
    let harmless = fixed
        .texts
        .iter()
        .all(|(file, text)| reads_as_well(&project, *file, text));
    let fixed = match harmless {
        true => fixed,
        // Fixes that are right one by one may be wrong together: the next round takes up the others.
        false => report
            .diagnostics
            .iter()
            .map(|finding| apply::apply(&project.sources, [finding]))
            .find(|fixed| {
                let mut texts = fixed.texts.iter();
                fixed.count > 0 && texts.all(|(file, text)| reads_as_well(&project, *file, text))
            })
            .unwrap_or_default(),
    };
    for (file, text) in &fixed.texts {
        if let Some(path) = project.path(*file) {
            write_back(path, text).map_err(|error| {
                Failure::new(format!("cannot write {}: {error}", path.display()))
            })?;
        }
    }
    Ok(fixed.count)
}

/// Whether a text has no more faults of YAML or JSON than the file that it replaces.
fn reads_as_well(project: &Project, file: FileId, text: &str) -> bool {
    let old = project.sources.file(file);
    let faults = |text: &str| {
        let alone = Project::from_text(&old.name, text);
        let errors = alone.diagnostics.iter();
        errors
            .filter(|finding| finding.level == Level::Error)
            .filter(|finding| {
                registry::meta(finding.code).is_some_and(|meta| meta.group == Group::Reading)
            })
            .count()
    };
    faults(text) <= faults(&old.text)
}

/// Writes beside the file and renames: never a half-written document. A byte order mark stays.
fn write_back(path: &Path, text: &str) -> std::io::Result<()> {
    const MARK: &[u8] = b"\xEF\xBB\xBF";
    let folder = path.parent().unwrap_or(Path::new("."));
    let had_mark = std::fs::read(path)?.starts_with(MARK);
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    if had_mark {
        file.write_all(MARK)?;
    }
    file.write_all(text.as_bytes())?;
    file.as_file()
        .set_permissions(std::fs::metadata(path)?.permissions())?;
    file.persist(path)?;
    Ok(())
}
