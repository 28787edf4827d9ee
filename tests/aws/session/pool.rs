//! Connections that are kept between calls and end meanwhile (N25), and an address that leads nowhere beside one that
//! leads to the service (N23).

use std::io::{BufRead, BufReader};
use std::net::{IpAddr, Ipv6Addr};
use std::process::{Command, Stdio};

use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_smithy_http_client::{Builder, Connector};
use aws_smithy_runtime_api::client::dns::{DnsFuture, ResolveDns};
use sagedeck::aws::engine::Engine;
use sagedeck::model::fetch::{Cell, Fetch, Horizon, Priority};
use sagedeck::model::kind::Kind;

use super::loopback::{Closes, Loopback, ids, profiles_of};
use super::profiles::files;
use super::*;

/// Asks one question; gives the number of rows that came, or what went wrong.
async fn ask(engine: &Engine, fetch: Fetch) -> Result<usize, Failure> {
    let (sink, mut source) = tokio::sync::mpsc::unbounded_channel();
    engine.run(fetch, Priority::Visible, &sink).await;
    drop(sink);
    let mut rows = 0;
    while let Some(arrival) = source.recv().await {
        match arrival {
            Arrival::Page(page) => rows += page.rows.len(),
            Arrival::Failed(failure, _) | Arrival::Login(_, Login::Failed(failure)) => return Err(failure),
            _ => {}
        }
    }
    Ok(rows)
}

fn listing(account: &str) -> Fetch {
    Fetch::List(Cell { scope: scope(account), kind: Kind::Notebook }, Horizon::default())
}

/// Settings for so many profiles at that endpoint.
fn settings(url: String, accounts: &[String]) -> (tempfile::TempDir, Settings) {
    let (folder, mut settings) = files("", &profiles_of(accounts));
    settings.fleet = FleetSource::Profiles(vec!["p*".into()]);
    settings.endpoint_url = Some(url);
    (folder, settings)
}

/// Lists every account, all at once, so many times over.
async fn list_all(closes: Closes, accounts: usize, times: usize) -> Loopback {
    let server = Loopback::new(closes);
    let ids = ids(accounts);
    let (_folder, settings) = settings(format!("http://127.0.0.1:{}", server.port), &ids);
    let engine = Engine::new(settings);
    assert_eq!(ask(&engine, Fetch::Fleet).await, Ok(0));
    for _ in 0..times {
        let mut jobs = tokio::task::JoinSet::new();
        for id in ids.clone() {
            let engine = engine.clone();
            jobs.spawn(async move { ask(&engine, listing(&id)).await });
        }
        assert!(jobs.join_all().await.iter().all(|rows| *rows == Ok(1)));
    }
    server
}

#[tokio::test(flavor = "multi_thread")]
async fn n25_connections_that_the_server_left_open_are_used_again() {
    let server = list_all(Closes::Never, 1, 5).await;
    assert_eq!((server.requests(), server.connections()), (6, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn n25_connections_that_end_while_they_are_kept_are_never_noticed() {
    let server = list_all(Closes::Idle, 20, 5).await;
    assert!(server.requests() >= 120, "{} requests", server.requests());
    assert!(server.connections() >= 120, "{} connections", server.connections());
}

#[tokio::test(flavor = "multi_thread")]
async fn n25_a_connection_that_ends_under_a_request_is_a_second_attempt() {
    let server = list_all(Closes::Reused, 1, 5).await;
    // Each connection takes one request and loses one, which is asked again on the next.
    assert_eq!((server.requests(), server.connections()), (11, 6));
}

/// A name with two addresses, the first of which nobody ever accepts at.
#[derive(Clone, Copy, Debug)]
struct TwoAddresses;

impl ResolveDns for TwoAddresses {
    fn resolve_dns<'a>(&'a self, _name: &'a str) -> DnsFuture<'a> {
        DnsFuture::ready(Ok(vec![IpAddr::V6(Ipv6Addr::LOCALHOST), IpAddr::from([127, 0, 0, 1])]))
    }
}

/// The client is the program's but for the resolver, which it has no use for otherwise.
#[tokio::test(flavor = "multi_thread")]
async fn n23_an_ipv6_address_that_leads_nowhere_does_not_hide_the_one_that_works() {
    const FULL: &str = "
import socket, sys, time
server = socket.socket(socket.AF_INET6); server.bind(('::1', int(sys.argv[1]))); server.listen(0)
held = []
for _ in range(4):
    one = socket.socket(socket.AF_INET6); one.setblocking(False); one.connect_ex(server.getsockname()); held.append(one)
time.sleep(0.2); print('full', flush=True); time.sleep(60)
";
    let server = Loopback::new(Closes::Never);
    let mut hole = Command::new("python3")
        .args(["-c", FULL, &server.port.to_string()])
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 holds the full queue of this test; install it");
    let mut line = String::new();
    BufReader::new(hole.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line, "full\n", "the loopback of IPv6 is needed");
    let ids = ids(1);
    let (_folder, mut settings) = settings(format!("http://two.invalid:{}", server.port), &ids);
    settings.http = Some(Builder::new().build_with_connector_fn(|settings, _| {
        let mut connector = Connector::builder();
        connector.set_connector_settings(settings.cloned());
        connector.tls_provider(Provider::Rustls(CryptoMode::AwsLc)).build_with_resolver(TwoAddresses)
    }));
    let engine = Engine::new(settings);
    let fleet = ask(&engine, Fetch::Fleet).await;
    let rows = ask(&engine, listing(&ids[0])).await;
    hole.kill().unwrap();
    hole.wait().unwrap();
    assert_eq!((fleet, rows), (Ok(0), Ok(1)));
}
