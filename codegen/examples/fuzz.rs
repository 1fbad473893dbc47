//! A fuzzing loop for stable Rust: mutates the rules' examples and the repository's schema, reads and lints them.
//!
//! `cargo run --release --example fuzz -- [EXECUTIONS] [SEED]`. An input that panics or takes long is written to
//! `codegen/tests/data/robust/`, where a test keeps it.

#[path = "../tests/it/mutate.rs"]
mod mutate;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use specwire_codegen::doc::files::Nothing;
use specwire_codegen::doc::project::{Input, LoadOptions, Project};
use specwire_codegen::lint::{self, Levels};

use mutate::{Random, mutate};

/// No mutated example may take longer.
const SLOW: Duration = Duration::from_secs(1);

fn main() {
    let number = |at, default| {
        std::env::args()
            .nth(at)
            .and_then(|text| text.parse().ok())
            .unwrap_or(default)
    };
    let (executions, seed): (u64, u64) = (number(1, 100_000), number(2, 1));
    let seeds = seeds();
    let mut random = Random::new(seed);
    let (started, mut found) = (Instant::now(), 0);
    for execution in 0..executions {
        let (text, other) = (
            &seeds[random.below(seeds.len())],
            &seeds[random.below(seeds.len())],
        );
        let bytes = mutate(text, other, &mut random);
        let name = if random.below(8) == 0 {
            "a.json"
        } else {
            "a.yaml"
        };
        let one = Instant::now();
        let survived = catch_unwind(AssertUnwindSafe(|| run(name, &bytes))).is_ok();
        if !survived || one.elapsed() > SLOW {
            found += 1;
            keep(seed, execution, name, &bytes);
        }
    }
    let rate = executions as f64 / started.elapsed().as_secs_f64();
    println!("{executions} executions, {rate:.0} a second, {found} kept");
}

fn run(name: &str, bytes: &[u8]) {
    let input = Input::Text {
        name: name.to_owned(),
        bytes: bytes.to_vec(),
    };
    if let Ok(project) = Project::load(&[input], &LoadOptions::new("/"), &Nothing) {
        let _ = lint::check(&project, &Levels::default());
    }
}

fn seeds() -> Vec<String> {
    let examples = lint::registry::rules()
        .iter()
        .flat_map(|rule| [rule.meta().wrong, rule.meta().right]);
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/../schema");
    let files = walkdir::WalkDir::new(schema)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok);
    let texts = files.filter_map(|file| std::fs::read_to_string(file.path()).ok());
    examples.map(str::to_owned).chain(texts).collect()
}

fn keep(seed: u64, execution: u64, name: &str, bytes: &[u8]) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/robust");
    let path = format!("{folder}/{seed}-{execution}-{name}");
    match std::fs::write(&path, bytes) {
        Ok(()) => eprintln!("kept {path}"),
        Err(error) => eprintln!("cannot keep {path}: {error}"),
    }
}
