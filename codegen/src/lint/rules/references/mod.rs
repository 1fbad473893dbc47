//! `$ref` and what it names.

use crate::lint::Rule;

mod ref_cycle;
mod ref_dangling;
mod ref_file;
mod ref_for_map;
mod ref_kind;
mod ref_not_allowed;
mod ref_outside;
mod ref_remote;
mod ref_siblings;
mod ref_syntax;

pub(in crate::lint) static RULES: &[&dyn Rule] = &[
    &ref_cycle::RefCycle,
    &ref_dangling::RefDangling,
    &ref_file::RefFile,
    &ref_for_map::RefForMap,
    &ref_kind::RefKind,
    &ref_not_allowed::RefNotAllowed,
    &ref_outside::RefOutside,
    &ref_remote::RefRemote,
    &ref_siblings::RefSiblings,
    &ref_syntax::RefSyntax,
];
