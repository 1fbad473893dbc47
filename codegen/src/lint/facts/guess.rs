//! What a reference that leads nowhere was probably meant to name.

use std::collections::HashSet;

use super::edits;
use crate::diag::{Diagnostic, suggest};
use crate::doc::grammar::{Kind, Object};
use crate::doc::node::Node;
use crate::doc::pointer;
use crate::doc::reference::Problem;
use crate::lint::Context;

#[derive(Debug)]
pub(crate) struct Guess<'p> {
    /// The reference as it should be written.
    pub text: String,
    /// What to show of it: the mended step, or all of it.
    pub shown: String,
    pub target: Node<'p>,
}

impl Guess<'_> {
    /// Asks whether it was meant, and offers to write it into the reference.
    pub(crate) fn offer(&self, finding: Diagnostic, node: Node<'_>) -> Diagnostic {
        let edits = edits::replace_member(node, "$ref", &self.text);
        finding
            .hint(format!("did you mean `{}`?", self.shown))
            .fix(format!("Point to `{}`", self.shown), edits)
    }
}

/// Keys that slips were taken for, by map: of two slips of one key, only one can be renamed.
#[derive(Debug, Default)]
pub(crate) struct Taken<'p, 'n>(HashSet<(Option<Node<'p>>, &'n str)>);

impl<'p, 'n> Taken<'p, 'n> {
    /// Asks whether `near` was meant, and offers to rename the key where nothing else was.
    pub(crate) fn offer(
        &mut self,
        finding: Diagnostic,
        key: Node<'p>,
        near: &'n str,
    ) -> Diagnostic {
        let finding = finding.hint(format!("did you mean `{near}`?"));
        match self.0.insert((key.parent(), near)) {
            true => finding.fix(format!("Rename to `{near}`"), edits::replace(key, near)),
            false => finding,
        }
    }
}

/// The place that a broken reference is one or two slips away from.
pub(crate) fn of<'p>(
    context: &Context<'p>,
    node: Node<'p>,
    problem: &Problem,
) -> Option<Guess<'p>> {
    let written = node.reference()?;
    let text = &tidy(written);
    let spelt = match problem {
        Problem::Dangling { container, .. } => {
            let root = context.project.root(container.file);
            respell(text, root, text != written)
        }
        Problem::NoPointer { .. } | Problem::Unreadable { .. }
            if text != written && text.starts_with("#/") =>
        {
            respell(text, context.project.root(node.at.file), true)
        }
        _ => None,
    };
    spelt.or_else(|| by_name(context, node, text))
}

/// Without what slips into pointers: other slashes, quotes and `#` twice, slashes and spaces at the ends.
fn tidy(text: &str) -> String {
    let outer = |c: char| c.is_whitespace() || "‘’“”".contains(c);
    let text = text.trim_matches(outer).replace('\\', "/");
    let text = text.trim_end_matches('/');
    match text.trim_start_matches('#') {
        rest if rest.len() < text.len() => format!("#/{}", rest.trim_start_matches('/')),
        _ => text.to_owned(),
    }
}

/// The key that this one is a misspelling of, where that is there as well.
pub(crate) fn twin(key: Node<'_>, object: &Object) -> Option<&'static str> {
    let holder = key.parent()?;
    let given = object.fields.iter().map(|field| field.name);
    suggest(key.as_str()?, given.filter(|name| holder.has(name)))
}

/// What to do about a key and its twin.
pub(crate) fn both(near: &str) -> String {
    format!("did you mean `{near}`? That is given as well: remove one of the two")
}

/// The component of the kind that is called `name`, in the file of `near`.
pub(crate) fn component<'p>(near: Node<'p>, kind: Kind, name: &str) -> Option<(String, Node<'p>)> {
    let section = kind.section()?;
    let root = near.project.root(near.at.file);
    let members = root.follow("components")?.follow(section)?;
    let target = members.get(name)?;
    let text = format!("#/components/{section}/{}", pointer::escape(name));
    Some((text, target))
}

/// Each step of the pointer as it is, or as the nearest member.
fn respell<'p>(text: &str, root: Node<'p>, whole: bool) -> Option<Guess<'p>> {
    let (file, fragment) = text.split_once('#').unwrap_or((text, ""));
    let decoded = pointer::steps(fragment)?;
    let raw: Vec<&str> = fragment.strip_prefix('/')?.split('/').collect();
    let (mut node, mut written, mut mended) = (root, Vec::new(), Vec::new());
    for (step, raw) in decoded.iter().zip(raw) {
        let holder = node.resolve();
        if let Some(next) = member(holder, step) {
            node = next;
            written.push(raw.to_owned());
            continue;
        }
        let near = suggest(step, holder.entries().map(|(_, key, _)| key))?;
        node = holder.get(near)?;
        written.push(pointer::escape(near));
        mended.push(near);
    }
    let [near] = mended[..] else {
        let text = format!("{file}#/{}", written.join("/"));
        return (whole || !mended.is_empty()).then(|| Guess {
            shown: text.clone(),
            text,
            target: node,
        });
    };
    Some(Guess {
        text: format!("{file}#/{}", written.join("/")),
        shown: near.to_owned(),
        target: node,
    })
}

fn member<'p>(node: Node<'p>, step: &str) -> Option<Node<'p>> {
    node.get(step)
        .or_else(|| node.items().nth(step.parse().ok()?))
}

/// `#/definitions/Quote`, `/components/schemas/Quote` and a bare `Quote` name the component of that name.
fn by_name<'p>(context: &Context<'p>, node: Node<'p>, text: &str) -> Option<Guess<'p>> {
    if node.span().file != context.file || text.contains(':') {
        return None;
    }
    let kind = context.structure()?.kind(node)?;
    let last = text.rsplit(['/', '#']).next()?;
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    [last, stem].into_iter().find_map(|name| {
        let (text, target) = component(node, kind, name)?;
        Some(Guess {
            shown: text.clone(),
            text,
            target,
        })
    })
}
