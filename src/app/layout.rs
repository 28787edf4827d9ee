//! Where the parts of the screen lie. Pure arithmetic over the size of the terminal: the model needs it to keep the
//! cursor in sight, the view to draw. Both take it from here, so they cannot disagree.

use super::msg::Size;

/// The smallest terminal on which the console can be used.
pub const SMALLEST: Size = Size { width: 60, height: 15 };

/// From this width on the account tree stands beside the table.
const WITH_TREE: u16 = 110;
/// From these on the details stand beside, or below, the table.
const DETAIL_BESIDE: u16 = 170;
const DETAIL_BELOW: u16 = 28;

/// A rectangle of cells, borders included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    pub x: u16,
    pub y: u16,
    pub width: u16,
    pub height: u16,
}

impl Area {
    /// The lines inside a border.
    pub const fn inner_height(self) -> u16 {
        self.height.saturating_sub(2)
    }

    /// The columns inside a border.
    pub const fn inner_width(self) -> u16 {
        self.width.saturating_sub(2)
    }
}

/// What is to be placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// A banner line below the tabs.
    pub banner: bool,
    /// The account tree as a pane (the table screen on wide terminals).
    pub tree: bool,
    /// The details as a pane.
    pub detail: bool,
}

/// Where everything lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The terminal is smaller than [`SMALLEST`]: only that is said.
    pub too_small: bool,
    /// One line.
    pub header: Area,
    /// One line.
    pub tabs: Area,
    /// One line, when there is something to say about the whole console.
    pub banner: Option<Area>,
    /// The account tree, bordered.
    pub tree: Option<Area>,
    /// The screen itself, bordered.
    pub main: Area,
    /// The details, bordered; beside the table or below it.
    pub detail: Option<Area>,
    /// Status strip, one line.
    pub strip: Area,
    /// Hints, text fields and toasts, one line.
    pub hints: Area,
}

impl Layout {
    pub fn of(size: Size, wish: Wish) -> Self {
        let Size { width, height } = size;
        if width < SMALLEST.width || height < SMALLEST.height {
            return Self { too_small: true, ..Self::default() };
        }
        let line = |y| Area { x: 0, y, width, height: 1 };
        let top = 2 + u16::from(wish.banner);
        let body = Area { x: 0, y: top, width, height: height.saturating_sub(top + 2) };
        let tree_width = if wish.tree && Self::has_room_for_tree(size) { 27 } else { 0 };
        let tree = (tree_width > 0).then_some(Area { width: tree_width, ..body });
        let rest = Area { x: tree_width, width: width - tree_width, ..body };
        let (main, detail) = match (wish.detail, width >= DETAIL_BESIDE, height >= DETAIL_BELOW) {
            (true, true, _) => {
                let side = (rest.width / 3).clamp(50, 72);
                let left = rest.width - side;
                let beside = Area { x: rest.x + left, width: side, ..rest };
                (Area { width: left, ..rest }, Some(beside))
            }
            (true, false, true) if Self::has_room_for_tree(size) => {
                let low = (rest.height / 3).clamp(8, 14);
                let high = rest.height - low;
                (Area { height: high, ..rest }, Some(Area { y: rest.y + high, height: low, ..rest }))
            }
            _ => (rest, None),
        };
        let banner = wish.banner.then(|| line(2));
        let (strip, hints) = (line(height - 2), line(height - 1));
        Self { too_small: false, header: line(0), tabs: line(1), banner, tree, main, detail, strip, hints }
    }

    /// Whether the terminal is wide enough for a tree beside the table.
    pub const fn has_room_for_tree(size: Size) -> bool {
        size.width >= WITH_TREE
    }

    /// Lines of a list in a box over the screen; border and text field come on top.
    pub const fn overlay_rows(size: Size) -> usize {
        let room = size.height.saturating_sub(9) as usize;
        if room > 20 {
            20
        } else if room < 3 {
            3
        } else {
            room
        }
    }

    /// Rows of a table in the main area: what borders and column heads leave.
    pub const fn table_rows(&self) -> usize {
        self.main.inner_height().saturating_sub(1) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Wish = Wish { banner: true, tree: true, detail: true };

    #[test]
    fn parts_never_overlap_and_fill_the_terminal() {
        for width in [60, 80, 109, 110, 120, 169, 170, 200, 500] {
            for height in [15, 24, 27, 28, 36, 50, 200] {
                let layout = Layout::of(Size { width, height }, ALL);
                let parts = [
                    Some(layout.header),
                    Some(layout.tabs),
                    layout.banner,
                    layout.tree,
                    Some(layout.main),
                    layout.detail,
                    Some(layout.strip),
                    Some(layout.hints),
                ];
                let cells: u32 =
                    parts.iter().flatten().map(|area| u32::from(area.width) * u32::from(area.height)).sum();
                assert_eq!(cells, u32::from(width) * u32::from(height), "{width}x{height} {layout:?}");
                assert!(layout.table_rows() >= 6);
            }
        }
    }

    #[test]
    fn small_and_unknown_terminals() {
        assert!(Layout::of(Size { width: 59, height: 40 }, ALL).too_small);
        let narrow = Layout::of(Size::of(0, 0), ALL);
        assert_eq!((narrow.tree, narrow.detail), (None, None));
        assert!(
            Layout::of(Size { width: 120, height: 36 }, ALL).detail.is_some_and(|d| d.x == 27 && d.y > 20)
        );
        assert!(
            Layout::of(Size { width: 200, height: 50 }, ALL).detail.is_some_and(|d| d.x > 100 && d.y == 3)
        );
    }
}
