//! How to mend a value of the wrong type: what its author meant, told from the value and from where it stands.

use super::{edits, entries, guess, hidden};
use crate::diag::{Diagnostic, Edit};
use crate::doc::grammar::{Expected, Kind, TYPE_NAMES, object_of};
use crate::doc::node::Node;
use crate::doc::pointer;
use crate::lint::Context;

/// A hint, and a fix where it is certain.
#[derive(Debug)]
pub(crate) struct Mend {
    pub hint: String,
    pub fix: Option<(&'static str, Vec<Edit>)>,
}

impl Mend {
    fn say(hint: impl Into<String>) -> Self {
        Self {
            hint: hint.into(),
            fix: None,
        }
    }

    /// Another literal in place of the node.
    fn write(node: Node<'_>, title: &'static str, text: String) -> Self {
        Self {
            hint: format!("write `{text}`"),
            fix: Some((title, edits::literal(node, &text))),
        }
    }
}

pub(crate) fn of<'p>(context: &Context<'p>, expected: Expected, found: Node<'p>) -> Mend {
    let kind = context
        .structure()
        .and_then(|structure| structure.kind(found));
    let special = match expected {
        _ if found.is_null() => Some(nothing(context, expected, found)),
        Expected::List => list(found),
        Expected::Map | Expected::Object | Expected::SchemaOrBool => {
            word(expected, found).or_else(|| object(kind, found))
        }
        Expected::Bool => word(expected, found),
        Expected::Number | Expected::Positive | Expected::Count => number(found),
        Expected::Text => name_alone(found).or_else(|| only_item(found)),
        Expected::OneOrMany => None,
    };
    special.unwrap_or_else(|| Mend::say(format!("write {}", expected.phrase())))
}

/// The word that an item of a list was meant to be. Where the list has that already, the item goes.
pub(crate) fn item(finding: Diagnostic, item: Node<'_>, near: &str) -> Diagnostic {
    let (hint, title, edits) = match edits::replace_item(item, near) {
        Some(edits) => (
            format!("did you mean `{near}`?"),
            format!("Replace by `{near}`"),
            Some(edits),
        ),
        None => (
            format!("did you mean `{near}`? That is listed already: remove this"),
            "Remove it".to_owned(),
            entries::remove_item(item),
        ),
    };
    let finding = finding.hint(hint);
    match edits {
        Some(edits) => finding.fix(title, edits),
        None => finding,
    }
}

fn own_key<'p>(node: Node<'p>) -> &'p str {
    node.own_key().and_then(Node::as_str).unwrap_or_default()
}

fn nothing<'p>(context: &Context<'p>, expected: Expected, found: Node<'p>) -> Mend {
    if let Some(mend) = null_type(context, found) {
        return mend;
    }
    if let Some(comment) = hidden::comment_after(found) {
        let quoted = format!("'{comment}'");
        let span = found.own_key().map_or(found.span(), Node::span);
        let text: &str = &found.project.sources.file(span.file).text;
        let start = text
            .get(span.end as usize..)
            .and_then(|rest| rest.find('#'))
            .map(|at| span.end + at as u32);
        let edit = start.map(|start| Edit {
            span: crate::source::Span {
                start,
                end: start + comment.len() as u32,
                ..span
            },
            text: quoted.clone(),
        });
        return Mend {
            hint: format!("`#` starts a comment: quote the text: {quoted}"),
            // Elsewhere a pointer alone may not be what is wanted.
            fix: edit
                .filter(|_| own_key(found) == "$ref")
                .map(|edit| ("Put the text into quotes", vec![edit])),
        };
    }
    Mend::say(match expected {
        Expected::List => "write `[]`, list what belongs there, or remove the key",
        Expected::Map | Expected::Object => {
            "write `{}`, indent its members below it, or remove the key"
        }
        _ => "give it a value, or remove the key",
    })
}

/// `type: null` and `type: [string, null]`: the name of the type is a word.
fn null_type<'p>(context: &Context<'p>, found: Node<'p>) -> Option<Mend> {
    let source = edits::source(found);
    let list = found.parent().filter(|parent| parent.is_seq());
    let value = list.unwrap_or(found);
    let owner = value.parent().map(|owner| context.structure()?.kind(owner));
    let of_schema = matches!(owner, Some(Some(Kind::Schema | Kind::OpenApiSchema)));
    if !of_schema || own_key(value) != "type" || source.is_empty() {
        return None;
    }
    let quote = if edits::is_json(found) { '"' } else { '\'' };
    let literal = format!("{quote}null{quote}");
    if list.is_some_and(|list| list.items().any(|other| other.as_str() == Some("null"))) {
        return Some(Mend {
            hint: format!("remove it: {literal} is listed already"),
            fix: entries::remove_item(found).map(|edits| ("Remove it", edits)),
        });
    }
    Some(Mend {
        hint: format!("write `{literal}`, in quotes: without them it is no name of a type"),
        fix: Some((
            "Put the type's name into quotes",
            edits::literal(found, &literal),
        )),
    })
}

/// Keys whose lists hold plain words.
const WORD_LISTS: [&str; 4] = ["required", "enum", "servers", "type"];

fn list(found: Node<'_>) -> Option<Mend> {
    let key = own_key(found);
    if found.is_map() {
        return Some(Mend::say("start each item of a list with `- `"));
    }
    let source = edits::first_line(edits::source(found));
    if source.starts_with('-') && edits::source(found).contains('\n') {
        return Some(Mend::say("put a space after the `-` of each item"));
    }
    // `enum: 1, 2` in braces: the rest is a member of its own.
    let cut_short = found.parent().is_some_and(|holder| {
        let mut members = holder.entries();
        entries::is_flow(holder)
            && members.any(|(_, _, value)| value.is_null() && edits::source(value).is_empty())
    });
    match key {
        key if WORD_LISTS.contains(&key) && cut_short => {
            Some(Mend::say("put the words into brackets: `[a, b]`"))
        }
        "tags" => Some(Mend::say(format!("write `[{{name: {source}}}]`"))),
        "security" => Some(Mend::say(format!("write `[{{{source}: []}}]`"))),
        key if WORD_LISTS.contains(&key) && !source.contains(',') => Some(Mend::write(
            found,
            "Write it as a list",
            format!("[{source}]"),
        )),
        // Words with commas between them, in one text.
        key if WORD_LISTS.contains(&key) => {
            let quoted = source.starts_with(['\'', '"']);
            let words: Vec<String> = found
                .as_str()?
                .split(',')
                .map(str::trim)
                .filter(|word| !word.is_empty())
                .map(|word| match key {
                    // Numbers stay numbers.
                    "enum" if !quoted => word.to_owned(),
                    _ => edits::scalar(found, word),
                })
                .collect();
            let list = format!("[{}]", words.join(", "));
            let mend = Mend::write(found, "Write it as a list", list);
            // In quotes, one value may well hold a comma.
            Some(match quoted && key == "enum" {
                true => Mend::say(mend.hint),
                false => mend,
            })
        }
        _ => None,
    }
}

/// `no` and `yes` are text in YAML 1.2, and so is what stands in quotes.
fn word(expected: Expected, found: Node<'_>) -> Option<Mend> {
    if expected == Expected::Map || expected == Expected::Object {
        return None;
    }
    let value = match truth(found.as_str()?)? {
        true => "true",
        false => "false",
    };
    let source = edits::source(found);
    Some(Mend {
        hint: format!("{source} is text in YAML 1.2: write `{value}`"),
        fix: Some(("Write a boolean", edits::literal(found, value))),
    })
}

/// What a word says of yes or no.
pub(crate) fn truth(word: &str) -> Option<bool> {
    match word.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "y" => Some(true),
        "false" | "no" | "off" | "n" => Some(false),
        _ => None,
    }
}

fn number(found: Node<'_>) -> Option<Mend> {
    if let Some(value) = found.as_bool()
        && let key @ ("exclusiveMinimum" | "exclusiveMaximum") = own_key(found)
    {
        return Some(Mend::say(match value {
            true => format!(
                "in JSON Schema draft 7 `{key}` holds the bound itself: move the number here"
            ),
            false => "remove it: without it the bound is included".to_owned(),
        }));
    }
    let text = found.as_str()?;
    text.parse::<f64>().ok().filter(|value| value.is_finite())?;
    let plain = text.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    plain.then(|| Mend::write(found, "Write a number", text.to_owned()))
}

/// A text in a list of its own.
fn only_item(found: Node<'_>) -> Option<Mend> {
    let mut items = found.items();
    let only = items.next().filter(|item| item.as_str().is_some())?;
    let source = edits::source(only).to_owned();
    if items.next().is_some() || source.contains('\n') {
        return None;
    }
    // An anchor may be wanted elsewhere.
    Some(match edits::source(found).contains('&') {
        true => Mend::say(format!("write `{source}`")),
        false => Mend::write(found, "Take it out of the list", source),
    })
}

/// OpenAPI's `discriminator` is an object, AsyncAPI's the name alone.
fn name_alone(found: Node<'_>) -> Option<Mend> {
    let name = found.get("propertyName")?.as_str()?;
    let hint = format!("that is OpenAPI's form; AsyncAPI 2.x wants the name alone: `{name}`");
    Some(Mend {
        hint,
        fix: (found.entries().len() == 1).then(|| {
            (
                "Write the name alone",
                edits::literal(found, &edits::scalar(found, name)),
            )
        }),
    })
}

fn object(kind: Option<Kind>, found: Node<'_>) -> Option<Mend> {
    if let Some(hint) = misplaced(kind, found) {
        return Some(Mend::say(hint));
    }
    if found.is_seq() {
        return Some(Mend::say(match kind {
            Some(Kind::Message) if found.items().len() > 1 => "list several messages under `oneOf`",
            Some(Kind::Message) => "one message needs no list: remove the `- `",
            Some(Kind::Schema) => "write the keywords of one schema, without `- `",
            _ => "write `name: value` members, without `- `",
        }));
    }
    if let Some(mend) = reference(kind?, found) {
        return Some(mend);
    }
    let text = found.as_str()?;
    let source = edits::source(found);
    if let Some(mend) = glued(kind?, found, text) {
        return Some(mend);
    }
    let is_plain = !source.contains([',', '{', '}', '\n']);
    let member = match kind? {
        Kind::Tag => format!("name: {source}"),
        Kind::SecurityRequirement => format!("{source}: []"),
        Kind::License if is_plain && !text.contains('#') => format!("name: {source}"),
        Kind::ExternalDocs if is_plain && text.contains("://") => format!("url: {source}"),
        Kind::CorrelationId if is_plain && text.starts_with('$') => format!("location: {source}"),
        Kind::Schema | Kind::OpenApiSchema if TYPE_NAMES.contains(&text) => {
            format!("type: {source}")
        }
        _ => return None,
    };
    Some(Mend {
        hint: format!("write `{member}`"),
        fix: (!edits::is_json(found)).then(|| {
            (
                "Write an object",
                edits::literal(found, &format!("{{{member}}}")),
            )
        }),
    })
}

/// `type:string` is one word: a member of a map has a space after its colon.
fn glued(kind: Kind, found: Node<'_>, text: &str) -> Option<Mend> {
    let (key, _) = text.split_once(':')?;
    let known = key == "$ref" || object_of(kind, None)?.field(key).is_some();
    let source = edits::source(found);
    let (start, rest) = source.split_once(':')?;
    if !known || start != key {
        return None;
    }
    let member = format!("{key}: {rest}");
    let text = edits::text(found);
    let before = text.get(..found.span().start as usize)?;
    let before = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
    let alone = before.chars().all(|c| c == ' ' || c == '-')
        && !found.parent().is_some_and(entries::is_flow);
    // Beside its key a map needs braces, in which not every text can stand.
    let written = match alone {
        true => Some(member.clone()),
        false if rest.starts_with('\'') || !rest.contains([',', '{', '}', '[', ']', '#']) => {
            Some(format!("{{{member}}}"))
        }
        false => None,
    };
    Some(Mend {
        hint: format!(
            "put a space after the colon: `{}`",
            written.as_ref().unwrap_or(&member)
        ),
        fix: written.map(|written| ("Insert a space", edits::literal(found, &written))),
    })
}

/// Whether a local pointer leads somewhere.
fn leads(near: Node<'_>, text: &str) -> bool {
    let steps = text.strip_prefix('#').and_then(pointer::steps);
    let root = near.project.root(near.at.file);
    steps.is_some_and(|steps| {
        let walk = |node: Node<'_>, step: &String| node.resolve().get(step).map(|node| node.at);
        let end = steps
            .iter()
            .try_fold(root.at, |at, step| walk(near.project.node(at), step));
        end.is_some()
    })
}

/// A pointer or a component's name without its `$ref`.
pub(crate) fn reference(kind: Kind, found: Node<'_>) -> Option<Mend> {
    let text = found.as_str()?;
    let pointer = match text.starts_with("#/") {
        // One that leads nowhere, or stands where no reference may, is no mend.
        true if kind.section().is_some() && leads(found, text) => text.to_owned(),
        true => return None,
        false => guess::component(found, kind, text)?.0,
    };
    let (key, quote) = match edits::is_json(found) {
        true => ("\"$ref\"", '"'),
        false => ("$ref", '\''),
    };
    let literal = format!("{{{key}: {quote}{pointer}{quote}}}");
    Some(Mend {
        hint: format!("write `$ref: '{pointer}'`"),
        fix: Some(("Make it a reference", edits::literal(found, &literal))),
    })
}

/// A key of the members, written one level too high, or one of the object, written one level too deep.
fn misplaced(kind: Option<Kind>, found: Node<'_>) -> Option<String> {
    let key = own_key(found);
    let holder = found.parent().map(own_key).unwrap_or_default();
    if holder == "properties" && matches!(key, "required" | "type" | "additionalProperties") {
        return Some(format!("`{key}` stands beside `properties`, not in it"));
    }
    let kind = kind.filter(|kind| !matches!(kind, Kind::Schema | Kind::OpenApiSchema))?;
    let known = object_of(kind, None)?.field(key).is_some();
    let in_map = matches!(
        holder,
        "channels" | "servers" | "parameters" | "messages" | "variables"
    );
    (known && in_map).then(|| format!("`{key}` is a key of {}: move it into one", kind.phrase()))
}
