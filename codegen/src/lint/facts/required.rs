//! Making a member required: the edits that put its name into `required` of the object.

use super::edits;
use crate::diag::Edit;
use crate::doc::node::Node;
use crate::source::Span;

/// Adds `name` to the `required` of an object schema that describes it.
pub(crate) fn add(object: Node<'_>, name: &str) -> Option<Vec<Edit>> {
    if edits::is_json(object) || !edits::is_plain(name) {
        return None;
    }
    match object.get("required") {
        Some(list) if list.is_seq() => append(list, name),
        Some(_) => None,
        None => insert(object, name),
    }
}

/// `required: true` on a member becomes an item of the object's list.
pub(crate) fn move_to_object(flag: Node<'_>) -> Option<Vec<Edit>> {
    let member = flag.parent()?;
    let lines = edits::entry_lines(member.key("required")?, flag)?;
    let mut edits = vec![Edit {
        span: lines,
        text: String::new(),
    }];
    if flag.as_bool() == Some(true) {
        let name = member.own_key()?.as_str()?;
        let object = member.parent()?.parent()?;
        let listed = object
            .get("required")
            .is_some_and(|list| list.items().any(|item| item.as_str() == Some(name)));
        if !listed {
            edits.extend(add(object, name)?);
        }
    }
    Some(edits)
}

fn append(list: Node<'_>, name: &str) -> Option<Vec<Edit>> {
    let text = edits::source(list);
    let span = list.span();
    if text.starts_with('[') {
        let end = span.end.checked_sub(1)?;
        let new = if list.items().len() == 0 {
            name.to_owned()
        } else {
            format!(", {name}")
        };
        return Some(vec![Edit {
            span: Span {
                start: end,
                end,
                ..span
            },
            text: new,
        }]);
    }
    let last = list.items().last()?;
    let column = crate::doc::grammar::spots::item(last);
    let file = &list.project.sources.file(span.file).text;
    let line_start = file
        .get(..column.start as usize)?
        .rfind('\n')
        .map_or(0, |at| at + 1);
    let indent = file.get(line_start..column.start as usize)?;
    let end = last.span().end;
    Some(vec![Edit {
        span: Span {
            start: end,
            end,
            ..span
        },
        text: format!("\n{indent}- {name}"),
    }])
}

/// A new list before `properties`.
fn insert(object: Node<'_>, name: &str) -> Option<Vec<Edit>> {
    let key = object.key("properties")?;
    let span = key.span();
    let text: &str = &object.project.sources.file(span.file).text;
    let line_start = text
        .get(..span.start as usize)?
        .rfind('\n')
        .map_or(0, |at| at + 1);
    let indent = text.get(line_start..span.start as usize)?;
    if !indent.trim().is_empty() {
        return None;
    }
    let at = Span {
        start: span.start,
        end: span.start,
        ..span
    };
    Some(vec![Edit {
        span: at,
        text: format!("required: [{name}]\n{indent}"),
    }])
}
