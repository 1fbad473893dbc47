//! The top of the page: what this module is, who answers for it, how much of it there is.

use serde_json::Value;

use super::html::{Html, escape};
use super::markdown;
use super::view::{Count, Fact, NavGroup, OverviewView};
use super::{Page, Section, TemplateError};
use crate::served::items;

impl Page<'_> {
    pub(super) fn overview(&self, sections: &[Section]) -> Result<Section, TemplateError> {
        let counted = ["routes", "requests", "events", "channels", "schemas"];
        let counts = sections
            .iter()
            .filter(|section| counted.contains(&section.nav.id.as_str()));
        let view = OverviewView {
            title: Html::text(self.title()),
            version: Html::text(self.version()),
            marks: self.marks(),
            docs: self
                .served
                .text(&["info", "description"])
                .map(markdown::html)
                .unwrap_or_default(),
            counts: counts.filter_map(|section| self.count(section)).collect(),
            tags: self.tags(),
        };
        let html = self.fill("overview", &view)?;
        Ok(Section {
            nav: NavGroup::new("overview", "Overview"),
            html,
        })
    }

    /// Format, license, contact, terms, further reading.
    fn marks(&self) -> Vec<Html> {
        let served = self.served;
        let version = served
            .text(&["asyncapi"])
            .map(|version| Html::text(&format!("AsyncAPI {version}")));
        let license = named_link(served.at(&["info", "license"]), "name");
        let contact = named_link(served.at(&["info", "contact"]), "name").or_else(|| {
            let address = served.text(&["info", "contact", "email"])?;
            Some(outside(&format!("mailto:{address}"), address))
        });
        let terms = served
            .text(&["info", "termsOfService"])
            .map(|url| outside(url, "Terms of service"));
        let docs = served.at(&["externalDocs"]);
        let words = docs
            .get("description")
            .and_then(Value::as_str)
            .map(markdown::plain);
        let more = docs.get("url").and_then(Value::as_str);
        let more = more.map(|url| outside(url, words.as_deref().unwrap_or("Further reading")));
        [version, license, contact, terms, more]
            .into_iter()
            .flatten()
            .collect()
    }

    fn count(&self, section: &Section) -> Option<Count> {
        let is_schemas = section.nav.id == "schemas";
        let count = if is_schemas {
            self.shown_schemas().len()
        } else {
            section.nav.items.len()
        };
        let title = section.nav.title.to_lowercase();
        let label = if count == 1 {
            title.trim_end_matches('s').to_owned()
        } else {
            title
        };
        (count > 0).then(|| Count {
            id: section.nav.id.clone(),
            count,
            label,
        })
    }

    fn tags(&self) -> Vec<Fact> {
        let tags = items(self.served.root().get("tags")).map(|tag| self.served.resolve(tag));
        let described = tags.filter_map(|tag| {
            Some((
                tag.get("name")?.as_str()?,
                tag.get("description")?.as_str()?,
            ))
        });
        described
            .map(|(name, text)| Fact {
                term: Html::text(name),
                text: markdown::html(text),
            })
            .collect()
    }
}

fn named_link(node: &Value, key: &str) -> Option<Html> {
    let name = node.get(key)?.as_str()?;
    Some(match node.get("url").and_then(Value::as_str) {
        Some(url) => outside(url, name),
        None => Html::text(name),
    })
}

/// A link that leaves the page; text alone where its target may do harm.
pub(super) fn outside(url: &str, words: &str) -> Html {
    if !markdown::safe(url) {
        return Html::text(words);
    }
    Html::markup(format!(
        "<a href=\"{}\" rel=\"noopener noreferrer\">{}</a>",
        escape(url),
        escape(words)
    ))
}
