//! Failures without an answer: the network, TLS, the proxy, credentials, this program's own gate.
//!
//! The SDK wraps them many times over; they are recognised by type where the type can be named, else by the words
//! of the libraries below it (each of them is pinned by a test over real sockets).

use std::error::Error;
use std::io;

use aws_credential_types::provider::error::CredentialsError;

use super::{Access, Refusal, Worded, fail, redact, renew};
use crate::model::failure::{Failure, FailureKind};

type Source<'a> = &'a (dyn Error + 'static);

/// The gate said no.
pub(super) fn refused(error: &(dyn Error + 'static)) -> Failure {
    let why = links(error).find_map(|link| link.downcast_ref::<Refusal>().map(ToString::to_string));
    let why = why.unwrap_or_else(|| last(error));
    fail(
        FailureKind::Refused,
        format!("this program refused to send the call: {why}"),
        "it only sends what its registry of operations allows",
    )
}

pub(super) fn no_answer() -> Failure {
    let todo = "check the network; it is tried again with the next refresh";
    fail(FailureKind::Unreachable, "AWS did not answer in time", todo)
}

/// Nothing was built to send: the gate's interceptor, or a configuration without region or endpoint.
pub(super) fn not_built(error: &(dyn Error + 'static), access: &Access) -> Failure {
    let text = text(error);
    if is_refusal(error) || text.contains("refused") {
        return refused(error);
    }
    if links(error).any(|link| link.is::<CredentialsError>() || link.is::<Worded>()) {
        return not_sent(error, access);
    }
    let todo = "check region and endpoint settings";
    fail(FailureKind::Invalid, format!("the call could not be built: {}", last(error)), todo)
}

/// Nothing came back: no credentials, or no way to the endpoint.
pub(super) fn not_sent(error: &(dyn Error + 'static), access: &Access) -> Failure {
    if let Some(worded) = worded(error) {
        return worded;
    }
    if is_refusal(error) {
        return refused(error);
    }
    if let Some(error) = links(error).find_map(|link| link.downcast_ref::<CredentialsError>()) {
        return credentials(error, access);
    }
    network(error).unwrap_or_else(|| {
        let todo = "check the network and the endpoint";
        fail(FailureKind::Unreachable, format!("the call did not reach AWS: {}", last(error)), todo)
    })
}

/// A provider of credentials failed.
pub(super) fn credentials(error: &CredentialsError, access: &Access) -> Failure {
    if let Some(worded) = worded(error) {
        return worded;
    }
    if is_refusal(error) {
        return refused(error);
    }
    let text = text(error);
    let lower = text.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if has(&[
        "sso token",
        "sso session",
        "cached sso",
        "session token not found or invalid",
        "expiredtoken",
        "token has expired",
    ]) {
        return fail(FailureKind::LoginNeeded, "the SSO login has expired or is missing", renew(access));
    }
    if let Some(network) = network(error) {
        return Failure { what: format!("no credentials: {}", network.what.raw()).into(), ..network };
    }
    let (kind, todo) = match error {
        CredentialsError::CredentialsNotLoaded(_) => (FailureKind::NoCredentials, renew(access)),
        CredentialsError::InvalidConfiguration(_) => {
            (FailureKind::Invalid, "correct the profile in the AWS configuration".to_owned())
        }
        _ => (FailureKind::LoginNeeded, renew(access)),
    };
    fail(kind, format!("no credentials: {}", last(error)), todo)
}

/// What the network did, where it can be told.
fn network(error: &(dyn Error + 'static)) -> Option<Failure> {
    let text = text(error);
    let lower = text.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let kind = links(error)
        .filter_map(|link| link.downcast_ref::<io::Error>())
        .map(io::Error::kind)
        .find(|kind| *kind != io::ErrorKind::Other);
    let (what, todo) = if has(&["proxy authorization required", "407 proxy"]) {
        (
            "the proxy asks for a login (HTTP 407)",
            "put user and password into HTTPS_PROXY, or ask the network's administrators",
        )
    } else if has(&["tunnel error", "proxy connect"]) {
        ("the proxy did not open a way to AWS", "check HTTPS_PROXY and NO_PROXY")
    } else if has(&[
        "unknownissuer",
        "unknown issuer",
        "unable to get local issuer",
        "self-signed",
        "selfsigned",
        "caused by: notvalidfor",
    ]) {
        (
            "TLS: the certificate's issuer is unknown",
            "set ca_bundle in the configuration or AWS_CA_BUNDLE to your organization's certificates",
        )
    } else if has(&[
        "certificate expired",
        "certificate not valid yet",
        "invalid peer certificate: expired",
        "notvalidyet",
    ]) {
        (
            "TLS: the certificate is not valid at this time",
            "check this machine's clock and the proxy's certificate",
        )
    } else if has(&["invalid peer certificate", "certificate"]) {
        (
            "TLS: the certificate was not accepted",
            "set ca_bundle in the configuration or AWS_CA_BUNDLE to your organization's certificates",
        )
    } else if has(&[
        "dns error",
        "failed to lookup address",
        "name or service not known",
        "nodename nor servname",
    ]) {
        ("DNS: the endpoint's name is not known here", "check the network, the region and the endpoint")
    } else if kind == Some(io::ErrorKind::ConnectionRefused) || has(&["connection refused"]) {
        ("the connection was refused", "check the endpoint, HTTPS_PROXY and the network")
    } else if has(&["timeout", "timed out"]) || kind == Some(io::ErrorKind::TimedOut) {
        ("AWS did not answer in time", "check the network; it is tried again with the next refresh")
    } else if matches!(
        kind,
        Some(
            io::ErrorKind::ConnectionReset
                | io::ErrorKind::ConnectionAborted
                | io::ErrorKind::UnexpectedEof
                | io::ErrorKind::BrokenPipe
        )
    ) || has(&["connection reset", "connection closed", "incomplete message", "unexpected eof"])
    {
        ("the connection broke off", "check the network; it is tried again with the next refresh")
    } else if matches!(kind, Some(io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable))
        || has(&["unreachable"])
    {
        ("the network is not reachable", "check the network; it is tried again with the next refresh")
    } else {
        return None;
    };
    Some(fail(FailureKind::Unreachable, what, todo))
}

/// The failure that one of our own providers has already worded.
fn worded(error: &(dyn Error + 'static)) -> Option<Failure> {
    links(error).find_map(|link| link.downcast_ref::<Worded>()).map(|worded| worded.0.clone())
}

/// The error and everything below it. An `io::Error` hides its payload from `source`, so it is asked for it.
fn links<'a>(error: Source<'a>) -> impl Iterator<Item = Source<'a>> {
    std::iter::successors(Some(error), |&link| match link.downcast_ref::<io::Error>() {
        Some(io) => io.get_ref().map(|inner| inner as Source<'a>),
        None => link.source(),
    })
    .take(32)
}

fn is_refusal(error: &(dyn Error + 'static)) -> bool {
    links(error).any(<dyn Error>::is::<Refusal>)
}

fn text(error: &(dyn Error + 'static)) -> String {
    links(error).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

/// The deepest cause, which is the one that says something.
fn last(error: &(dyn Error + 'static)) -> String {
    let deepest = links(error).map(ToString::to_string).filter(|text| !text.is_empty()).last();
    redact(&deepest.unwrap_or_default())
}
