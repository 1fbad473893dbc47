//! `codegen topic`.

use std::io::{self, BufRead};

use super::{Failure, Global, Outcome, Run};

/// Print the topic of subscription params
///
/// The topic is the route, a colon, and the params in canonical form (RFC 8785 with null written as ""): the same text
/// that servers and clients compute.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit status: 0 every topic printed, 1 params without a topic, 2 usage, input or output failure."
)]
pub(crate) struct Args {
    /// The route's name: bars
    #[arg(value_name = "ROUTE")]
    route: String,
    /// The params as JSON (default: one JSON a line of standard input, one topic a line of output)
    #[arg(value_name = "PARAMS", allow_hyphen_values = true)]
    params: Option<String>,
}

pub(crate) fn run(args: &Args) -> Run {
    let Some(params) = &args.params else {
        return lines(args);
    };
    match specwire_topic::topic_of_text(&args.route, params) {
        Ok(topic) => {
            Global::print_exact(|out| writeln!(out, "{topic}"))?;
            Ok(Outcome::Clean)
        }
        Err(error) => {
            eprintln!("error: {error}");
            Ok(Outcome::Findings)
        }
    }
}

/// A line without a topic is answered by an empty one, so that lines of input and output stay together.
fn lines(args: &Args) -> Run {
    let mut outcome = Outcome::Clean;
    let mut failure = None;
    Global::print_exact(|out| {
        for (at, line) in io::stdin().lock().lines().enumerate() {
            let line = match line {
                Ok(line) => line,
                Err(error) => {
                    failure = Some(Failure::new(format!("cannot read standard input: {error}")));
                    return Ok(());
                }
            };
            match specwire_topic::topic_of_text(&args.route, &line) {
                Ok(topic) => writeln!(out, "{topic}")?,
                Err(error) => {
                    outcome = Outcome::Findings;
                    eprintln!("error: line {}: {error}", at + 1);
                    writeln!(out)?;
                }
            }
        }
        Ok(())
    })?;
    failure.map_or(Ok(outcome), Err)
}
