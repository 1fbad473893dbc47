//! What is wrong with an Avro schema by the Avro specification: its structure, names and defaults.

mod names;

use std::collections::HashSet;

use names::{Names, is_full_name, is_name};

use crate::diag::suggest;
use crate::doc::grammar::spots;
use crate::doc::node::Node;
use crate::source::Span;

/// Schemas nest as deep as this; what lies deeper is not looked at.
const DEPTH: usize = 64;

#[derive(Debug)]
pub(crate) struct Slip {
    pub place: Span,
    pub text: String,
    pub hint: String,
}

const PRIMITIVES: [&str; 8] = [
    "null", "boolean", "int", "long", "float", "double", "bytes", "string",
];
const COMPLEX: [&str; 5] = ["record", "enum", "array", "map", "fixed"];

/// The slips of one schema, with everything in it. `any_branch`: the default of a union may be a value of any branch.
pub(crate) fn slips(schema: Node<'_>, any_branch: bool) -> Vec<Slip> {
    let mut walk = Walk {
        names: Names::of(schema, DEPTH),
        any_branch,
        defined: HashSet::new(),
        seen: HashSet::new(),
        found: Vec::new(),
    };
    walk.schema(schema, DEPTH);
    walk.found
}

struct Walk<'p> {
    names: Names<'p>,
    any_branch: bool,
    /// Full names of the types that were met.
    defined: HashSet<String>,
    seen: HashSet<Node<'p>>,
    found: Vec<Slip>,
}

impl<'p> Walk<'p> {
    fn say(&mut self, place: Span, text: impl Into<String>, hint: impl Into<String>) {
        self.found.push(Slip {
            place,
            text: text.into(),
            hint: hint.into(),
        });
    }

    fn schema(&mut self, written: Node<'p>, depth: usize) {
        let node = written.resolve();
        let Some(depth) = depth.checked_sub(1) else {
            return;
        };
        // What leads nowhere has a finding of its own.
        if node.reference().is_some() {
            return;
        }
        if let Some(name) = node.as_str() {
            return self.name(node, name);
        }
        if node.is_null() {
            let text = "null is no Avro schema: the type's name is a word";
            return self.say(place(node), text, "write `'null'`, in quotes");
        }
        if !node.is_map() && !node.is_seq() {
            let text = "an Avro schema is a name, an object or a list";
            return self.say(place(node), text, "write the name of a type");
        }
        if !self.seen.insert(node) {
            return;
        }
        if node.is_seq() {
            return self.union(node, depth);
        }
        match node.get("type") {
            None => self.say(
                place(node),
                "an Avro schema has a `type`",
                "add it, as in `type: record`",
            ),
            Some(kind) => match kind.as_str() {
                Some(name) if COMPLEX.contains(&name) => self.complex(node, name, depth),
                _ => self.schema(kind, depth),
            },
        }
        self.logical(node);
    }

    fn name(&mut self, node: Node<'p>, name: &str) {
        if PRIMITIVES.contains(&name) || self.names.has(name) {
            return;
        }
        if name.trim_start().starts_with(['{', '[']) {
            let text = "the Avro schema is a text here, and names no type";
            return self.say(
                place(node),
                text,
                "write it out: remove the quotes around it",
            );
        }
        if COMPLEX.contains(&name) {
            let text = format!("`{name}` alone describes no type");
            let hint = format!("write an object with `type: {name}` and what it is made of");
            return self.say(place(node), text, hint);
        }
        let near = match name {
            "integer" => Some("int"),
            "number" => Some("double"),
            "object" => Some("record"),
            "bool" => Some("boolean"),
            _ => {
                let mut known: Vec<&str> =
                    self.names.all().chain(PRIMITIVES).chain(COMPLEX).collect();
                known.sort_unstable();
                suggest(name, known)
            }
        };
        let hint = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("use one of `{}`, or define it", PRIMITIVES.join("`, `")),
        };
        self.say(place(node), format!("there is no Avro type `{name}`"), hint);
    }

    fn union(&mut self, node: Node<'p>, depth: usize) {
        let mut kinds = HashSet::new();
        for branch in node.items() {
            let inner = branch.resolve();
            let kind = inner
                .as_str()
                .or_else(|| inner.get("type").and_then(Node::as_str));
            let named = matches!(kind, Some("record" | "enum" | "fixed"));
            if inner.is_seq() {
                let text = "a union holds no union";
                self.say(place(branch), text, "list its branches in the outer one");
            } else if let Some(kind) = kind.filter(|kind| !named && !kinds.insert(*kind)) {
                let text = format!("the union has two branches of type `{kind}`");
                self.say(
                    place(branch),
                    text,
                    "remove one: a reader cannot tell them apart",
                );
            }
            self.schema(branch, depth);
        }
    }

    fn complex(&mut self, node: Node<'p>, kind: &str, depth: usize) {
        let (key, what) = match kind {
            "record" => ("fields", "a list of its fields"),
            "enum" => ("symbols", "a list of its symbols"),
            "array" => ("items", "the schema of its items"),
            "map" => ("values", "the schema of its values"),
            _ => ("size", "its number of bytes"),
        };
        if matches!(kind, "record" | "enum" | "fixed") {
            self.own_name(node, &format!("an Avro {kind}"), true);
            self.once(node);
        }
        let Some(part) = node.follow(key) else {
            let text = format!("an Avro {kind} has `{key}`");
            return self.say(type_place(node), text, format!("add `{key}`: {what}"));
        };
        match kind {
            "record" if part.is_seq() => self.fields(part, depth),
            "enum" if part.is_seq() => self.symbols(part),
            "array" | "map" => self.schema(part, depth),
            "fixed" if part.as_i64().is_some_and(|size| size >= 0) => {}
            _ => {
                let text = format!("`{key}` of an Avro {kind} must be {what}");
                self.say(place(part), text, format!("write {what}"));
            }
        }
    }

    fn own_name(&mut self, node: Node<'p>, whose: &str, dots: bool) {
        let fits = if dots { is_full_name } else { is_name };
        match node.get("name") {
            None => self.say(
                type_place(node),
                format!("{whose} has a `name`"),
                "add `name`",
            ),
            Some(name) if !name.as_str().is_some_and(fits) => {
                let text = format!("{whose} needs a name of letters, digits and `_`");
                let hint = match name.as_str().filter(|name| !name.is_empty()) {
                    Some(name) => format!("write it as `{}`", names::mended(name, dots)),
                    None => "write a word".to_owned(),
                };
                self.say(place(name), text, hint);
            }
            Some(_) => {}
        }
    }

    /// A type is defined once, and named wherever else it is used.
    fn once(&mut self, node: Node<'p>) {
        let Some(full) = self.names.full(node) else {
            return;
        };
        if self.defined.contains(full) {
            let text = format!("the Avro type `{full}` is defined twice");
            let at = node.get("name").map_or(type_place(node), place);
            let hint = "name it where it is used again, or give this one another name";
            return self.say(at, text, hint);
        }
        let full = full.to_owned();
        self.defined.insert(full);
    }

    fn fields(&mut self, fields: Node<'p>, depth: usize) {
        let mut names = HashSet::new();
        for field in fields.items() {
            let field = field.resolve();
            if !field.is_map() {
                self.say(
                    place(field),
                    "a field of an Avro record is an object",
                    "write `name` and `type`",
                );
                continue;
            }
            self.own_name(field, "a field of an Avro record", false);
            let name = field.get("name").and_then(Node::as_str);
            if let Some(name) = name.filter(|name| !names.insert(*name)) {
                let text = format!("the record has two fields `{name}`");
                self.say(place(field), text, "rename one or remove it");
            }
            match field.get("type") {
                Some(_) => self.field_type(field, depth),
                None => self.say(
                    place(field),
                    "a field of an Avro record has a `type`",
                    "add `type`",
                ),
            }
        }
    }

    /// A field's type stands in it, and its complex types may stand in the field itself in loose documents.
    fn field_type(&mut self, field: Node<'p>, depth: usize) {
        let Some(kind) = field.get("type") else {
            return;
        };
        match kind.as_str() {
            Some(name @ ("array" | "map"))
                if field.has(if name == "map" { "values" } else { "items" }) =>
            {
                let text = format!("`{name}` alone describes no type");
                let hint = "put the schema into the field's type, as in `type: {type: array, items: string}`";
                self.say(place(kind), text, hint);
            }
            _ => self.schema(kind, depth),
        }
        let is_null = field.get("default").is_some_and(Node::is_null);
        if is_null {
            self.null_default(field, kind);
        }
    }

    fn null_default(&mut self, field: Node<'p>, kind: Node<'p>) {
        let mut branches = kind.items().map(|branch| branch.resolve().as_str());
        let Some(Some(first)) = branches.next() else {
            return;
        };
        let later = branches.any(|branch| branch == Some("null"));
        if first == "null" || (later && self.any_branch) {
            return;
        }
        let key = field.key("default").map_or(field.span(), Node::span);
        if self.any_branch {
            let text = "the default of a union is a value of one of its branches, and null is not";
            return self.say(key, text, "add `'null'` to the branches");
        }
        let text = "the default of a union is a value of its first branch, and null is not";
        self.say(key, text, "put `'null'` first");
    }

    fn symbols(&mut self, symbols: Node<'p>) {
        let mut seen = HashSet::new();
        for symbol in symbols.items() {
            match symbol.as_str() {
                Some(text) if !is_name(text) => {
                    let said = format!("`{text}` is no symbol: letters, digits and `_` make one");
                    self.say(place(symbol), said, "write it with these, no digit first");
                }
                Some(text) if !seen.insert(text) => {
                    self.say(
                        place(symbol),
                        format!("the symbol `{text}` stands twice"),
                        "remove one",
                    );
                }
                Some(_) => {}
                None => self.say(
                    place(symbol),
                    "a symbol of an Avro enum is a word",
                    "write a word",
                ),
            }
        }
    }

    /// A logical type stands on certain types only; on others readers ignore it.
    fn logical(&mut self, node: Node<'p>) {
        let Some(kind) = node.get("logicalType") else {
            return;
        };
        let on: &[&str] = match kind.as_str().unwrap_or_default() {
            "date" | "time-millis" => &["int"],
            "time-micros"
            | "timestamp-millis"
            | "timestamp-micros"
            | "local-timestamp-millis"
            | "local-timestamp-micros" => &["long"],
            "decimal" => &["bytes", "fixed"],
            "uuid" => &["string", "fixed"],
            "duration" => &["fixed"],
            // Others may mean something to somebody.
            _ => return,
        };
        let (name, base) = (
            kind.as_str().unwrap_or_default(),
            node.get("type").and_then(Node::as_str),
        );
        if base.is_some_and(|base| !on.contains(&base)) {
            let text = format!(
                "the logical type `{name}` stands on `{}`",
                on.join("` or `")
            );
            self.say(place(kind), text, format!("write `type: {}`", on[0]));
        } else if name == "decimal" && !node.has("precision") {
            self.say(
                place(kind),
                "a decimal has a `precision`",
                "add `precision`: its number of digits",
            );
        }
    }
}

fn type_place(node: Node<'_>) -> Span {
    match (node.key("type"), node.get("type")) {
        (Some(key), Some(value)) => spots::entry(key, value),
        _ => node.span(),
    }
}

fn place(node: Node<'_>) -> Span {
    match node.own_key() {
        Some(key) => spots::entry(key, node),
        None => spots::item(node),
    }
}
