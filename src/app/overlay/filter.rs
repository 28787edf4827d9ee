//! The filter field. While one types, the table follows; a mistake keeps the last good result.

use crate::app::input::LineInput;
use crate::source::Diagnostic;

/// State of the field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FilterInput {
    pub input: LineInput,
    /// What is wrong with the text as it stands, with a caret.
    pub mistake: Option<Diagnostic>,
    /// Filter keys that the word before the cursor may become, with their meaning.
    pub completions: Vec<(String, String)>,
}
