//! Carries a plan out for the command line: until it has ended, or until the process is told to stop. Then what was begun
//! gets its answer and nothing more is begun.

use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};

use crate::model::permit::WritePermit;
use crate::plan::Approved;
use crate::runtime::act::{Hand, Tell};

/// How long a change that was begun may take to get its answer when the process is told to stop.
const DRAIN: Duration = Duration::from_secs(10);
const HUNG_UP: u8 = 129;
const INTERRUPTED: u8 = 130;
const TERMINATED: u8 = 143;

/// Does what was approved. Gives the exit code of a signal that came first, or of a system that gives no threads.
pub fn carry_out(hand: &Hand, approved: Approved, permit: WritePermit, tell: Tell) -> Option<u8> {
    let Ok(runtime) = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()
    else {
        return Some(1);
    };
    let (acting, halt) = (hand.clone(), hand.halt().clone());
    let told = runtime.block_on(async move {
        let streams =
            (signal(SignalKind::interrupt()), signal(SignalKind::terminate()), signal(SignalKind::hangup()));
        let (Ok(mut interrupt), Ok(mut terminate), Ok(mut hang_up)) = streams else { return Some(1) };
        // A task of its own: whatever comes, what was begun is not dropped half way.
        let mut work =
            tokio::runtime::Handle::current().spawn(async move { acting.act(approved, permit, tell).await });
        tokio::select! {
            _ = &mut work => None,
            _ = interrupt.recv() => Some(INTERRUPTED),
            _ = terminate.recv() => Some(TERMINATED),
            _ = hang_up.recv() => Some(HUNG_UP),
        }
    });
    if told.is_some() {
        halt.pull();
        halt.drain(DRAIN);
    }
    runtime.shutdown_background();
    told
}
