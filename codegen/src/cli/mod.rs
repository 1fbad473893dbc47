//! The command: arguments -> the library; the only prints and exit codes.
//!
//! A command is a file with its `Args` and `run`, and a line in [`Command`].

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use clap::{Parser, Subcommand, ValueEnum};

use crate::diag::render::Paint;

mod bundle;
mod checkout;
mod completions;
mod config;
mod diff;
mod docs;
mod dump;
mod explain;
mod generate;
mod init;
mod lint;
mod lsp;
mod mock;
mod rules;
mod session;
mod settle;
mod spec;
mod topic;
mod watch;

pub(crate) use session::Session;

/// AsyncAPI documents to a typed Rust server and a typed TypeScript client.
#[derive(Debug, Parser)]
#[command(
    name = "codegen",
    version,
    propagate_version = true,
    max_term_width = 100
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    global: Global,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Global {
    /// The configuration (default: the nearest codegen.toml upward)
    #[arg(long, global = true, value_name = "FILE", help_heading = "Everywhere")]
    config: Option<PathBuf>,
    /// When to colour (NO_COLOR is obeyed)
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = "Everywhere"
    )]
    color: Color,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    Lint(lint::Args),
    Generate(generate::Args),
    Init(init::Args),
    Bundle(bundle::Args),
    Diff(diff::Args),
    Topic(topic::Args),
    Docs(docs::Args),
    Mock(mock::Args),
    Rules(rules::Args),
    Explain(explain::Args),
    Dump(dump::Args),
    Config(config::Args),
    Lsp(lsp::Args),
    Completions(completions::Args),
}

/// How a command ended that ran to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Exit status 0.
    Clean,
    /// Exit status 1: findings at error level, drift, a breaking change.
    Findings,
}

/// What kept a command from its end: exit status 2.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) message: String,
    pub(crate) hint: Option<String>,
}

impl Failure {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: None,
        }
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::new(format!("cannot write the output: {error}"))
    }
}

impl From<crate::doc::project::LoadError> for Failure {
    fn from(error: crate::doc::project::LoadError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<crate::config::ConfigError> for Failure {
    fn from(error: crate::config::ConfigError) -> Self {
        Self {
            message: error.message,
            hint: error.hint,
        }
    }
}

pub(crate) type Run = Result<Outcome, Failure>;

/// The whole program.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match dispatch(&cli) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(failure) => {
            report(&cli.global, &failure);
            ExitCode::from(2)
        }
    }
}

fn dispatch(cli: &Cli) -> Run {
    let global = &cli.global;
    match &cli.command {
        Command::Lint(args) => lint::run(args, global),
        Command::Generate(args) => generate::run(args, global),
        Command::Init(args) => init::run(args, global),
        Command::Bundle(args) => bundle::run(args, global),
        Command::Diff(args) => diff::run(args, global),
        Command::Topic(args) => topic::run(args),
        Command::Docs(args) => docs::run(args, global),
        Command::Mock(args) => mock::run(args, global),
        Command::Rules(args) => rules::run(args, global),
        Command::Explain(args) => explain::run(args, global),
        Command::Dump(args) => dump::run(args, global),
        Command::Config(args) => config::run(args, global),
        Command::Lsp(args) => lsp::run(args),
        Command::Completions(args) => {
            completions::run(args, &mut <Cli as clap::CommandFactory>::command(), global)
        }
    }
}

fn report(global: &Global, failure: &Failure) {
    let mut err = AutoStream::new(io::stderr(), global.color.choice());
    let (level, hint) = (Paint::level(crate::diag::Level::Error), Paint::HINT);
    // Nobody is left to tell where this fails.
    let _ = writeln!(err, "{level}error{level:#}: {}", failure.message);
    if let Some(text) = &failure.hint {
        let _ = writeln!(err, "{hint}hint{hint:#}: {text}");
    }
}

impl Color {
    fn choice(self) -> ColorChoice {
        match self {
            Self::Auto => ColorChoice::Auto,
            Self::Always => ColorChoice::Always,
            Self::Never => ColorChoice::Never,
        }
    }
}

impl Global {
    /// Prints to standard output, with colours where they are wanted. A reader that has gone away is no failure.
    pub(crate) fn print(
        &self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Failure> {
        print_to(AutoStream::new(io::stdout(), self.color.choice()), write)
    }

    /// Prints data rather than text for people: every byte, also those that a terminal would take for commands.
    pub(crate) fn print_exact(
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Failure> {
        print_to(io::stdout(), write)
    }

    /// Says something beside the output, on standard error.
    pub(crate) fn warn(
        &self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        write(&mut AutoStream::new(io::stderr(), self.color.choice()))
    }
}

fn print_to(
    stream: impl Write,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let mut out = io::BufWriter::with_capacity(1 << 16, stream);
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(error.into()),
        Ok(()) => Ok(()),
    }
}
