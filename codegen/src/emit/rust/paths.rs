//! Where files go, and every path of the runtime that emitted code names.

/// The crate that routers build on.
pub(super) const RUNTIME: &str = "specwire-runtime";

pub(super) fn in_module(module: &str, file: &str) -> String {
    format!("src/{module}/{file}")
}
