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
mod operations;
mod overview;
mod schema;
mod schemas;
mod view;

use std::collections::{BTreeSet, HashMap};

use base64::Engine;
use serde::Serialize;
use serde_json::{Value, json};

use super::template::{Error as TemplateError, Templates};
use crate::naming::{self, Kind};
use crate::served::sample::Sampler;
use crate::served::{Channel, Protocol, Served};
pub use assets::TEMPLATES;
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

/// The page of a bundled, literal spec. The same spec gives the same bytes.
pub fn render(spec: &Value, meta: &Meta, templates: &Templates) -> Result<String, TemplateError> {
    let served = Served::new(spec);
    let protocol = served.protocol();
    let mut page = Page {
        served: &served,
        protocol: protocol.as_ref(),
        schemas: Schemas::new(&served),
        sampler: Sampler::plain(&served),
        templates,
        meta,
        ops: Vec::new(),
        shown_examples: BTreeSet::new(),
        own_channels: channels::own_channels(&served),
    };
    let sections = page.sections()?;
    page.assemble(sections)
}

/// What a page shows while its document has errors: the findings as text, until the document is saved again.
pub fn findings_page(findings: &str) -> String {
    let text = html::escape(findings);
    let reload = assets::RELOAD;
    format!(
        "<!doctype html>\n<html lang=en><head><meta charset=utf-8><meta name=viewport content=\"width=device-width,initial-scale=1\"><meta name=color-scheme content=\"light dark\"><link rel=icon href=data:,><title>Findings</title><style>{}</style></head><body class=findings><main><h1>The document has findings</h1><p>The page comes back when they are mended and saved.<pre>{text}</pre></main><script type=module>{reload}</script></body></html>\n",
        assets::STYLE
    )
}

/// A page in the making.
struct Page<'s> {
    served: &'s Served,
    protocol: Option<&'s Protocol<'s>>,
    schemas: Schemas<'s>,
    sampler: Sampler<'s>,
    templates: &'s Templates,
    meta: &'s Meta,
    /// What the page's script knows of each operation, in the order of the page.
    ops: Vec<Value>,
    /// Named schemas of which an example stands with an operation.
    shown_examples: BTreeSet<String>,
    /// A message with the channel that it shares with one route alone.
    own_channels: HashMap<&'s str, Channel<'s>>,
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
                sections.extend(self.channel_list()?);
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
        self.templates
            .render(&format!("docs/{template}"), view)
            .map(Html::markup)
    }

    fn section(&self, nav: NavGroup, lead: Html, body: Html) -> Result<Section, TemplateError> {
        let view = SectionView {
            id: nav.id.clone(),
            title: nav.title,
            lead,
            body,
        };
        Ok(Section {
            html: self.fill("section", &view)?,
            nav,
        })
    }

    fn assemble(&self, sections: Vec<Section>) -> Result<String, TemplateError> {
        let mut main = Html::new();
        for section in &sections {
            main.add(&section.html);
        }
        let reload = if self.meta.live_reload {
            assets::RELOAD
        } else {
            ""
        };
        let view = PageView {
            source: Html::text(&self.meta.source.replace("--", "- -")),
            title: Html::text(self.title()),
            version: Html::text(self.version()),
            hash: Html::text(self.meta.hash.get(..12).unwrap_or(&self.meta.hash)),
            policy: assets::policy(reload),
            nav: sections.into_iter().map(|section| section.nav).collect(),
            main,
            data: self.packed_data(),
            style: assets::STYLE,
            early: assets::EARLY,
            packed: assets::PACKED,
            load: assets::LOAD,
            reload,
        };
        Ok(self.fill("page", &view)?.to_string())
    }

    fn title(&self) -> &'s str {
        self.served
            .text(&["info", "title"])
            .unwrap_or(&self.meta.module)
    }

    fn version(&self) -> &'s str {
        self.served.text(&["info", "version"]).unwrap_or_default()
    }

    /// The data, deflated, as base64. The script reads a reference by its last segment.
    fn packed_data(&self) -> String {
        let text = self.data().to_string();
        let lean = text.replace("\"#/components/schemas/", "\"#/");
        let packed = miniz_oxide::deflate::compress_to_vec(lean.as_bytes(), 9);
        base64::engine::general_purpose::STANDARD.encode(packed)
    }

    /// What the page's script reads: the rest it finds on the page.
    fn data(&self) -> Value {
        json!({
            "module": self.meta.module,
            "envelope": self.protocol.is_some(),
            "connect": format!("connect{}", naming::one(Kind::TsType, &self.meta.module)),
            "servers": self.servers(),
            "ops": self.ops,
            "schemas": self.script_schemas(),
        })
    }
}
