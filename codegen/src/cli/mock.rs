//! `codegen mock`.

use std::sync::Arc;
use std::time::Duration;

use clap::ValueEnum;

use super::spec::{Bundled, load};
use super::{Failure, Global, Outcome, Run, Session};
use crate::emit::docs::{self, Meta, TEMPLATES};
use crate::emit::template::Templates;
use crate::mock::{Mock, Options};
use crate::serve::{Content, Site};

/// Serve a document with made-up data: every route streams, every request is answered
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The data are the document's examples, or values in the shape of its schemas. The same seed gives the same data. A document without the envelope speaks too: each message in turn, of the channel that the path names or of all."
)]
pub(crate) struct Args {
    /// The document
    #[arg(value_name = "DOC")]
    document: String,
    /// Where to listen; port 0 picks a free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:0")]
    listen: String,
    /// Decides the data
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Milliseconds between two updates of a topic
    #[arg(long, value_name = "MS", default_value_t = 1000, value_parser = clap::value_parser!(u64).range(1..))]
    interval: u64,
    /// Milliseconds before everything that is sent
    #[arg(long, value_name = "MS", default_value_t = 0)]
    latency: u64,
    /// What a bad message brings: the close that a server gives, or its error alone
    #[arg(long, value_name = "ACTION", default_value = "close")]
    on_bad_message: OnBadMessage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum OnBadMessage {
    Close,
    Reply,
}

pub(crate) fn run(args: &Args, global: &Global) -> Run {
    let session = Session::start(global)?;
    let bundled = match load(&session, &args.document)?.outcome {
        Ok(bundled) => bundled,
        Err(findings) => {
            global.print(|out| out.write_all(findings.as_bytes()))?;
            return Ok(Outcome::Findings);
        }
    };
    let content = content(args, &bundled)?;
    let listener = super::docs::listen(&args.listen)?;
    let address = listener.local_addr()?;
    let site = Site::new(&bundled.module, content);
    global.print(|out| {
        writeln!(
            out,
            "mock of {} on ws://{address}{}",
            bundled.module,
            site.socket_path()
        )?;
        writeln!(out, "docs on http://{address}{}", site.page_path())
    })?;
    site.serve(&listener)
        .map_err(|error| Failure::new(format!("cannot serve: {error}")))?;
    Ok(Outcome::Clean)
}

fn content(args: &Args, bundled: &Bundled) -> Result<Content, Failure> {
    let options = Options {
        module: bundled.module.clone(),
        hash: bundled.spec.hash.clone(),
        seed: args.seed,
        interval: Duration::from_millis(args.interval),
        latency: Duration::from_millis(args.latency),
        keep_on_bad_message: args.on_bad_message == OnBadMessage::Reply,
    };
    let mock = Mock::new(&bundled.document, options);
    let meta = Meta {
        module: bundled.module.clone(),
        source: bundled.source.clone(),
        hash: bundled.spec.hash.clone(),
        live_reload: false,
    };
    let templates =
        Templates::load(TEMPLATES, None).map_err(|error| Failure::new(error.to_string()))?;
    let page = docs::render(&bundled.document, &meta, &templates)
        .map_err(|error| Failure::new(error.to_string()))?;
    Ok(Content {
        page,
        spec: bundled.spec.json.clone(),
        mock: Some(Arc::new(mock)),
    })
}
