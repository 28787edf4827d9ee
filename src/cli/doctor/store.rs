//! What the doctor says of the snapshot store: whether what is read can be remembered for the next start.

use super::finding::{Area, Finding};
use crate::compose::{self, Flags, Judged};
use crate::store::LIMIT;

pub(super) fn finding(judged: &Judged, flags: &Flags) -> Finding {
    let area = Area::Store;
    if flags.demo.is_some() {
        return Finding::note(area, "demo: nothing is remembered");
    }
    if !judged.settings.store {
        return Finding::note(area, "nothing is remembered: --no-store or `store = false`");
    }
    if compose::keep(judged, flags).is_none() {
        return Finding::note(area, "there is no home folder for it: nothing is remembered");
    }
    match compose::stored(judged, flags) {
        Ok((place, bytes)) => {
            let size = bytes.div_ceil(1 << 20);
            Finding::fine(area, format!("{place} can be written; {size} MB, at most {} MB", LIMIT >> 20))
        }
        // It says itself what to do.
        Err(trouble) => Finding::bad(area, format!("nothing is remembered: {trouble}"), ""),
    }
}
