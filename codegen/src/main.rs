//! The `codegen` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    specwire_codegen::cli::main()
}
