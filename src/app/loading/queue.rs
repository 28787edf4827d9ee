//! Details that wait for their turn: a few bytes for each resource, since at the start all of them wait.

use std::collections::VecDeque;

use crate::model::inventory::Id;
use crate::model::resource::Detail;

/// First come, first served; nothing waits twice.
#[derive(Clone, Debug, Default)]
pub(in crate::app) struct Queue {
    order: VecDeque<Id>,
    /// Which details wait, by the number of the resource: a bit for each.
    waiting: Vec<u8>,
    len: usize,
}

impl Queue {
    /// How many details wait.
    pub const fn len(&self) -> usize {
        self.len
    }

    pub fn push(&mut self, id: Id, detail: Detail) {
        if self.waiting.len() <= id.index() {
            self.waiting.resize(id.index() + 1, 0);
        }
        let Some(waiting) = self.waiting.get_mut(id.index()) else { return };
        if *waiting == 0 {
            self.order.push_back(id);
        }
        if *waiting & bit(detail) == 0 {
            *waiting |= bit(detail);
            self.len += 1;
        }
    }

    pub fn pop(&mut self) -> Option<(Id, Detail)> {
        let id = *self.order.front()?;
        let waiting = self.waiting.get_mut(id.index())?;
        let detail = Detail::ALL.into_iter().find(|detail| *waiting & bit(*detail) > 0)?;
        *waiting &= !bit(detail);
        self.len -= 1;
        if *waiting == 0 {
            self.order.pop_front();
        }
        if self.order.is_empty() {
            // A queue that was long once need not stay so.
            (self.order, self.waiting) = (VecDeque::new(), Vec::new());
        }
        Some((id, detail))
    }
}

const fn bit(detail: Detail) -> u8 {
    1 << detail as u8
}
