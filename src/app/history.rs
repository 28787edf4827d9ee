//! What was typed before, to be recalled: the oldest first, bounded, nothing twice.

/// How many texts are kept.
pub const KEPT: usize = 100;
/// A longer text is used once and not kept, in bytes.
const LONGEST: usize = 1_000;

/// Texts that were typed before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    texts: Vec<String>,
}

impl History {
    /// The oldest first; of equal ones the last counts.
    pub fn of(texts: impl IntoIterator<Item = String>) -> Self {
        let mut history = Self::default();
        for text in texts {
            history.add(&text);
        }
        history
    }

    /// The oldest first.
    pub fn texts(&self) -> &[String] {
        &self.texts
    }

    /// Takes a text in as the newest. False when nothing changed by that.
    pub fn add(&mut self, text: &str) -> bool {
        let text = text.trim();
        if text.is_empty() || text.len() > LONGEST || self.texts.last().is_some_and(|last| last == text) {
            return false;
        }
        self.texts.retain(|known| known != text);
        self.texts.push(text.to_owned());
        if self.texts.len() > KEPT {
            self.texts.remove(0);
        }
        true
    }

    /// How long ago a text was used, 0 for the newest.
    pub fn age(&self, text: &str) -> Option<usize> {
        self.texts.iter().rev().position(|known| known == text)
    }
}

/// A walk through a history, begun from a text that was not finished.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recall {
    /// How far back, and what stood in the field before; nothing: at the text itself.
    at: Option<(usize, String)>,
}

impl Recall {
    /// The text to show when one goes one back; nothing at the oldest.
    pub fn older(&mut self, history: &History, now: &str) -> Option<String> {
        let back = self.at.as_ref().map_or(0, |(back, _)| back + 1);
        // What stands there already is no step.
        let texts = || history.texts.iter().rev().enumerate().skip(back);
        let (back, text) = texts().find(|(_, text)| *text != now.trim())?;
        let draft = self.at.take().map_or_else(|| now.to_owned(), |(_, draft)| draft);
        self.at = Some((back, draft));
        Some(text.clone())
    }

    /// The text to show when one goes forward again: at last what was not finished. Nothing there.
    pub fn newer(&mut self, history: &History) -> Option<String> {
        let (back, draft) = self.at.take()?;
        let Some(newer) = back.checked_sub(1) else { return Some(draft) };
        let text = history.texts.iter().rev().nth(newer).cloned();
        self.at = Some((newer, draft));
        text
    }

    /// The person goes on from here.
    pub fn end(&mut self) {
        self.at = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_bounded_and_holds_nothing_twice() {
        let mut history = History::of((0..150).map(|number| format!("n{number}")));
        assert_eq!((history.texts().len(), history.texts()[0].as_str()), (KEPT, "n50"));
        assert!(history.add("n60") && !history.add(" n60 ") && !history.add(" "));
        assert_eq!(
            (history.texts().len(), history.age("n60"), history.age("n149")),
            (KEPT, Some(0), Some(1))
        );
        assert!(!history.add(&"x".repeat(LONGEST + 1)));
    }

    #[test]
    fn what_was_begun_comes_back_at_the_end_of_the_walk() {
        let history = History::of(["a".to_owned(), "b".to_owned()]);
        let mut recall = Recall::default();
        assert_eq!(recall.newer(&history), None);
        assert_eq!(recall.older(&history, "dra").as_deref(), Some("b"));
        assert_eq!(recall.older(&history, "b").as_deref(), Some("a"));
        assert_eq!(recall.older(&history, "a"), None);
        assert_eq!(recall.newer(&history).as_deref(), Some("b"));
        assert_eq!(recall.newer(&history).as_deref(), Some("dra"));
        assert_eq!(recall.newer(&history), None);
    }

    #[test]
    fn the_filter_in_force_is_no_step_back() {
        let history = History::of(["a".to_owned(), "b".to_owned()]);
        assert_eq!(Recall::default().older(&history, "b ").as_deref(), Some("a"));
    }
}
