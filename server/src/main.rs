//! The server: reads its settings, listens, serves until it is told to stop.

use std::process::ExitCode;

use clap::Parser;
use specwire_server::{cli::Cli, config, logging, run};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let folder = std::env::current_dir().unwrap_or_default();
    let config = match config::load(&cli.flags(), std::env::vars(), &folder) {
        Ok(config) => config,
        Err(error) => return refuse(&error),
    };
    if cli.print_config {
        print!("{}", config.printed());
        return ExitCode::SUCCESS;
    }
    if let Err(error) = logging::init(&config.log) {
        return refuse(&error);
    }
    let served = tokio::runtime::Runtime::new().map(|runtime| runtime.block_on(run(config)));
    match served {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) => refuse(&error),
        Err(error) => refuse(&error),
    }
}

/// Says why the server does not run.
fn refuse(error: &dyn std::fmt::Display) -> ExitCode {
    eprintln!("server: {error}");
    ExitCode::from(2)
}
