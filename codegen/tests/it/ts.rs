//! The TypeScript emitter on a module made by hand: every kind of type once.

use specwire_codegen::emit::template::Templates;
use specwire_codegen::emit::ts;
use specwire_codegen::ir::{
    Branch, Constraints, Docs, Enum, Event, Field, Integer, Module, Names, Protocol, Rest, Scalar,
    Shape, StringFormat, Struct, Tagging, Type, TypeDef, TypeId, Union, Variant, WireName,
};

fn names(name: &str) -> Names {
    Names {
        rust: name.to_owned(),
        ts: name.to_owned(),
    }
}

fn def(name: &str, shape: Shape) -> TypeDef {
    TypeDef {
        names: names(name),
        docs: Docs::default(),
        shape,
        constraints: Constraints::default(),
        origin: None,
        inline: false,
        default: None,
        nullable: false,
        recursive: false,
    }
}

fn field(wire: &str, ty: Type, required: bool) -> Field {
    Field {
        wire: WireName(wire.to_owned()),
        names: names(wire),
        docs: Docs::default(),
        ty,
        required,
        read_only: false,
        write_only: false,
        default: None,
        boxed: false,
    }
}

fn module(types: Vec<TypeDef>) -> Module {
    Module {
        name: "sample".to_owned(),
        pascal: "Sample".to_owned(),
        source: "schema/sample.yaml".to_owned(),
        title: "Sample".to_owned(),
        version: "1.0.0".to_owned(),
        docs: Docs::default(),
        types,
        messages: Vec::new(),
        channels: Vec::new(),
        protocol: None,
    }
}

fn types_ts(types: Vec<TypeDef>) -> String {
    let templates = Templates::load(ts::TEMPLATES, None).unwrap();
    let options = ts::Options {
        validators: true,
        ..ts::Options::default()
    };
    let files = ts::emit(&[module(types)], &options, &templates).unwrap();
    files["ts/sample/types.ts"].clone()
}

#[test]
fn absent_and_null_are_kept_apart() {
    let fields = vec![
        field("a", Type::Nullable(Box::new(Type::Number)), true),
        field(
            "b-c",
            Type::Nullable(Box::new(Type::String(StringFormat::Plain))),
            false,
        ),
        field(
            "d",
            Type::List(Box::new(Type::Nullable(Box::new(Type::Bool)))),
            true,
        ),
    ];
    let text = types_ts(vec![def(
        "T",
        Shape::Struct(Struct {
            fields,
            rest: Rest::Ignored,
        }),
    )]);
    assert!(
        text.ends_with("\nexport interface T {\n  a: number | null;\n  \"b-c\"?: string | null;\n  d: (boolean | null)[];\n}\n"),
        "{text}"
    );
}

#[test]
fn a_branch_that_does_not_fix_its_tag_is_narrowed() {
    let animal = |name: &str| {
        let fields = vec![
            field("kind", Type::String(StringFormat::Plain), true),
            field("age", Type::Integer(Integer::I32), true),
        ];
        def(
            name,
            Shape::Struct(Struct {
                fields,
                rest: Rest::Ignored,
            }),
        )
    };
    let branch = |id: usize, tag: &str| Branch {
        names: names(tag),
        docs: Docs::default(),
        ty: Type::Named(TypeId(id)),
        tag: Some(Scalar::String(tag.to_owned())),
        boxed: false,
    };
    let union = Union {
        tagging: Tagging::Internal(WireName("kind".to_owned())),
        exclusive: true,
        branches: vec![branch(0, "Cat"), branch(1, "Dog")],
        trial: vec![],
    };
    let text = types_ts(vec![
        animal("Cat"),
        animal("Dog"),
        def("Pet", Shape::Union(union)),
    ]);
    assert!(
        text.contains("export type Pet = (Cat & { kind: \"Cat\" }) | (Dog & { kind: \"Dog\" });\n"),
        "{text}"
    );
}

#[test]
fn an_open_enum_keeps_its_completions() {
    let variants = ["a", "b"]
        .map(|value| Variant {
            value: Scalar::String(value.to_owned()),
            names: names(value),
            docs: Docs::default(),
        })
        .to_vec();
    let text = types_ts(vec![def(
        "E",
        Shape::Enum(Enum {
            variants,
            open: true,
        }),
    )]);
    assert!(
        text.ends_with("\nexport type E = \"a\" | \"b\" | (string & {});\n"),
        "{text}"
    );
}

#[test]
fn an_event_named_like_one_of_every_client_does_not_take_its_place() {
    let event = |name: &str| Event {
        wire: WireName(name.to_owned()),
        names: names(name),
        pascal: name.to_owned(),
        docs: Docs::default(),
        payload: None,
    };
    let sample = Module {
        protocol: Some(Protocol {
            routes: Vec::new(),
            requests: Vec::new(),
            events: vec![event("status"), event("notice"), event("error")],
        }),
        ..module(Vec::new())
    };
    let templates = Templates::load(ts::TEMPLATES, None).unwrap();
    let files = ts::emit(&[sample], &ts::Options::default(), &templates).unwrap();
    let client = &files["ts/sample/client.ts"];
    assert!(
        client.contains("  events: [\n    \"notice\",\n  ],"),
        "{client}"
    );
    assert!(!client.contains("readonly status"), "{client}");
}
