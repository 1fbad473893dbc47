//! The files of one run and the references between them.

use crate::source::SourceMap;
use crate::yaml::Tree;

/// Every file that the documents of one run reach. `trees[i]` belongs to file `i` of `sources`.
#[derive(Debug, Default)]
pub struct Project {
    pub sources: SourceMap,
    pub trees: Vec<Tree>,
}
