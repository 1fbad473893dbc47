//! `codegen explain CODE`.

use std::io::{self, Write};

use super::{Failure, Global, Outcome, Run};
use crate::compat;
use crate::diag::Level;
use crate::diag::render::Paint;
use crate::lint::{Meta, registry};

/// Tell what a rule is for, with a wrong and a right example
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The code of a rule or of a change, as findings show it
    code: String,
}

pub(crate) fn run(args: &Args, global: &Global) -> Run {
    let code = args.code.trim_matches(['[', ']']);
    if let Some(kind) = compat::ALL.iter().find(|kind| kind.rule().code == code) {
        global.print(|out| change(kind.rule(), out))?;
        return Ok(Outcome::Clean);
    }
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

/// A code of `codegen diff`.
fn change(rule: &compat::Rule, out: &mut dyn Write) -> io::Result<()> {
    let bold = Paint::BOLD;
    writeln!(out, "{bold}{}{bold:#} (a change)", rule.code)?;
    writeln!(out, "\n{}.\n", rule.purpose)?;
    writeln!(out, "where the server sends it:    {}", rule.sent.label())?;
    writeln!(
        out,
        "where the server receives it: {}",
        rule.received.label()
    )?;
    match rule.hint {
        Some(hint) => writeln!(out, "\n{}hint{:#}: {hint}", Paint::HINT, Paint::HINT),
        None => Ok(()),
    }
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
