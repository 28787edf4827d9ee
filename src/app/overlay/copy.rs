//! The copy menu. A text that cannot be shown as it is asks before it is copied.

use crate::app::pick::Pick;
use crate::model::text::Safe;

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyItem {
    pub label: &'static str,
    /// Its raw form is copied.
    pub text: Safe,
}

/// State of the box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyMenu {
    /// Whose texts these are.
    pub title: Safe,
    pub items: Vec<CopyItem>,
    pub pick: Pick,
    /// The chosen text differs from what can be shown: the box asks whether to copy it, and shows
    /// [`Safe::identity`].
    pub asking: bool,
}
