//! Any bytes through the reader, the resolver and every rule, with every place in the findings held to account.
//! Shared by the tests and by the fuzz target, so that what a fuzzer finds fails here too.

use specwire_codegen::diag::Level;
use specwire_codegen::doc::files::Nothing;
use specwire_codegen::doc::project::{Input, LoadOptions, Project};
use specwire_codegen::lint::{self, Levels};

/// Reads and lints. A document without an error comes out checked, one with errors does not, and whatever a finding
/// points at or would change lies inside the text.
pub(crate) fn check(name: &str, bytes: &[u8]) {
    let input = Input::Text {
        name: name.to_owned(),
        bytes: bytes.to_vec(),
    };
    let Ok(project) = Project::load(&[input], &LoadOptions::new("/"), &Nothing) else {
        panic!("text that is given is never missing");
    };
    let report = lint::check(&project, &Levels::default());
    for finding in &report.diagnostics {
        let edits = finding
            .fix
            .iter()
            .flat_map(|fix| &fix.edits)
            .map(|edit| edit.span);
        for span in finding
            .related
            .iter()
            .map(|related| related.span)
            .chain([finding.span])
            .chain(edits)
        {
            let text = &project.sources.file(span.file).text;
            assert!(span.start <= span.end, "{finding:?}");
            assert!(
                text.get(span.start as usize..span.end as usize).is_some()
                    || span.end as usize > text.len(),
                "{finding:?}"
            );
        }
    }
    let errors = report
        .diagnostics
        .iter()
        .any(|finding| finding.level >= Level::Error);
    assert!(
        report.checked.is_none() || !errors,
        "{:?}",
        report.diagnostics
    );
}
