//! What each template is given: markup and switches, nothing to decide.

use serde::Serialize;

use super::html::Html;

#[derive(Serialize)]
pub(super) struct PageView {
    pub(super) source: Html,
    pub(super) title: Html,
    pub(super) version: Html,
    pub(super) hash: Html,
    pub(super) policy: String,
    pub(super) nav: Vec<NavGroup>,
    pub(super) main: Html,
    pub(super) data: String,
    pub(super) style: &'static str,
    pub(super) early: &'static str,
    pub(super) packed: &'static str,
    pub(super) load: &'static str,
    pub(super) reload: &'static str,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct NavGroup {
    pub(super) id: String,
    pub(super) title: &'static str,
    pub(super) items: Vec<NavItem>,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct NavItem {
    pub(super) id: String,
    pub(super) label: Html,
}

impl NavGroup {
    pub(super) fn new(id: &str, title: &'static str) -> Self {
        Self {
            id: id.to_owned(),
            title,
            items: Vec::new(),
        }
    }

    pub(super) fn item(&mut self, id: &str, label: &str) {
        self.items.push(NavItem {
            id: id.to_owned(),
            label: Html::text(label),
        });
    }
}

#[derive(Serialize)]
pub(super) struct SectionView {
    pub(super) id: String,
    pub(super) title: &'static str,
    pub(super) lead: Html,
    pub(super) body: Html,
}

#[derive(Serialize)]
pub(super) struct OverviewView {
    pub(super) title: Html,
    pub(super) version: Html,
    pub(super) marks: Vec<Html>,
    pub(super) docs: Html,
    pub(super) counts: Vec<Count>,
    pub(super) tags: Vec<Fact>,
}

#[derive(Serialize)]
pub(super) struct Count {
    pub(super) id: String,
    pub(super) count: usize,
    pub(super) label: String,
}

#[derive(Serialize)]
pub(super) struct Fact {
    pub(super) term: Html,
    pub(super) text: Html,
}

#[derive(Serialize)]
pub(super) struct OperationView {
    pub(super) kind: &'static str,
    pub(super) label: &'static str,
    pub(super) id: String,
    pub(super) name: Html,
    pub(super) deprecated: bool,
    pub(super) docs: Html,
    pub(super) facts: Vec<Fact>,
    pub(super) panels: Vec<PanelView>,
    pub(super) frames: Vec<FrameView>,
}

/// One schema of an operation: its params, its update, its reply.
#[derive(Serialize)]
pub(super) struct PanelView {
    pub(super) title: &'static str,
    /// The type, where it has a name or nothing inside.
    pub(super) of: Html,
    pub(super) body: Html,
    pub(super) empty: &'static str,
}

/// A message as it crosses the wire.
#[derive(Serialize)]
pub(super) struct FrameView {
    /// `up` or `down`.
    pub(super) way: &'static str,
    pub(super) caption: Html,
    pub(super) json: Html,
}

#[derive(Serialize)]
pub(super) struct SchemaView {
    pub(super) id: String,
    pub(super) name: Html,
    pub(super) of: Html,
    pub(super) deprecated: bool,
    pub(super) remarks: Html,
    pub(super) body: Html,
}
