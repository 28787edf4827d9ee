//! The flags that every command understands.

use std::path::PathBuf;

use clap::ValueEnum;
use clap::builder::NonEmptyStringValueParser;

use super::Known;
use crate::config::embedded;

/// Flags stand above the environment, which stands above the configuration files.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Global options")]
pub struct Flags {
    /// AWS profiles, each an account; names or globs such as 'ds-*'
    #[arg(long, global = true, value_name = "A,B", value_delimiter = ',')]
    pub profile: Vec<String>,
    /// Regions to read in every account, instead of each profile's own
    #[arg(long, global = true, value_name = "A,B", value_delimiter = ',')]
    pub region: Vec<String>,
    /// Every account of the AWS organization, read through this profile; --profile names what to read instead if it
    /// may not see the organization
    #[arg(long, global = true, value_name = "PROFILE")]
    pub org: Option<String>,
    /// The role to assume in every account of the organization, see `sagedeck iam-policy`
    #[arg(long, global = true, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub role: Option<String>,
    /// Only these accounts, by id or name
    #[arg(long, global = true, value_name = "A,B", value_delimiter = ',')]
    pub account: Vec<String>,
    /// No call that changes anything can leave the process
    #[arg(long, global = true, visible_alias = "auditor")]
    pub read_only: bool,
    /// A simulated organization: no network, no credentials; the same seed gives the same organization
    #[arg(long, global = true, value_name = "SEED", num_args = 0..=1, require_equals = true)]
    pub demo: Option<Option<u64>>,
    /// Ask this address instead of AWS
    #[arg(long, global = true, value_name = "URL", value_parser = endpoint)]
    pub endpoint_url: Option<String>,
    /// Theme by name, see `sagedeck themes`
    #[arg(long, global = true, value_name = "NAME", value_parser = Known(themes), hide_possible_values = true)]
    pub theme: Option<String>,
    /// Which theme of a pair, and which default: dark or light
    #[arg(long, global = true, value_name = "GROUND")]
    pub appearance: Option<String>,
    /// Keymap by name, see `sagedeck keys --list`
    #[arg(long, global = true, value_name = "NAME", value_parser = Known(keymaps), hide_possible_values = true)]
    pub keymap: Option<String>,
    /// For a slow line: what nobody asked for is drawn once a second, details wait for the cursor to rest
    #[arg(long, global = true)]
    pub low_bandwidth: bool,
    /// Configuration file instead of yours, see `sagedeck init`
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Policy file instead of yours, see `sagedeck rules`
    #[arg(long, global = true, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    /// Show what was remembered and ask AWS nothing at all
    #[arg(long, global = true, conflicts_with = "demo")]
    pub offline: bool,
    /// Remember nothing from one start to the next, and show nothing that was remembered
    #[arg(long, global = true, conflicts_with = "offline")]
    pub no_store: bool,
    /// Write a log into this file, as JSON lines without secrets
    #[arg(long, global = true, value_name = "FILE")]
    pub log_file: Option<PathBuf>,
    /// How much goes into the log file
    #[arg(long, global = true, value_name = "LEVEL", default_value = "info")]
    pub log_level: LogLevel,
}

/// Names for completion; one's own are taken as well.
fn themes() -> Vec<&'static str> {
    embedded::THEMES.iter().map(|(name, _)| *name).collect()
}

/// An address that something could answer at.
fn endpoint(text: &str) -> Result<String, &'static str> {
    let behind = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let has_host = behind.is_some_and(|host| !host.is_empty() && !host.starts_with(['/', ':', '?', '#']));
    if has_host { Ok(text.to_owned()) } else { Err("write it as in `http://localhost:5000`") }
}

/// The same for keymaps.
pub fn keymaps() -> Vec<&'static str> {
    embedded::KEYMAPS.iter().map(|(name, _)| *name).collect()
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum LogLevel {
    Error,
    Warn,
    #[default]
    Info,
    Debug,
}

impl From<LogLevel> for tracing::Level {
    fn from(level: LogLevel) -> Self {
        match level {
            LogLevel::Error => Self::ERROR,
            LogLevel::Warn => Self::WARN,
            LogLevel::Info => Self::INFO,
            LogLevel::Debug => Self::DEBUG,
        }
    }
}
