//! Drafts -> definitions: order, names, and what can only be said when all types are known.

use super::builder::{Body, Builder, Draft};
use super::{cycles, loops, nulls};
use crate::ir::{
    Constraints, Docs, Enum, Module, Names, Rest, Scalar, Shape, StringFormat, Tagging, Type,
    TypeDef, TypeId, Variant,
};
use crate::naming::{Kind, Table};

pub(crate) fn finish(mut builder: Builder<'_>, module: &mut Module) {
    narrow(&mut builder);
    let used = used(&builder, module);
    let drafts = builder.drafts;
    let mut order: Vec<usize> = (0..drafts.len()).filter(|at| used[*at]).collect();
    order.sort_by(|a, b| drafts[*a].order.cmp(&drafts[*b].order));
    let mut renumbered = vec![TypeId(0); drafts.len()];
    for (new, old) in order.iter().enumerate() {
        renumbered[*old] = TypeId(new);
    }
    let names = names(&order, &drafts);
    let mut drafts: Vec<Option<Draft>> = drafts.into_iter().map(Some).collect();
    module.types = order
        .iter()
        .zip(names)
        .filter_map(|(at, names)| Some(definition(drafts[*at].take()?, names)))
        .collect();
    each_type(module, &mut |ty| renumber(ty, &renumbered));
    for channel in &mut module.channels {
        for id in channel
            .client_union
            .iter_mut()
            .chain(&mut channel.server_union)
        {
            *id = renumbered[id.0];
        }
    }
    tell_null(module);
    loops::open(&mut module.types);
    cycles::mark(&mut module.types);
    order_trials(&mut module.types);
}

/// Whoever refers to a type that may be null says so at the reference.
fn tell_null(module: &mut Module) {
    nulls::pass_on(&mut module.types);
    let known: Vec<bool> = module.types.iter().map(|def| def.nullable).collect();
    each_type(module, &mut |ty| nulls::say(ty, &known));
    nulls::say_once(&mut module.types);
}

fn definition(draft: Draft, names: Names) -> TypeDef {
    let body = draft.body.unwrap_or(Body {
        docs: Docs::default(),
        shape: Shape::Alias(Type::Any),
        constraints: Constraints::default(),
        inline: false,
        default: None,
        nullable: false,
    });
    TypeDef {
        names,
        docs: body.docs,
        shape: body.shape,
        constraints: body.constraints,
        origin: Some(draft.origin),
        inline: body.inline,
        default: body.default,
        nullable: body.nullable,
        recursive: false,
    }
}

/// Names in both targets, in an order that people see.
fn names(order: &[usize], drafts: &[Draft]) -> Vec<Names> {
    let all = |kind| {
        let mut table = Table::new(kind);
        for at in order {
            table.want(&drafts[*at].place.raw, drafts[*at].place.rank);
        }
        table.finish()
    };
    let names = all(Kind::RustType).into_iter().zip(all(Kind::TsType));
    names.map(|(rust, ts)| Names { rust, ts }).collect()
}

/// Derived types that nothing holds are left out: alternatives that turned out to be one.
fn used(builder: &Builder<'_>, module: &mut Module) -> Vec<bool> {
    let drafts = &builder.drafts;
    let mut used = vec![false; drafts.len()];
    let mut todo: Vec<usize> = (0..drafts.len())
        .filter(|at| builder.is_wanted(TypeId(*at)))
        .collect();
    each_type(module, &mut |ty| mentioned(ty, &mut todo));
    while let Some(at) = todo.pop() {
        if !std::mem::replace(&mut used[at], true)
            && let Some(body) = &drafts[at].body
        {
            each_inner(&body.shape, &mut |ty| mentioned(ty, &mut todo));
            for check in &body.constraints.checks {
                check.rule.each_type(&mut |ty| mentioned(ty, &mut todo));
            }
        }
    }
    used
}

fn mentioned(ty: &Type, out: &mut Vec<usize>) {
    match ty {
        Type::Named(id) => out.push(id.0),
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => mentioned(inner, out),
        Type::Tuple(items) => items.iter().for_each(|item| mentioned(item, out)),
        Type::Positions(of) => of.types().for_each(|item| mentioned(item, out)),
        _ => {}
    }
}

fn renumber(ty: &mut Type, ids: &[TypeId]) {
    match ty {
        Type::Named(id) => *id = ids[id.0],
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => renumber(inner, ids),
        Type::Tuple(items) => items.iter_mut().for_each(|item| renumber(item, ids)),
        Type::Positions(of) => of.types_mut().for_each(|item| renumber(item, ids)),
        _ => {}
    }
}

fn each_inner(shape: &Shape, visit: &mut dyn FnMut(&Type)) {
    match shape {
        Shape::Struct(of) => {
            of.fields.iter().for_each(|field| visit(&field.ty));
            if let Rest::Typed(ty) = &of.rest {
                visit(ty);
            }
        }
        Shape::Union(of) => of.branches.iter().for_each(|branch| visit(&branch.ty)),
        Shape::Alias(ty) => visit(ty),
        Shape::Enum(_) => {}
    }
}

/// Every type that the module mentions.
fn each_type(module: &mut Module, visit: &mut dyn FnMut(&mut Type)) {
    for def in &mut module.types {
        for check in &mut def.constraints.checks {
            check.rule.each_type_mut(visit);
        }
        match &mut def.shape {
            Shape::Struct(of) => {
                of.fields.iter_mut().for_each(|field| visit(&mut field.ty));
                if let Rest::Typed(ty) = &mut of.rest {
                    visit(ty);
                }
            }
            Shape::Union(of) => of
                .branches
                .iter_mut()
                .for_each(|branch| visit(&mut branch.ty)),
            Shape::Alias(ty) => visit(ty),
            Shape::Enum(_) => {}
        }
    }
    for message in &mut module.messages {
        message
            .payload
            .iter_mut()
            .chain(&mut message.headers)
            .for_each(&mut *visit);
    }
    if let Some(protocol) = &mut module.protocol {
        for route in &mut protocol.routes {
            visit(&mut route.params);
            visit(&mut route.update);
        }
        for request in &mut protocol.requests {
            let reply = request
                .reply
                .iter_mut()
                .filter_map(|reply| reply.payload.as_mut());
            request
                .payload
                .iter_mut()
                .chain(reply)
                .for_each(&mut *visit);
        }
        protocol
            .events
            .iter_mut()
            .filter_map(|event| event.payload.as_mut())
            .for_each(visit);
    }
}

/// Where a schema's name is the tag, the member that holds it becomes that constant.
fn narrow(builder: &mut Builder<'_>) {
    for (id, member, value) in std::mem::take(&mut builder.narrowed) {
        let place = builder.drafts[id.0].place.part(&member);
        let order = builder.drafts[id.0].order.clone();
        let origin = builder.drafts[id.0].origin;
        let next = TypeId(builder.drafts.len());
        let Some(Body {
            shape: Shape::Struct(of),
            ..
        }) = &mut builder.drafts[id.0].body
        else {
            continue;
        };
        let Some(field) = of.fields.iter_mut().find(|field| field.wire.0 == member) else {
            continue;
        };
        if field.ty != Type::String(StringFormat::Plain) {
            continue;
        }
        field.ty = Type::Named(next);
        field.required = true;
        let rust = crate::naming::one(Kind::RustVariant, &value);
        let ts = crate::naming::one(Kind::TsType, &value);
        let variants = vec![Variant {
            value: Scalar::String(value),
            names: Names { rust, ts },
            docs: Docs::default(),
        }];
        let body = Body {
            docs: Docs::default(),
            shape: Shape::Enum(Enum {
                variants,
                open: false,
            }),
            constraints: Constraints::default(),
            inline: true,
            default: None,
            nullable: false,
        };
        builder.drafts.push(Draft {
            place,
            order: order.after(next.0),
            origin,
            root: false,
            body: Some(body),
        });
    }
}

/// Untagged branches are tried from the most demanding to the most lenient.
fn order_trials(types: &mut [TypeDef]) {
    let trials: Vec<Option<Vec<usize>>> = types
        .iter()
        .map(|def| match &def.shape {
            Shape::Union(of) if of.tagging == Tagging::Untagged => {
                let mut trial: Vec<usize> = (0..of.branches.len()).collect();
                trial.sort_by_key(|at| leniency(types, &of.branches[*at].ty, 0));
                Some(trial)
            }
            _ => None,
        })
        .collect();
    for (def, trial) in types.iter_mut().zip(trials) {
        if let (Shape::Union(of), Some(trial)) = (&mut def.shape, trial) {
            of.trial = trial;
        }
    }
}

/// How much a type lets through; objects by how many members they ask for and know.
fn leniency(types: &[TypeDef], ty: &Type, depth: usize) -> (u8, i64) {
    if depth > 8 {
        return (6, 0);
    }
    match ty {
        Type::Const(_) => (0, 0),
        Type::Bool => (1, 0),
        Type::Integer(_) => (1, 1),
        Type::String(StringFormat::Plain) => (3, 0),
        Type::String(_) => (2, 0),
        Type::Number => (3, 0),
        Type::Tuple(items) => (4, -(items.len() as i64)),
        Type::List(inner) => (5, i64::from(leniency(types, inner, depth + 1).0)),
        Type::Positions(_) => (5, 9),
        Type::Map(inner) => (7, i64::from(leniency(types, inner, depth + 1).0)),
        Type::Nullable(inner) => leniency(types, inner, depth + 1),
        Type::Any => (9, 0),
        Type::Named(id) => {
            let def = &types[id.0];
            match &def.shape {
                Shape::Enum(of) => (if of.open { 2 } else { 0 }, of.variants.len() as i64),
                Shape::Alias(inner) => {
                    let (class, rank) = leniency(types, inner, depth + 1);
                    if def.constraints.is_empty() {
                        (class, rank)
                    } else {
                        (class, rank - 1)
                    }
                }
                Shape::Union(_) => (6, 1),
                Shape::Struct(of) => {
                    let required = of.fields.iter().filter(|field| field.required).count() as i64;
                    let closed = i64::from(of.rest == Rest::Denied);
                    (
                        6,
                        -(required * 100_000 + of.fields.len() as i64 * 10 + closed),
                    )
                }
            }
        }
    }
}
