//! Connections that break in the middle: every one ends as a failure within the limits, none as an empty answer.
//! The rows are those of the fault list in the design: N02, N04, N06 to N10 and N12.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use sagedeck::sim::{Effect, Fault};

use super::wire::{against, request, sts};
use super::*;

/// A server that does with each connection what the function says.
fn serving(each: impl Fn(TcpStream) + Send + Sync + Clone + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let each = each.clone();
            thread::spawn(move || each(stream));
        }
    });
    format!("http://127.0.0.1:{port}")
}

/// A whole answer of STS; what a test sends is a broken form of it.
fn whole() -> String {
    sts("", "111122223333")
}

fn send(stream: &mut TcpStream, text: &str) {
    // The client may have given up already.
    let _ = stream.write_all(text.as_bytes());
}

async fn fails(url: &str, kinds: &[FailureKind]) {
    let (failure, took) = against(url).await;
    assert!(kinds.contains(&failure.kind), "{failure:?}");
    assert!(took < Duration::from_secs(4), "{took:?}");
}

#[tokio::test]
async fn n04_a_connection_that_is_never_accepted_is_given_up() {
    // A queue of accepted connections that is full drops every further one, as a firewall would.
    const FULL: &str = "
import socket, time
server = socket.socket(); server.bind(('127.0.0.1', 0)); server.listen(0)
held = []
for _ in range(4):
    one = socket.socket(); one.setblocking(False); one.connect_ex(server.getsockname()); held.append(one)
time.sleep(0.2); print(server.getsockname()[1], flush=True); time.sleep(60)
";
    let mut server = Command::new("python3")
        .args(["-c", FULL])
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 holds the full queue of this test; install it");
    let mut port = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut port).unwrap();
    fails(&format!("http://127.0.0.1:{}", port.trim()), &[FailureKind::Unreachable]).await;
    server.kill().unwrap();
    server.wait().unwrap();
}

#[tokio::test]
async fn n06_a_reset_behind_the_head_is_a_failure() {
    let url = serving(|mut stream| {
        // Closing with unread input resets the connection instead of ending it.
        thread::sleep(Duration::from_millis(50));
        send(&mut stream, "HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\ncontent-length: 900\r\n\r\n");
    });
    fails(&url, &[FailureKind::Unreachable, FailureKind::Malformed]).await;
}

#[tokio::test]
async fn n07_a_body_that_stalls_half_way_is_given_up() {
    let url = serving(|mut stream| {
        request(&mut stream);
        let whole = whole();
        send(&mut stream, whole.split_at(whole.len() - 80).0);
        thread::sleep(Duration::from_secs(20));
    });
    fails(&url, &[FailureKind::Unreachable]).await;
}

#[tokio::test]
async fn n08_a_body_that_drips_is_given_up() {
    let url = serving(|mut stream| {
        request(&mut stream);
        for byte in whole().bytes() {
            if stream.write_all(&[byte]).is_err() {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
    });
    fails(&url, &[FailureKind::Unreachable]).await;
}

#[tokio::test]
async fn n09_a_body_shorter_than_its_length_is_not_taken() {
    let url = serving(|mut stream| {
        request(&mut stream);
        let whole = whole();
        send(&mut stream, whole.split_at(whole.len() - 30).0);
    });
    fails(&url, &[FailureKind::Unreachable, FailureKind::Malformed]).await;
}

#[tokio::test]
async fn n10_chunks_without_their_end_are_not_taken() {
    let url = serving(|mut stream| {
        request(&mut stream);
        let body = whole().split_once("\r\n\r\n").unwrap().1.to_owned();
        let head = "HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\ntransfer-encoding: chunked\r\n\r\n";
        send(&mut stream, &format!("{head}{:x}\r\n{body}\r\n", body.len()));
    });
    fails(&url, &[FailureKind::Unreachable, FailureKind::Malformed]).await;
}

#[tokio::test]
async fn n12_a_wrong_encoding_is_not_taken() {
    let url = serving(|mut stream| {
        request(&mut stream);
        let head = "HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\ncontent-encoding: gzip\r\ncontent-length: 20\r\n\r\n";
        let _ = stream.write_all(head.as_bytes());
        let _ = stream.write_all(&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xff, 0xff, 0, 1, 2, 3, 4, 5, 6, 7]);
    });
    fails(&url, &[FailureKind::Malformed]).await;
}

/// A resolver cannot be replaced below the SDK; what it costs the caller is a call that takes long to begin.
#[tokio::test(start_paused = true)]
async fn n02_a_name_that_takes_ten_seconds_is_waited_for_within_the_limits() {
    let sim = Sim::demo(7, start()).with_faults(vec![Fault::new(Effect::Delay(10_000))]);
    let mut settings = simulated(&sim);
    settings.patience.attempt = Duration::from_secs(5);
    let began = tokio::time::Instant::now();
    let failure = read(&sessions(settings)).await.result.unwrap();
    assert_eq!(failure.kind, FailureKind::Unreachable, "{failure}");
    assert!(began.elapsed() < Duration::from_mins(2), "{:?}", began.elapsed());
}
