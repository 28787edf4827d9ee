//! A thumb on the right edge of a pane, only when there is more than fits.

use ratatui::layout::Rect;

use crate::ui::canvas::Canvas;
use crate::ui::theme::Role;

/// Draws the thumb on the last column of `edge` for `shown` of `total` lines from `first` on.
pub fn thumb(canvas: &mut Canvas, edge: Rect, first: usize, shown: usize, total: usize) {
    let height = usize::from(edge.height);
    if total <= shown || height == 0 || edge.width == 0 {
        return;
    }
    let length = (height * shown / total).clamp(1, height);
    let free = height - length;
    let last = total - shown;
    let start = (free * first.min(last)).div_ceil(last.max(1)).min(free);
    for y in start..start + length {
        canvas.put(edge.right() - 1, edge.y + y as u16, 1, Role::Scroll, "┃");
    }
}
