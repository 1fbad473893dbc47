//! Tree -> document: files joined by references, and what AsyncAPI means by their nodes.

pub mod node;
pub mod project;
