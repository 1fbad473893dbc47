//! `codegen lsp`.

use super::{Failure, Outcome, Run};

/// Serve an editor: the language server protocol over standard input and output
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Accepted because editors pass it; there is no other way
    #[arg(long, hide = true)]
    stdio: bool,
}

pub(crate) fn run(_: &Args) -> Run {
    crate::lsp::run().map_err(|error| Failure::new(format!("the editor broke off: {error}")))?;
    Ok(Outcome::Clean)
}
