//! `--self-test`: the suite's own parts against what they are meant to do. Seconds, and no program under test.
//!
//! A benchmark whose server is wrong measures nothing, and `cargo test` cannot reach into a benchmark.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::console::Failed;
use crate::figure::{Figure, Target, percentile};
use crate::fleet::{F, Fleet, Notebook, Throttle, Way};
use crate::report;
use crate::server::request::{self, Request};
use crate::server::{Details, Rules, Server};

const RTT: Duration = Duration::from_millis(80);

type Check = fn() -> Result<(), Failed>;

/// Every check, in order; the first that fails ends it.
pub fn run() -> Result<(), Failed> {
    let checks: [(&str, Check); 6] = [
        ("the least times are those of the arithmetic", floors),
        ("medians, percentiles and verdicts", statistics),
        ("a request is read whole and in parts", requests),
        ("pages hold every row once", pages),
        ("late, held, throttled and refused answers", behaviour),
        ("a fleet has the same rows every time, and one in a hundred changes", rows),
    ];
    for (name, check) in checks {
        check().map_err(|why| format!("{name}: {why}"))?;
        report::say(&format!("ok    {name}"));
    }
    Ok(())
}

fn same<T: PartialEq + std::fmt::Debug + Copy>(found: T, wanted: T) -> Result<(), Failed> {
    if found == wanted { Ok(()) } else { Err(format!("found {found:?}, wanted {wanted:?}").into()) }
}

fn floors() -> Result<(), Failed> {
    same(F.all_rows(), 100_000)?;
    same(F.least_calls(), 1_100)?;
    same(F.floor(Way::Roles, RTT, None), RTT * 6)?;
    let bucket = Throttle { per_second: 5.0, burst: 3.0 };
    // The fifth page may leave 400 ms after the first.
    same(F.floor(Way::Keys, RTT, Some(bucket)), RTT * 2 + Duration::from_millis(400))
}

fn statistics() -> Result<(), Failed> {
    let values = [3.0, 1.0, 2.0, 5.0, 4.0];
    same(percentile(&values, 0.5), Some(3.0))?;
    same(percentile(&values, 0.99), Some(5.0))?;
    same(percentile(&[], 0.5), None)?;
    let figure = |target| Figure::new("X", "", "ms").values(vec![2.0]).against(10.0, "").ratio(target);
    same(figure(Target::AtLeast(5.0)).met(), Some(true))?;
    same(figure(Target::AtLeast(5.1)).met(), Some(false))?;
    same(figure(Target::AtMost(0.2)).met(), Some(true))?;
    same(Figure::new("X", "", "ms").target(Target::AtMost(1.0)).met(), None)
}

const LIST: &str = "SageMaker.ListNotebookInstances";

fn signed(account: u64, target: &str, body: &str) -> String {
    format!(
        "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: {target}\r\nAuthorization: AWS4-HMAC-SHA256 \
         Credential=AKIA{account:012}0000/20260101/us-east-1/sagemaker/aws4_request, Signature=0\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn requests() -> Result<(), Failed> {
    let text = signed(7, LIST, r#"{"MaxResults":100,"NextToken":"200"}"#);
    for cut in 0..text.len() {
        same(request::length(&text.as_bytes()[..cut]), None)?;
    }
    let twice = format!("{text}{text}");
    same(request::length(twice.as_bytes()), Some(text.len()))?;
    let request = Request::read(text.as_bytes()).ok_or("not read")?;
    same((request.account, request.region, request.operation), (7, "us-east-1", "ListNotebookInstances"))?;
    same((request.number("MaxResults"), request.number("NextToken")), (Some(100), Some(200)))?;
    same(request.member("Nothing"), None)
}

/// A client as simple as it can be: one question, one answer.
struct Client(TcpStream);

impl Client {
    fn of(server: &Server) -> Result<Self, Failed> {
        let stream = TcpStream::connect(server.address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        Ok(Self(stream))
    }

    fn ask(&mut self, account: u64, target: &str, body: &str) -> Result<String, Failed> {
        self.0.write_all(signed(account, target, body).as_bytes())?;
        let mut answer = Vec::new();
        let mut part = [0_u8; 16_384];
        while request::length(&answer).is_none() {
            match self.0.read(&mut part)? {
                0 => return Err("hung up".into()),
                count => answer.extend_from_slice(&part[..count]),
            }
        }
        Ok(String::from_utf8(answer)?)
    }
}

const SMALL: Fleet = Fleet { accounts: 3, regions: &["us-east-1"], rows: 250 };

fn server(rules: Rules) -> Result<(Server, Client), Failed> {
    let server = Server::start(SMALL)?;
    server.set(rules);
    let client = Client::of(&server)?;
    Ok((server, client))
}

fn quick() -> Rules {
    Rules { latency: Duration::from_millis(1), ..Rules::default() }
}

fn pages() -> Result<(), Failed> {
    let (server, mut client) = server(quick())?;
    let mut names = std::collections::BTreeSet::new();
    let mut token = String::new();
    loop {
        let answer = client.ask(2, LIST, &format!("{{\"MaxResults\":100{token}}}"))?;
        let (_, body) = answer.split_once("\r\n\r\n").ok_or("no body")?;
        let body: serde_json::Value = serde_json::from_str(body)?;
        let page = body["NotebookInstances"].as_array().ok_or("no rows")?;
        names.extend(page.iter().filter_map(|row| row["NotebookInstanceName"].as_str().map(str::to_owned)));
        let Some(next) = body["NextToken"].as_str() else { break };
        token = format!(",\"NextToken\":\"{next}\"");
    }
    same(names.len(), SMALL.rows)?;
    same(server.counts().of("ListNotebookInstances"), 3)?;
    // Who names no size gets ten, as from AWS.
    same(client.ask(1, LIST, "{}")?.matches("\"NotebookInstanceName\"").count(), 10)
}

fn behaviour() -> Result<(), Failed> {
    let took = |client: &mut Client, account| -> Result<(Duration, String), Failed> {
        let began = Instant::now();
        let answer = client.ask(account, LIST, "{\"MaxResults\":100}")?;
        Ok((began.elapsed(), answer))
    };
    let slow_by = Duration::from_millis(200);
    let rules = Rules { denied: vec![2], slow: vec![3], slow_by, ..Rules::default() };
    let (server, mut client) = server(rules.clone())?;
    let (time, answer) = took(&mut client, 1)?;
    same((time >= RTT, answer.starts_with("HTTP/1.1 200")), (true, true))?;
    let (_, answer) = took(&mut client, 2)?;
    same(answer.contains("AccessDeniedException"), true)?;
    let (time, _) = took(&mut client, 3)?;
    same((time >= slow_by, server.counts().slow_rows), (true, 100))?;

    let throttle = Some(Throttle { per_second: 0.01, burst: 2.0 });
    server.set(Rules { throttle, ..quick() });
    let mut taken = |account| took(&mut client, account).map(|(_, answer)| answer.contains("Throttling"));
    let answers = [taken(1)?, taken(1)?, taken(1)?, taken(2)?];
    same(answers, [false, false, true, false])?;
    same(server.counts().throttled, 1)?;

    server.set(Rules { details: Details::Held, ..quick() });
    let other = server.clone();
    let began = Instant::now();
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(150));
        other.set(quick());
    });
    let name = Notebook::of(1, 5, 0).name;
    let body = format!("{{\"NotebookInstanceName\":\"{name}\"}}");
    let answer = client.ask(1, "SageMaker.DescribeNotebookInstance", &body)?;
    same((began.elapsed() >= Duration::from_millis(150), answer.contains(&name)), (true, true))
}

fn rows() -> Result<(), Failed> {
    let text = |number, generation| {
        let mut text = String::new();
        Notebook::of(1, number, generation).write(&mut text, 1, "us-east-1");
        text
    };
    let changed = (0..500).filter(|number| text(*number, 0) != text(*number, 1)).count();
    same(changed, 5)?;
    same(text(17, 3) == text(17, 3), true)
}
