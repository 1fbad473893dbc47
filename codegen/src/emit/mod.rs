//! IR -> text. Each target turns modules into a [`files::FileSet`]; nothing here touches the disk.

pub mod docs;
pub mod files;
pub mod header;
mod layout;
pub mod rust;
pub mod spec;
pub mod template;
pub mod ts;
