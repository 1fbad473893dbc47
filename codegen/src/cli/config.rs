//! `codegen config`.

use super::{Global, Outcome, Run, Session};
use crate::config::Config;

/// Print the configuration in use, or its JSON Schema for editors
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Print the JSON Schema of codegen.toml
    #[arg(long)]
    schema: bool,
}

pub(crate) fn run(args: &Args, global: &Global) -> Run {
    if args.schema {
        global.print(|out| {
            serde_json::to_writer_pretty(&mut *out, &Config::schema())?;
            writeln!(out)
        })?;
        return Ok(Outcome::Clean);
    }
    let found = Session::start(global)?.found;
    let text = toml::to_string_pretty(&found.config)
        .map_err(|error| super::Failure::new(format!("cannot print the configuration: {error}")))?;
    let from = match &found.file {
        Some(file) => format!("# From {}.", file.display()),
        None => "# Defaults: there is no codegen.toml here or above.".to_owned(),
    };
    global.print(|out| write!(out, "{from}\n{text}"))?;
    Ok(Outcome::Clean)
}
