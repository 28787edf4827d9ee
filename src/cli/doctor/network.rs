//! What the doctor says of the way to AWS: endpoint, proxy and certificates. Variables and files only; whether it
//! works is seen at the accounts.

use super::finding::{Area, Finding};
use crate::aws::http::has_native_roots;
use crate::compose::Judged;

/// What a proxy is set with; the first that is set of each kind counts.
const PROXY: [&str; 8] = [
    "HTTPS_PROXY",
    "https_proxy",
    "HTTP_PROXY",
    "http_proxy",
    "ALL_PROXY",
    "all_proxy",
    "NO_PROXY",
    "no_proxy",
];

pub(super) fn findings(judged: &Judged, demo: bool) -> Vec<Finding> {
    let area = Area::Network;
    if demo {
        return vec![Finding::note(area, "demo: a simulated organization, no network at all")];
    }
    let mut findings = vec![match &judged.settings.endpoint_url {
        Some(url) => Finding::note(area, format!("asks {} instead of AWS", url.raw())),
        None => Finding::fine(area, "asks AWS, or whatever endpoints its configuration names"),
    }];
    let set: Vec<(&str, String)> =
        PROXY.into_iter().filter_map(|name| Some((name, variable(name)?))).collect();
    if set.is_empty() {
        findings.push(Finding::fine(area, "no proxy is set"));
    }
    for (name, value) in &set {
        findings.push(Finding::note(area, format!("{name} is {}", without_login(value))));
    }
    let proxied = set.iter().any(|(name, _)| !name.eq_ignore_ascii_case("NO_PROXY"));
    if proxied && !set.iter().any(|(name, _)| name.eq_ignore_ascii_case("NO_PROXY")) {
        let what = "NO_PROXY is not set: interface endpoints inside a VPC are asked through the proxy too";
        findings.push(Finding::note(area, what));
    }
    let bundle = judged.settings.ca_bundle.as_ref().map(|path| path.to_string_lossy().into_owned());
    findings.push(match bundle.or_else(|| variable("AWS_CA_BUNDLE")) {
        Some(path) => bundle_finding(&path),
        None if has_native_roots() => Finding::fine(area, "trusts the system's certificate authorities"),
        None => Finding::bad(
            area,
            "this system has no trusted root certificates",
            "install the package ca-certificates, or set ca_bundle in the configuration or AWS_CA_BUNDLE",
        ),
    });
    findings
}

fn bundle_finding(path: &str) -> Finding {
    let todo = "name a readable PEM file in AWS_CA_BUNDLE or `ca_bundle`";
    match std::fs::read_to_string(path) {
        Ok(text) if text.contains("-----BEGIN CERTIFICATE-----") => Finding::fine(
            Area::Network,
            format!("trusts the certificate authorities in {path} besides the system's"),
        ),
        Ok(_) => Finding::bad(Area::Network, format!("{path} holds no PEM certificate"), todo),
        Err(error) => Finding::bad(Area::Network, format!("{path}: {error}"), todo),
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// A proxy's address without the password that may stand in it.
fn without_login(url: &str) -> String {
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
        (None, Some((_, host))) => format!("…@{host}"),
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::without_login;

    #[test]
    fn no_password_of_a_proxy_is_shown() {
        assert_eq!(without_login("http://ada:s@cret@proxy:3128"), "http://…@proxy:3128");
        assert_eq!(without_login("ada:secret@proxy"), "…@proxy");
        assert_eq!(without_login("http://proxy:3128"), "http://proxy:3128");
    }
}
