//! Real sockets: endpoints that refuse, hang, or answer what no AWS service would; certificates; local endpoints.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use super::profiles::files;
use super::*;

/// A server on this machine that answers each request by a function of its text, and keeps what it was asked.
pub(super) struct Server {
    pub url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Answers with whatever the function gives, head and body.
    pub(super) fn new(answer: impl Fn(&str) -> String + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (kept, answer) = (asked.clone(), Arc::new(answer));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (kept, answer) = (kept.clone(), answer.clone());
                let Ok(stream) = stream else { return };
                thread::spawn(move || {
                    let mut stream = stream;
                    let request = request(&mut stream);
                    kept.lock().unwrap().push(request.clone());
                    let _ = stream.write_all(answer(&request).as_bytes());
                });
            }
        });
        Self { url: format!("http://127.0.0.1:{port}"), asked }
    }

    /// Accepts and never answers.
    pub(super) fn silent() -> Self {
        Self::new(|_| {
            thread::sleep(Duration::from_mins(1));
            String::new()
        })
    }

    pub(super) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// One request: its head, and as much body as the head says.
pub(super) fn request(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    let mut buffer = [0_u8; 4096];
    loop {
        let read = stream.read(&mut buffer).unwrap_or(0);
        text.extend_from_slice(&buffer[..read]);
        let so_far = String::from_utf8_lossy(&text).into_owned();
        let Some((head, body)) = so_far.split_once("\r\n\r\n") else {
            if read == 0 {
                return so_far;
            }
            continue;
        };
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok()).flatten()
        });
        if read == 0 || body.len() >= length.unwrap_or(0) {
            return so_far;
        }
    }
}

pub(super) fn http(status: &str, kind: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    )
}

/// STS for one account: `GetCallerIdentity` and `AssumeRole`.
pub(super) fn sts(request: &str, account: &str) -> String {
    let body = if request.contains("Action=AssumeRole") {
        "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials>\
         <AccessKeyId>ASIAASSUMED</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>\
         <Expiration>2126-11-23T16:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>"
            .to_owned()
    } else {
        format!(
            "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>\
             <Arn>arn:aws:iam::{account}:user/x</Arn><UserId>U</UserId><Account>{account}</Account>\
             </GetCallerIdentityResult></GetCallerIdentityResponse>"
        )
    };
    http("200 OK", "text/xml", &body)
}

const KEYS: &str = "[p]\naws_access_key_id = AKID\naws_secret_access_key = s\n";

/// One profile with keys against an endpoint, with little patience.
pub(super) async fn against(url: &str) -> (Failure, Duration) {
    let (_folder, mut settings) = files("", KEYS);
    settings.fleet = FleetSource::Profiles(vec!["p".into()]);
    settings.endpoint_url = Some(url.to_owned());
    settings.patience.read = Duration::from_millis(200);
    settings.patience.attempt = Duration::from_millis(300);
    settings.patience.operation = Duration::from_secs(2);
    settings.patience.attempts = Some(1);
    let began = Instant::now();
    let seen = read(&sessions(settings)).await;
    (seen.result.unwrap_or_else(|| panic!("{:?}", seen.logins)), began.elapsed())
}

#[tokio::test]
async fn a_refused_connection_is_called_that() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let (failure, took) = against(&format!("http://127.0.0.1:{port}")).await;
    assert_eq!(failure.kind, FailureKind::Unreachable);
    assert_eq!(failure.what.raw(), "the connection was refused");
    assert!(took < Duration::from_secs(2), "{took:?}");
}

#[tokio::test]
async fn an_endpoint_that_accepts_and_never_answers_is_given_up() {
    let server = Server::silent();
    let (failure, took) = against(&server.url).await;
    assert_eq!(failure.kind, FailureKind::Unreachable);
    assert_eq!(failure.what.raw(), "AWS did not answer in time");
    assert!(took < Duration::from_secs(2), "{took:?}");
}

#[tokio::test]
async fn an_unknown_host_is_a_matter_of_dns() {
    let (failure, _) = against("http://no-such-host.invalid").await;
    assert_eq!(failure.kind, FailureKind::Unreachable);
    assert!(failure.what.raw().starts_with("DNS"), "{failure}");
}

#[tokio::test]
async fn a_broken_answer_is_no_identity() {
    let server = Server::new(|_| "HTTP/1.1 200 OK\r\ncontent-length: 4000\r\n\r\n<GetCaller".to_owned());
    let (failure, _) = against(&server.url).await;
    assert_eq!(failure.kind, FailureKind::Malformed, "{failure}");
}

#[tokio::test]
async fn a_captive_portal_is_not_aws() {
    let portal = Server::new(|_| http("200 OK", "text/html", "<html><form>log in</form></html>"));
    let (failure, _) = against(&portal.url).await;
    assert_eq!(failure.kind, FailureKind::Malformed);
    assert!(failure.what.raw().contains("an HTML page"), "{failure}");
    let redirect = Server::new(|_| {
        "HTTP/1.1 302 Found\r\nlocation: https://login.example/?t=1\r\ncontent-length: 0\r\n\r\n".to_owned()
    });
    let (failure, _) = against(&redirect.url).await;
    assert!(failure.what.raw().contains("a redirect to login.example"), "{failure}");
}

#[tokio::test]
async fn an_endpoint_that_knows_nothing_is_unsupported() {
    let server =
        Server::new(|_| http("500 Internal Server Error", "text/html", "<!doctype html><html>500</html>"));
    let (failure, _) = against(&server.url).await;
    assert_eq!(failure.kind, FailureKind::Unsupported);
}

#[tokio::test]
async fn the_endpoint_of_the_command_line_reaches_the_roles_too() {
    let server = Server::new(|request| sts(request, "111122223333"));
    let config = "[profile role]\nrole_arn = arn:aws:iam::111122223333:role/R\nsource_profile = p\nendpoint_url = http://127.0.0.1:1\n";
    let (_folder, mut settings) = files(config, KEYS);
    settings.fleet = FleetSource::Profiles(vec!["role".into()]);
    settings.endpoint_url = Some(server.url.clone());
    let seen = read(&sessions(settings)).await;
    assert!(matches!(seen.login("111122223333"), Login::Ok { .. }), "{}", seen.lines());
    let asked = server.asked();
    assert!(
        asked[0].contains("Action=AssumeRole") && asked[0].contains("Policy=%7B%22Version"),
        "{}",
        asked[0]
    );
    assert!(asked[0].contains("RoleSessionName=sagedeck"));
    assert!(asked[1].contains("Credential=ASIAASSUMED/"), "{}", asked[1]);
}

#[tokio::test]
async fn endpoints_of_a_profile_and_of_its_services_reach_the_roles_too() {
    let server = Server::new(|request| sts(request, "111122223333"));
    let url = &server.url;
    for settled in [format!("endpoint_url = {url}"), "services = local".to_owned()] {
        let config = format!(
            "[profile role]\nrole_arn = arn:aws:iam::111122223333:role/R\nsource_profile = p\n{settled}\n\
             [services local]\nsts =\n  endpoint_url = {url}\n"
        );
        let (_folder, mut settings) = files(&config, KEYS);
        settings.fleet = FleetSource::Profiles(vec!["role".into()]);
        let before = server.asked().len();
        let seen = read(&sessions(settings)).await;
        assert!(matches!(seen.login("111122223333"), Login::Ok { .. }), "{}", seen.lines());
        assert_eq!(server.asked().len() - before, 2);
    }
}

#[tokio::test]
async fn a_role_with_a_web_identity_is_assumed_here_with_the_policy() {
    let server = Server::new(|request| {
        sts(&request.replace("AssumeRoleWithWebIdentity", "AssumeRole"), "111122223333")
            .replace("AssumeRoleRes", "AssumeRoleWithWebIdentityRes")
    });
    let (folder, mut settings) = files("", "");
    let token = folder.path().join("token");
    std::fs::write(&token, "the-token\n").unwrap();
    let config = format!(
        "[profile web]\nrole_arn = arn:aws:iam::111122223333:role/R\nweb_identity_token_file = {}\n",
        token.display()
    );
    std::fs::write(folder.path().join("config"), config).unwrap();
    settings.fleet = FleetSource::Profiles(vec!["web".into()]);
    settings.endpoint_url = Some(server.url.clone());
    let sessions = sessions(settings);
    let seen = read(&sessions).await;
    assert!(matches!(seen.login("111122223333"), Login::Ok { .. }), "{}", seen.lines());
    let first = &server.asked()[0];
    assert!(first.contains("WebIdentityToken=the-token") && first.contains("Policy=%7B"), "{first}");
    assert!(!first.to_ascii_lowercase().contains("authorization:"));
    assert_eq!(sessions.scoped(id("111122223333")), Some(true));
}

#[tokio::test]
async fn a_bundle_that_cannot_be_read_is_an_error_and_no_panic() {
    for (text, words) in [
        (&b"not a certificate"[..], "it holds no certificate"),
        (b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "not an X.509"),
        (b"-----BEGIN CERTIFICATE-----\n\xff\xfe\n-----END CERTIFICATE-----\n", "not base64"),
    ] {
        let (folder, mut settings) = files("", KEYS);
        let bundle = folder.path().join("corporate.pem");
        std::fs::write(&bundle, text).unwrap();
        settings.fleet = FleetSource::Profiles(vec!["p".into()]);
        settings.ca_bundle = Some(bundle);
        let failure = read(&sessions(settings)).await.result.unwrap();
        assert_eq!(failure.kind, FailureKind::Invalid);
        assert!(
            failure.what.raw().contains("corporate.pem") && failure.what.raw().contains(words),
            "{failure}"
        );
    }
    let (_folder, mut settings) = files("", KEYS);
    settings.fleet = FleetSource::Profiles(vec!["p".into()]);
    settings.ca_bundle = Some("/no/such/bundle.pem".into());
    assert!(read(&sessions(settings)).await.result.unwrap().what.raw().contains("/no/such/bundle.pem"));
}

#[tokio::test]
async fn a_good_bundle_of_the_profile_is_taken() {
    let server = Server::new(|request| sts(request, "111122223333"));
    let body = include_str!("../../../src/aws/http/pem/example.b64");
    let (folder, mut settings) = files("", "");
    let bundle = folder.path().join("corporate.pem");
    std::fs::write(
        &bundle,
        format!("# ours\n-----BEGIN CERTIFICATE-----\n{body}-----END CERTIFICATE-----\n"),
    )
    .unwrap();
    std::fs::write(folder.path().join("credentials"), format!("{KEYS}ca_bundle = {}\n", bundle.display()))
        .unwrap();
    settings.fleet = FleetSource::Profiles(vec!["p".into()]);
    settings.endpoint_url = Some(server.url.clone());
    let sessions = sessions(settings);
    let seen = read(&sessions).await;
    assert!(matches!(seen.login("111122223333"), Login::Ok { .. }), "{}", seen.lines());
    assert!(sessions.custom_ca());
}

/// A TLS server in a python3 process (which the tests against moto need too), with a certificate that nobody knows.
const TLS_SERVER: &str = "
import http.server, ssl, sys
server = http.server.HTTPServer(('127.0.0.1', 0), http.server.BaseHTTPRequestHandler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(sys.argv[1], sys.argv[2])
server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_port, flush=True)
server.serve_forever()
";

/// As a proxy in between would show it. The certificate is valid for a hundred years and for `localhost` only.
#[tokio::test]
async fn n13_n14_an_unknown_issuer_is_named_and_a_bundle_of_it_is_enough() {
    let (_folder, mut settings) = files("", KEYS);
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/tls");
    let (certificate, key) = (data.join("proxy.pem"), data.join("proxy.key"));
    let mut server = std::process::Command::new("python3")
        .arg("-c")
        .arg(TLS_SERVER)
        .args([&certificate, &key])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("python3 runs the TLS server of this test; install it");
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let port: u16 = line.trim().parse().expect("the TLS server tells its port");
    settings.fleet = FleetSource::Profiles(vec!["p".into()]);
    settings.endpoint_url = Some(format!("https://localhost:{port}"));
    settings.patience.attempts = Some(1);
    settings.patience.attempt = Duration::from_secs(2);
    let unknown = read(&sessions(settings.clone())).await.result.unwrap();
    settings.ca_bundle = Some(certificate);
    let known = read(&sessions(settings)).await.result.unwrap();
    server.kill().unwrap();
    server.wait().unwrap();
    assert_eq!(unknown.what.raw(), "TLS: the certificate's issuer is unknown");
    assert!(unknown.todo.raw().contains("ca_bundle"), "{unknown}");
    assert!(!known.what.raw().contains("TLS"), "{known}");
}
