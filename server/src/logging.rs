//! Logs go to standard error; standard output is for what programs read.

use std::io::IsTerminal;

use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::{EnvFilter, fmt};

use crate::config::{ConfigError, Log, LogFormat};

/// What to log. A word that is no level would be taken for the name of a crate, and nothing be logged at all.
pub fn filter(level: &str) -> Result<EnvFilter, ConfigError> {
    let wrong = |what: &str| {
        let message = format!(
            "`{what}` is neither a level (off, error, warn, info, debug, trace) nor a directive such as specwire_runtime=debug"
        );
        ConfigError::value("log.level", message)
    };
    for directive in level.split(',') {
        let is_word = !directive.contains(['=', '[', ':']);
        if is_word && directive.trim().parse::<LevelFilter>().is_err() {
            return Err(wrong(directive));
        }
    }
    EnvFilter::try_new(level).map_err(|_| wrong(level))
}

/// Sets the process's logging up. Called once, by `main`.
pub fn init(log: &Log) -> Result<(), ConfigError> {
    let filter = filter(&log.level)?;
    let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let logs = fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(colour);
    let result = match log.format {
        LogFormat::Text => logs.try_init(),
        LogFormat::Json => logs.json().flatten_event(true).try_init(),
    };
    result.map_err(|error| ConfigError::value("log", error.to_string()))
}
