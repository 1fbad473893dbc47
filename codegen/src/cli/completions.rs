//! `codegen completions SHELL`.

use clap_complete::Shell;

use super::{Global, Outcome, Run};

/// Print a completion script for a shell
#[derive(Debug, clap::Args)]
#[command(
    after_help = "bash: codegen completions bash > ~/.local/share/bash-completion/completions/codegen"
)]
pub(crate) struct Args {
    shell: Shell,
}

pub(crate) fn run(args: &Args, command: &mut clap::Command, global: &Global) -> Run {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, command, "codegen", &mut script);
    global.print(|out| out.write_all(&script))?;
    Ok(Outcome::Clean)
}
