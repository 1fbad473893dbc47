//! Every rule keeps its word: its own examples, its place in the folders, its page, the manner of its messages.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use specwire_codegen::diag::{Diagnostic, Level};
use specwire_codegen::doc::files::Disk;
use specwire_codegen::doc::project::{Input, LoadOptions, Project};
use specwire_codegen::lint::{self, Levels, Meta};

/// The files of an example: its lines, cut at `# file: NAME`.
fn files(example: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = vec![("example.yaml".into(), String::new())];
    for line in example.split_inclusive('\n') {
        match line.trim_end().strip_prefix("# file: ") {
            Some(name) if files[0].1.is_empty() && files.len() == 1 => files[0].0 = name.into(),
            Some(name) => files.push((name.into(), String::new())),
            None => files.last_mut().unwrap().1.push_str(line),
        }
    }
    files
}

fn findings(example: &str, meta: &Meta) -> Vec<Diagnostic> {
    let folder = tempfile::tempdir().unwrap();
    let files = files(example);
    for (name, text) in &files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let options = LoadOptions::new(folder.path());
    let project =
        Project::load(&[Input::Path(PathBuf::from(&files[0].0))], &options, &Disk).unwrap();
    let mut levels = Levels::default();
    if meta.level == Level::Off {
        levels.set(meta.code, Level::Warning).unwrap();
    }
    lint::check(&project, &levels).diagnostics
}

#[test]
fn wrong_examples_raise_exactly_their_rule() {
    let mut failures = String::new();
    for rule in lint::registry::rules() {
        let meta = rule.meta();
        let found = findings(meta.wrong, meta);
        if found.is_empty() || found.iter().any(|finding| finding.code != meta.code) {
            let codes: Vec<_> = found
                .iter()
                .map(|finding| (finding.code, &finding.message))
                .collect();
            writeln!(failures, "{}: {codes:?}", meta.code).unwrap();
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn right_examples_raise_nothing() {
    let mut failures = String::new();
    for rule in lint::registry::rules() {
        let meta = rule.meta();
        for finding in findings(meta.right, meta) {
            writeln!(
                failures,
                "{}: {} {}",
                meta.code, finding.code, finding.message
            )
            .unwrap();
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

/// Rules whose finding another place makes: their fixes are tested there.
fn mended(example: &str, meta: &Meta) -> Option<String> {
    let files = files(example);
    let [(_, text)] = files.as_slice() else {
        return None;
    };
    let found = findings(example, meta);
    let mut edits: Vec<_> = found
        .iter()
        .filter_map(|finding| finding.fix.as_ref())
        .flat_map(|fix| &fix.edits)
        .collect();
    if edits.is_empty() {
        return None;
    }
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
    let mut text = text.clone();
    for edit in edits {
        text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
    }
    Some(text)
}

#[test]
fn fixes_mend_the_wrong_examples() {
    let mut failures = String::new();
    let mut fixed = 0;
    for rule in lint::registry::rules() {
        let meta = rule.meta();
        let Some(text) = mended(meta.wrong, meta) else {
            continue;
        };
        fixed += 1;
        for finding in findings(&text, meta)
            .iter()
            .filter(|finding| finding.level == Level::Error || finding.code == meta.code)
        {
            writeln!(
                failures,
                "{}: still {} {}\n{text}",
                meta.code, finding.code, finding.message
            )
            .unwrap();
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
    assert!(
        fixed >= 15,
        "only {fixed} rules offer a fix for their own example"
    );
}

#[test]
fn messages_keep_the_house_style() {
    let mut failures = String::new();
    for rule in lint::registry::rules() {
        let meta = rule.meta();
        for finding in findings(meta.wrong, meta) {
            let texts = [Some(&finding.message), finding.hint.as_ref()];
            for text in texts.into_iter().flatten() {
                let first = text.chars().next().unwrap();
                let starts_low = !first.is_uppercase()
                    || text.starts_with("AsyncAPI")
                    || text.starts_with("JSON");
                if !starts_low
                    || text.ends_with('.') && !text.ends_with("...")
                    || text.contains('\n')
                {
                    writeln!(failures, "{}: {text:?}", meta.code).unwrap();
                }
            }
            if finding.hint.is_none() {
                writeln!(failures, "{}: no hint for {:?}", meta.code, finding.message).unwrap();
            }
        }
        if meta.purpose.ends_with('.') || !meta.docs.trim_end().ends_with(['.', ')']) {
            writeln!(
                failures,
                "{}: purpose without, docs with a full stop",
                meta.code
            )
            .unwrap();
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

/// `group/code` of every file that holds a rule.
fn on_disk() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lint/rules");
    let mut found = BTreeSet::new();
    for group in std::fs::read_dir(&root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
    {
        for file in std::fs::read_dir(&group)
            .unwrap()
            .map(|entry| entry.unwrap().path())
        {
            let stem = file.file_stem().unwrap().to_str().unwrap().to_owned();
            if stem != "mod" {
                let group = group.file_name().unwrap().to_str().unwrap();
                found.insert(format!("{group}/{}", stem.replace('_', "-")));
            }
        }
    }
    found
}

#[test]
fn files_are_rules_and_rules_are_files() {
    let registered: BTreeSet<String> = lint::registry::rules()
        .iter()
        .map(|rule| format!("{}/{}", rule.meta().group.name(), rule.meta().code))
        .collect();
    assert_eq!(on_disk(), registered);
}

#[test]
fn the_page_of_rules_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/rules.md");
    let page = lint::page();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "docs/rules.md is out of date: run the tests with UPDATE_EXPECT=1"
    );
}

#[test]
fn every_official_rule_has_counterparts_that_exist() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/official-rules.md");
    let page = std::fs::read_to_string(path).unwrap();
    let mut failures = String::new();
    let mut official = 0;
    for row in page.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').collect();
        let codes = |cell: &str| {
            cell.split('`')
                .skip(1)
                .step_by(2)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        official += codes(cells[0]).len();
        for code in codes(cells[1]) {
            match lint::registry::meta(&code) {
                None => writeln!(failures, "there is no rule {code}").unwrap(),
                Some(meta) => {
                    let says_off = cells[1].contains(&format!("`{code}` (off)"));
                    if says_off != (meta.level == Level::Off) {
                        writeln!(failures, "{code} is {:?}", meta.level).unwrap();
                    }
                }
            }
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
    // 36 rules of the parser with its `invalid-ref` and `parser`, and 38 of Spectral, some under one name.
    assert!(official >= 60, "only {official} official rules are listed");
}

/// `make docs` writes the page with the command.
#[test]
fn the_command_prints_the_page() {
    let folder = crate::command::folder(&[]);
    let ran = crate::command::codegen(folder.path(), &["rules", "--format", "markdown"]);
    assert_eq!(ran.status, 0);
    assert!(ran.out == lint::page(), "the command prints another page");
}
