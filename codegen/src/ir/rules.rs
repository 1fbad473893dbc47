//! Conditions on values that no type can say: `not`, `if`, `contains`, `dependencies`, names of members.
//!
//! A rule speaks of the JSON itself, as JSON Schema does: of a value of another kind than its own it says nothing.

use super::{Constraints, StringFormat, Type, WireName};

/// A condition beside a type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Check {
    pub rule: Rule,
    /// What is expected, for errors and comments: `the member email or phone`.
    pub words: String,
    /// The schema that says the same, as JSON; `None` where it refers to others.
    pub schema: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Rule {
    /// All of them; none at all is no condition.
    All(Vec<Rule>),
    Any(Vec<Rule>),
    One(Vec<Rule>),
    Not(Box<Rule>),
    If(Box<Branches>),
    /// One of these kinds.
    Kinds(Vec<JsonKind>),
    /// One of these values, as JSON.
    Values(Vec<String>),
    Within(Box<Constraints>),
    Format(StringFormat),
    /// An object has these members.
    Has(Vec<WireName>),
    /// Members that are there.
    Members(Vec<(WireName, Rule)>),
    Others(Box<Others>),
    /// The names of members.
    Names(Box<Rule>),
    Items(Box<Items>),
    Contains(Box<Rule>),
    /// A value of this type, which has a name.
    Is(Type),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JsonKind {
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Branches {
    pub test: Rule,
    pub then: Rule,
    pub otherwise: Rule,
}

/// Members by the pattern of their name, and those that neither a pattern nor `known` names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Others {
    pub known: Vec<WireName>,
    pub patterns: Vec<(String, Rule)>,
    pub rest: Rule,
}

/// Items by place, and those that follow.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Items {
    pub first: Vec<Rule>,
    pub rest: Rule,
}

impl Rule {
    /// No condition at all.
    pub const TRUE: Self = Self::All(Vec::new());

    /// The conjunction, without what says nothing.
    pub fn all(rules: impl IntoIterator<Item = Self>) -> Self {
        let mut rules: Vec<Self> = rules
            .into_iter()
            .filter(|rule| *rule != Self::TRUE)
            .collect();
        match rules.len() {
            1 => rules.remove(0),
            _ => Self::All(rules),
        }
    }

    /// What no value satisfies.
    pub fn never() -> Self {
        Self::Any(Vec::new())
    }

    /// Every type that the rule mentions.
    pub fn each_type(&self, visit: &mut dyn FnMut(&Type)) {
        if let Self::Is(ty) = self {
            visit(ty);
        }
        for part in self.parts() {
            part.each_type(visit);
        }
    }

    pub fn each_type_mut(&mut self, visit: &mut dyn FnMut(&mut Type)) {
        match self {
            Self::Is(ty) => visit(ty),
            Self::All(parts) | Self::Any(parts) | Self::One(parts) => {
                parts.iter_mut().for_each(|part| part.each_type_mut(visit));
            }
            Self::Not(part) | Self::Names(part) => part.each_type_mut(visit),
            Self::If(of) => {
                for part in [&mut of.test, &mut of.then, &mut of.otherwise] {
                    part.each_type_mut(visit);
                }
            }
            Self::Members(of) => of
                .iter_mut()
                .for_each(|(_, part)| part.each_type_mut(visit)),
            Self::Others(of) => {
                let patterned = of.patterns.iter_mut().map(|(_, part)| part);
                patterned
                    .chain([&mut of.rest])
                    .for_each(|part| part.each_type_mut(visit));
            }
            Self::Items(of) => {
                let all = of.first.iter_mut().chain([&mut of.rest]);
                all.for_each(|part| part.each_type_mut(visit));
            }
            Self::Contains(item) => item.each_type_mut(visit),
            Self::Kinds(_) | Self::Values(_) | Self::Within(_) | Self::Format(_) | Self::Has(_) => {
            }
        }
    }

    fn parts(&self) -> Vec<&Self> {
        match self {
            Self::All(parts) | Self::Any(parts) | Self::One(parts) => parts.iter().collect(),
            Self::Not(part) | Self::Names(part) | Self::Contains(part) => vec![part],
            Self::If(of) => vec![&of.test, &of.then, &of.otherwise],
            Self::Members(of) => of.iter().map(|(_, part)| part).collect(),
            Self::Others(of) => {
                let patterned = of.patterns.iter().map(|(_, part)| part);
                patterned.chain([&of.rest]).collect()
            }
            Self::Items(of) => of.first.iter().chain([&of.rest]).collect(),
            Self::Kinds(_)
            | Self::Values(_)
            | Self::Within(_)
            | Self::Format(_)
            | Self::Has(_)
            | Self::Is(_) => Vec::new(),
        }
    }
}
