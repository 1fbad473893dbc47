//! What may stand in for each other: alternatives, and lists of values.

use serde_json::Value;

use super::Schemas;
use crate::emit::docs::html::Html;

/// More choices than this are still all listed, but folded away.
const MANY_CHOICES: usize = 16;

impl Schemas<'_> {
    pub(super) fn choices(
        &self,
        choices: &[Value],
        key: &str,
        schema: &Value,
        depth: usize,
    ) -> Html {
        let mut out = Html::markup(if key == "oneOf" {
            "<p class=k>One of"
        } else {
            "<p class=k>Any of"
        });
        let by = schema
            .get("discriminator")
            .and_then(|by| by.as_str().or_else(|| by.get("propertyName")?.as_str()));
        if let Some(by) = by {
            out.raw(", told apart by ")
                .element("code", "", &Html::text(by));
        }
        out.raw("</p><ul class=\"f o\">");
        for choice in choices {
            let title = choice.get("title").and_then(Value::as_str);
            out.raw("<li><p>");
            if let Some(title) = title.filter(|_| self.known_name(choice).is_none()) {
                out.element("em", "", &Html::text(title)).raw(" ");
            }
            out.add(&self.remarks(choice))
                .add(&self.details(choice, depth));
        }
        out.raw("</ul>");
        out
    }

    pub(super) fn values(&self, values: &[Value], schema: &Value) -> Html {
        let mut list = Html::markup("<p class=e>");
        for value in values {
            list.element("code", "", &Html::text(&value.to_string()))
                .raw(" ");
        }
        if schema.get("x-open") == Some(&Value::Bool(true)) {
            list.raw("<i>may grow: expect others</i>");
        }
        list.raw("</p>");
        if values.len() <= MANY_CHOICES {
            return list;
        }
        let mut out = Html::markup(format!(
            "<details><summary>{} values</summary>",
            values.len()
        ));
        out.add(&list).raw("</details>");
        out
    }
}
