//! Tree -> document: files joined by references, and what AsyncAPI means by their nodes.

pub mod cache;
pub mod files;
pub mod git;
pub mod grammar;
mod load;
mod nearby;
pub mod node;
pub mod pointer;
pub mod project;
pub mod protocol;
pub mod reference;
pub mod views;
