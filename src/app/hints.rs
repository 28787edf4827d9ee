//! What the line of hints offers, and how a chord that was begun can go on.

/// A key and what it does here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// As in a keymap file.
    pub keys: String,
    /// One word, or for a pending chord a sentence.
    pub label: &'static str,
}
