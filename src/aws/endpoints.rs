//! The endpoints that somebody configured, for the gate: it lets requests pass to them besides AWS's own hosts.
//!
//! Addresses only: which endpoint a call uses is for the SDK to decide. Read anew with each look at the fleet, since
//! profiles may be added while the program runs.

use std::env;
use std::path::PathBuf;

use super::gate::Guard;
use super::settings::Settings;

/// Keys of the AWS configuration whose value is an endpoint, on their own or indented below a service.
const KEYS: [&str; 2] = ["endpoint_url", "ec2_metadata_service_endpoint"];

/// Makes every configured endpoint known to the gate.
pub(super) async fn allow(guard: &Guard, settings: &Settings) {
    if let Some(url) = &settings.endpoint_url {
        guard.allow_endpoint(url);
    }
    // The simulator's keys: neither environment nor files are read.
    if settings.credentials.is_some() {
        return;
    }
    for (name, value) in env::vars_os() {
        let endpoint = name.to_str().is_some_and(|name| {
            name.starts_with("AWS_ENDPOINT_URL") || name == "AWS_EC2_METADATA_SERVICE_ENDPOINT"
        });
        if let Some(url) = value.to_str().filter(|_| endpoint) {
            guard.allow_endpoint(url);
        }
    }
    let files = [
        file(settings.config_file.as_ref(), "AWS_CONFIG_FILE", "config"),
        file(settings.credentials_file.as_ref(), "AWS_SHARED_CREDENTIALS_FILE", "credentials"),
    ];
    for path in files.into_iter().flatten() {
        // A file that cannot be read is reported where profiles are resolved; here it configures nothing.
        for url in urls(&tokio::fs::read_to_string(path).await.unwrap_or_default()) {
            guard.allow_endpoint(url);
        }
    }
}

fn file(given: Option<&PathBuf>, variable: &str, name: &str) -> Option<PathBuf> {
    let home = || env::home_dir().map(|home| home.join(".aws").join(name));
    given.cloned().or_else(|| env::var_os(variable).map(PathBuf::from)).or_else(home)
}

fn urls(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let (key, value) = line.split_once('=')?;
        let value = value.split([' ', '\t']).find(|word| !word.is_empty())?;
        KEYS.iter().any(|known| key.trim().eq_ignore_ascii_case(known)).then_some(value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endpoints_are_found_in_profiles_and_below_services() {
        let text = "[profile a]\nendpoint_url = http://127.0.0.1:5000\n# endpoint_url = http://no\n\
            [services s]\nsts =\n  endpoint_url=https://sts.example.com/x ; note\nregion = endpoint_url\n";
        assert_eq!(urls(text).collect::<Vec<_>>(), ["http://127.0.0.1:5000", "https://sts.example.com/x"]);
    }
}
