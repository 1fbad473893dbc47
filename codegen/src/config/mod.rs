//! `codegen.toml`: found upward from the working directory; every setting has a default.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diag::{Level, suggest};
use crate::lint::Levels;
use crate::yaml::Limits;

/// The name of the file.
pub const FILE: &str = "codegen.toml";

/// Settings of specwire's codegen. Paths are relative to the folder of this file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(title = "codegen.toml")]
pub struct Config {
    /// The documents that commands work on when none are named: globs.
    pub documents: Vec<String>,
    /// The folder that `codegen generate` writes.
    pub out: PathBuf,
    /// Whether a `$ref` may name a file outside the folder of this file.
    pub allow_outside: bool,
    pub limits: LimitsSection,
    pub lint: Lint,
    pub generate: Generate,
}

/// Bounds against hostile documents. Honest ones stay far below.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct LimitsSection {
    /// Bytes of one file, at most 4 GiB.
    #[schemars(range(max = 4_294_967_295_u64))]
    pub file_bytes: u64,
    /// Maps and lists inside one another, at most 500.
    #[schemars(range(max = 500))]
    pub depth: usize,
    /// Nodes that aliases may add to a small file; larger files may add as many as they have bytes.
    pub expanded: usize,
}

/// What `codegen lint` reports.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Lint {
    /// Whether warnings fail the run, as `--deny warnings` does.
    pub deny_warnings: bool,
    /// Levels by rule or by group of rules; `codegen rules` lists both.
    pub rules: BTreeMap<String, LevelName>,
    /// Levels for some files only. Later entries win.
    pub overrides: Vec<Override>,
}

/// Levels of rules in files that match.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Override {
    /// Globs.
    pub paths: Vec<String>,
    /// Levels by rule or by group of rules.
    pub rules: BTreeMap<String, LevelName>,
}

/// How findings of a rule count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LevelName {
    /// Not reported.
    Off,
    /// Reported, never fails.
    Info,
    /// Reported, fails under `--deny warnings`.
    Warning,
    /// Fails, and stops generation.
    Error,
}

/// What `codegen generate` writes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Generate {
    /// The targets; all of them where the list is empty.
    pub only: Vec<TargetName>,
    /// A folder with templates that replace the built-in ones of the same name.
    pub templates: Option<PathBuf>,
    /// Whether validators are written beside the TypeScript types.
    pub validators: bool,
    /// The name of the crate, where its Cargo.toml is to be written too. Without: that file is yours.
    pub package: Option<String>,
    /// The folder of the runtime crate that this Cargo.toml names. Without: that of the checkout which `codegen` was
    /// built from, if it is still there, else the published one.
    pub runtime_path: Option<PathBuf>,
}

/// A part of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TargetName {
    /// Models, service traits and routers.
    Rust,
    /// Types and clients.
    Ts,
    /// Bundled documents.
    Spec,
    /// The docs page.
    Docs,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            documents: ["schema/*.yaml", "schema/*.yml", "schema/*.json"]
                .map(str::to_owned)
                .to_vec(),
            out: "generated".into(),
            allow_outside: false,
            limits: LimitsSection::default(),
            lint: Lint::default(),
            generate: Generate::default(),
        }
    }
}

impl Default for LimitsSection {
    fn default() -> Self {
        let limits = Limits::default();
        Self {
            file_bytes: limits.bytes as u64,
            depth: limits.depth,
            expanded: limits.expanded,
        }
    }
}

impl From<LevelName> for Level {
    fn from(name: LevelName) -> Self {
        match name {
            LevelName::Off => Self::Off,
            LevelName::Info => Self::Info,
            LevelName::Warning => Self::Warning,
            LevelName::Error => Self::Error,
        }
    }
}

/// A configuration, and where it was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    pub config: Config,
    /// The folder that its paths start at: where the file is, or the working directory where there is none.
    pub folder: PathBuf,
    pub file: Option<PathBuf>,
}

/// A configuration that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    pub message: String,
    pub hint: Option<String>,
}

impl Config {
    /// Reads the text of a `codegen.toml`; `name` is how errors call it.
    pub fn parse(text: &str, name: &str) -> Result<Self, ConfigError> {
        let config: Self = toml::from_str(text).map_err(|error| explain(&error, text, name))?;
        config.check().map_err(|message| ConfigError {
            message: format!("{name}: {message}"),
            hint: None,
        })?;
        Ok(config)
    }

    fn check(&self) -> Result<(), String> {
        if self.limits.depth > 500 {
            return Err("`limits.depth` is at most 500".to_owned());
        }
        if self.limits.file_bytes > u64::from(u32::MAX) {
            return Err("`limits.file-bytes` is at most 4294967295".to_owned());
        }
        self.levels(Path::new("")).map(|_| ())
    }

    /// The levels of rules; globs of paths start at `folder`.
    pub fn levels(&self, folder: &Path) -> Result<Levels, String> {
        let mut levels = Levels::new(folder);
        for (name, level) in &self.lint.rules {
            levels
                .set(name, (*level).into())
                .map_err(|unknown| format!("`lint.rules`: {unknown}"))?;
        }
        for part in &self.lint.overrides {
            let rules = part
                .rules
                .iter()
                .map(|(name, level)| (name.clone(), (*level).into()))
                .collect();
            levels
                .set_for(&part.paths, rules)
                .map_err(|error| format!("`lint.overrides`: {error}"))?;
        }
        Ok(levels)
    }

    pub fn limits(&self) -> Limits {
        Limits {
            bytes: self.limits.file_bytes as usize,
            depth: self.limits.depth,
            expanded: self.limits.expanded,
        }
    }

    /// The JSON Schema of the file, for editors.
    pub fn schema() -> serde_json::Value {
        schemars::schema_for!(Self).to_value()
    }
}

impl Found {
    /// Reads `file`, or the nearest `codegen.toml` above `working_dir`, or takes the defaults.
    pub fn load(working_dir: &Path, file: Option<&Path>) -> Result<Self, ConfigError> {
        let file = match file {
            Some(file) => Some(crate::doc::files::normalize(&working_dir.join(file))),
            None => working_dir
                .ancestors()
                .map(|folder| folder.join(FILE))
                .find(|file| file.is_file()),
        };
        let Some(file) = file else {
            return Ok(Self {
                config: Config::default(),
                folder: working_dir.to_owned(),
                file: None,
            });
        };
        let name = crate::doc::files::display(&file, working_dir);
        let text = std::fs::read_to_string(&file).map_err(|error| ConfigError {
            message: format!("cannot read {name}: {error}"),
            hint: None,
        })?;
        let config = Config::parse(&text, &name)?;
        let folder = file.parent().unwrap_or(working_dir).to_owned();
        Ok(Self {
            config,
            folder,
            file: Some(file),
        })
    }
}

/// The reader's error with its place, and the nearest name for an unknown one.
fn explain(error: &toml::de::Error, text: &str, name: &str) -> ConfigError {
    let line = error
        .span()
        .map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1);
    let place = line.map_or_else(|| name.to_owned(), |line| format!("{name}:{line}"));
    let reason = error.message();
    let quoted: Vec<&str> = reason.split('`').skip(1).step_by(2).collect();
    let hint = match quoted.split_first() {
        Some((unknown, known)) if reason.starts_with("unknown") => {
            match suggest(unknown, known.iter().copied()) {
                Some(near) => Some(format!("did you mean `{near}`?")),
                None => Some(format!("known here: {}", known.join(", "))),
            }
        }
        _ => None,
    };
    let short = reason.split(", expected").next().unwrap_or(reason);
    let message = if hint.is_some() { short } else { reason };
    ConfigError {
        message: format!("{place}: {message}"),
        hint,
    }
}
