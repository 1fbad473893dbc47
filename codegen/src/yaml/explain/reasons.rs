//! The parser's own reasons, in plainer words.

use super::Broken;
use crate::diag::Diagnostic;

/// The parser's own reason, in plainer words where it has any.
pub(super) fn other(broken: &Broken<'_>) -> Diagnostic {
    let (message, hint) = OTHERS
        .iter()
        .find(|(part, _, _)| broken.info.contains(part))
        .map_or((None, None), |(_, message, hint)| {
            (Some(*message), Some(*hint))
        });
    let plain = || {
        let info = broken.info.rsplit(", ").next().unwrap_or(broken.info);
        format!("this is not YAML: {info}")
    };
    let finding = Diagnostic::error(
        "yaml-syntax",
        broken.at(),
        message.map_or_else(plain, str::to_owned),
    );
    match hint {
        Some(hint) => finding.hint(hint),
        None => finding,
    }
}

/// Part of the parser's reason, what we say, what to do.
const OTHERS: [(&str, &str, &str); 13] = [
    (
        "indentation in quoted",
        "a quoted text is never closed",
        "add the missing quote",
    ),
    (
        "unexpected end of stream",
        "a quoted text is never closed",
        "add the missing quote",
    ),
    (
        "document indicator",
        "a quoted text is never closed before `---`",
        "add the missing quote",
    ),
    (
        "after double-quoted",
        "text goes on after the closing quote",
        "put the whole text into quotes; inside double quotes a quote is written \\\"",
    ),
    (
        "unknown escape",
        "this backslash escape does not exist",
        "write \\\\ for a backslash, or use single quotes, in which nothing is escaped",
    ),
    (
        "Unicode character escape",
        "this escape names no character",
        "surrogate pairs are not YAML: write the character itself",
    ),
    (
        "hexadecimal",
        "an escape lacks hexadecimal digits",
        "write \\xHH, \\uHHHH or \\UHHHHHHHH",
    ),
    (
        "did not find expected key",
        "a key is expected here",
        "members of one map start at one column, each as `key: value`",
    ),
    (
        "expected '-' indicator",
        "a list item is expected here",
        "items of one list start with `- ` at one column",
    ),
    (
        "block sequence entries",
        "a list cannot start here",
        "start the list on a line of its own below the key",
    ),
    (
        "mapping values",
        "a map cannot start here",
        "start it on a line of its own, or quote text that holds `: `",
    ),
    (
        "mapping keys",
        "a key cannot stand here",
        "start it on a line of its own",
    ),
    (
        "tab",
        "a tab stands where YAML allows only spaces",
        "replace it by spaces",
    ),
];
