//! `codegen dump --stage STAGE DOC`.

use std::io::{self, Write};

use clap::ValueEnum;
use serde_json::{Value, json};

use super::{Failure, Global, Outcome, Run, Session};
use crate::doc::node::Node;
use crate::doc::project::Project;
use crate::doc::protocol::{Envelope, Protocol};
use crate::doc::views::{Document, Message, Sender};
use crate::lint::{self, Checked};
use crate::lower::lower;
use crate::pipeline::{self, Settings, Target};
use crate::yaml::Value as Yaml;

/// Print what a stage of the pipeline holds
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The stage
    #[arg(long, value_name = "STAGE")]
    stage: Stage,
    /// The document
    #[arg(value_name = "DOC")]
    document: String,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Stage {
    /// Nodes of the text with their places
    Tree,
    /// Channels, operations, messages and the protocol, as JSON
    Document,
    /// The language-free shapes that every target is written from
    Ir,
    /// What the Rust templates are given, as JSON
    RustView,
    /// What the TypeScript templates are given, as JSON
    TsView,
}

pub(crate) fn run(args: &Args, global: &Global) -> Run {
    let session = Session::start(global)?;
    let project = session.load(std::slice::from_ref(&args.document))?;
    let [file] = project.documents[..] else {
        return Err(Failure::new(format!(
            "{} is more than one document",
            args.document
        )));
    };
    let text = match args.stage {
        Stage::Tree => {
            global.print(|out| tree(&project, project.root(file), 0, out))?;
            return Ok(Outcome::Clean);
        }
        Stage::Document => pretty(&document(Document::new(&project, file))),
        Stage::Ir => {
            let modules = lower(&checked(&session, &project)?);
            let texts: Vec<String> = modules.iter().map(crate::ir::text::text).collect();
            texts.join("\n").trim_end().to_owned()
        }
        Stage::RustView => views(&session, &project, Target::Rust)?,
        Stage::TsView => views(&session, &project, Target::Ts)?,
    };
    global.print(|out| writeln!(out, "{text}"))?;
    Ok(Outcome::Clean)
}

fn pretty(value: &Value) -> String {
    format!("{value:#}")
}

/// Later stages exist only for documents without errors.
fn checked<'p>(session: &Session, project: &'p Project) -> Result<Checked<'p>, Failure> {
    let report = lint::check(project, &session.levels()?);
    report.checked.ok_or_else(|| {
        Failure::new("the document has errors, so this stage holds nothing")
            .hint("`codegen lint` shows them")
    })
}

fn views(session: &Session, project: &Project, target: Target) -> Result<String, Failure> {
    let mut settings = Settings::new(&session.working_dir);
    settings.targets = vec![target];
    let views = pipeline::views(&checked(session, project)?, &settings)
        .map_err(|error| Failure::new(error.to_string()))?;
    let views: Vec<Value> = views
        .into_iter()
        .map(|(template, view)| json!({ "template": template, "view": view }))
        .collect();
    Ok(pretty(&Value::Array(views)))
}

/// A line per node: place, key, value.
fn tree(project: &Project, node: Node<'_>, depth: usize, out: &mut dyn Write) -> io::Result<()> {
    let (start, end) = (
        project.sources.start(node.span()),
        project.sources.end(node.span()),
    );
    let place = format!(
        "{}:{}-{}:{}",
        start.line, start.column, end.line, end.column
    );
    let indent = depth * 2;
    write!(out, "{place:16} {:indent$}", "")?;
    if let Some(key) = node.own_key() {
        write!(out, "{}: ", json!(key.as_str().unwrap_or_default()))?;
    }
    match node.value() {
        Yaml::Null => writeln!(out, "null"),
        Yaml::Bool(value) => writeln!(out, "{value}"),
        Yaml::Number(text) => writeln!(out, "{text}"),
        Yaml::String(text) => writeln!(out, "{}", json!(text)),
        Yaml::Seq(items) => writeln!(out, "list of {}", items.len()),
        Yaml::Map(entries) => writeln!(out, "map of {}", entries.len()),
    }?;
    for item in node.items() {
        tree(project, item, depth + 1, out)?;
    }
    for (_, _, value) in node.entries() {
        tree(project, value, depth + 1, out)?;
    }
    Ok(())
}

fn document(document: Document<'_>) -> Value {
    let channels: Vec<Value> = document
        .channels()
        .map(|channel| {
            let operations: Vec<Value> = channel
                .operations()
                .map(|operation| {
                    let messages: Vec<Value> = operation.messages().iter().map(message).collect();
                    json!({ "id": operation.id(), "sender": sender(operation.sender), "messages": messages })
                })
                .collect();
            json!({ "name": channel.name, "operations": operations })
        })
        .collect();
    json!({
        "module": document.module(),
        "version": document.version(),
        "channels": channels,
        "protocol": protocol(&Protocol::of(document)),
    })
}

fn sender(sender: Sender) -> &'static str {
    match sender {
        Sender::Client => "client",
        Sender::Server => "server",
    }
}

fn message(message: &Message<'_>) -> Value {
    json!({
        "name": message.name,
        "place": place(message.node),
        "payload": message.payload().map(schema),
        "headers": message.headers().map(schema),
    })
}

/// File and pointer of a definition.
fn place(node: Node<'_>) -> String {
    format!(
        "{}#{}",
        node.project.sources.file(node.at.file).name,
        node.pointer()
    )
}

fn schema(node: Node<'_>) -> Value {
    place(node.resolve()).into()
}

fn protocol(protocol: &Protocol<'_>) -> Value {
    let envelope = match protocol.envelope {
        Envelope::Literal => "literal",
        Envelope::Short => "short",
        Envelope::None => return Value::Null,
    };
    let routes: Vec<Value> = protocol
        .routes
        .iter()
        .map(|route| json!({ "name": route.name, "params": schema(route.params), "model": schema(route.model) }))
        .collect();
    let requests: Vec<Value> = protocol
        .requests
        .iter()
        .map(|request| {
            json!({
                "message": request.message.name,
                "payload": request.payload.map(schema),
                "reply": request.reply.as_ref().map(|reply| &reply.message.name),
            })
        })
        .collect();
    let events: Vec<&str> = protocol
        .events
        .iter()
        .map(|event| event.message.name.as_str())
        .collect();
    json!({ "envelope": envelope, "routes": routes, "requests": requests, "events": events })
}
