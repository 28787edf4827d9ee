//! Whether this process may change anything: a cell that only ever moves from *operate* to *read-only*.
//!
//! The interceptor and the gate read it at each call, so that a switch disarms what already exists.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::operations::{Class, Operation};

/// Shared by everything that can send a request. There is no way back to *operate*.
#[derive(Clone, Debug)]
pub struct Mode {
    read_only: Arc<AtomicBool>,
}

impl Mode {
    pub fn new(read_only: bool) -> Self {
        Self { read_only: Arc::new(AtomicBool::new(read_only)) }
    }

    /// From now on nothing may be changed.
    pub fn disarm(&self) {
        self.read_only.store(true, Ordering::SeqCst);
    }

    pub fn is_read_only(&self) -> bool {
        self.read_only.load(Ordering::SeqCst)
    }

    /// Whether an operation of the registry may leave now.
    pub fn permits(&self, operation: &Operation) -> bool {
        operation.class != Class::Write || !self.is_read_only()
    }
}

#[cfg(test)]
mod tests {
    use super::super::operations;
    use super::*;

    #[test]
    fn the_way_to_read_only_has_no_return_and_reaches_every_copy() {
        let mode = Mode::new(false);
        let copy = mode.clone();
        mode.disarm();
        assert!(copy.is_read_only());
        assert!(Mode::new(true).is_read_only());
    }

    #[test]
    fn a_write_is_permitted_only_while_operating() {
        let mut write = operations::Operation { ..*operations::LIST_TAGS };
        write.class = Class::Write;
        let mode = Mode::new(false);
        assert!(mode.permits(&write) && mode.permits(operations::LIST_TAGS));
        mode.disarm();
        assert!(!mode.permits(&write) && mode.permits(operations::LIST_TAGS));
    }
}
