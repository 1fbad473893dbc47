//! The envelope, routes and replies.

use crate::lint::Rule;

mod duplicate_message;
mod envelope_type;
mod extension_misuse;
mod reply_disagrees;
mod reply_undeclared;
mod response_shape;
mod route_direction;
mod route_incomplete;
mod route_payload;
mod update_topic;

pub(in crate::lint) static RULES: &[&dyn Rule] = &[
    &duplicate_message::DuplicateMessage,
    &envelope_type::EnvelopeType,
    &extension_misuse::ExtensionMisuse,
    &reply_disagrees::ReplyDisagrees,
    &reply_undeclared::ReplyUndeclared,
    &response_shape::ResponseShape,
    &route_direction::RouteDirection,
    &route_incomplete::RouteIncomplete,
    &route_payload::RoutePayload,
    &update_topic::UpdateTopic,
];
