//! What the doctor says of this machine's clock, which was compared with the `Date` of AWS's answers.

use jiff::SignedDuration;

use super::finding::{Area, Finding};
use crate::model::time::short_span;

/// Less than this is what an answer's way and whole seconds make up.
const SMALL_S: u64 = 30;
/// AWS refuses what is signed with a time that is further away.
const REFUSED_S: u64 = 300;

/// `skew` is AWS's time minus ours, absent where nothing answered.
pub(super) fn finding(skew: Option<SignedDuration>) -> Finding {
    let Some(skew) = skew else {
        return Finding::unknown(Area::Clock, "not compared with AWS's, since no answer told the time");
    };
    let away = short_span(i64::try_from(skew.unsigned_abs().as_secs().max(1)).unwrap_or(i64::MAX));
    let side = if skew.is_negative() { "ahead of" } else { "behind" };
    let todo = "set this machine's clock, best by NTP (timedatectl set-ntp true)";
    match skew.unsigned_abs().as_secs() {
        0..SMALL_S => Finding::fine(Area::Clock, format!("within {away} of AWS's")),
        SMALL_S..REFUSED_S => {
            Finding::note(Area::Clock, format!("{away} {side} AWS's; times are corrected by that")).todo(todo)
        }
        _ => {
            let what =
                format!("{away} {side} AWS's; this program corrects it, other tools' calls are refused");
            Finding::bad(Area::Clock, what, todo)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::finding::Level;
    use super::*;

    #[test]
    fn five_minutes_are_too_many_either_way() {
        let of = |seconds| finding(Some(SignedDuration::from_secs(seconds)));
        assert_eq!(finding(None).level, Level::Unknown);
        for (seconds, level) in [(0, Level::Fine), (-29, Level::Fine), (31, Level::Note), (-299, Level::Note)]
        {
            assert_eq!(of(seconds).level, level, "{seconds}");
        }
        assert_eq!((of(600).level, of(-600).level), (Level::Bad, Level::Bad));
        assert!(of(600).what.raw().starts_with("10m behind"), "{:?}", of(600));
        assert!(of(-600).what.raw().starts_with("10m ahead of"), "{:?}", of(-600));
    }
}
