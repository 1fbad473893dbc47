//! What is wrong with a text before it means anything. The readers make these findings; the rules describe them.

use crate::lint::Rule;

mod duplicate_key;
mod encoding;
mod json_syntax;
mod too_large;
mod unused_suppression;
mod yaml_alias;
mod yaml_documents;
mod yaml_indentation;
mod yaml_key;
mod yaml_syntax;
mod yaml_tab;
mod yaml_tag;

pub(in crate::lint) static RULES: &[&dyn Rule] = &[
    &duplicate_key::DuplicateKey,
    &encoding::Encoding,
    &json_syntax::JsonSyntax,
    &too_large::TooLarge,
    &unused_suppression::UnusedSuppression,
    &yaml_alias::YamlAlias,
    &yaml_documents::YamlDocuments,
    &yaml_indentation::YamlIndentation,
    &yaml_key::YamlKey,
    &yaml_syntax::YamlSyntax,
    &yaml_tab::YamlTab,
    &yaml_tag::YamlTag,
];
