//! Alternatives that lead back to the union they stand in, with nothing between: they let nothing else through.

use super::cycles::{components, reaches_itself};
use crate::ir::{Branch, Shape, Tagging, Type, TypeDef};
use crate::naming::{Kind, assign};

/// Puts the alternatives that lead out of such a loop in the place of those that stay in it.
pub(super) fn open(types: &mut [TypeDef]) {
    let edges: Vec<Vec<usize>> = types.iter().map(in_place).collect();
    let groups = components(&edges);
    let looped: Vec<usize> = (0..types.len())
        .filter(|at| reaches_itself(&edges, *at, &groups))
        .collect();
    let inside = |ty: &Type, group: usize| target(ty).is_some_and(|to| groups[to] == group);
    let ways_out: Vec<Vec<Branch>> = looped
        .iter()
        .map(|at| {
            let peers = looped.iter().filter(|peer| groups[**peer] == groups[*at]);
            let mut out: Vec<Branch> = Vec::new();
            for branch in std::iter::once(at)
                .chain(peers)
                .flat_map(|peer| branches(&types[*peer]))
            {
                let known = out.iter().any(|known| known.ty == branch.ty);
                if !known && !inside(&branch.ty, groups[*at]) {
                    out.push(branch.clone());
                }
            }
            out
        })
        .collect();
    for (at, out) in looped.into_iter().zip(ways_out) {
        if let Shape::Union(_) = types[at].shape {
            replace(&mut types[at], out);
        }
    }
}

/// What a value of the type is itself a value of.
fn in_place(def: &TypeDef) -> Vec<usize> {
    match &def.shape {
        Shape::Union(of) => of
            .branches
            .iter()
            .filter_map(|branch| target(&branch.ty))
            .collect(),
        Shape::Alias(ty) => target(ty).into_iter().collect(),
        Shape::Struct(_) | Shape::Enum(_) => Vec::new(),
    }
}

fn target(ty: &Type) -> Option<usize> {
    match ty {
        Type::Named(id) => Some(id.0),
        Type::Nullable(inner) => target(inner),
        _ => None,
    }
}

fn branches(def: &TypeDef) -> &[Branch] {
    match &def.shape {
        Shape::Union(of) => &of.branches,
        _ => &[],
    }
}

fn replace(def: &mut TypeDef, mut out: Vec<Branch>) {
    let Shape::Union(of) = &mut def.shape else {
        return;
    };
    match out.as_slice() {
        [] => def.shape = Shape::Alias(Type::Any),
        [only] => def.shape = Shape::Alias(only.ty.clone()),
        _ => {
            rename(&mut out);
            out.iter_mut().for_each(|branch| branch.tag = None);
            of.tagging = Tagging::Untagged;
            of.exclusive = false;
            of.branches = out;
        }
    }
}

/// Alternatives of several unions may bear one name.
fn rename(branches: &mut [Branch]) {
    let raws: Vec<String> = branches
        .iter()
        .map(|branch| branch.names.ts.clone())
        .collect();
    let names = assign(Kind::RustVariant, &raws)
        .into_iter()
        .zip(assign(Kind::TsType, &raws));
    for (branch, (rust, ts)) in branches.iter_mut().zip(names) {
        branch.names.rust = rust;
        branch.names.ts = ts;
    }
}
