//! What Rust and TypeScript make of the names in a document.

use crate::lint::Rule;

mod client_event;
mod client_member;
mod member_name_collision;
mod type_name_collision;

pub(in crate::lint) static RULES: &[&dyn Rule] = &[
    &client_event::ClientEvent,
    &client_member::ClientMember,
    &member_name_collision::MemberNameCollision,
    &type_name_collision::TypeNameCollision,
];
