//! `codegen docs`.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anstream::adapter::strip_str;

use super::spec::{Bundled, Loaded, load};
use super::{Failure, Global, Outcome, Run, Session};
use crate::emit::docs::{self, Meta, TEMPLATES};
use crate::emit::template::Templates;
use crate::mock::{Mock, Options};
use crate::serve::{Content, Site};

/// The docs page of one document: as a file, or served and reloaded on save
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit status: 0 nothing at error level, 1 findings, 2 usage, input or output failure."
)]
pub(crate) struct Args {
    /// The document
    #[arg(value_name = "DOC")]
    document: String,
    /// Where to write the page (default: standard output)
    #[arg(short, long, value_name = "FILE", conflicts_with = "serve")]
    output: Option<PathBuf>,
    /// Serve the page, load it again on every save, and answer its console with made-up data
    #[arg(long)]
    serve: bool,
    /// Where to serve; port 0 picks a free one
    #[arg(
        long,
        value_name = "ADDR",
        default_value = "127.0.0.1:0",
        requires = "serve"
    )]
    listen: String,
    /// A folder with templates of your own, below `docs/`
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
}

/// Saves are noticed within this time.
const LOOK: Duration = Duration::from_millis(100);

pub(crate) fn run(args: &Args, global: &Global) -> Run {
    let session = Session::start(global)?;
    let templates = Templates::load(TEMPLATES, args.templates.as_deref())
        .map_err(|error| Failure::new(error.to_string()))?;
    let loaded = load(&session, &args.document)?;
    if args.serve {
        return serve(args, global, &session, &templates, loaded);
    }
    let bundled = match loaded.outcome {
        Ok(bundled) => bundled,
        Err(findings) => {
            global.print(|out| out.write_all(findings.as_bytes()))?;
            return Ok(Outcome::Findings);
        }
    };
    let page = page(&bundled, &templates, false)?;
    match &args.output {
        Some(path) => std::fs::write(path, page)
            .map_err(|error| Failure::new(format!("cannot write {}: {error}", path.display())))?,
        None => Global::print_exact(|out| out.write_all(page.as_bytes()))?,
    }
    Ok(Outcome::Clean)
}

fn page(bundled: &Bundled, templates: &Templates, live_reload: bool) -> Result<String, Failure> {
    let meta = Meta {
        module: bundled.module.clone(),
        source: bundled.source.clone(),
        hash: bundled.spec.hash.clone(),
        live_reload,
    };
    docs::render(&bundled.document, &meta, templates)
        .map_err(|error| Failure::new(error.to_string()))
}

fn serve(
    args: &Args,
    global: &Global,
    session: &Session,
    templates: &Templates,
    loaded: Loaded,
) -> Run {
    let listener = listen(&args.listen)?;
    let module = match &loaded.outcome {
        Ok(bundled) => bundled.module.clone(),
        // The document has no name yet that generation would give it.
        Err(_) => stem(&args.document),
    };
    let site = Site::new(&module, content(&loaded, templates)?);
    let address = listener.local_addr()?;
    global.print(|out| {
        writeln!(
            out,
            "docs of {module} on http://{address}{}",
            site.page_path()
        )?;
        writeln!(
            out,
            "the page loads itself again whenever {} is saved",
            args.document
        )
    })?;
    say(global, &loaded);
    let server = Arc::clone(&site);
    // Ends with the process; a listener that fails ends it through the loop below.
    let serving = std::thread::spawn(move || server.serve(&listener));
    let mut seen = stamps(&loaded.files);
    let mut files = loaded.files;
    while !serving.is_finished() {
        std::thread::sleep(LOOK);
        let now = stamps(&files);
        if now == seen {
            continue;
        }
        seen = now;
        // An editor may have taken the file away for a moment: the next look finds it again.
        let Ok(loaded) = load(session, &args.document) else {
            continue;
        };
        say(global, &loaded);
        site.replace(content(&loaded, templates)?);
        // A save while the document was read differs from what was seen before, and is found by the next look.
        if files != loaded.files {
            files.clone_from(&loaded.files);
            seen = stamps(&files);
        }
    }
    match serving.join() {
        Ok(Err(error)) => Err(Failure::new(format!("cannot serve: {error}"))),
        _ => Ok(Outcome::Clean),
    }
}

pub(super) fn listen(address: &str) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).map_err(|error| {
        Failure::new(format!("cannot listen on {address}: {error}"))
            .hint("--listen 127.0.0.1:0 picks a free port")
    })
}

fn stem(document: &str) -> String {
    let stem = Path::new(document)
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned());
    stem.unwrap_or_else(|| "document".to_owned())
}

/// Findings go to standard error as well as to the page.
fn say(global: &Global, loaded: &Loaded) {
    if let Err(findings) = &loaded.outcome {
        // Nobody is left to tell where this fails; the page shows them too.
        let _ = global.warn(|out| out.write_all(findings.as_bytes()));
    }
}

fn content(loaded: &Loaded, templates: &Templates) -> Result<Content, Failure> {
    let bundled = match &loaded.outcome {
        Ok(bundled) => bundled,
        Err(findings) => {
            return Ok(Content {
                page: docs::findings_page(&strip_str(findings).to_string()),
                ..Content::default()
            });
        }
    };
    let options = Options {
        module: bundled.module.clone(),
        hash: bundled.spec.hash.clone(),
        ..Options::default()
    };
    Ok(Content {
        page: page(bundled, templates, true)?,
        spec: bundled.spec.json.clone(),
        mock: Some(Arc::new(Mock::new(&bundled.document, options))),
    })
}

/// When each file was written last, and how long it is.
fn stamps(files: &[PathBuf]) -> Vec<Option<(SystemTime, u64)>> {
    let stamp = |path: &PathBuf| {
        let meta = std::fs::metadata(path).ok()?;
        Some((meta.modified().ok()?, meta.len()))
    };
    files.iter().map(stamp).collect()
}
