//! What linting costs: the repository's schema from a cold start, and documents of growing size.
//!
//! `cargo bench -p specwire-codegen --bench lint`. Each figure is the best of several runs in processes of their own.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// Runs per figure.
const RUNS: usize = 5;

fn main() {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    println!(
        "repository's schema, cold process: {:.1} ms",
        milliseconds(best(&schema, &[]).0)
    );
    println!("\n| schemas | document | wall | wall per schema | memory | of the document's size |");
    println!("| ---: | ---: | ---: | ---: | ---: | ---: |");
    let folder = match tempfile::tempdir() {
        Ok(folder) => folder,
        Err(error) => return eprintln!("no folder for the documents: {error}"),
    };
    for count in [1_000, 5_000, 10_000, 20_000] {
        let text = document(count);
        let name = format!("{count}.yaml");
        if let Err(error) = std::fs::write(folder.path().join(&name), &text) {
            return eprintln!("cannot write {name}: {error}");
        }
        let (wall, memory) = best(folder.path(), &[&name]);
        let size = text.len() as f64 / 1e6;
        let memory = memory.map_or_else(
            || "unknown | unknown".to_owned(),
            |bytes| format!("{:.0} MB | {:.1} x", bytes / 1e6, bytes / 1e6 / size),
        );
        let per_schema = wall.as_secs_f64() * 1e6 / f64::from(count);
        println!(
            "| {count} | {size:.1} MB | {:.0} ms | {per_schema:.1} µs | {memory} |",
            milliseconds(wall)
        );
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// The shortest wall time, and the most memory where the system tells it.
fn best(folder: &Path, arguments: &[&str]) -> (Duration, Option<f64>) {
    let runs = (0..RUNS).map(|_| once(folder, arguments));
    runs.min_by_key(|(wall, _)| *wall).unwrap_or_default()
}

fn once(folder: &Path, arguments: &[&str]) -> (Duration, Option<f64>) {
    let binary = env!("CARGO_BIN_EXE_codegen");
    // GNU time reports what the kernel counted for the child.
    let timed = Path::new("/usr/bin/time").exists();
    let mut command = Command::new(if timed { "/usr/bin/time" } else { binary });
    if timed {
        command.args(["-f", "%M", binary]);
    }
    let started = Instant::now();
    let output = command
        .arg("lint")
        .args(arguments)
        .current_dir(folder)
        .output();
    let wall = started.elapsed();
    let memory = output.ok().filter(|_| timed).and_then(|output| {
        let text = String::from_utf8(output.stderr).ok()?;
        text.lines().last()?.trim().parse::<f64>().ok()
    });
    (wall, memory.map(|kilobytes| kilobytes * 1024.0))
}

/// A document as people write them: blocks of ten schemas that refer to each other, a route for each block.
fn document(count: u32) -> String {
    let blocks = count / 10;
    let mut out = String::from(
        "asyncapi: 2.4.0\nx-envelope: true\ninfo:\n  title: Bench\n  version: 1.0.0\nchannels:\n",
    );
    for block in 0..blocks {
        let _ = write!(
            out,
            "  route{block}:\n    publish:\n      operationId: send{block}\n      message:\n        oneOf:\n          \
             - $ref: '#/components/messages/Subscribe{block}'\n          \
             - $ref: '#/components/messages/Unsubscribe{block}'\n    subscribe:\n      operationId: receive{block}\n      \
             message:\n        oneOf:\n          - $ref: '#/components/messages/SubscribeResponse{block}'\n          \
             - $ref: '#/components/messages/UnsubscribeResponse{block}'\n          \
             - $ref: '#/components/messages/Update{block}'\n"
        );
    }
    out.push_str("components:\n  messages:\n");
    for block in 0..blocks {
        messages(&mut out, block);
    }
    out.push_str("  schemas:\n    Reply:\n      type: object\n      required: [status, message, topic]\n      properties:\n");
    out.push_str("        status: { type: string, enum: [ok, error] }\n        message: { type: string }\n        topic: { type: string }\n");
    for block in 0..blocks {
        schemas(&mut out, block);
    }
    out
}

fn messages(out: &mut String, block: u32) {
    let parts = [
        ("Subscribe", "subscribe", format!("Params{block}")),
        ("Unsubscribe", "unsubscribe", format!("Params{block}")),
        (
            "SubscribeResponse",
            "subscribe.response",
            "Reply".to_owned(),
        ),
        (
            "UnsubscribeResponse",
            "unsubscribe.response",
            "Reply".to_owned(),
        ),
        ("Update", "update", format!("Model{block}")),
    ];
    for (key, name, payload) in parts {
        let _ = write!(
            out,
            "    {key}{block}:\n      name: route{block}.{name}\n      title: {key} of route {block}\n      payload:\n        \
             $ref: '#/components/schemas/{payload}'\n"
        );
    }
}

fn schemas(out: &mut String, block: u32) {
    let _ = write!(
        out,
        "    Params{block}:\n      type: object\n      additionalProperties: false\n      required: [symbol, kind]\n      \
         properties:\n        symbol:\n          type: string\n          description: What is listed.\n          \
         pattern: '^[A-Z]{{1,5}}$'\n          examples: [AAPL]\n        kind:\n          type: string\n          \
         enum: [first, second, '3']\n    Model{block}:\n      type: object\n      required: [id]\n      properties:\n        \
         id:\n          type: string\n"
    );
    for part in 0..8 {
        let _ = write!(
            out,
            "        part{part}:\n          $ref: '#/components/schemas/Part{block}x{part}'\n"
        );
    }
    for part in 0..8 {
        let _ = write!(
            out,
            "    Part{block}x{part}:\n      type: object\n      description: |\n        One part of the whole, as it was\n        \
             at the time.\n      required: [price, size]\n      properties:\n        price:\n          type: number\n          \
             minimum: 0\n        size:\n          type: integer\n          format: int32\n          default: {part}\n        \
             state:\n          type: [string, 'null']\n          description: Absent when nobody knows.\n        \
             tags:\n          type: array\n          items:\n            type: string\n"
        );
        if part > 0 {
            let _ = write!(
                out,
                "        next:\n          $ref: '#/components/schemas/Part{block}x{}'\n",
                part - 1
            );
        }
    }
}
