//! `codegen bundle`: one self-contained document in the literal envelope.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::{Failure, Global, Outcome, Run, Session};
use crate::diag::render::{self, Findings, Format};
use crate::doc::files::normalize;
use crate::emit::spec;
use crate::{lint, output, pipeline};

/// Write one self-contained document: what it refers to inside, messages in the literal envelope
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[arg(value_name = "DOC")]
    document: String,
    /// The form to write (default: that of the output's name, else that of the document's)
    #[arg(long, value_enum, value_name = "FORM")]
    format: Option<Form>,
    /// Where to write (default: standard output)
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Json,
    Yaml,
}

impl Form {
    fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()? {
            "json" => Some(Self::Json),
            "yaml" | "yml" => Some(Self::Yaml),
            _ => None,
        }
    }
}

pub(crate) fn run(args: &Args, global: &Global) -> Run {
    let session = Session::start(global)?;
    let project = session.load(std::slice::from_ref(&args.document))?;
    let report = lint::check(&project, &session.levels()?);
    let [document] = project.documents.as_slice() else {
        return Err(Failure::new(format!(
            "{} names several documents: bundle them one by one",
            args.document
        )));
    };
    if report.checked.is_none() {
        let findings = Findings {
            sources: &project.sources,
            diagnostics: &report.diagnostics,
            documents: &project.documents,
            fixed: 0,
        };
        render::write(Format::Human, &findings, &mut anstream::stderr())?;
        return Ok(Outcome::Findings);
    }
    let bundled = spec::bundle(&pipeline::structure(&project, *document));
    let text = match args.form() {
        Form::Json => spec::plain_json(&bundled),
        Form::Yaml => spec::yaml::to_yaml(&bundled),
    };
    match &args.output {
        Some(path) => output::replace(&normalize(&session.working_dir.join(path)), &text)?,
        None => Global::print_exact(|out| out.write_all(text.as_bytes()))?,
    }
    Ok(Outcome::Clean)
}

impl Args {
    fn form(&self) -> Form {
        let by_name = || {
            self.output
                .as_deref()
                .and_then(Form::of)
                .or_else(|| Form::of(Path::new(&self.document)))
        };
        self.format.or_else(by_name).unwrap_or(Form::Yaml)
    }
}
