//! Slips that authors make in a whole document, one at a time: each gives one finding, in words that help.
//!
//! `slips.json` says what is replaced in `feed.yaml` and what by; `slips.txt` what is said then.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use specwire_codegen::doc::files::Nothing;
use specwire_codegen::doc::project::{Input, LoadOptions, Project};
use specwire_codegen::lint::{self, Levels};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/lint")
        .join(name)
}

fn read(name: &str) -> String {
    std::fs::read_to_string(data(name)).unwrap_or_default()
}

/// Each finding with its line and its hint.
fn report(text: &str) -> Vec<String> {
    let input = Input::Text {
        name: "feed.yaml".to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    let project = Project::load(&[input], &LoadOptions::new("/"), &Nothing).unwrap();
    let report = lint::check(&project, &Levels::default());
    let show = |finding: &specwire_codegen::diag::Diagnostic| {
        let at = project
            .sources
            .file(finding.span.file)
            .line_col(finding.span.start);
        let line = text.lines().nth(at.line as usize - 1).unwrap_or_default();
        let hint = finding.hint.as_deref().unwrap_or("no hint");
        let fix = match &finding.fix {
            Some(fix) => format!("\n    fix: {}", fix.title),
            None => String::new(),
        };
        format!(
            "{}:{} {}: {}\n    | {}\n    {hint}{fix}",
            at.line,
            at.column,
            finding.code,
            finding.message,
            line.trim()
        )
    };
    report.diagnostics.iter().map(show).collect()
}

#[test]
fn each_slip_gives_one_finding() {
    let good = read("feed.yaml");
    assert_eq!(report(&good), Vec::<String>::new());
    let cases: Vec<serde_json::Value> = serde_json::from_str(&read("slips.json")).unwrap();
    let mut out = String::new();
    let mut others = String::new();
    for case in &cases {
        let text = |key: &str| case[key].as_str().unwrap();
        let (name, old, new) = (text("name"), text("old"), text("new"));
        assert!(good.contains(old), "{name}: there is no {old:?}");
        let found = report(&good.replacen(old, new, 1));
        let shown = format!("{name}\n  {}\n", found.join("\n  "));
        writeln!(out, "{shown}").unwrap();
        if found.len() != 1 {
            writeln!(others, "{} findings: {shown}", found.len()).unwrap();
        }
    }
    assert!(others.is_empty(), "\n{others}");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(data("slips.txt"), &out).unwrap();
    }
    assert!(
        out == read("slips.txt"),
        "tests/data/lint/slips.txt differs: run with UPDATE_EXPECT=1 and read the change\n{out}"
    );
}
