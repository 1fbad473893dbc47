//! Subscription params: strict, because a topic is computed from them.

use crate::lint::Rule;

mod param_default;
mod param_free_form;
mod param_integer;
mod param_nullable;
mod param_open;
mod param_optional;
mod param_union;
mod params_object;

pub(in crate::lint) static RULES: &[&dyn Rule] = &[
    &param_default::ParamDefault,
    &param_free_form::ParamFreeForm,
    &param_integer::ParamInteger,
    &param_nullable::ParamNullable,
    &param_open::ParamOpen,
    &param_optional::ParamOptional,
    &param_union::ParamUnion,
    &params_object::ParamsObject,
];
