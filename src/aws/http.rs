//! The HTTP client under every call: TLS roots, the organization's own certificates, the proxy, the gate around it.
//!
//! One client for all accounts and for the calls that get credentials. Invariant: a setting that cannot work is a
//! [`Failure`] with the reason, never a panic, and nothing reaches a socket without passing the wrapping gate.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aws_smithy_http_client::Builder;
use aws_smithy_http_client::Connector;
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;

use super::sockets::Sockets;
use crate::model::failure::{Failure, FailureKind};
use crate::model::text::Safe;

mod pem;

/// What is put around every client: the gate.
pub type Wrap = Arc<dyn Fn(SharedHttpClient) -> SharedHttpClient + Send + Sync>;

/// Where the native roots of Linux and BSD systems stand.
const ROOT_FILES: [&str; 8] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/pki/tls/cacert.pem",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
    "/usr/local/share/certs/ca-root-nss.crt",
    "/opt/etc/ssl/certs/ca-certificates.crt",
];
const ROOT_FOLDERS: [&str; 3] = ["/etc/ssl/certs", "/etc/pki/tls/certs", "/system/etc/security/cacerts"];

/// The clients of a session.
#[derive(Clone, Debug)]
pub struct Http {
    pub client: SharedHttpClient,
    /// Past the proxy, for the metadata services of the machine itself.
    pub local: SharedHttpClient,
    /// The organization's own certificates are trusted.
    pub custom_ca: bool,
}

/// The simulator's client, or any other that is handed in.
pub(super) fn given(client: &SharedHttpClient, wrap: &Wrap) -> Http {
    let client = wrap(client.clone());
    Http { local: client.clone(), client, custom_ca: false }
}

/// The real client. `plain` says that the endpoint needs no TLS, so that missing roots do no harm.
pub(super) fn open(
    bundle: Option<&Path>,
    plain: bool,
    sockets: Sockets,
    wrap: &Wrap,
) -> Result<Http, Failure> {
    let native = has_native_roots();
    let mut roots = TrustStore::empty().with_native_roots(native);
    if let Some(path) = bundle {
        for certificate in read_bundle(path)? {
            roots = roots.with_pem_certificate(certificate.into_bytes());
        }
    } else if !native && !plain {
        return Err(no_roots());
    }
    let tls = TlsContext::builder().with_trust_store(roots).build().map_err(|error| {
        Failure::new(FailureKind::Internal, format!("TLS could not be set up: {error}"), "please report this")
    })?;
    let client = wrap(client(&tls, &ProxyConfig::from_env(), sockets));
    let local = wrap(self::client(&tls, &ProxyConfig::disabled(), sockets));
    Ok(Http { client, local, custom_ca: bundle.is_some() })
}

/// The SDK's own builder forgets the proxy as soon as certificates are set, so the connectors are built here.
fn client(tls: &TlsContext, proxy: &ProxyConfig, sockets: Sockets) -> SharedHttpClient {
    let (tls, proxy) = (tls.clone(), proxy.clone());
    Builder::new().build_with_connector_fn(move |settings, components| {
        let mut connector = Connector::builder();
        connector.set_connector_settings(settings.cloned());
        connector.set_sleep_impl(components.and_then(RuntimeComponents::sleep_impl));
        connector.set_proxy_config(Some(proxy.clone()));
        connector.set_pool_max_idle_per_host(sockets.kept.map(|kept| kept.per_host));
        connector.set_pool_idle_timeout(sockets.kept.map(|kept| Some(kept.lasting)));
        connector.tls_provider(Provider::Rustls(CryptoMode::AwsLc)).tls_context(tls.clone()).build()
    })
}

fn read_bundle(path: &Path) -> Result<Vec<String>, Failure> {
    let wrong = |why: String| {
        let what = Safe::new(format!("the certificates in {} cannot be used: {why}", path.display()));
        let todo =
            "correct ca_bundle in the configuration or AWS_CA_BUNDLE: it must be a PEM file of certificates";
        Failure::new(FailureKind::Invalid, what, todo)
    };
    let text = fs::read(path).map_err(|error| wrong(error.to_string()))?;
    pem::certificates(&text).map_err(wrong)
}

/// Whether the system trusts any certificate at all. Without one every handshake fails as "unknown issuer", which
/// would send people looking in the wrong place.
pub fn has_native_roots() -> bool {
    let file = env::var_os("SSL_CERT_FILE").map(PathBuf::from);
    let folders: Vec<PathBuf> =
        env::var_os("SSL_CERT_DIR").map(|list| env::split_paths(&list).collect()).unwrap_or_default();
    if file.is_none() && folders.is_empty() {
        let unix = cfg!(unix) && !cfg!(target_os = "macos");
        return !unix
            || ROOT_FILES.iter().any(|path| holds_certificate(Path::new(path)))
            || ROOT_FOLDERS.iter().any(|path| folder_holds_certificate(Path::new(path)));
    }
    file.is_some_and(|path| holds_certificate(&path))
        || folders.iter().any(|path| folder_holds_certificate(path))
}

fn holds_certificate(path: &Path) -> bool {
    fs::read(path).is_ok_and(|text| pem::any_certificate(&text))
}

fn folder_holds_certificate(path: &Path) -> bool {
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_file()).any(|path| holds_certificate(&path))
}

fn no_roots() -> Failure {
    let set =
        ["SSL_CERT_FILE", "SSL_CERT_DIR"].into_iter().find_map(|name| Some((name, env::var(name).ok()?)));
    let what = match set {
        Some((name, value)) => format!("TLS: no trusted root certificates in {name}={value}"),
        None => "TLS: this system has no trusted root certificates".to_owned(),
    };
    let todo = "install the package ca-certificates, or set ca_bundle in the configuration or AWS_CA_BUNDLE";
    Failure::new(FailureKind::Unreachable, Safe::new(what), todo)
}
