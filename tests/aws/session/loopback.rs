//! An AWS on a real socket that keeps its connections, as AWS does, and counts them.

use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use super::wire::{request, sts};
use super::*;

/// When the server ends a connection. It never says so beforehand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Closes {
    Never,
    /// At once behind an answer, while the client keeps the connection for its next call.
    Idle,
    /// When the second request has come in: both sides ended it at the same moment.
    Reused,
}

#[derive(Debug, Default)]
struct Counts {
    requests: AtomicUsize,
    connections: AtomicUsize,
    open: AtomicUsize,
    most_open: AtomicUsize,
}

/// Answers STS for the account in the access key, and SageMaker with its notebooks in every scope.
pub(super) struct Loopback {
    pub port: u16,
    counts: Arc<Counts>,
}

impl Loopback {
    /// Every answer takes a moment, so that calls overlap.
    pub(super) fn new(closes: Closes) -> Self {
        Self::holding(1, closes)
    }

    /// The same with so many notebooks in every scope.
    pub(super) fn holding(notebooks: usize, closes: Closes) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let counts = Arc::<Counts>::default();
        let kept = counts.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else { return };
                let counts = kept.clone();
                thread::spawn(move || serve(stream, notebooks, closes, &counts));
            }
        });
        Self { port, counts }
    }

    pub(super) fn requests(&self) -> usize {
        self.counts.requests.load(Ordering::SeqCst)
    }

    pub(super) fn connections(&self) -> usize {
        self.counts.connections.load(Ordering::SeqCst)
    }

    /// The most connections that were open at the same time.
    pub(super) fn most_open(&self) -> usize {
        self.counts.most_open.load(Ordering::SeqCst)
    }
}

fn serve(mut stream: TcpStream, notebooks: usize, closes: Closes, counts: &Counts) {
    counts.connections.fetch_add(1, Ordering::SeqCst);
    let open = counts.open.fetch_add(1, Ordering::SeqCst) + 1;
    counts.most_open.fetch_max(open, Ordering::SeqCst);
    for number in 1.. {
        let asked = request(&mut stream);
        if asked.is_empty() {
            break;
        }
        counts.requests.fetch_add(1, Ordering::SeqCst);
        if closes == Closes::Reused && number == 2 {
            break;
        }
        thread::sleep(Duration::from_millis(10));
        if stream.write_all(answer(&asked, notebooks).as_bytes()).is_err() || closes == Closes::Idle {
            break;
        }
    }
    counts.open.fetch_sub(1, Ordering::SeqCst);
}

/// The access key of an account, which is all that the server knows of it.
pub(super) fn key(account: &str) -> String {
    format!("AKID{account}")
}

fn answer(request: &str, notebooks: usize) -> String {
    let account = request.split("Credential=AKID").nth(1).and_then(|rest| rest.get(..12)).unwrap_or_default();
    let body = match request.split("x-amz-target: SageMaker.").nth(1) {
        None => return sts(request, account).replace("connection: close\r\n", ""),
        Some(rest) if rest.starts_with("ListNotebookInstances\r") => {
            let rows: Vec<String> = (0..notebooks).map(|number| row(account, number)).collect();
            format!(r#"{{"NotebookInstances":[{}]}}"#, rows.join(","))
        }
        Some(_) => r#"{"NotebookInstanceLifecycleConfigs":[]}"#.to_owned(),
    };
    let length = body.len();
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.1\r\ncontent-length: {length}\r\n\r\n{body}"
    )
}

fn row(account: &str, number: usize) -> String {
    let name = format!("nb-{number:03}");
    format!(
        r#"{{"NotebookInstanceName":"{name}","NotebookInstanceStatus":"InService","NotebookInstanceArn":"arn:aws:sagemaker:eu-west-1:{account}:notebook-instance/{name}"}}"#
    )
}

/// One profile with keys for each account.
pub(super) fn profiles_of(accounts: &[String]) -> String {
    let profile = |account: &String| {
        let key = key(account);
        format!("[p{account}]\naws_access_key_id = {key}\naws_secret_access_key = s\n")
    };
    accounts.iter().map(profile).collect()
}

pub(super) fn ids(accounts: usize) -> Vec<String> {
    (0..accounts).map(|number| format!("{:012}", 300_000_000_000_u64 + number as u64)).collect()
}
