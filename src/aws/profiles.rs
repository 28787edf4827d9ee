//! The AWS configuration and credentials files: which profiles there are and how each leads to credentials.
//!
//! Read by the SDK's own parser, so that the standard rules hold. No calls are made here; what a profile says is
//! turned into a `Plan` that `session` carries out.

use std::borrow::Cow;
use std::env;
use std::path::PathBuf;

use aws_config::profile::ProfileSet;
use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};
use aws_types::os_shim_internal::{Env, Fs};
use tokio::sync::Semaphore;

use crate::aws::failure::redact;
use crate::aws::settings::Settings;
use crate::model::failure::{Failure, FailureKind, Place};
use crate::model::fetch::{Notice, Severity};
use crate::model::glob::glob;
use crate::model::text::Safe;
use crate::source::did_you_mean;

mod outline;
mod plan;
#[cfg(test)]
mod tests;

pub use outline::Outline;
pub(in crate::aws) use plan::{Base, Hop, Plan, WebIdentity, role_account};

/// Both files, parsed.
#[derive(Debug)]
pub struct Book {
    pub(in crate::aws) sections: ProfileSet,
    /// The same files for the SDK's own providers.
    pub(in crate::aws) files: EnvConfigFiles,
    /// `AWS_PROFILE`, else `default`.
    pub(in crate::aws) selected: String,
    /// The files' paths as a person writes them.
    pub(in crate::aws) looked_in: String,
    /// The SDK reads all of both files again for each profile: a few at a time, since each holds all that it reads.
    pub(in crate::aws) turns: Semaphore,
}

/// Readings of the files at a time: parsing is bound by the processor.
const READINGS: usize = 4;

impl Book {
    /// Reads the files anew. A missing file is empty, a broken one is a failure.
    pub async fn load(settings: &Settings) -> Result<Self, Failure> {
        let mut files = EnvConfigFiles::builder();
        files = match &settings.config_file {
            Some(path) => files.with_file(EnvConfigFileKind::Config, path),
            None => files.include_default_config_file(true),
        };
        files = match &settings.credentials_file {
            Some(path) => files.with_file(EnvConfigFileKind::Credentials, path),
            None => files.include_default_credentials_file(true),
        };
        let files = files.build();
        let selected = variable("AWS_PROFILE").unwrap_or_else(|| "default".to_owned());
        let looked_in = format!(
            "{} and {}",
            path(settings.config_file.as_ref(), "AWS_CONFIG_FILE", "~/.aws/config"),
            path(settings.credentials_file.as_ref(), "AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials")
        );
        let (fs, env) = (Fs::real(), Env::real());
        let loaded = aws_config::profile::load(&fs, &env, &files, Some(Cow::Owned(selected.clone())));
        let sections = loaded.await.map_err(|error| {
            let what =
                Safe::new(format!("the AWS configuration cannot be read: {}", redact(&error.to_string())));
            Failure::new(FailureKind::Invalid, what, Safe::new(format!("correct {looked_in}")))
        })?;
        Ok(Self { sections, files, selected, looked_in, turns: Semaphore::new(READINGS) })
    }

    /// All profiles by name, sorted.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.sections.profiles().collect();
        names.sort_unstable();
        names
    }

    /// Whether a profile of that name is written down.
    pub fn has(&self, name: &str) -> bool {
        self.sections.get_profile(name).is_some()
    }

    /// The profiles that names and globs mean, in the order given, each once, and a line for each that means none.
    pub fn expand(&self, patterns: &[String]) -> (Vec<String>, Vec<Notice>) {
        let (mut found, mut notices): (Vec<String>, Vec<Notice>) = (Vec::new(), Vec::new());
        for pattern in patterns {
            let matched: Vec<&str> = if self.has(pattern) {
                vec![pattern]
            } else if pattern.contains('*') {
                self.names().into_iter().filter(|name| glob(pattern, name)).collect()
            } else {
                Vec::new()
            };
            if matched.is_empty() {
                notices.push(self.missing(pattern));
            }
            for name in matched {
                if !found.iter().any(|known| known == name) {
                    found.push(name.to_owned());
                }
            }
        }
        (found, notices)
    }

    fn missing(&self, pattern: &str) -> Notice {
        let hint = did_you_mean(pattern, self.names()).map(|hint| format!("; {hint}")).unwrap_or_default();
        let what = if pattern.contains('*') { "no profile matches" } else { "there is no profile" };
        let text = Safe::new(format!("{what} `{pattern}` in {}{hint}", self.looked_in));
        Notice { severity: Severity::Error, text }
    }

    /// How a profile leads to credentials.
    pub fn plan(&self, name: &str) -> Result<Plan, Failure> {
        plan::plan(self, name).map_err(|failure| failure.at(place(name)))
    }

    /// How this machine leads to credentials when no profile is named.
    pub fn default_plan(&self) -> Result<Plan, Failure> {
        plan::default_plan(self)
    }

    /// A setting of a profile.
    pub(in crate::aws) fn get(&self, profile: &str, key: &str) -> Option<&str> {
        self.sections.get_profile(profile)?.get(key).map(str::trim).filter(|value| !value.is_empty())
    }

    /// The first `ca_bundle`, of these profiles if they have one.
    pub fn ca_bundle(&self, profiles: &[String]) -> Option<PathBuf> {
        let of = |name: &str| self.get(name, "ca_bundle").map(expand_home);
        profiles.iter().find_map(|name| of(name)).or_else(|| of(&self.selected))
    }
}

/// Where the failure of a profile happened.
pub(in crate::aws) fn place(profile: &str) -> Place {
    Place { name: Some(Safe::new(profile)), ..Place::default() }
}

/// A variable of the environment that says something.
pub(in crate::aws) fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.trim().is_empty())
}

fn path(given: Option<&PathBuf>, variable_name: &str, default: &str) -> String {
    let given = given.map(|path| path.display().to_string());
    given.or_else(|| variable(variable_name)).unwrap_or_else(|| default.to_owned())
}

fn expand_home(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), env::var_os("HOME")) {
        (Some(rest), Some(home)) => PathBuf::from(home).join(rest),
        _ => PathBuf::from(path),
    }
}
