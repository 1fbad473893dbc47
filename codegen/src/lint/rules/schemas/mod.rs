//! Payload schemas: JSON Schema draft 7 as AsyncAPI 2.x extends it.

use crate::lint::Rule;

mod avro_schema;
mod schema_bounds;
mod schema_closed_all_of;
mod schema_contradiction;
mod schema_description;
mod schema_discriminator;
mod schema_endless;
mod schema_enum_type;
mod schema_example_keyword;
mod schema_format;
mod schema_keyword;
mod schema_newer_keyword;
mod schema_open_object;
mod schema_openapi_keyword;
mod schema_optional_null;
pub(in crate::lint::rules) mod schema_required_boolean;
mod schema_required_unknown;
mod schema_type;
mod schema_unsafe_integer;
mod schema_untagged_union;

pub(in crate::lint) static RULES: &[&dyn Rule] = &[
    &avro_schema::AvroSchema,
    &schema_bounds::SchemaBounds,
    &schema_closed_all_of::SchemaClosedAllOf,
    &schema_contradiction::SchemaContradiction,
    &schema_description::SchemaDescription,
    &schema_discriminator::SchemaDiscriminator,
    &schema_endless::SchemaEndless,
    &schema_enum_type::SchemaEnumType,
    &schema_example_keyword::SchemaExampleKeyword,
    &schema_format::SchemaFormat,
    &schema_keyword::SchemaKeyword,
    &schema_newer_keyword::SchemaNewerKeyword,
    &schema_open_object::SchemaOpenObject,
    &schema_openapi_keyword::SchemaOpenapiKeyword,
    &schema_optional_null::SchemaOptionalNull,
    &schema_required_boolean::SchemaRequiredBoolean,
    &schema_required_unknown::SchemaRequiredUnknown,
    &schema_type::SchemaType,
    &schema_unsafe_integer::SchemaUnsafeInteger,
    &schema_untagged_union::SchemaUntaggedUnion,
];
