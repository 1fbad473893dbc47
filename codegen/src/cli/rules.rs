//! `codegen rules`.

use std::io::{self, Write};

use clap::ValueEnum;
use serde_json::{Value, json};

use super::{Global, Outcome, Run};
use crate::diag::render::Paint;
use crate::lint::{Group, Meta, registry};

/// List the rules with their levels
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Only this group
    #[arg(long, value_name = "GROUP")]
    group: Option<String>,
    /// How to print them
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Human,
    Json,
    Markdown,
}

pub(crate) fn run(args: &Args, global: &Global) -> Run {
    let groups: Vec<&str> = Group::ALL.iter().map(|group| group.name()).collect();
    if let Some(group) = &args.group
        && !groups.contains(&group.as_str())
    {
        let failure = super::Failure::new(format!("there is no group `{group}`"));
        return Err(failure.hint(format!("groups are {}", groups.join(", "))));
    }
    let wanted = |meta: &&Meta| {
        args.group
            .as_ref()
            .is_none_or(|group| meta.group.name() == group)
    };
    let metas: Vec<&Meta> = registry::rules()
        .iter()
        .map(|rule| rule.meta())
        .filter(wanted)
        .collect();
    global.print(|out| match args.format {
        Format::Human => human(&metas, out),
        Format::Json => {
            let all: Vec<Value> = metas.iter().map(|meta| as_json(meta)).collect();
            serde_json::to_writer_pretty(&mut *out, &all)?;
            writeln!(out)
        }
        Format::Markdown => out.write_all(crate::lint::page().as_bytes()),
    })?;
    Ok(Outcome::Clean)
}

fn human(metas: &[&Meta], out: &mut dyn Write) -> io::Result<()> {
    let width = metas.iter().map(|meta| meta.code.len()).max().unwrap_or(0);
    let bold = Paint::BOLD;
    for (at, meta) in metas.iter().enumerate() {
        if at == 0 || metas[at - 1].group != meta.group {
            let gap = if at == 0 { "" } else { "\n" };
            writeln!(out, "{gap}{bold}{}{bold:#}", meta.group)?;
        }
        let style = Paint::level(meta.level);
        writeln!(
            out,
            "  {:width$}  {style}{:7}{style:#}  {}",
            meta.code,
            meta.level.name(),
            meta.purpose
        )?;
    }
    writeln!(out, "\n`codegen explain CODE` says more about one")
}

fn as_json(meta: &Meta) -> Value {
    json!({
        "code": meta.code,
        "group": meta.group.name(),
        "level": meta.level.name(),
        "gate": meta.gate,
        "purpose": meta.purpose,
        "docs": meta.docs,
        "wrong": meta.wrong,
        "right": meta.right,
    })
}
