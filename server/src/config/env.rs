//! Settings from the environment: `SPECWIRE_WS_HEARTBEAT_INTERVAL=15` is `ws.heartbeat_interval`.

use toml::{Table, Value};

use super::Config;
use super::load::ConfigError;
use super::suggest;

/// What every variable begins with.
pub const PREFIX: &str = "SPECWIRE_";

/// Names the configuration file, and is no setting itself.
pub const FILE: &str = "SPECWIRE_CONFIG";

/// The settings that the variables make. `defaults` tells which settings there are, and of which kind.
pub fn settings(
    variables: impl IntoIterator<Item = (String, String)>,
    defaults: &Table,
) -> Result<Table, ConfigError> {
    let mut settings = Table::new();
    for (name, text) in variables {
        if name == FILE {
            continue;
        }
        let Some(rest) = name.strip_prefix(PREFIX) else {
            continue;
        };
        let path = path(&rest.to_lowercase(), defaults)
            .ok_or_else(|| ConfigError::variable(&name, &unknown(&name, defaults)))?;
        let kind = path.iter().try_fold(None, |at: Option<&Value>, key| {
            let table = at.map_or(Some(defaults), Value::as_table)?;
            table.get(key).map(Some)
        });
        let value =
            parse(&text, kind.flatten()).map_err(|why| ConfigError::variable(&name, &why))?;
        fits(&path, value.clone()).map_err(|why| ConfigError::variable(&name, &why))?;
        insert(&mut settings, &path, value);
    }
    Ok(settings)
}

/// Whether a value is one that its setting can have: told here, where the variable's name is known.
fn fits(path: &[String], value: Value) -> Result<(), String> {
    let mut alone = Table::new();
    insert(&mut alone, path, value);
    match Value::Table(alone).try_into::<Config>() {
        Ok(_) => Ok(()),
        Err(error) => Err(error.message().to_owned()),
    }
}

fn unknown(name: &str, defaults: &Table) -> String {
    let mut known = Vec::new();
    names(PREFIX, defaults, &mut known);
    match suggest::nearest(name, known.iter().map(String::as_str)) {
        Some(near) => format!("no such setting; did you mean {near}?"),
        None => "no such setting".to_owned(),
    }
}

/// The variables of all settings of a table.
fn names(prefix: &str, table: &Table, known: &mut Vec<String>) {
    for (key, value) in table {
        let name = format!("{prefix}{}", key.to_uppercase());
        match value.as_table() {
            Some(inner) => names(&format!("{name}_"), inner, known),
            None => known.push(name),
        }
    }
}

/// `ws_limits_max_connections` to `ws`, `limits`, `max_connections`: keys may hold underscores themselves.
fn path(name: &str, table: &Table) -> Option<Vec<String>> {
    let name = name.trim_start_matches('_');
    if table.get(name).is_some_and(|value| !value.is_table()) {
        return Some(vec![name.to_owned()]);
    }
    table.iter().find_map(|(key, value)| {
        let rest = name.strip_prefix(key.as_str())?.strip_prefix('_')?;
        let mut inner = path(rest, value.as_table()?)?;
        inner.insert(0, key.clone());
        Some(inner)
    })
}

/// Text as a value of the same kind as the default.
fn parse(text: &str, like: Option<&Value>) -> Result<Value, String> {
    let toml = |text: &str| {
        let line = format!("value = {text}");
        line.parse::<Table>()
            .ok()
            .and_then(|mut table| table.remove("value"))
    };
    match like {
        Some(Value::String(_)) => Ok(Value::String(text.to_owned())),
        Some(Value::Boolean(_)) => text
            .parse()
            .map(Value::Boolean)
            .map_err(|_| format!("`{text}` is not true or false")),
        Some(Value::Integer(_)) => text
            .parse()
            .map(Value::Integer)
            .map_err(|_| format!("`{text}` is no whole number")),
        Some(Value::Float(_)) => text
            .parse()
            .map(Value::Float)
            .map_err(|_| format!("`{text}` is no number")),
        Some(Value::Array(_)) if text.trim_start().starts_with('[') => {
            toml(text).ok_or_else(|| format!("`{text}` is no TOML array"))
        }
        Some(Value::Array(_)) => {
            let items = text
                .split(',')
                .map(str::trim)
                .filter(|item| !item.is_empty());
            Ok(Value::Array(
                items.map(|item| Value::String(item.to_owned())).collect(),
            ))
        }
        _ => toml(text).ok_or_else(|| format!("`{text}` is no TOML value")),
    }
}

/// Puts a value in its place.
pub fn insert(table: &mut Table, path: &[String], value: Value) {
    match path {
        [] => {}
        [key] => {
            table.insert(key.clone(), value);
        }
        [key, rest @ ..] => {
            let inner = table
                .entry(key.clone())
                .or_insert_with(|| Value::Table(Table::new()));
            if let Value::Table(inner) = inner {
                insert(inner, rest, value);
            }
        }
    }
}
