//! The IR as text: what was decided, for people who read it before they read what was emitted.

use std::fmt::Write as _;

use super::{
    Branch, Constraints, Docs, Enum, Field, Integer, Message, Module, Names, Protocol, Rest,
    Scalar, Shape, StringFormat, Struct, Tagging, Type, TypeDef, Union, WireName,
};

/// A paragraph for each type, then messages, channels and the protocol.
pub fn text(module: &Module) -> String {
    let mut out = format!(
        "module {} ({}), {:?} {:?}, from {}\n",
        module.name, module.pascal, module.title, module.version, module.source
    );
    for def in &module.types {
        out.push('\n');
        definition(&mut out, module, def);
    }
    if !module.messages.is_empty() {
        out.push('\n');
    }
    for of in &module.messages {
        message(&mut out, module, of);
    }
    for channel in &module.channels {
        let list = |ids: &[super::MessageId]| {
            let names = ids.iter().map(|id| module.messages[id.0].wire.0.as_str());
            names.collect::<Vec<_>>().join(", ")
        };
        let union = |id: Option<super::TypeId>| {
            id.map(|id| format!(" as {}", module.def(id).names.rust))
                .unwrap_or_default()
        };
        let _ = writeln!(out, "\nchannel {}", wire(&channel.wire));
        for (way, ids, id) in [
            (
                "clients send",
                &channel.client_messages,
                channel.client_union,
            ),
            (
                "the server sends",
                &channel.server_messages,
                channel.server_union,
            ),
        ] {
            if !ids.is_empty() {
                let _ = writeln!(out, "  {way} {}{}", list(ids), union(id));
            }
        }
    }
    if let Some(of) = &module.protocol {
        protocol(&mut out, module, of);
    }
    out
}

fn definition(out: &mut String, module: &Module, def: &TypeDef) {
    let (kind, value) = match &def.shape {
        Shape::Struct(_) => ("struct", String::new()),
        Shape::Enum(of) if of.open => ("open enum", String::new()),
        Shape::Enum(_) => ("enum", String::new()),
        Shape::Union(of) => match &of.tagging {
            Tagging::Internal(tag) => ("union", format!(" told apart by {}", wire(tag))),
            Tagging::Untagged => ("union", " told apart by trying".to_owned()),
        },
        Shape::Alias(ty) => ("type", format!(" = {}", written(module, ty))),
    };
    let marks = [
        (def.inline, " inline"),
        (def.nullable, " or null"),
        (def.recursive, " recursive"),
        (def.docs.deprecated, " deprecated"),
    ];
    let marks: String = marks
        .iter()
        .filter_map(|(on, word)| on.then_some(*word))
        .collect();
    let bounds = constraints(&def.constraints);
    let default = default(def.default.as_deref());
    let names = names(&def.names);
    let _ = writeln!(
        out,
        "{kind} {names}{value}{bounds}{default}{marks}{}",
        docs(&def.docs)
    );
    match &def.shape {
        Shape::Struct(of) => structure(out, module, of),
        Shape::Enum(of) => enumeration(out, of),
        Shape::Union(of) => union(out, module, of),
        Shape::Alias(_) => {}
    }
}

fn structure(out: &mut String, module: &Module, of: &Struct) {
    for field in &of.fields {
        member(out, module, field);
    }
    match &of.rest {
        Rest::Ignored => {}
        Rest::Denied => out.push_str("  no other member\n"),
        Rest::Typed(ty) => {
            let _ = writeln!(out, "  other members: {}", written(module, ty));
        }
    }
}

fn member(out: &mut String, module: &Module, of: &Field) {
    let optional = if of.required { "" } else { "?" };
    let marks = [
        (of.boxed, " boxed"),
        (of.read_only, " read-only"),
        (of.write_only, " write-only"),
        (of.docs.deprecated, " deprecated"),
    ];
    let marks: String = marks
        .iter()
        .filter_map(|(on, word)| on.then_some(*word))
        .collect();
    let _ = writeln!(
        out,
        "  {}{optional} ({}): {}{}{marks}{}",
        wire(&of.wire),
        names(&of.names),
        written(module, &of.ty),
        default(of.default.as_deref()),
        docs(&of.docs)
    );
}

fn enumeration(out: &mut String, of: &Enum) {
    for variant in &of.variants {
        let _ = writeln!(
            out,
            "  {} ({})",
            scalar(&variant.value),
            names(&variant.names)
        );
    }
}

fn union(out: &mut String, module: &Module, of: &Union) {
    for (at, branch) in of.branches.iter().enumerate() {
        let turn = of.trial.iter().position(|tried| *tried == at);
        let turn = turn.map(|turn| format!(" tried {}", turn + 1));
        alternative(out, module, branch, &turn.unwrap_or_default());
    }
}

fn alternative(out: &mut String, module: &Module, of: &Branch, turn: &str) {
    let tag = of.tag.as_ref().map(|tag| format!(" if {}", scalar(tag)));
    let boxed = if of.boxed { " boxed" } else { "" };
    let _ = writeln!(
        out,
        "  {}: {}{}{turn}{boxed}{}",
        names(&of.names),
        written(module, &of.ty),
        tag.unwrap_or_default(),
        docs(&of.docs)
    );
}

fn message(out: &mut String, module: &Module, of: &Message) {
    let part = |word: &str, ty: &Option<Type>| {
        ty.as_ref()
            .map(|ty| format!(" {word} {}", written(module, ty)))
            .unwrap_or_default()
    };
    let _ = writeln!(
        out,
        "message {} ({}){}{}{}",
        wire(&of.wire),
        names(&of.names),
        part("of", &of.payload),
        part("headers", &of.headers),
        docs(&of.docs)
    );
}

fn protocol(out: &mut String, module: &Module, of: &Protocol) {
    let payload = |ty: &Option<Type>| {
        ty.as_ref()
            .map_or_else(|| "nothing".to_owned(), |ty| written(module, ty))
    };
    for route in &of.routes {
        let marks = [
            (route.replay_last, " replay-last"),
            (route.conflate, " conflate"),
        ];
        let marks: String = marks
            .iter()
            .filter_map(|(on, word)| on.then_some(*word))
            .collect();
        let _ = writeln!(
            out,
            "\nroute {} ({}, {}){marks}\n  params {}\n  update {}",
            wire(&route.wire),
            names(&route.names),
            route.pascal,
            written(module, &route.params),
            written(module, &route.update)
        );
    }
    for request in &of.requests {
        let builtin = if request.builtin { " builtin" } else { "" };
        let _ = writeln!(
            out,
            "\nrequest {} ({}, {}){builtin}\n  payload {}",
            wire(&request.wire),
            names(&request.names),
            request.pascal,
            payload(&request.payload)
        );
        if let Some(reply) = &request.reply {
            let _ = writeln!(
                out,
                "  reply {} of {}",
                wire(&reply.wire),
                payload(&reply.payload)
            );
        }
    }
    for event in &of.events {
        let _ = writeln!(
            out,
            "\nevent {} ({}, {})\n  payload {}",
            wire(&event.wire),
            names(&event.names),
            event.pascal,
            payload(&event.payload)
        );
    }
}

/// Both names where they differ.
fn names(of: &Names) -> String {
    if of.rust == of.ts {
        of.rust.clone()
    } else {
        format!("{} / {}", of.rust, of.ts)
    }
}

fn wire(name: &WireName) -> String {
    format!("{:?}", name.0)
}

fn docs(of: &Docs) -> String {
    let text = of.description.as_ref().or(of.title.as_ref());
    let line = text.and_then(|text| text.lines().next());
    line.map(|line| format!("  // {line}")).unwrap_or_default()
}

fn default(json: Option<&str>) -> String {
    json.map(|json| format!(" default {json}"))
        .unwrap_or_default()
}

fn written(module: &Module, ty: &Type) -> String {
    match ty {
        Type::Named(id) => module.def(*id).names.rust.clone(),
        Type::Bool => "bool".to_owned(),
        Type::Integer(of) => integer(*of).to_owned(),
        Type::Number => "number".to_owned(),
        Type::String(of) => string(*of).to_owned(),
        Type::Any => "any".to_owned(),
        Type::Const(value) => format!("constant {}", scalar(value)),
        Type::List(item) => format!("list<{}>", written(module, item)),
        Type::Map(value) => format!("map<{}>", written(module, value)),
        Type::Tuple(items) => {
            let items: Vec<String> = items.iter().map(|item| written(module, item)).collect();
            format!("tuple<{}>", items.join(", "))
        }
        Type::Positions(of) => {
            let mut items: Vec<String> =
                of.items.iter().map(|item| written(module, item)).collect();
            items.extend(
                of.rest
                    .iter()
                    .map(|rest| format!("{}...", written(module, rest))),
            );
            format!("positions<{}; {} at least>", items.join(", "), of.required)
        }
        Type::Nullable(inner) => format!("{} or null", written(module, inner)),
    }
}

fn integer(of: Integer) -> &'static str {
    match of {
        Integer::I8 => "i8",
        Integer::I16 => "i16",
        Integer::I32 => "i32",
        Integer::I64 => "i64",
        Integer::U8 => "u8",
        Integer::U16 => "u16",
        Integer::U32 => "u32",
        Integer::U64 => "u64",
    }
}

fn string(of: StringFormat) -> &'static str {
    match of {
        StringFormat::Plain => "string",
        StringFormat::DateTime => "date-time",
        StringFormat::Date => "date",
        StringFormat::Time => "time",
        StringFormat::Uuid => "uuid",
        StringFormat::Byte => "base64",
    }
}

fn scalar(of: &Scalar) -> String {
    match of {
        Scalar::Null => "null".to_owned(),
        Scalar::Bool(value) => value.to_string(),
        Scalar::Integer(value) => value.to_string(),
        Scalar::Number(text) => text.clone(),
        Scalar::String(text) => format!("{text:?}"),
    }
}

/// In the keywords of JSON Schema.
fn constraints(of: &Constraints) -> String {
    let size = |value: Option<u64>| value.map(|value| value.to_string());
    let facts = [
        (
            "pattern",
            of.pattern.as_ref().map(|text| format!("{text:?}")),
        ),
        ("minLength", size(of.min_length)),
        ("maxLength", size(of.max_length)),
        ("minimum", of.minimum.clone()),
        ("maximum", of.maximum.clone()),
        ("exclusiveMinimum", of.exclusive_minimum.clone()),
        ("exclusiveMaximum", of.exclusive_maximum.clone()),
        ("multipleOf", of.multiple_of.clone()),
        ("minItems", size(of.min_items)),
        ("maxItems", size(of.max_items)),
        ("uniqueItems", of.unique_items.then(|| "true".to_owned())),
        ("minProperties", size(of.min_properties)),
        ("maxProperties", size(of.max_properties)),
    ];
    let said = facts
        .into_iter()
        .filter_map(|(word, value)| Some(format!(" {word} {}", value?)));
    let checks = of
        .checks
        .iter()
        .map(|check| format!(" expects {:?}", check.words));
    said.chain(checks).collect()
}
