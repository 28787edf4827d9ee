//! The brake: from its pulling on no change is begun, and whoever ends the process waits until the changes that were
//! begun have their answer.
//!
//! Invariant: between the check that nothing is halted and the counting of what is begun nothing can come in.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Clones are the same brake.
#[derive(Clone, Debug, Default)]
pub struct Halt(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    state: Mutex<State>,
    idle: Condvar,
}

#[derive(Debug, Default)]
struct State {
    halted: bool,
    busy: usize,
}

/// A change that was begun and has no answer yet; dropping it says that it has.
#[derive(Debug)]
pub struct Busy(Halt);

/// Brakes when it is dropped.
#[derive(Debug)]
pub struct Brake(Halt);

/// How long a change that was begun may take to get its answer when the process ends.
const PATIENCE: Duration = Duration::from_secs(10);

impl Halt {
    /// A guard on whose end nothing more is begun and what was begun is waited for, however the scope is left.
    pub fn brake(&self) -> Brake {
        Brake(self.clone())
    }

    /// From now on nothing is begun.
    pub fn pull(&self) {
        self.state().halted = true;
    }

    pub fn is_pulled(&self) -> bool {
        self.state().halted
    }

    /// Begins a change, unless the brake was pulled.
    pub fn begin(&self) -> Option<Busy> {
        let mut state = self.state();
        if state.halted {
            return None;
        }
        state.busy += 1;
        Some(Busy(self.clone()))
    }

    /// Waits until nothing is under way, at most so long. False when something still is.
    pub fn drain(&self, patience: Duration) -> bool {
        let waited = self.0.idle.wait_timeout_while(self.state(), patience, |state| state.busy > 0);
        waited.unwrap_or_else(PoisonError::into_inner).0.busy == 0
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.busy = state.busy.saturating_sub(1);
        drop(state);
        self.0.0.idle.notify_all();
    }
}

impl Drop for Brake {
    fn drop(&mut self) {
        self.0.pull();
        if !self.0.drain(PATIENCE) {
            tracing::warn!("left while a change had no answer: the next start looks what became of it");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn nothing_begins_behind_the_brake_and_what_was_begun_is_waited_for() {
        let halt = Halt::default();
        let busy = halt.begin().unwrap();
        halt.pull();
        assert!(halt.begin().is_none());
        assert!(!halt.drain(Duration::from_millis(5)));
        let other = halt.clone();
        let waiting = thread::spawn(move || other.drain(Duration::from_secs(30)));
        drop(busy);
        assert!(waiting.join().unwrap());
    }
}
