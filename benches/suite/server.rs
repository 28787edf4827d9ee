//! An AWS on the loopback: every answer of a listing is made beforehand and leaves exactly so long after its question
//! as AWS is far away.
//!
//! A thread with one event loop, so that it costs the program under test as little as possible. Signatures are not
//! checked. Invariant: what it counts is what was asked; it answers the same to everybody who asks.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::thread;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::fleet::{Fleet, Throttle};

pub mod answer;
mod pages;
pub mod request;

use pages::Pages;
use request::Request;

/// What happens to the questions that are about one resource: Describe, tags, logs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Details {
    #[default]
    Answered,
    /// They wait for [`Server::set`], so that nothing but listings moves.
    Held,
}

/// How it behaves; changed while it runs.
#[derive(Clone, Debug)]
pub struct Rules {
    pub latency: Duration,
    pub throttle: Option<Throttle>,
    pub details: Details,
    /// Accounts with these numbers may not list.
    pub denied: Vec<u64>,
    /// These answer only after [`Rules::slow_by`].
    pub slow: Vec<u64>,
    pub slow_by: Duration,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            latency: Duration::from_millis(80),
            throttle: None,
            details: Details::Answered,
            denied: Vec::new(),
            slow: Vec::new(),
            slow_by: Duration::from_secs(2),
        }
    }
}

/// What was asked so far.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    pub by_operation: BTreeMap<String, usize>,
    pub throttled: usize,
    /// Rows that left, of accounts that are slow.
    pub slow_rows: usize,
    pub connections: usize,
}

impl Counts {
    pub fn of(&self, operation: &str) -> usize {
        self.by_operation.get(operation).copied().unwrap_or_default()
    }
}

/// Tokens left when the bucket was looked at last, by account, region and operation.
type Buckets = HashMap<(u64, String, String), (f64, Instant)>;

/// All that the connections share.
pub struct State {
    pub fleet: Fleet,
    pages: RwLock<Pages>,
    rules: RwLock<Rules>,
    counts: Mutex<Counts>,
    buckets: Mutex<Buckets>,
    changed: watch::Sender<()>,
}

impl State {
    pub fn new(fleet: Fleet) -> Self {
        Self {
            fleet,
            pages: RwLock::new(Pages::of(fleet, 0)),
            rules: RwLock::default(),
            counts: Mutex::default(),
            buckets: Mutex::default(),
            changed: watch::Sender::new(()),
        }
    }

    fn rules(&self) -> Rules {
        self.rules.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the bucket of account, region and operation has a token left.
    fn takes(&self, request: &Request, bucket: Throttle) -> bool {
        let key = (request.account, request.region.to_owned(), request.operation.to_owned());
        let now = Instant::now();
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let (tokens, at) = buckets.entry(key).or_insert((bucket.burst, now));
        let gained = now.duration_since(*at).as_secs_f64() * bucket.per_second;
        (*tokens, *at) = ((*tokens + gained).min(bucket.burst), now);
        let taken = *tokens >= 1.0;
        if taken {
            *tokens -= 1.0;
        }
        taken
    }
}

/// The running server. It goes with the process.
#[derive(Clone)]
pub struct Server {
    state: Arc<State>,
    pub address: SocketAddr,
}

impl Server {
    pub fn start(fleet: Fleet) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
        let server = Self { state: Arc::new(State::new(fleet)), address: listener.local_addr()? };
        let state = Arc::clone(&server.state);
        thread::Builder::new().name("server".into()).spawn(move || {
            let local = tokio::task::LocalSet::new();
            local.block_on(&runtime, accept(listener, state));
        })?;
        Ok(server)
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn fleet(&self) -> Fleet {
        self.state.fleet
    }

    /// Forgets what was counted and what the buckets hold, and goes on by these rules.
    pub fn set(&self, rules: Rules) {
        *self.state.rules.write().unwrap_or_else(PoisonError::into_inner) = rules;
        *self.state.counts() = Counts::default();
        self.state.buckets.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.state.changed.send_replace(());
    }

    /// From now on one notebook in a hundred is another than in the generation before.
    pub fn change(&self, generation: u64) {
        let pages = Pages::of(self.state.fleet, generation);
        *self.state.pages.write().unwrap_or_else(PoisonError::into_inner) = pages;
    }

    pub fn counts(&self) -> Counts {
        self.state.counts().clone()
    }
}

async fn accept(listener: TcpListener, state: Arc<State>) {
    while let Ok((stream, _)) = listener.accept().await {
        state.counts().connections += 1;
        let state = Arc::clone(&state);
        tokio::task::spawn_local(async move {
            // A connection that breaks is the program's to notice.
            let _ = serve(stream, &state).await;
        });
    }
}

async fn serve(mut stream: TcpStream, state: &State) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut buffer = Vec::with_capacity(16 * 1024);
    let mut changed = state.changed.subscribe();
    loop {
        let length = loop {
            if let Some(length) = request::length(&buffer) {
                break length;
            }
            if stream.read_buf(&mut buffer).await? == 0 {
                return Ok(());
            }
        };
        let asked = Instant::now();
        let Some(request) = Request::read(&buffer[..length]) else { return Ok(()) };
        let answer = answer::answer(state, &request);
        buffer.drain(..length);
        if answer.held {
            while state.rules().details == Details::Held {
                // Who has hung up is not waited for.
                let mut byte = [0_u8; 1];
                tokio::select! {
                    end = stream.peek(&mut byte) => if end? == 0 { return Ok(()) },
                    _ = changed.changed() => {}
                }
            }
        }
        tokio::time::sleep_until((asked + answer.after).into()).await;
        state.counts().slow_rows += answer.slow_rows;
        stream.write_all(&answer.bytes).await?;
    }
}
