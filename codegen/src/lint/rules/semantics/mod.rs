//! What AsyncAPI demands beyond the structure: names that are unique, declared and used.

use crate::lint::Rule;

mod channel_empty_parameter;
mod channel_parameter_missing;
mod channel_parameter_repeated;
mod channel_parameter_unused;
mod channel_query;
mod channel_server;
mod channel_trailing_slash;
mod duplicate_tag;
mod headers_object;
mod location_unknown;
mod message_id_unique;
mod operation_id_unique;
mod schema_format_unread;
mod security_scheme_undefined;
mod security_scope_misplaced;
mod security_scope_undefined;
mod server_empty_variable;
mod server_trailing_slash;
mod server_variable_default;
mod server_variable_missing;
mod server_variable_unused;
mod unused_component;
mod unused_security_scheme;

pub(in crate::lint) static RULES: &[&dyn Rule] = &[
    &channel_empty_parameter::ChannelEmptyParameter,
    &channel_parameter_missing::ChannelParameterMissing,
    &channel_parameter_repeated::ChannelParameterRepeated,
    &channel_parameter_unused::ChannelParameterUnused,
    &channel_query::ChannelQuery,
    &channel_server::ChannelServer,
    &channel_trailing_slash::ChannelTrailingSlash,
    &duplicate_tag::DuplicateTag,
    &headers_object::HeadersObject,
    &location_unknown::LocationUnknown,
    &message_id_unique::MessageIdUnique,
    &operation_id_unique::OperationIdUnique,
    &schema_format_unread::SchemaFormatUnread,
    &security_scheme_undefined::SecuritySchemeUndefined,
    &security_scope_misplaced::SecurityScopeMisplaced,
    &security_scope_undefined::SecurityScopeUndefined,
    &server_empty_variable::ServerEmptyVariable,
    &server_trailing_slash::ServerTrailingSlash,
    &server_variable_default::ServerVariableDefault,
    &server_variable_missing::ServerVariableMissing,
    &server_variable_unused::ServerVariableUnused,
    &unused_component::UnusedComponent,
    &unused_security_scheme::UnusedSecurityScheme,
];
