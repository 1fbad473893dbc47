//! Types that hold themselves.

use crate::ir::{Shape, Type, TypeDef};

/// Marks fields and branches that need an indirection, and aliases that need a name of their own.
pub(crate) fn mark(types: &mut [TypeDef]) {
    let direct: Vec<Vec<usize>> = types.iter().map(|def| holds(def, false)).collect();
    let groups = components(&direct);
    let same = |a: usize, b: usize| groups[a] == groups[b];
    let boxed = |at: usize, ty: &Type| {
        let mut inner = Vec::new();
        collect(ty, false, &mut inner);
        inner
            .iter()
            .any(|to| same(at, *to) && reaches_itself(&direct, at, &groups))
    };
    let marks: Vec<Vec<bool>> = types
        .iter()
        .enumerate()
        .map(|(at, def)| match &def.shape {
            Shape::Struct(of) => of.fields.iter().map(|field| boxed(at, &field.ty)).collect(),
            Shape::Union(of) => of
                .branches
                .iter()
                .map(|branch| boxed(at, &branch.ty))
                .collect(),
            _ => Vec::new(),
        })
        .collect();
    let any: Vec<Vec<usize>> = types
        .iter()
        .map(|def| match def.shape {
            Shape::Alias(_) => holds(def, true)
                .into_iter()
                .filter(|to| matches!(types[*to].shape, Shape::Alias(_)))
                .collect(),
            _ => Vec::new(),
        })
        .collect();
    let alias_groups = components(&any);
    for (at, def) in types.iter_mut().enumerate() {
        match &mut def.shape {
            Shape::Struct(of) => of
                .fields
                .iter_mut()
                .zip(&marks[at])
                .for_each(|(field, mark)| field.boxed = *mark),
            Shape::Union(of) => of
                .branches
                .iter_mut()
                .zip(&marks[at])
                .for_each(|(branch, mark)| branch.boxed = *mark),
            Shape::Alias(_) => def.recursive = reaches_itself(&any, at, &alias_groups),
            Shape::Enum(_) => {}
        }
    }
    cut(types);
}

/// An alias of nothing but itself is any value.
fn cut(types: &mut [TypeDef]) {
    for at in 0..types.len() {
        if !types[at].recursive {
            continue;
        }
        let mut seen = vec![at];
        let mut next = at;
        while let Shape::Alias(Type::Named(to)) = types[next].shape {
            if seen.contains(&to.0) {
                types[at].shape = Shape::Alias(Type::Any);
                types[at].recursive = false;
                break;
            }
            seen.push(to.0);
            next = to.0;
        }
    }
}

/// The types that a value holds in place; with `all`, also through lists and maps.
fn holds(def: &TypeDef, all: bool) -> Vec<usize> {
    let mut out = Vec::new();
    match &def.shape {
        Shape::Struct(of) => of
            .fields
            .iter()
            .for_each(|field| collect(&field.ty, all, &mut out)),
        Shape::Union(of) => of
            .branches
            .iter()
            .for_each(|branch| collect(&branch.ty, all, &mut out)),
        Shape::Alias(ty) => collect(ty, all, &mut out),
        Shape::Enum(_) => {}
    }
    out
}

fn collect(ty: &Type, all: bool, out: &mut Vec<usize>) {
    match ty {
        Type::Named(id) => out.push(id.0),
        Type::Nullable(inner) => collect(inner, all, out),
        Type::Tuple(items) => items.iter().for_each(|item| collect(item, all, out)),
        Type::List(inner) | Type::Map(inner) if all => collect(inner, all, out),
        Type::Positions(of) if all => of.types().for_each(|item| collect(item, all, out)),
        Type::Positions(of) => of.items.iter().for_each(|item| collect(item, all, out)),
        _ => {}
    }
}

pub(super) fn reaches_itself(edges: &[Vec<usize>], at: usize, groups: &[usize]) -> bool {
    edges[at].contains(&at)
        || edges[at]
            .iter()
            .any(|to| groups[*to] == groups[at] && *to != at)
}

/// The strongly connected component of each node (Tarjan, without recursion).
pub(super) fn components(edges: &[Vec<usize>]) -> Vec<usize> {
    const NEW: usize = usize::MAX;
    let mut index = vec![NEW; edges.len()];
    let mut low = vec![0; edges.len()];
    let mut group = vec![NEW; edges.len()];
    let mut stack = Vec::new();
    let mut count = 0;
    for root in 0..edges.len() {
        if index[root] != NEW {
            continue;
        }
        let mut calls = vec![(root, 0)];
        while let Some((node, next)) = calls.last().copied() {
            if next == 0 {
                index[node] = count;
                low[node] = count;
                count += 1;
                stack.push(node);
            }
            match edges[node].get(next) {
                Some(to) => {
                    if let Some(call) = calls.last_mut() {
                        call.1 += 1;
                    }
                    if index[*to] == NEW {
                        calls.push((*to, 0));
                    } else if group[*to] == NEW {
                        low[node] = low[node].min(index[*to]);
                    }
                }
                None => {
                    if low[node] == index[node] {
                        while let Some(member) = stack.pop() {
                            group[member] = node;
                            if member == node {
                                break;
                            }
                        }
                    }
                    calls.pop();
                    if let Some((parent, _)) = calls.last() {
                        low[*parent] = low[*parent].min(low[node]);
                    }
                }
            }
        }
    }
    group
}
