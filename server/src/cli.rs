//! The command line.

use std::path::PathBuf;

use clap::Parser;

use crate::config::{Flags, LogFormat};

/// Serves a simulated market and a paper broker over WebSocket.
///
/// Settings come from defaults, then the file, then SPECWIRE_* variables, then these flags.
#[derive(Debug, Parser)]
#[command(name = "server", version)]
pub struct Cli {
    /// Listen on ADDR, such as 127.0.0.1:8000; port 0 takes a free one. May be repeated
    #[arg(long, value_name = "ADDR")]
    pub listen: Vec<String>,

    /// Read settings from FILE instead of server.toml
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Serve only these modules, separated by commas
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub modules: Option<Vec<String>>,

    /// Draw the simulated market from N: the same seed, the same prices
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,

    /// Log this level and above, or by directives such as info,specwire_runtime=debug
    #[arg(long, value_name = "LEVEL")]
    pub log: Option<String>,

    /// Write logs for people or for programs
    #[arg(long, value_name = "FORMAT")]
    pub log_format: Option<LogFormat>,

    /// Print the settings that would be used, secrets blanked out, and leave
    #[arg(long)]
    pub print_config: bool,
}

impl Cli {
    pub fn flags(&self) -> Flags {
        Flags {
            config: self.config.clone(),
            listen: self.listen.clone(),
            modules: self.modules.clone(),
            seed: self.seed,
            log_format: self.log_format,
            log_level: self.log.clone(),
        }
    }
}
