//! Templates: embedded, or a user's own from a folder. The only file that knows handlebars.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use handlebars::{Handlebars, RenderError, TemplateError, no_escape};
use handlebars::{RenderErrorReason, TemplateErrorReason};
use serde::Serialize;

use crate::diag::suggest;

/// A template's name (`rust/struct`) and the text that comes with the program.
pub type Embedded = (&'static str, &'static str);

/// A set of templates, strict: a name that the context has not is an error, never an empty string.
#[derive(Debug)]
pub struct Templates {
    engine: Handlebars<'static>,
    folder: Option<PathBuf>,
    /// What was rendered with what, once [`Templates::record`] was called.
    recorded: Option<Mutex<Vec<Rendered>>>,
}

/// A template's name and what it was given.
pub type Rendered = (String, serde_json::Value);

/// What is wrong in a template, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// The file, or `embedded rust/struct.hbs`.
    pub template: String,
    pub line: Option<usize>,
    pub column: Option<usize>,
    pub message: String,
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.template)?;
        if let (Some(line), Some(column)) = (self.line, self.column) {
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for Error {}

impl Templates {
    /// Embedded templates; where `folder` holds a file `NAME.hbs`, it is used in place of `NAME`.
    pub fn load(embedded: &[Embedded], folder: Option<&Path>) -> Result<Self, Error> {
        let mut engine = Handlebars::new();
        engine.set_strict_mode(true);
        engine.register_escape_fn(no_escape);
        let mut templates = Self {
            engine,
            folder: folder.map(Path::to_path_buf),
            recorded: None,
        };
        for (name, text) in embedded {
            let text = templates
                .replacement(name)?
                .unwrap_or_else(|| (*text).to_owned());
            let registered = templates.engine.register_template_string(name, text);
            registered.map_err(|error| templates.parse_error(name, &error))?;
        }
        Ok(templates)
    }

    /// Keeps what every template is given from now on.
    pub fn record(&mut self) {
        self.recorded = Some(Mutex::default());
    }

    pub fn is_recording(&self) -> bool {
        self.recorded.is_some()
    }

    /// What was kept, in the order of rendering.
    pub fn recorded(self) -> Vec<Rendered> {
        let recorded = self.recorded.unwrap_or_default();
        recorded.into_inner().unwrap_or_default()
    }

    pub fn render<T: Serialize>(&self, name: &str, context: &T) -> Result<String, Error> {
        if let Some(recorded) = &self.recorded
            && let (Ok(mut recorded), Ok(view)) = (recorded.lock(), serde_json::to_value(context))
        {
            recorded.push((name.to_owned(), view));
        }
        self.engine
            .render(name, context)
            .map_err(|error| self.render_error(name, &error, context))
    }

    fn path(&self, name: &str) -> Option<PathBuf> {
        let path = self.folder.as_ref()?.join(format!("{name}.hbs"));
        path.is_file().then_some(path)
    }

    fn replacement(&self, name: &str) -> Result<Option<String>, Error> {
        let Some(path) = self.path(name) else {
            return Ok(None);
        };
        let text = std::fs::read_to_string(&path);
        text.map(Some).map_err(|error| Error {
            template: path.display().to_string(),
            line: None,
            column: None,
            message: format!("cannot be read: {error}"),
        })
    }

    fn shown(&self, name: &str) -> String {
        self.path(name).map_or_else(
            || format!("embedded {name}.hbs"),
            |path| path.display().to_string(),
        )
    }

    fn parse_error(&self, name: &str, error: &TemplateError) -> Error {
        let (line, column) = error.pos().unzip();
        Error {
            template: self.shown(name),
            line,
            column,
            message: match error.reason() {
                TemplateErrorReason::InvalidSyntax(_) => {
                    "a block is opened and never closed, or a tag is not written to its end".into()
                }
                other => other.to_string(),
            },
        }
    }

    fn render_error<T: Serialize>(&self, name: &str, error: &RenderError, context: &T) -> Error {
        let at = error.template_name.as_deref().unwrap_or(name);
        let message = match error.reason() {
            RenderErrorReason::MissingVariable(Some(wanted)) => {
                unknown(wanted, &serde_json::to_value(context).unwrap_or_default())
            }
            RenderErrorReason::HelperNotFound(helper) => format!(
                "there is no helper `{helper}`; there are `if`, `unless`, `each`, `with`, `lookup` and comparisons"
            ),
            other => other.to_string(),
        };
        Error {
            template: self.shown(at),
            line: error.line_no,
            column: error.column_no,
            message,
        }
    }
}

/// A name that the context has not, and those that it has.
fn unknown(wanted: &str, context: &serde_json::Value) -> String {
    let mut names = BTreeSet::new();
    keys(context, &mut names);
    let name = wanted.rsplit(['.', '/']).next().unwrap_or(wanted);
    let meant = suggest(name, names.iter().map(String::as_str));
    let hint = meant.map_or_else(
        || ".".to_owned(),
        |meant| format!("; did you mean `{meant}`?"),
    );
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    format!(
        "`{wanted}` is not known here{hint} This template is given {}",
        names.join(", ")
    )
}

fn keys(value: &serde_json::Value, out: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::Object(members) => {
            for (key, inner) in members {
                out.insert(key.clone());
                keys(inner, out);
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| keys(item, out)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::Templates;

    const EMBEDDED: &[super::Embedded] = &[("rust/hello", "Hello <{{name}}>\n")];

    #[test]
    fn writes_text_as_it_is() {
        let templates = Templates::load(EMBEDDED, None).unwrap();
        let text = templates
            .render("rust/hello", &serde_json::json!({ "name": "a & \"b\"" }))
            .unwrap();
        assert_eq!(text, "Hello <a & \"b\">\n");
    }

    #[test]
    fn a_missing_name_is_an_error_with_its_place() {
        let templates = Templates::load(EMBEDDED, None).unwrap();
        let error = templates
            .render("rust/hello", &serde_json::json!({}))
            .unwrap_err();
        assert_eq!(
            (error.template.as_str(), error.line),
            ("embedded rust/hello.hbs", Some(1))
        );
        assert!(error.message.contains("name"), "{}", error.message);
        let error = templates
            .render("rust/hello", &serde_json::json!({ "names": 1 }))
            .unwrap_err();
        assert_eq!(
            error.message,
            "`name` is not known here; did you mean `names`? This template is given `names`"
        );
    }

    #[test]
    fn a_folder_replaces_templates_and_answers_for_them() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("rust")).unwrap();
        let path = folder.path().join("rust/hello.hbs");
        std::fs::write(&path, "one\n{{#if}}\n").unwrap();
        let error = Templates::load(EMBEDDED, Some(folder.path())).unwrap_err();
        assert_eq!(error.template, path.display().to_string());
        assert!(error.line.is_some(), "{error:?}");
        std::fs::write(&path, "Good day {{name}}\n").unwrap();
        let templates = Templates::load(EMBEDDED, Some(folder.path())).unwrap();
        let text = templates
            .render("rust/hello", &serde_json::json!({ "name": "x" }))
            .unwrap();
        assert_eq!(text, "Good day x\n");
    }
}
