//! What depends on the environment is tested in child processes, since a process may not change its own.
//!
//! Each child is this test binary again, running one of the ignored tests below with an environment of its own.

use std::io::Write;
use std::process::Command;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::wire::{Server, http, request, sts};
use super::*;

/// Runs a child in an empty home and gives what it printed.
fn child(name: &str, home: &TempDir, variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", &format!("aws::session::child::{name}"), "--ignored", "--nocapture"]);
    command.env_clear().env("HOME", home.path()).env("PATH", std::env::var_os("PATH").unwrap());
    command.envs(variables.iter().copied());
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}\n{}", String::from_utf8_lossy(&output.stderr));
    text
}

fn home(files: &[(&str, &str)]) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = home.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    home
}

/// Reads the fleet as the environment says, with the real HTTP client.
#[tokio::test]
#[ignore = "run as a child by the tests below"]
async fn fleet_of_the_environment() {
    let mut settings = Settings::new(Arc::new(start));
    let names = std::env::var("TEST_PROFILES").unwrap_or_default();
    settings.fleet = FleetSource::Profiles(names.split_whitespace().map(str::to_owned).collect());
    settings.patience.attempts = Some(1);
    settings.patience.process = Duration::from_millis(300);
    let began = Instant::now();
    let seen = read(&sessions(settings)).await;
    println!("\n{}TOOK {}", seen.lines(), began.elapsed().as_millis());
}

fn took(text: &str) -> u128 {
    text.lines().find_map(|line| line.strip_prefix("TOOK ")).unwrap().parse().unwrap()
}

#[test]
fn without_any_credentials_it_is_said_what_was_looked_for_and_where() {
    let text = child("fleet_of_the_environment", &home(&[]), &[("AWS_EC2_METADATA_DISABLED", "true")]);
    assert!(text.contains("FAILED NoCredentials no AWS credentials were found"), "{text}");
    for words in
        ["AWS_ACCESS_KEY_ID", "profile `default`", "~/.aws/config and ~/.aws/credentials", "sagedeck --demo"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(took(&text) < 900, "{text}");
    let text = child("fleet_of_the_environment", &home(&[]), &[("AWS_PROFILE", "gone")]);
    assert!(text.contains("FAILED NoCredentials AWS_PROFILE names `gone`"), "{text}");
}

#[test]
fn a_silent_metadata_service_costs_a_second_and_a_disabled_one_nothing() {
    let server = Server::silent();
    let endpoint = [("AWS_EC2_METADATA_SERVICE_ENDPOINT", server.url.as_str())];
    let text = child("fleet_of_the_environment", &home(&[]), &endpoint);
    assert!(text.contains("no answer from the instance metadata service"), "{text}");
    assert!(took(&text) < 2_500, "{text}");
    assert!(!server.asked().is_empty());
    let server = Server::silent();
    let endpoint =
        [("AWS_EC2_METADATA_SERVICE_ENDPOINT", server.url.as_str()), ("AWS_EC2_METADATA_DISABLED", "true")];
    let text = child("fleet_of_the_environment", &home(&[]), &endpoint);
    assert!(text.contains("AWS_EC2_METADATA_DISABLED switches off"), "{text}");
    assert!(server.asked().is_empty());
}

#[test]
fn keys_and_endpoint_of_the_environment_are_enough() {
    let server = Server::new(|request| sts(request, "111122223333"));
    let keys = [("AWS_ACCESS_KEY_ID", "AKID"), ("AWS_SECRET_ACCESS_KEY", "s"), ("AWS_REGION", "eu-west-1")];
    let all = [keys.as_slice(), &[("AWS_ENDPOINT_URL_STS", server.url.as_str())]].concat();
    let text = child("fleet_of_the_environment", &home(&[]), &all);
    assert!(text.contains("LOGIN 111122223333 ok arn:aws:iam::111122223333:user/x"), "{text}");
    assert!(server.asked()[0].contains("/eu-west-1/sts/aws4_request"));
}

#[test]
fn named_profiles_stand_above_keys_of_the_environment() {
    let server = Server::new(|request| sts(request, "111122223333"));
    let home =
        home(&[(".aws/credentials", "[p]\naws_access_key_id = AKIDPROFILE\naws_secret_access_key = s\n")]);
    let variables = [
        ("AWS_ACCESS_KEY_ID", "AKIDENV"),
        ("AWS_SECRET_ACCESS_KEY", "s"),
        ("AWS_ENDPOINT_URL", server.url.as_str()),
        ("TEST_PROFILES", "p"),
    ];
    child("fleet_of_the_environment", &home, &variables);
    assert!(server.asked()[0].contains("Credential=AKIDPROFILE/"), "{:?}", server.asked());
}

const KEYS: [(&str, &str); 3] =
    [("AWS_ACCESS_KEY_ID", "AKID"), ("AWS_SECRET_ACCESS_KEY", "s"), ("AWS_REGION", "eu-west-1")];

#[test]
fn the_proxy_is_used_with_and_without_a_bundle_and_left_out_where_asked() {
    let body = include_str!("../../../src/aws/http/pem/example.b64");
    let bundle = format!("-----BEGIN CERTIFICATE-----\n{body}-----END CERTIFICATE-----\n");
    let home = home(&[("ca.pem", &bundle)]);
    let path = home.path().join("ca.pem").display().to_string();
    for extra in [&[][..], &[("AWS_CA_BUNDLE", path.as_str())]] {
        let proxy = Server::new(|_| http("403 Forbidden", "text/plain", ""));
        let variables = [KEYS.as_slice(), &[("HTTPS_PROXY", proxy.url.as_str())], extra].concat();
        let text = child("fleet_of_the_environment", &home, &variables);
        assert!(
            proxy.asked()[0].starts_with("CONNECT sts.eu-west-1.amazonaws.com:443"),
            "{:?}",
            proxy.asked()
        );
        assert!(text.contains("FAILED Unreachable the proxy did not open a way to AWS"), "{text}");
    }
    let proxy = Server::new(|_| http("403 Forbidden", "text/plain", ""));
    let variables =
        [KEYS.as_slice(), &[("HTTPS_PROXY", proxy.url.as_str()), ("NO_PROXY", ".amazonaws.com")]].concat();
    child("fleet_of_the_environment", &home, &variables);
    assert!(proxy.asked().is_empty());
}

#[test]
fn a_proxy_that_wants_a_login_is_called_that() {
    let proxy = Server::new(|_| http("407 Proxy Authentication Required", "text/plain", ""));
    let variables = [KEYS.as_slice(), &[("HTTPS_PROXY", proxy.url.as_str())]].concat();
    let text = child("fleet_of_the_environment", &home(&[]), &variables);
    assert!(text.contains("FAILED Unreachable the proxy asks for a login (HTTP 407)"), "{text}");
}

/// Three looks at the fleet through a proxy that is there, gone, and there again.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "run as a child by the test below"]
async fn proxy_that_dies() {
    let address = std::env::var("TEST_PROXY").unwrap();
    let mut settings = Settings::new(Arc::new(start));
    settings.endpoint_url = Some("http://sts.invalid".into());
    settings.patience.attempts = Some(2);
    settings.patience.relogin = Duration::ZERO;
    let sessions = sessions(settings);
    let proxy = Proxy::open(&address);
    println!("\nBEFORE {}", read(&sessions).await.lines());
    drop(proxy);
    println!("GONE {:?}", sessions.identity(id("111122223333")).await);
    let _proxy = Proxy::open(&address);
    println!("BACK {:?}", sessions.identity(id("111122223333")).await);
}

/// A proxy that answers in AWS's place and keeps its connections; dropped, it ends with all of them.
struct Proxy {
    address: String,
    open: Arc<std::sync::Mutex<Option<Vec<std::net::TcpStream>>>>,
}

impl Proxy {
    fn open(address: &str) -> Self {
        let listener = std::net::TcpListener::bind(address).unwrap();
        let open = Arc::new(std::sync::Mutex::new(Some(Vec::new())));
        let streams = open.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let mut open = streams.lock().unwrap();
                let Some(all) = open.as_mut() else { return };
                all.push(stream.try_clone().unwrap());
                std::thread::spawn(move || serve(stream));
            }
        });
        Self { address: address.to_owned(), open }
    }
}

fn serve(mut stream: std::net::TcpStream) {
    loop {
        let asked = request(&mut stream);
        // Sent to a proxy, a request names the whole address.
        assert!(asked.is_empty() || asked.starts_with("POST http://sts.invalid"), "{asked}");
        let answer = sts(&asked, "111122223333").replace("connection: close\r\n", "");
        if asked.is_empty() || stream.write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        for stream in self.open.lock().unwrap().take().unwrap() {
            let _ = stream.shutdown(std::net::Shutdown::Both);
        }
        // The listener waits for one more connection before it sees that it is over; then nobody listens.
        drop(std::net::TcpStream::connect(&self.address));
        while std::net::TcpStream::connect(&self.address).is_ok() {}
    }
}

#[test]
fn n20_a_proxy_that_dies_is_called_that_and_work_resumes_when_it_is_back() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let url = format!("http://{free}");
    let variables =
        [KEYS.as_slice(), &[("HTTP_PROXY", url.as_str()), ("TEST_PROXY", free.as_str())]].concat();
    let text = child("proxy_that_dies", &home(&[]), &variables);
    assert!(text.contains("BEFORE LOGIN 111122223333 ok"), "{text}");
    assert!(text.contains("GONE Failed(Failure { kind: Unreachable"), "{text}");
    assert!(text.contains("BACK Ok"), "{text}");
}

#[test]
fn the_metadata_service_is_asked_past_the_proxy() {
    let proxy = Server::new(|_| http("403 Forbidden", "text/plain", ""));
    let metadata = Server::new(|_| http("404 Not Found", "text/plain", ""));
    let variables = [
        ("HTTP_PROXY", proxy.url.as_str()),
        ("http_proxy", proxy.url.as_str()),
        ("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.url.as_str()),
    ];
    child("fleet_of_the_environment", &home(&[]), &variables);
    assert!(proxy.asked().is_empty() && !metadata.asked().is_empty());
}

#[test]
fn a_system_without_roots_says_so() {
    let variables = [KEYS.as_slice(), &[("SSL_CERT_FILE", "/dev/null")]].concat();
    let text = child("fleet_of_the_environment", &home(&[]), &variables);
    assert!(
        text.contains("FAILED Unreachable TLS: no trusted root certificates in SSL_CERT_FILE=/dev/null"),
        "{text}"
    );
}

#[test]
fn a_process_that_hangs_or_fails_is_one_line() {
    let config = "[profile hangs]\ncredential_process = sleep 60\n[profile fails]\ncredential_process = echo no token=abc >&2; exit 7\n[profile garbage]\ncredential_process = echo hello\n";
    let home = home(&[(".aws/config", config)]);
    let text = child("fleet_of_the_environment", &home, &[("TEST_PROFILES", "hangs fails garbage")]);
    assert!(
        text.contains("NOTICE hangs: the credential_process did not answer within 0.3 s and was ended"),
        "{text}"
    );
    assert!(text.contains("NOTICE fails: the credential_process ended with exit status: 7"), "{text}");
    assert!(text.contains("NOTICE garbage: the credential_process printed no credentials"), "{text}");
    assert!(took(&text) < 5_000, "{text}");
}

const SSO: &str = "[profile uat]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Reader\n[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp.awsapps.com/start\n";
/// The cache file of the session `corp`: the SHA-1 of its name.
const CACHE: &str = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";

#[test]
fn a_missing_expired_or_broken_sso_login_names_the_command() {
    for file in [None, Some("{ broken"), Some(r#"{"accessToken":"t","expiresAt":"2020-01-01T00:00:00Z"}"#)] {
        let mut files = vec![(".aws/config", SSO)];
        files.extend(file.map(|text| (CACHE, text)));
        let text = child("fleet_of_the_environment", &home(&files), &[("TEST_PROFILES", "uat")]);
        assert!(
            text.contains("LOGIN 111122223333 LoginNeeded the SSO login has expired or is missing"),
            "{text}"
        );
        assert!(text.contains("run `aws sso login --sso-session corp`; work resumes by itself"), "{text}");
    }
}

#[test]
fn a_renewed_sso_login_is_found_without_a_restart() {
    let portal = Server::new(|request| {
        if request.contains("/federation/credentials") {
            let keys = r#"{"roleCredentials":{"accessKeyId":"ASIASSO","secretAccessKey":"s","sessionToken":"t","expiration":4951476000000}}"#;
            http("200 OK", "application/json", keys)
        } else {
            sts(request, "111122223333")
        }
    });
    let variables = [
        ("AWS_ENDPOINT_URL_SSO", portal.url.as_str()),
        ("AWS_ENDPOINT_URL_STS", portal.url.as_str()),
        ("TEST_CACHE", CACHE),
    ];
    let text = child("sso_login_during_the_run", &home(&[(".aws/config", SSO)]), &variables);
    assert!(text.contains("BEFORE Some(LoginNeeded)") && text.contains("AFTER None"), "{text}");
}

#[tokio::test]
#[ignore = "run as a child by the test above"]
async fn sso_login_during_the_run() {
    let mut settings = Settings::new(Arc::new(start));
    settings.fleet = FleetSource::Profiles(vec!["uat".into()]);
    settings.patience.relogin = Duration::ZERO;
    let sessions = sessions(settings);
    let seen = read(&sessions).await;
    println!("\nBEFORE {:?}", kind(seen.login("111122223333")));
    let path =
        std::path::Path::new(&std::env::var("HOME").unwrap()).join(std::env::var("TEST_CACHE").unwrap());
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, r#"{"accessToken":"t","expiresAt":"2126-01-01T00:00:00Z","region":"eu-west-1","startUrl":"https://corp.awsapps.com/start"}"#).unwrap();
    // Nothing is told to the program: the next question finds the new login.
    let config = sessions.config(&scope("111122223333")).await;
    println!("AFTER {:?}", config.err().map(|failure| failure.kind));
}
