//! Every path that emitted TypeScript has or imports from.

/// The folder of this target in the output.
pub(super) const ROOT: &str = "ts";
/// The one door through which generated code enters the client's runtime.
pub(super) const DOOR: &str = "@specwire/client/codegen";
/// What all validators share, beside the modules' folders.
pub(super) const VALIDATION: &str = "validation.ts";
/// What the validators share whose types have conditions.
pub(super) const CONDITIONS: &str = "conditions.ts";

pub(super) fn in_module(module: &str, file: &str) -> String {
    format!("{ROOT}/{module}/{file}")
}
