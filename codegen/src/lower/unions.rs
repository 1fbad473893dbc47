//! Alternatives: told apart by a tag where there is one, by trying where there is none.

use super::builder::{Body, Builder};
use super::candidates::{Candidate, candidate, distinguish, kind_name, multiply, needs_base};
use super::constraints::Of;
use super::docs;
use super::kinds::{self, Kinds};
use super::objects::members;
use super::parts::Parts;
use super::place::Place;
use super::tags::{Discriminator, constant, discriminator, tags};
use super::types::or_null;
use crate::doc::node::Node;
use crate::ir::{
    Branch, Constraints, Docs, Names, Scalar, Shape, Tagging, Type, TypeId, Union, WireName,
};
use crate::naming::{Kind, assign};

impl<'p> Builder<'p> {
    pub(crate) fn union(
        &mut self,
        parts: &Parts<'p>,
        owner: Node<'p>,
        list: Node<'p>,
        place: &Place,
    ) -> Type {
        let base = parts.without_branches(list);
        let (nulls, branches): (Vec<Node<'p>>, Vec<Node<'p>>) =
            list.items().partition(|node| is_null(node.resolve()));
        if !branches.is_empty() && branches.iter().all(|node| only_requires(*node)) {
            return self.structural(&base, place);
        }
        let base = match multiply(&base, &branches) {
            true => base,
            false => base.with_rules(),
        };
        let bounded = |base: &Parts<'p>| base.choices() > 1;
        let ty = match branches.as_slice() {
            [] => Type::Const(Scalar::Null),
            [only] if !bounded(&base) && !needs_base(&base, *only) => self.type_of(*only, place),
            [only] => self.structural(&base.with(*only), place),
            _ => {
                let id = self.begin(parts, place);
                let mut candidates: Vec<_> = branches
                    .iter()
                    .enumerate()
                    .map(|(at, node)| candidate(&base, *node, at))
                    .collect();
                distinguish(&mut candidates);
                let own = docs::of(owner);
                let by = told_by(parts, owner, list);
                let ty = self.alternatives(id, &candidates, by, own, place);
                let merged = candidates.iter().filter(|one| one.merged).count();
                let one = owner.get("oneOf") == Some(list);
                if one && (merged == 0 || bounded(&base)) {
                    self.only_one(id);
                }
                if merged < candidates.len() {
                    self.around(id, &base);
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

    /// What stands around the alternatives bounds each of them.
    fn around(&mut self, id: TypeId, base: &Parts<'p>) {
        let checks = self.checks(Of::Any, base);
        if let Some(Body {
            shape: Shape::Union(_),
            constraints,
            ..
        }) = &mut self.drafts[id.0].body
        {
            constraints.checks = checks;
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

/// A discriminator speaks of the alternatives that it stands beside; where there are no others, it may stand further off.
fn told_by<'p>(parts: &Parts<'p>, owner: Node<'p>, list: Node<'p>) -> Option<Discriminator<'p>> {
    let first = || owner.get("oneOf").is_none_or(|one| one == list);
    match parts.choices() {
        0 | 1 => discriminator(parts),
        _ => discriminator(&Parts::alone(owner)).filter(|_| first()),
    }
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
pub(crate) fn only_requires(node: Node<'_>) -> bool {
    const WORDS: &[&str] = &["required", "not", "title", "description"];
    node.is_map()
        && node.entries().len() > 0
        && node.entries().all(|(_, key, _)| WORDS.contains(&key))
}
