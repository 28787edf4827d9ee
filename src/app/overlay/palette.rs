//! The palette: every command, screen, account and region, found fuzzily; a pasted ARN or console address leads there.

use crate::app::command::Command;
use crate::app::input::LineInput;
use crate::app::pick::Pick;
use crate::app::screen::ScreenId;
use crate::model::scope::AccountId;
use crate::model::text::Safe;

/// What a line does.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    Run(Command),
    Go(ScreenId),
    /// Narrow the notebooks to an account.
    Account(AccountId),
    /// Go to a resource by ARN or console address.
    Open(String),
    /// Filter the notebooks.
    Filter(String),
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct PaletteItem {
    pub label: Safe,
    /// What it does, or what it is.
    pub note: Safe,
    /// The key that does the same.
    pub keys: Option<String>,
    pub choice: Choice,
}

/// State of the box.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Palette {
    pub input: LineInput,
    /// The best first.
    pub items: Vec<PaletteItem>,
    pub pick: Pick,
}
