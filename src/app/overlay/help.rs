//! The help: what works here, with keys; it can be searched, and Enter runs the line.

use crate::app::command::Command;
use crate::app::context::Context;
use crate::app::input::LineInput;
use crate::app::pick::Pick;

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpItem {
    pub command: Command,
    /// All chords that run it here.
    pub keys: Vec<String>,
}

/// State of the box.
#[derive(Clone, Debug, PartialEq)]
pub struct Help {
    /// Where one was when it was opened.
    pub context: Context,
    pub input: LineInput,
    /// By group; those that match what was typed.
    pub items: Vec<HelpItem>,
    pub pick: Pick,
}
