//! Times what `codegen generate` does on documents of 10, 1,000 and 20,000 schemas: `cargo bench --bench generate`.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use specwire_codegen::doc::project::Project;
use specwire_codegen::lint::{self, Levels};
use specwire_codegen::pipeline::{self, Settings, Target};

/// Rounds for small documents; the fastest counts.
const ROUNDS: usize = 5;

fn main() {
    println!(
        "{:>8} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}",
        "schemas", "read", "lint", "rust", "ts", "spec", "docs", "all"
    );
    for schemas in [10, 1_000, 20_000] {
        let text = document(schemas);
        let rounds = if schemas > 10_000 { 1 } else { ROUNDS };
        let best = (0..rounds)
            .map(|_| round(&text))
            .min_by_key(|times| times[6]);
        let times = best.unwrap_or_default();
        let shown: String = times.iter().fold(String::new(), |mut line, time| {
            let _ = write!(line, " {:>6.1} ms", time.as_secs_f64() * 1000.0);
            line
        });
        println!("{schemas:>8}{shown}");
    }
}

fn round(text: &str) -> [Duration; 7] {
    let (project, read) = timed(|| Project::from_text("bench.yaml", text));
    let (report, linted) = timed(|| lint::check(&project, &Levels::default()));
    let Some(checked) = report.checked else {
        panic!(
            "the bench's document has findings: {:?}",
            report.diagnostics.first()
        );
    };
    let target = |target: Target| {
        let settings = Settings {
            targets: vec![target],
            ..Settings::new("/")
        };
        let (files, time) = timed(|| pipeline::generate(&checked, &settings));
        assert!(!files.unwrap_or_default().is_empty());
        time
    };
    let [rust, ts, spec, docs] = Target::ALL.map(target);
    let (_, all) = timed(|| {
        let project = Project::from_text("bench.yaml", text);
        let report = lint::check(&project, &Levels::default());
        report
            .checked
            .map(|checked| pipeline::generate(&checked, &Settings::new("/")))
    });
    [read, linted, rust, ts, spec, docs, all]
}

fn timed<T>(run: impl FnOnce() -> T) -> (T, Duration) {
    let started = Instant::now();
    let value = run();
    (value, started.elapsed())
}

/// A document as people write them: objects of eight members, some of which hold others, an enum and a union in ten.
fn document(schemas: usize) -> String {
    let mut text =
        String::from("asyncapi: 2.4.0\ninfo: { title: Bench, version: 1.0.0 }\nchannels:\n");
    for at in (0..schemas).step_by(10) {
        let _ = write!(
            text,
            "  events/{at}:\n    subscribe:\n      message:\n        $ref: '#/components/messages/Event{at}'\n"
        );
    }
    text.push_str("components:\n  messages:\n");
    for at in (0..schemas).step_by(10) {
        let _ = write!(
            text,
            "    Event{at}:\n      name: event.{at}\n      payload:\n        $ref: '#/components/schemas/Item{at}'\n"
        );
    }
    text.push_str("  schemas:\n");
    for at in 0..schemas {
        schema(at, schemas, &mut text);
    }
    text
}

fn schema(at: usize, schemas: usize, text: &mut String) {
    let _ = writeln!(text, "    Item{at}:");
    match at % 10 {
        8 => {
            let _ = write!(
                text,
                "      type: string\n      description: A kind of item.\n      enum: [first, second, third-{at}]\n"
            );
        }
        9 => {
            let _ = write!(
                text,
                "      oneOf:\n        - $ref: '#/components/schemas/Item{}'\n        - type: string\n",
                at - 9
            );
        }
        _ => {
            let other = (at + 1) % schemas;
            let _ = write!(
                text,
                "      type: object\n      description: Item number {at}, as the exchange sends it.\n      \
                 required: [id, price, at]\n      properties:\n        \
                 id: {{ type: string, description: Identifier., minLength: 1, maxLength: 36 }}\n        \
                 price: {{ type: number, description: Price in dollars., minimum: 0 }}\n        \
                 size: {{ type: integer, format: int64 }}\n        \
                 at: {{ type: string, format: date-time, description: When it happened. }}\n        \
                 note: {{ type: [string, 'null'] }}\n        \
                 tags: {{ type: array, items: {{ type: string }} }}\n        \
                 side: {{ type: string, enum: [buy, sell] }}\n        \
                 next: {{ $ref: '#/components/schemas/Item{other}' }}\n"
            );
        }
    }
}
