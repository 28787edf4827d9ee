//! `sagedeck kinds`: what `get` knows.

use super::print;
use crate::catalog;
use crate::model::kind::Kind;
use crate::report::{Title, grid};

pub(super) fn run() -> u8 {
    let titles = ["KIND", "TITLE", "CALLS"].map(|text| Title { text, right: false });
    let rows: Vec<Vec<String>> = Kind::ALL
        .into_iter()
        .map(|kind| {
            let spec = catalog::spec(kind);
            vec![kind.name().to_owned(), spec.title.to_owned(), spec.calls.join(" ")]
        })
        .collect();
    print(|out| grid::write(out, &titles, &rows))
}
