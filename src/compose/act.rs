//! Carries a plan out for the command line.

use tokio::runtime::Handle;

use crate::model::permit::WritePermit;
use crate::plan::Approved;
use crate::runtime::act::{Hand, Tell};

/// Does what was approved, until it has ended, or until the process is told to stop: then what was begun gets its
/// answer and nothing more is begun.
///
/// # Errors
/// The exit code, when a signal came first or the system gives no threads.
pub fn carry_out(hand: &Hand, approved: Approved, permit: WritePermit, tell: Tell) -> Result<(), u8> {
    let hand = hand.clone();
    super::wait(async move {
        // This future is dropped at a signal, and waits here; the work is a task of its own, so that it goes on.
        let _brake = hand.halt().brake();
        let work = Handle::current().spawn(async move { hand.act(approved, permit, tell).await });
        // A panic in there leaves no end that could be told.
        let _finished = work.await;
    })
}
