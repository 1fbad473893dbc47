//! Alternatives: told apart by a tag where there is one, by trying where there is none.

use super::builder::{Body, Builder};
use super::docs;
use super::enums::{spelled, values};
use super::kinds::{self, Kinds};
use super::objects::{Members, members};
use super::parts::{Part, Parts};
use super::place::{self, Place};
use super::types::or_null;
use crate::doc::node::Node;
use crate::ir::{
    Branch, Constraints, Docs, Names, Scalar, Shape, Tagging, Type, TypeId, Union, WireName,
};
use crate::naming::words::JOINT;
use crate::naming::{Kind, assign};

/// One alternative before it has a type.
#[derive(Debug)]
pub(crate) struct Candidate<'p> {
    pub(crate) raw: String,
    /// As written.
    pub(crate) node: Node<'p>,
    pub(crate) parts: Parts<'p>,
    /// What stands around the alternatives is a part of it.
    merged: bool,
}

/// What tells alternatives apart, by word of the document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Discriminator<'p> {
    member: &'p str,
    mapping: Option<Node<'p>>,
}

impl<'p> Builder<'p> {
    pub(crate) fn union(
        &mut self,
        parts: &Parts<'p>,
        owner: Node<'p>,
        list: Node<'p>,
        place: &Place,
    ) -> Type {
        let base = parts.without_branches(owner);
        let (nulls, branches): (Vec<Node<'p>>, Vec<Node<'p>>) =
            list.items().partition(|node| is_null(node.resolve()));
        if !branches.is_empty() && branches.iter().all(|node| only_requires(*node)) {
            return self.structural(&base, place);
        }
        let ty = match branches.as_slice() {
            [] => Type::Const(Scalar::Null),
            [only] if !needs_base(&base, *only) => self.type_of(*only, place),
            [only] => self.structural(&joined(&base, *only), place),
            _ => {
                let id = self.begin(parts, place);
                let mut candidates: Vec<_> = branches
                    .iter()
                    .enumerate()
                    .map(|(at, node)| candidate(&base, *node, at))
                    .collect();
                distinguish(&mut candidates);
                let own = docs::of(owner);
                let ty = self.alternatives(id, &candidates, discriminator(parts), own, place);
                // A merged alternative may let through a little more than its parts do together.
                let exact = candidates.iter().all(|candidate| !candidate.merged);
                if owner.get("oneOf").is_some() && exact {
                    self.only_one(id);
                }
                ty
            }
        };
        if nulls.is_empty() { ty } else { or_null(ty) }
    }

    /// Several kinds of value under one schema.
    pub(crate) fn kind_union(&mut self, kinds: &[Kinds], parts: &Parts<'p>, place: &Place) -> Type {
        let id = self.begin(parts, place);
        let place = Place {
            own: None,
            ..place.clone()
        };
        let types: Vec<_> = kinds
            .iter()
            .map(|kind| {
                let raw = kind_name(*kind);
                (
                    raw.to_owned(),
                    self.of_kind(*kind, parts, &place.part(raw)),
                    Docs::default(),
                    None,
                )
            })
            .collect();
        let own = parts
            .0
            .last()
            .map_or_else(Docs::default, |part| docs::of(part.node));
        self.finish_union(id, types, Tagging::Untagged, own);
        self.remember(parts.key(), id);
        Type::Named(id)
    }

    pub(crate) fn alternatives(
        &mut self,
        id: TypeId,
        candidates: &[Candidate<'p>],
        discriminator: Option<Discriminator<'p>>,
        docs: Docs,
        place: &Place,
    ) -> Type {
        let place = Place {
            own: None,
            ..place.clone()
        };
        let types = candidates.iter().map(|candidate| {
            let inner = place.part(&candidate.raw);
            match candidate.merged {
                true => self.structural(&candidate.parts, &inner),
                false => self.type_of(candidate.node, &inner),
            }
        });
        let types = types.collect();
        self.assembled(id, candidates, types, tags(candidates, discriminator), docs)
    }

    /// The union of types that are there already.
    pub(crate) fn told_apart(
        &mut self,
        id: TypeId,
        candidates: &[Candidate<'p>],
        types: Vec<Type>,
        docs: Docs,
    ) -> Type {
        let tags = tags(candidates, None);
        self.assembled(id, candidates, types, tags, docs)
    }

    fn assembled(
        &mut self,
        id: TypeId,
        candidates: &[Candidate<'p>],
        types: Vec<Type>,
        tags: Option<(&'p str, Vec<Scalar>)>,
        docs: Docs,
    ) -> Type {
        let mut nullable = false;
        let mut found: Vec<(String, Type, Docs, Option<Scalar>)> = Vec::new();
        for (at, (candidate, ty)) in candidates.iter().zip(types).enumerate() {
            let ty = match ty {
                Type::Nullable(inner) => {
                    nullable = true;
                    *inner
                }
                other => other,
            };
            if found.iter().any(|(_, known, ..)| *known == ty) {
                continue;
            }
            let tag = tags.as_ref().map(|(_, tags)| tags[at].clone());
            let branch_docs = if candidate.node.reference().is_some() {
                Docs::default()
            } else {
                docs::of(candidate.node)
            };
            found.push((candidate.raw.clone(), ty, branch_docs, tag));
        }
        let any = found.iter().any(|(_, ty, ..)| *ty == Type::Any);
        if any || found.len() == 1 {
            let ty = if any { Type::Any } else { found.remove(0).1 };
            return self.collapsed(id, ty, docs, nullable);
        }
        self.narrow(&found, candidates, tags.as_ref().map(|(member, _)| *member));
        let tagging = tags.map_or(Tagging::Untagged, |(member, _)| {
            Tagging::Internal(WireName(member.to_owned()))
        });
        self.finish_union(id, found, tagging, docs);
        if nullable {
            or_null(Type::Named(id))
        } else {
            Type::Named(id)
        }
    }

    /// There was only one alternative after all; whoever refers to the union by now finds it behind an alias.
    fn collapsed(&mut self, id: TypeId, ty: Type, docs: Docs, nullable: bool) -> Type {
        let ty = if ty == Type::Named(id) { Type::Any } else { ty };
        let body = Body {
            docs,
            shape: Shape::Alias(ty.clone()),
            constraints: Constraints::default(),
            inline: true,
            default: None,
            nullable: false,
        };
        self.end(id, body);
        let ty = if self.is_root(id) {
            Type::Named(id)
        } else {
            ty
        };
        if nullable { or_null(ty) } else { ty }
    }

    /// A schema's name as tag: the member of that schema is this constant, whatever else its schema says.
    fn narrow(
        &mut self,
        found: &[(String, Type, Docs, Option<Scalar>)],
        candidates: &[Candidate<'p>],
        member: Option<&str>,
    ) {
        let Some(member) = member else { return };
        for (raw, ty, _, tag) in found {
            let own = candidates
                .iter()
                .find(|candidate| candidate.raw == *raw && !candidate.merged);
            let by_name =
                own.is_some_and(|candidate| constant(&members(&candidate.parts), member).is_none());
            if let (Type::Named(id), Some(Scalar::String(value)), true) = (ty, tag, by_name) {
                self.narrowed.push((*id, member.to_owned(), value.clone()));
            }
        }
    }

    /// `oneOf`: no value may fit two of the alternatives.
    fn only_one(&mut self, id: TypeId) {
        if let Some(Body {
            shape: Shape::Union(of),
            ..
        }) = &mut self.drafts[id.0].body
        {
            of.exclusive = true;
        }
    }

    fn finish_union(
        &mut self,
        id: TypeId,
        found: Vec<(String, Type, Docs, Option<Scalar>)>,
        tagging: Tagging,
        docs: Docs,
    ) {
        let raws: Vec<&str> = found.iter().map(|(raw, ..)| raw.as_str()).collect();
        let names = assign(Kind::RustVariant, &raws)
            .into_iter()
            .zip(assign(Kind::TsType, &raws));
        let names: Vec<Names> = names.map(|(rust, ts)| Names { rust, ts }).collect();
        let branches = found
            .into_iter()
            .zip(names)
            .map(|((_, ty, docs, tag), names)| Branch {
                names,
                docs,
                ty,
                tag,
                boxed: false,
            })
            .collect();
        let shape = Shape::Union(Union {
            tagging,
            exclusive: false,
            branches,
            trial: Vec::new(),
        });
        self.end(
            id,
            Body {
                docs,
                shape,
                constraints: Constraints::default(),
                inline: false,
                default: None,
                nullable: false,
            },
        );
    }
}

/// The alternatives of a channel: whole schemas with names of their own.
pub(crate) fn plain<'p>(raw: String, node: Node<'p>) -> Candidate<'p> {
    Candidate {
        raw,
        node,
        parts: Parts::expand(&[Part { node, bare: false }]),
        merged: false,
    }
}

fn candidate<'p>(base: &Parts<'p>, node: Node<'p>, at: usize) -> Candidate<'p> {
    let own = plain(String::new(), node);
    let raw = branch_name(node, &own.parts, at);
    match needs_base(base, node) {
        true => Candidate {
            raw,
            node,
            parts: joined(base, node),
            merged: true,
        },
        false => Candidate { raw, ..own },
    }
}

/// Objects that would all be called `object` are called after a member that only they have, required ones first.
fn distinguish(candidates: &mut [Candidate<'_>]) {
    let anonymous: Vec<usize> = (0..candidates.len())
        .filter(|at| candidates[*at].raw == kind_name(Kinds::OBJECT))
        .collect();
    if anonymous.len() < 2 {
        return;
    }
    let known: Vec<Members<'_>> = candidates
        .iter()
        .map(|candidate| members(&candidate.parts))
        .collect();
    for at in anonymous {
        let own = |name: &&str| {
            let holders = known.iter().filter(|other| other.contains_key(*name));
            holders.count() == 1
        };
        let required = known[at].iter().filter(|(_, member)| member.required);
        let found = required
            .chain(&known[at])
            .map(|(name, _)| *name)
            .find(own)
            .map(str::to_owned);
        candidates[at].raw = found.unwrap_or_else(|| format!("option {}", at + 1));
    }
}

fn joined<'p>(base: &Parts<'p>, branch: Node<'p>) -> Parts<'p> {
    let mut parts = base.0.clone();
    parts.push(Part {
        node: branch,
        bare: false,
    });
    Parts::expand(&parts)
}

/// Whether what stands around the alternatives says more than this alternative says itself.
fn needs_base(base: &Parts<'_>, branch: Node<'_>) -> bool {
    let own = plain(String::new(), branch);
    let silent = Kinds::of(&own.parts) == Kinds::ANY
        && values(&own.parts).is_none()
        && own.parts.branches().is_none();
    let base_kinds = Kinds::of(base);
    if silent {
        return base_kinds != Kinds::ANY || base.has_own_members();
    }
    if !base.has_own_members() {
        return false;
    }
    let own_members = members(&own.parts);
    members(base)
        .iter()
        .any(|(name, member)| match own_members.get(name) {
            Some(own) => own.schemas.is_empty() || (member.required && !own.required),
            None => true,
        })
}

fn is_null(node: Node<'_>) -> bool {
    let listed = || {
        node.get("enum")
            .is_some_and(|list| list.items().len() == 1 && list.items().all(Node::is_null))
    };
    (node.get("type").is_some() && kinds::of_node(node) == Kinds::NULL)
        || node.get("const").is_some_and(Node::is_null)
        || listed()
}

/// `anyOf: [{required: [a]}, {required: [b]}]` bounds the members of one object; it makes no kinds of objects.
fn only_requires(node: Node<'_>) -> bool {
    const WORDS: &[&str] = &["required", "not", "title", "description"];
    node.is_map()
        && node.entries().len() > 0
        && node.entries().all(|(_, key, _)| WORDS.contains(&key))
}

fn branch_name(node: Node<'_>, parts: &Parts<'_>, at: usize) -> String {
    if let Some(written) = node.reference() {
        let (file, fragment) = written.split_once('#').unwrap_or((written, ""));
        let stem = file
            .rsplit('/')
            .next()
            .and_then(|name| name.split('.').next())
            .unwrap_or_default();
        return place::of_pointer(fragment, stem).raw.replace(JOINT, " ");
    }
    let title = node
        .get("title")
        .and_then(Node::as_str)
        .filter(|title| !title.trim().is_empty());
    if let Some(title) = title {
        return title.to_owned();
    }
    let known = members(parts);
    let tag = known.keys().find_map(|name| match constant(&known, name) {
        Some(Scalar::String(value)) => Some(value),
        _ => None,
    });
    if let Some(tag) = tag {
        return tag;
    }
    match values(parts).as_deref() {
        Some([only]) => spelled(only),
        _ => match Kinds::of(parts).without_null().list().as_slice() {
            [only] => kind_name(*only).to_owned(),
            _ => format!("option {}", at + 1),
        },
    }
}

fn kind_name(kind: Kinds) -> &'static str {
    match kind {
        Kinds::BOOLEAN => "boolean",
        Kinds::INTEGER => "integer",
        Kinds::NUMBER => "number",
        Kinds::STRING => "text",
        Kinds::ARRAY => "list",
        _ => "object",
    }
}

pub(crate) fn discriminator<'p>(parts: &Parts<'p>) -> Option<Discriminator<'p>> {
    let node = parts.get("discriminator")?;
    match node.as_str() {
        Some(member) => Some(Discriminator {
            member,
            mapping: None,
        }),
        // The form of OpenAPI.
        None => Some(Discriminator {
            member: node.get("propertyName")?.as_str()?,
            mapping: node.get("mapping"),
        }),
    }
}

/// The only value that a member may have.
fn constant(members: &Members<'_>, name: &str) -> Option<Scalar> {
    let schemas: Vec<Part<'_>> = members
        .get(name)?
        .schemas
        .iter()
        .map(|node| Part {
            node: *node,
            bare: false,
        })
        .collect();
    match values(&Parts::expand(&schemas)).as_deref() {
        Some([only]) if *only != Scalar::Null => Some(only.clone()),
        _ => None,
    }
}

/// The member that tells all alternatives apart, and its value in each.
fn tags<'p>(
    candidates: &[Candidate<'p>],
    discriminator: Option<Discriminator<'p>>,
) -> Option<(&'p str, Vec<Scalar>)> {
    let known: Vec<Members<'p>> = candidates
        .iter()
        .map(|candidate| members(&candidate.parts))
        .collect();
    if known.len() < 2 || known.iter().any(Members::is_empty) {
        return None;
    }
    if let Some(by) = discriminator {
        let tags = candidates.iter().zip(&known).map(|(candidate, members)| {
            constant(members, by.member)
                .or_else(|| mapped(by, candidate.node))
                .or_else(|| schema_name(candidate.node))
        });
        return Some((by.member, distinct(tags.collect::<Option<_>>()?)?));
    }
    known[0].keys().find_map(|name| {
        let tag = |members: &Members<'p>| {
            members
                .get(name)
                .filter(|member| member.required)
                .and_then(|_| constant(members, name))
        };
        Some((
            *name,
            distinct(known.iter().map(tag).collect::<Option<_>>()?)?,
        ))
    })
}

fn distinct(tags: Vec<Scalar>) -> Option<Vec<Scalar>> {
    let twice = tags
        .iter()
        .enumerate()
        .any(|(at, tag)| tags[..at].contains(tag));
    (!twice).then_some(tags)
}

fn mapped(by: Discriminator<'_>, branch: Node<'_>) -> Option<Scalar> {
    let written = branch.reference()?;
    let found = by.mapping?.entries().find(|(_, _, target)| {
        target
            .as_str()
            .is_some_and(|target| target == written || written.ends_with(&format!("/{target}")))
    });
    found.map(|(_, value, _)| Scalar::String(value.to_owned()))
}

/// AsyncAPI 2.x: the value of the discriminator is the name of the schema.
fn schema_name(branch: Node<'_>) -> Option<Scalar> {
    branch.reference()?;
    Some(Scalar::String(branch_name(branch, &Parts::default(), 0)))
}
