//! References to types that turned out to let null through.

use crate::ir::{Shape, Type, TypeDef};

/// Null is told by what only refers to such a type, and by a union that has one as a branch.
pub(crate) fn pass_on(types: &mut [TypeDef]) {
    loop {
        let known: Vec<bool> = types.iter().map(|def| def.nullable).collect();
        let found = |ty: &Type| matches!(ty, Type::Named(id) if known[id.0]);
        let mut changed = false;
        for def in types.iter_mut().filter(|def| !def.nullable) {
            def.nullable = match &def.shape {
                Shape::Alias(ty) => found(ty),
                Shape::Union(of) => of.branches.iter().any(|branch| found(&branch.ty)),
                _ => false,
            };
            changed |= def.nullable;
        }
        if !changed {
            return;
        }
    }
}

/// The same type, with null wherever it refers to one that `known` says lets it through.
pub(crate) fn say(ty: &mut Type, known: &[bool]) {
    match ty {
        Type::Named(id) if known[id.0] => *ty = Type::Nullable(Box::new(ty.clone())),
        Type::Nullable(inner) if matches!(**inner, Type::Named(_)) => {}
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => say(inner, known),
        Type::Tuple(items) => items.iter_mut().for_each(|item| say(item, known)),
        Type::Positions(of) => of.types_mut().for_each(|item| say(item, known)),
        _ => {}
    }
}

/// What is told of a whole type is not told of what it is made of as well.
pub(crate) fn say_once(types: &mut [TypeDef]) {
    let bare = |ty: &mut Type| {
        if let Type::Nullable(inner) = ty {
            *ty = (**inner).clone();
        }
    };
    for def in types.iter_mut().filter(|def| def.nullable) {
        match &mut def.shape {
            Shape::Alias(ty) => bare(ty),
            Shape::Union(of) => of
                .branches
                .iter_mut()
                .for_each(|branch| bare(&mut branch.ty)),
            _ => {}
        }
    }
}
