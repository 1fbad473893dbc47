//! Brings the layers together.

use std::fmt;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::{Config, LogFormat, env, suggest};

/// Read when no other file is named and it exists.
const FILE: &str = "server.toml";

/// What flags set.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    pub config: Option<PathBuf>,
    pub listen: Vec<String>,
    pub modules: Option<Vec<String>>,
    pub seed: Option<u64>,
    pub log_format: Option<LogFormat>,
    pub log_level: Option<String>,
}

/// A configuration that cannot be used, and where the fault is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    place: String,
    message: String,
}

impl ConfigError {
    pub fn value(setting: &str, message: impl Into<String>) -> ConfigError {
        ConfigError {
            place: format!("setting `{setting}`"),
            message: message.into(),
        }
    }

    pub fn variable(name: &str, message: &str) -> ConfigError {
        ConfigError {
            place: format!("environment variable {name}"),
            message: message.to_owned(),
        }
    }

    fn file(path: &Path, message: impl fmt::Display) -> ConfigError {
        let mut message = message.to_string().trim_end().to_owned();
        if let Some(suggestion) = suggest::for_message(&message) {
            message = format!("{message}\n{suggestion}");
        }
        ConfigError {
            place: path.display().to_string(),
            message,
        }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

impl std::error::Error for ConfigError {}

/// Defaults < file < environment < flags.
pub fn load(
    flags: &Flags,
    variables: impl IntoIterator<Item = (String, String)>,
    folder: &Path,
) -> Result<Config, ConfigError> {
    let variables: Vec<(String, String)> = variables.into_iter().collect();
    let mut merged = table(&Config::default())?;
    let defaults = merged.clone();
    if let Some(path) = file(flags, &variables, folder) {
        merge(&mut merged, read(&path)?);
    }
    merge(&mut merged, env::settings(variables, &defaults)?);
    merge(&mut merged, from_flags(flags)?);
    let config: Config = Value::Table(merged)
        .try_into()
        .map_err(|error: toml::de::Error| ConfigError {
            place: "configuration".to_owned(),
            message: error.message().to_owned(),
        })?;
    config.check()?;
    Ok(config)
}

fn table(config: &Config) -> Result<Table, ConfigError> {
    Table::try_from(config).map_err(|error| ConfigError::value("defaults", error.to_string()))
}

/// The file to read: one that is named must exist, the usual one may.
fn file(flags: &Flags, variables: &[(String, String)], folder: &Path) -> Option<PathBuf> {
    let named = || {
        variables
            .iter()
            .find(|(name, _)| name == env::FILE)
            .map(|(_, path)| PathBuf::from(path))
    };
    let usual = || Some(folder.join(FILE)).filter(|path| path.is_file());
    flags.config.clone().or_else(named).or_else(usual)
}

fn read(path: &Path) -> Result<Table, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|error| ConfigError::file(path, error))?;
    // Read as what it shall be, too: so a fault is told with its line.
    toml::from_str::<Config>(&text).map_err(|error| ConfigError::file(path, error))?;
    text.parse().map_err(|error| ConfigError::file(path, error))
}

fn from_flags(flags: &Flags) -> Result<Table, ConfigError> {
    let mut settings = Table::new();
    let list = |items: &[String]| Value::Array(items.iter().cloned().map(Value::String).collect());
    let mut set = |path: &[&str], value: Value| {
        let path: Vec<String> = path.iter().map(|key| (*key).to_owned()).collect();
        env::insert(&mut settings, &path, value);
    };
    if !flags.listen.is_empty() {
        set(&["listen"], list(&flags.listen));
    }
    if let Some(modules) = &flags.modules {
        set(&["modules"], list(modules));
    }
    if let Some(seed) = flags.seed {
        let seed =
            i64::try_from(seed).map_err(|_| ConfigError::value("seed", "must be below 2^63"))?;
        set(&["seed"], Value::Integer(seed));
    }
    if let Some(level) = &flags.log_level {
        set(&["log", "level"], Value::String(level.clone()));
    }
    if let Some(format) = flags.log_format {
        let name = match format {
            LogFormat::Text => "text",
            LogFormat::Json => "json",
        };
        set(&["log", "format"], Value::String(name.to_owned()));
    }
    Ok(settings)
}

/// Tables are merged; everything else is replaced, lists included.
fn merge(below: &mut Table, above: Table) {
    for (key, value) in above {
        match (below.get_mut(&key), value) {
            (Some(Value::Table(below)), Value::Table(above)) => merge(below, above),
            (_, value) => {
                below.insert(key, value);
            }
        }
    }
}
