//! JSON Schema draft 7 with the keywords that AsyncAPI 2.x adds, as data.

use super::kind::Kind;
use super::shape::{Field, Format, Keys, List, Map, Object, SCHEMA, Shape, TEXT, UNIQUE_STRINGS};

const LIST: Shape = Shape::List(&List {
    item: SCHEMA,
    unique: false,
    at_least_one: true,
});
const NAMED: Shape = Shape::Map(&Map {
    value: SCHEMA,
    kind: Kind::Plain,
    keys: Keys::Any,
});
const TYPE_NAME: Shape = Shape::String(Format::TypeName);
const VALUES: Shape = Shape::List(&List {
    item: Shape::Any,
    unique: false,
    at_least_one: false,
});

pub static TYPE_NAMES: &[&str] = &[
    "string", "number", "integer", "boolean", "object", "array", "null",
];

pub(super) static SCHEMA_OBJECT: Object = Object {
    kind: Kind::Schema,
    fields: &[
        Field::new(
            "$id",
            Shape::String(Format::UriReference),
            "Identifier of the schema.",
        ),
        Field::new(
            "$schema",
            Shape::String(Format::Uri),
            "The dialect of JSON Schema: draft 7 here.",
        ),
        Field::new(
            "$ref",
            Shape::String(Format::UriReference),
            "Takes the schema from somewhere else.",
        ),
        Field::new("$comment", TEXT, "A note for readers of the source."),
        Field::new(
            "type",
            Shape::OneOrMany(
                &TYPE_NAME,
                &Shape::List(&List {
                    item: TYPE_NAME,
                    unique: true,
                    at_least_one: true,
                }),
            ),
            "Type of the value, or a list of types.",
        ),
        Field::new(
            "enum",
            Shape::List(&List {
                item: Shape::Any,
                unique: true,
                at_least_one: true,
            }),
            "The values that are allowed.",
        ),
        Field::new("const", Shape::Any, "The one value that is allowed."),
        Field::new("title", TEXT, "Short name for people."),
        Field::new("description", TEXT, "What the value means. CommonMark."),
        Field::new("default", Shape::Any, "What a missing value stands for."),
        Field::new("examples", VALUES, "Examples of the value."),
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
            SCHEMA,
            "Schema of members that `properties` does not name, or false to forbid them.",
        ),
        Field::new(
            "patternProperties",
            Shape::Map(&Map {
                value: SCHEMA,
                kind: Kind::Plain,
                keys: Keys::Regex,
            }),
            "Schemas of members whose names match a pattern.",
        ),
        Field::new("propertyNames", SCHEMA, "Schema of the members' names."),
        Field::new("minProperties", Shape::Count, "Fewest members."),
        Field::new("maxProperties", Shape::Count, "Most members."),
        Field::new(
            "dependencies",
            Shape::Map(&Map {
                value: Shape::OneOrMany(&SCHEMA, &UNIQUE_STRINGS),
                kind: Kind::Plain,
                keys: Keys::Any,
            }),
            "What must hold where a member is there.",
        ),
        Field::new(
            "items",
            Shape::OneOrMany(&SCHEMA, &LIST),
            "Schema of the items, or a list of schemas for a tuple.",
        ),
        Field::new(
            "additionalItems",
            SCHEMA,
            "Schema of the items after a tuple's.",
        ),
        Field::new(
            "contains",
            SCHEMA,
            "Schema that at least one item must fit.",
        ),
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
            "Regular expression (ECMA 262) that must match somewhere.",
        ),
        Field::new(
            "format",
            TEXT,
            "Format of the value, such as `date-time`, `uuid`, `int64`.",
        ),
        Field::new(
            "contentMediaType",
            TEXT,
            "Media type of a string's content.",
        ),
        Field::new(
            "contentEncoding",
            TEXT,
            "Encoding of a string's content, such as `base64`.",
        ),
        Field::new("minimum", Shape::Number, "Least value."),
        Field::new("maximum", Shape::Number, "Greatest value."),
        Field::new(
            "exclusiveMinimum",
            Shape::Number,
            "The value must be greater than this number.",
        ),
        Field::new(
            "exclusiveMaximum",
            Shape::Number,
            "The value must be less than this number.",
        ),
        Field::new(
            "multipleOf",
            Shape::Positive,
            "The value must be a multiple of this number.",
        ),
        Field::new("allOf", LIST, "Schemas all of which must fit."),
        Field::new("anyOf", LIST, "Schemas at least one of which must fit."),
        Field::new("oneOf", LIST, "Schemas exactly one of which must fit."),
        Field::new("not", SCHEMA, "A schema that must not fit."),
        Field::new(
            "if",
            SCHEMA,
            "Where this schema fits, `then` must; else `else`.",
        ),
        Field::new("then", SCHEMA, "Must fit where `if` does."),
        Field::new("else", SCHEMA, "Must fit where `if` does not."),
        Field::new("definitions", NAMED, "Schemas to be used again."),
        Field::new(
            "discriminator",
            TEXT,
            "Name of the member that tells the branches of a union apart.",
        ),
        Field::new(
            "externalDocs",
            Shape::Object(Kind::ExternalDocs),
            "Documentation elsewhere.",
        ),
    ],
    extensions: true,
    open: true,
};
