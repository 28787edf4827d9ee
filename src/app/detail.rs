//! The details of one resource as lines.

/// State of the detail pane or box.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DetailState {
    /// Shown as a pane where there is room for one.
    pub open: bool,
    /// Lines scrolled out at the top; the view stops at the last line.
    pub scroll: usize,
    /// Columns scrolled out to the left.
    pub column: usize,
}
