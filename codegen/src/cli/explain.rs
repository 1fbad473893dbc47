//! `codegen explain CODE`.

use std::io::{self, Write};

use super::{Failure, Global, Outcome, Run};
use crate::diag::Level;
use crate::diag::render::Paint;
use crate::lint::{Meta, registry};

/// Tell what a rule is for, with a wrong and a right example
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The rule's code, as findings show it
    code: String,
}

pub(crate) fn run(args: &Args, global: &Global) -> Run {
    let code = args.code.trim_matches(['[', ']']);
    let Some(meta) = registry::meta(code) else {
        let failure = Failure::new(format!("there is no rule `{code}`"));
        return Err(failure.hint(match registry::suggest(code) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`codegen rules` lists them".to_owned(),
        }));
    };
    global.print(|out| explain(meta, out))?;
    Ok(Outcome::Clean)
}

fn explain(meta: &Meta, out: &mut dyn Write) -> io::Result<()> {
    let (bold, level) = (Paint::BOLD, Paint::level(meta.level));
    let gate = if meta.gate { ", stops generation" } else { "" };
    writeln!(
        out,
        "{bold}{}{bold:#} ({}, {level}{}{level:#}{gate})",
        meta.code,
        meta.group,
        meta.level.name()
    )?;
    writeln!(out, "\n{}.\n\n{}\n", meta.purpose, meta.docs)?;
    example("Wrong", Paint::level(Level::Error), meta.wrong, out)?;
    writeln!(out)?;
    example("Right", Paint::HINT, meta.right, out)
}

fn example(title: &str, style: anstyle::Style, text: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{style}{title}{style:#}:\n")?;
    for line in text.lines() {
        // Examples may hold what a terminal would obey.
        let line: String = line
            .chars()
            .map(|c| {
                if c.is_control() && c != '\t' {
                    '\u{FFFD}'
                } else {
                    c
                }
            })
            .collect();
        writeln!(out, "    {line}")?;
    }
    Ok(())
}
