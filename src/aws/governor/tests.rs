use std::sync::atomic::{AtomicU32, Ordering};

use super::*;
use crate::aws::operations;
use crate::model::scope::Region;

fn line(account: &str) -> Line {
    Line {
        account: account.parse().ok(),
        region: Region::parse("eu-west-1"),
        operation: operations::LIST_NOTEBOOK_INSTANCES,
    }
}

const A: &str = "111122223333";
const B: &str = "444455556666";

async fn elapsed(work: impl Future<Output = ()>) -> f64 {
    let start = Instant::now();
    work.await;
    start.elapsed().as_secs_f64()
}

#[tokio::test(start_paused = true)]
async fn a_line_is_paced_at_its_rate_after_its_burst() {
    let governor = Governor::new(Book::default(), 256);
    let took = elapsed(async {
        for _ in 0..30 {
            drop(governor.acquire(&line(A), Priority::Background).await);
        }
    })
    .await;
    assert!((3.9..4.2).contains(&took), "10 at once, 20 more at 5 a second: {took}");
}

#[tokio::test(start_paused = true)]
async fn lines_do_not_wait_for_each_other() {
    let governor = Governor::new(Book::default(), 256);
    governor.acquire(&line(A), Priority::Background).await.throttled(Some(Duration::from_secs(100)));
    let took = elapsed(async { drop(governor.acquire(&line(B), Priority::Background).await) }).await;
    assert!(took < 0.01, "{took}");
}

#[tokio::test(start_paused = true)]
async fn what_is_looked_at_overtakes_what_is_not() {
    let governor = Governor::new(Book::default(), 256);
    for _ in 0..10 {
        drop(governor.acquire(&line(A), Priority::Background).await);
    }
    let order = Mutex::new(Vec::new());
    let ask = async |name: &'static str, priority| {
        drop(governor.acquire(&line(A), priority).await);
        order.lock().unwrap().push(name);
    };
    let late = async {
        tokio::time::sleep(Duration::from_millis(1)).await;
        ask("visible", Priority::Visible).await;
    };
    tokio::join!(ask("first", Priority::Background), ask("second", Priority::Background), late);
    assert_eq!(*order.lock().unwrap(), ["visible", "first", "second"]);
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_is_given_up_holds_nobody_up() {
    let governor = Governor::new(Book::default(), 256);
    for _ in 0..10 {
        drop(governor.acquire(&line(A), Priority::Background).await);
    }
    let took = elapsed(async {
        let given_up = async {
            let line = line(A);
            let wait = governor.acquire(&line, Priority::Background);
            assert!(tokio::time::timeout(Duration::from_millis(10), wait).await.is_err());
        };
        let kept = async { drop(governor.acquire(&line(A), Priority::Background).await) };
        tokio::join!(given_up, kept);
    })
    .await;
    assert!((0.19..0.25).contains(&took), "{took}");
    assert_eq!(governor.paces()[&line(A)].waiting, 0);
}

#[tokio::test(start_paused = true)]
async fn calls_in_flight_are_bounded_and_lines_take_turns() {
    let governor = Governor::new(Book::default(), 2);
    let most = AtomicU32::new(0);
    let now = AtomicU32::new(0);
    let call = async |account: &'static str| {
        let permit = governor.acquire(&line(account), Priority::Background).await;
        most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        tokio::time::sleep(Duration::from_millis(100)).await;
        now.fetch_sub(1, Ordering::SeqCst);
        permit.answered();
    };
    let many = async |account: &'static str| {
        tokio::join!(call(account), call(account), call(account), call(account));
        Instant::now()
    };
    let start = Instant::now();
    let (a, b) = tokio::join!(many(A), many(B));
    assert_eq!(most.load(Ordering::SeqCst), 2);
    let (a, b) = ((a - start).as_secs_f64(), (b - start).as_secs_f64());
    assert!(a.max(b) < 0.42, "no place stays empty: {a} {b}");
    assert!((a - b).abs() < 0.11, "neither line waits for the whole of the other: {a} {b}");
}

#[tokio::test(start_paused = true)]
async fn a_bound_that_is_reached_is_released_by_given_up_waits_too() {
    let governor = Governor::new(Book::default(), 1);
    let held = governor.acquire(&line(A), Priority::Background).await;
    let b = line(B);
    let given_up = tokio::time::timeout(Duration::from_millis(50), governor.acquire(&b, Priority::Visible));
    let other = async {
        tokio::time::sleep(Duration::from_millis(10)).await;
        drop(governor.acquire(&line(B), Priority::Background).await);
    };
    let release = async {
        tokio::time::sleep(Duration::from_millis(60)).await;
        held.answered();
    };
    let took = elapsed(async {
        let (gone, (), ()) = tokio::join!(given_up, other, release);
        assert!(gone.is_err());
    })
    .await;
    assert!(took < 0.1, "{took}");
}

#[tokio::test(start_paused = true)]
async fn throttling_slows_a_line_down_and_success_speeds_it_up() {
    let governor = Governor::new(Book::default(), 256);
    for _ in 0..8 {
        governor.acquire(&line(A), Priority::Visible).await.throttled(None);
    }
    let slow = governor.paces()[&line(A)].rate;
    assert!((slow - 5.0 / 30.0).abs() < 1e-9, "{slow}");
    for _ in 0..50 {
        governor.acquire(&line(A), Priority::Visible).await.answered();
    }
    assert!(governor.paces()[&line(A)].rate > slow * 5.0);
}
