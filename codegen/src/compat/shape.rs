//! What a schema says once its references and its `allOf` are read together.

use std::collections::BTreeMap;

use super::value::show;
use crate::doc::node::Node;

/// Keywords of numbers and sizes: whether a larger bound allows more.
pub(super) const BOUNDS: [(&str, bool); 10] = [
    ("minimum", false),
    ("exclusiveMinimum", false),
    ("minLength", false),
    ("minItems", false),
    ("minProperties", false),
    ("maximum", true),
    ("exclusiveMaximum", true),
    ("maxLength", true),
    ("maxItems", true),
    ("maxProperties", true),
];

/// Keywords that are compared as a whole: any difference may matter either way.
pub(super) const OPAQUE: [&str; 11] = [
    "not",
    "if",
    "then",
    "else",
    "dependencies",
    "contains",
    "propertyNames",
    "patternProperties",
    "additionalItems",
    "contentEncoding",
    "contentMediaType",
];

const DOCS: [&str; 6] = [
    "title",
    "description",
    "examples",
    "deprecated",
    "externalDocs",
    "$comment",
];

const DEPTH: usize = 64;

#[derive(Debug, Clone, Copy)]
pub(super) enum Extra<'p> {
    Open,
    Closed,
    Of(Node<'p>),
}

#[derive(Debug)]
pub(super) struct Shape<'p> {
    /// The schema behind the references.
    pub(super) node: Node<'p>,
    /// The reference to it, where there is one.
    pub(super) written: Node<'p>,
    /// `null` left out. Empty: any type.
    pub(super) types: Vec<String>,
    pub(super) nullable: bool,
    pub(super) properties: Vec<(&'p str, Node<'p>)>,
    pub(super) required: Vec<&'p str>,
    pub(super) extra: Extra<'p>,
    pub(super) values: Option<Vec<Node<'p>>>,
    pub(super) open: bool,
    pub(super) fixed: Option<Node<'p>>,
    pub(super) branches: Vec<Node<'p>>,
    /// `oneOf` or `anyOf`.
    pub(super) choice: Option<&'p str>,
    /// Every other keyword that is compared, as it stands.
    pub(super) keywords: BTreeMap<&'p str, Node<'p>>,
    pub(super) docs: Vec<Node<'p>>,
}

impl<'p> Shape<'p> {
    pub(super) fn of(schema: Node<'p>) -> Self {
        Self::within(schema, DEPTH)
    }

    fn within(schema: Node<'p>, depth: usize) -> Self {
        let node = schema.resolve();
        let mut shape = Self {
            node,
            written: schema,
            types: Vec::new(),
            nullable: false,
            properties: Vec::new(),
            required: Vec::new(),
            extra: Extra::Open,
            values: None,
            open: false,
            fixed: None,
            branches: Vec::new(),
            choice: None,
            keywords: BTreeMap::new(),
            docs: Vec::new(),
        };
        shape.read(node, depth);
        shape.settle(depth);
        shape
    }

    fn read(&mut self, node: Node<'p>, depth: usize) {
        if depth == 0 {
            return;
        }
        for (_, key, value) in node.entries() {
            match key {
                "allOf" => {
                    for part in value.items() {
                        self.read(part.resolve(), depth - 1);
                    }
                }
                "type" => self.read_types(value),
                "nullable" => self.nullable |= value.as_bool() == Some(true),
                "properties" => {
                    for (_, name, property) in value.entries() {
                        self.properties.retain(|(known, _)| *known != name);
                        self.properties.push((name, property));
                    }
                }
                "required" => self.required.extend(value.items().filter_map(Node::as_str)),
                "additionalProperties" => {
                    self.extra = match value.as_bool() {
                        Some(false) => Extra::Closed,
                        Some(true) => Extra::Open,
                        None => Extra::Of(value),
                    }
                }
                "enum" => self.values = Some(value.items().collect()),
                "x-open" => self.open = value.as_bool() == Some(true),
                "const" => self.fixed = Some(value),
                "oneOf" | "anyOf" => {
                    self.branches.extend(value.items());
                    self.choice = Some(key);
                }
                _ if DOCS.contains(&key) || key == "example" => self.docs.push(value),
                _ => {
                    self.keywords.insert(key, value);
                }
            }
        }
    }

    fn read_types(&mut self, value: Node<'p>) {
        let names: Vec<&str> = value
            .as_str()
            .into_iter()
            .chain(value.items().filter_map(Node::as_str))
            .collect();
        self.nullable |= names.contains(&"null");
        self.types = names
            .into_iter()
            .filter(|name| *name != "null")
            .map(str::to_owned)
            .collect();
        self.types.sort();
    }

    /// Spellings of one thing are made one: `const` and an enum of one value, null as a branch or a value.
    fn settle(&mut self, depth: usize) {
        let is_null = |node: &Node<'p>| {
            let node = node.resolve();
            node.follow("type").and_then(Node::as_str) == Some("null")
                || node.get("const").is_some_and(Node::is_null)
        };
        let branches = self.branches.len();
        self.branches.retain(|branch| !is_null(branch));
        self.nullable |= self.branches.len() < branches;
        if let Some(values) = &mut self.values {
            let count = values.len();
            values.retain(|value| !value.is_null());
            self.nullable |= values.len() < count;
            if values.len() == 1 && !self.open && self.fixed.is_none() {
                self.fixed = values.pop();
                self.values = None;
            }
        }
        if self.types.is_empty() && !self.properties.is_empty() {
            self.types.push("object".to_owned());
        }
        // One branch beside null is that branch.
        if let [only] = self.branches[..]
            && self.types.is_empty()
            && depth > 0
        {
            self.branches.clear();
            let (nullable, docs) = (self.nullable, std::mem::take(&mut self.docs));
            let inner = Shape::within(only, depth - 1);
            let node = self.node;
            *self = inner;
            self.node = node;
            self.nullable |= nullable;
            self.docs.extend(docs);
        }
    }

    /// Where a value of the enum stands.
    pub(super) fn place_of(&self, value: &str) -> Node<'p> {
        let found = self
            .values
            .iter()
            .flatten()
            .find(|node| show(**node) == value)
            .copied();
        found.or(self.fixed).unwrap_or(self.node)
    }

    pub(super) fn property(&self, name: &str) -> Option<Node<'p>> {
        self.properties
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, node)| *node)
    }

    /// Whether the member can have one value only.
    pub(super) fn is_fixed(&self, name: &str) -> bool {
        self.property(name)
            .is_some_and(|property| Shape::of(property).fixed.is_some())
    }

    pub(super) fn requires(&self, name: &str) -> bool {
        self.required.contains(&name)
    }

    pub(super) fn is_closed(&self) -> bool {
        matches!(self.extra, Extra::Closed)
    }

    /// The value that tells this branch of a union from the others, where there is one.
    pub(super) fn tag(&self) -> Option<String> {
        self.properties.iter().find_map(|(name, property)| {
            let shape = property.resolve();
            let value = shape.get("const").or_else(|| match shape.get("enum") {
                Some(values) if values.items().len() == 1 => values.items().next(),
                _ => None,
            })?;
            Some(format!("{name}={}", value.to_json()))
        })
    }
}
