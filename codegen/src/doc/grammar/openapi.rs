//! The Schema Object of OpenAPI 3.0, for payloads whose `schemaFormat` says so.

use super::kind::Kind;
use super::shape::{Field, Format, Keys, List, Map, Object, Shape, TEXT, UNIQUE_STRINGS};

const OPENAPI: Shape = Shape::Reusable(Kind::OpenApiSchema, super::version::Version::FIRST);
const LIST: Shape = Shape::List(&List {
    item: OPENAPI,
    unique: false,
    at_least_one: false,
});
const NAMED: Shape = Shape::Map(&Map {
    value: OPENAPI,
    kind: Kind::Plain,
    keys: Keys::Any,
});

pub(super) static TYPE_NAMES: &[&str] =
    &["string", "number", "integer", "boolean", "object", "array"];

static DISCRIMINATOR: Object = Object {
    kind: Kind::Plain,
    fields: &[
        Field::new(
            "propertyName",
            TEXT,
            "Name of the member that tells the branches apart.",
        )
        .required(),
        Field::new(
            "mapping",
            Shape::Map(&Map {
                value: TEXT,
                kind: Kind::Plain,
                keys: Keys::Any,
            }),
            "Schemas by value of the member.",
        ),
    ],
    extensions: true,
    open: true,
};

static EXTERNAL_DOCS: Object = Object {
    kind: Kind::ExternalDocs,
    fields: &[
        Field::new("description", TEXT, "What is found there."),
        Field::new(
            "url",
            Shape::String(Format::UriReference),
            "URL of the documentation.",
        )
        .required(),
    ],
    extensions: true,
    open: false,
};

pub(super) static OPENAPI_SCHEMA: Object = Object {
    kind: Kind::OpenApiSchema,
    fields: &[
        Field::new(
            "type",
            Shape::String(Format::OpenApiTypeName),
            "Type of the value.",
        ),
        Field::new(
            "enum",
            Shape::List(&List {
                item: Shape::Any,
                unique: false,
                at_least_one: true,
            }),
            "The values that are allowed.",
        ),
        Field::new("title", TEXT, "Short name for people."),
        Field::new("description", TEXT, "What the value means."),
        Field::new("default", Shape::Any, "What a missing value stands for."),
        Field::new("example", Shape::Any, "An example of the value."),
        Field::new("nullable", Shape::Bool, "Whether null is allowed too."),
        Field::new("readOnly", Shape::Bool, "Whether only the server sets it."),
        Field::new(
            "writeOnly",
            Shape::Bool,
            "Whether only the client sends it.",
        ),
        Field::new(
            "deprecated",
            Shape::Bool,
            "Whether it should no longer be used.",
        ),
        Field::new("properties", NAMED, "Schemas of the members by name."),
        Field::new(
            "required",
            UNIQUE_STRINGS,
            "Names of the members that must be there.",
        ),
        Field::new(
            "additionalProperties",
            OPENAPI,
            "Schema of other members, or false.",
        ),
        Field::new("minProperties", Shape::Count, "Fewest members."),
        Field::new("maxProperties", Shape::Count, "Most members."),
        Field::new("items", OPENAPI, "Schema of the items."),
        Field::new("minItems", Shape::Count, "Fewest items."),
        Field::new("maxItems", Shape::Count, "Most items."),
        Field::new(
            "uniqueItems",
            Shape::Bool,
            "Whether no two items may be equal.",
        ),
        Field::new("minLength", Shape::Count, "Fewest characters."),
        Field::new("maxLength", Shape::Count, "Most characters."),
        Field::new(
            "pattern",
            Shape::String(Format::Regex),
            "Regular expression that must match.",
        ),
        Field::new("format", TEXT, "Format of the value."),
        Field::new("minimum", Shape::Number, "Least value."),
        Field::new("maximum", Shape::Number, "Greatest value."),
        Field::new(
            "exclusiveMinimum",
            Shape::Bool,
            "Whether `minimum` itself is excluded.",
        ),
        Field::new(
            "exclusiveMaximum",
            Shape::Bool,
            "Whether `maximum` itself is excluded.",
        ),
        Field::new(
            "multipleOf",
            Shape::Positive,
            "The value must be a multiple of this number.",
        ),
        Field::new("allOf", LIST, "Schemas all of which must fit."),
        Field::new("anyOf", LIST, "Schemas at least one of which must fit."),
        Field::new("oneOf", LIST, "Schemas exactly one of which must fit."),
        Field::new("not", OPENAPI, "A schema that must not fit."),
        Field::new(
            "discriminator",
            Shape::Inline(&DISCRIMINATOR),
            "What tells the branches of a union apart.",
        ),
        Field::new(
            "externalDocs",
            Shape::Inline(&EXTERNAL_DOCS),
            "Documentation elsewhere.",
        ),
        Field::new("xml", Shape::Any, "How the value looks in XML."),
    ],
    extensions: true,
    open: false,
};
