//! The pages of all listings, written before anybody asks.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;

use super::answer::json;
use crate::fleet::{Fleet, Notebook, PAGE};

/// Whole answers, head and body, by account, region and first row.
pub(super) struct Pages {
    pub fleet: Fleet,
    pub generation: u64,
    listed: HashMap<(u64, &'static str, usize), Arc<[u8]>>,
}

impl Pages {
    pub fn of(fleet: Fleet, generation: u64) -> Self {
        let mut listed = HashMap::new();
        for account in 1..=fleet.accounts {
            for region in fleet.regions {
                for first in (0..fleet.rows).step_by(PAGE) {
                    let page = page(fleet, generation, (account, region), first, PAGE);
                    listed.insert((account, *region, first), page.into());
                }
            }
        }
        Self { fleet, generation, listed }
    }

    /// A page of a listing; other sizes than the largest are written when somebody asks for one.
    pub fn notebooks(&self, account: u64, region: &str, first: usize, size: usize) -> Arc<[u8]> {
        let known = self.fleet.regions.iter().find(|known| **known == region);
        let ready = known.and_then(|region| self.listed.get(&(account, *region, first)));
        match ready.filter(|_| size == PAGE) {
            Some(page) => Arc::clone(page),
            None if known.is_some() && account <= self.fleet.accounts => {
                page(self.fleet, self.generation, (account, region), first, size).into()
            }
            None => json(r#"{"NotebookInstances":[]}"#).into(),
        }
    }
}

fn page(fleet: Fleet, generation: u64, (account, region): (u64, &str), first: usize, size: usize) -> Vec<u8> {
    let mut body = String::with_capacity(size * 640);
    body.push_str("{\"NotebookInstances\":[");
    let last = (first + size).min(fleet.rows);
    for number in first..last {
        if number > first {
            body.push(',');
        }
        Notebook::of(account, number, generation).write(&mut body, account, region);
    }
    body.push(']');
    if last < fleet.rows {
        let _ = write!(body, ",\"NextToken\":\"{last}\"");
    }
    body.push('}');
    json(&body)
}
