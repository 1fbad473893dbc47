//! The docs page: one HTML file for one document, readable without a script, alive with one, and never on the network
//! unless its reader connects.

mod assets;
mod channels;
mod codes;
mod connecting;
mod html;
mod json;
mod markdown;
mod messages;
mod names;
mod operations;
mod overview;
mod schema;
mod schemas;
mod view;

use std::fmt;

use handlebars::Handlebars;
use serde::Serialize;
use serde_json::{Value, json};

use crate::served::sample::Sampler;
use crate::served::{Protocol, Served};
use html::Html;
use schema::Schemas;
use view::{NavGroup, PageView, SectionView};

/// What a page says of itself that its document does not say.
#[derive(Debug, Clone, Default)]
pub struct Meta {
    /// The module's name: the document's file stem.
    pub module: String,
    /// The document, as the first line names it.
    pub source: String,
    /// The hash of the served spec; may be empty.
    pub hash: String,
    /// Whether the page asks its server for word of changes and loads itself again.
    pub live_reload: bool,
}

/// A template that does not fit its view.
#[derive(Debug)]
pub struct TemplateError(String);

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "docs template: {}", self.0)
    }
}

impl std::error::Error for TemplateError {}

/// The page of a bundled, literal spec. The same spec gives the same bytes.
pub fn render(spec: &Value, meta: &Meta) -> Result<String, TemplateError> {
    let served = Served::new(spec);
    let protocol = served.protocol();
    let mut page = Page {
        served: &served,
        protocol: protocol.as_ref(),
        schemas: Schemas::new(&served),
        sampler: Sampler::plain(&served),
        templates: templates()?,
        meta,
        ops: Vec::new(),
    };
    let sections = page.sections()?;
    page.assemble(sections)
}

fn templates() -> Result<Handlebars<'static>, TemplateError> {
    let mut templates = Handlebars::new();
    templates.set_strict_mode(true);
    templates.register_escape_fn(handlebars::no_escape);
    for (name, text) in assets::TEMPLATES {
        templates.register_template_string(name, text).map_err(|error| TemplateError(error.to_string()))?;
    }
    Ok(templates)
}

/// A page in the making.
struct Page<'s> {
    served: &'s Served,
    protocol: Option<&'s Protocol<'s>>,
    schemas: Schemas<'s>,
    sampler: Sampler<'s>,
    templates: Handlebars<'static>,
    meta: &'s Meta,
    /// What the page's script knows of each operation, in the order of the page.
    ops: Vec<Value>,
}

/// A part of the page with its entry in the table of contents.
struct Section {
    nav: NavGroup,
    html: Html,
}

impl<'s> Page<'s> {
    fn sections(&mut self) -> Result<Vec<Section>, TemplateError> {
        let mut sections = vec![self.connecting()?];
        match self.protocol {
            Some(protocol) => {
                sections.extend(self.routes(protocol)?);
                sections.extend(self.requests(protocol)?);
                sections.extend(self.events(protocol)?);
                sections.extend(self.channel_list(protocol)?);
            }
            None => sections.extend(self.channels()?),
        }
        sections.extend(self.messages()?);
        sections.extend(self.schema_section()?);
        if self.protocol.is_some() {
            sections.push(self.codes()?);
        }
        let overview = self.overview(&sections)?;
        sections.insert(0, overview);
        Ok(sections)
    }

    fn fill(&self, template: &str, view: &impl Serialize) -> Result<Html, TemplateError> {
        let text = self.templates.render(template, view).map_err(|error| TemplateError(error.to_string()))?;
        Ok(Html::markup(text))
    }

    fn section(&self, nav: NavGroup, lead: Html, body: Html) -> Result<Section, TemplateError> {
        let view = SectionView { id: nav.id.clone(), title: nav.title.clone(), lead, body };
        Ok(Section { html: self.fill("section", &view)?, nav })
    }

    fn assemble(&self, sections: Vec<Section>) -> Result<String, TemplateError> {
        let mut main = Html::new();
        sections.iter().for_each(|section| drop(main.add(&section.html)));
        let script = assets::script(self.meta.live_reload);
        let early = assets::early();
        let style = assets::style();
        let view = PageView {
            source: Html::text(&self.meta.source.replace("--", "- -")),
            title: Html::text(self.title()),
            version: Html::text(self.version()),
            hash: Html::text(self.meta.hash.get(..12).unwrap_or(&self.meta.hash)),
            policy: assets::policy(&[&script, &early]),
            nav: sections.into_iter().map(|section| section.nav).collect(),
            main,
            data: html::script_json(&self.data()),
            style,
            early,
            script,
        };
        Ok(self.fill("page", &view)?.to_string())
    }

    fn title(&self) -> &'s str {
        self.served.text(&["info", "title"]).unwrap_or(&self.meta.module)
    }

    fn version(&self) -> &'s str {
        self.served.text(&["info", "version"]).unwrap_or_default()
    }

    /// What the page's script reads: the rest it finds on the page.
    fn data(&self) -> Value {
        json!({
            "module": self.meta.module,
            "envelope": self.protocol.is_some(),
            "connect": names::connect(&self.meta.module),
            "servers": self.servers(),
            "ops": self.ops,
            "schemas": self.shown_schemas().into_iter().map(|(name, schema)| (name.to_owned(), schema.clone())).collect::<serde_json::Map<_, _>>(),
            "closes": if self.protocol.is_some() { codes::closes() } else { Value::Array(Vec::new()) },
        })
    }
}
