//! Keys and what they do, in one line. What does not fit is left out whole, the least useful first.

use ratatui::layout::Rect;

use crate::ui::canvas::Canvas;
use crate::ui::text::{Line, Words};
use crate::ui::theme::Role;

/// A key and one word.
#[derive(Clone, Debug)]
pub struct Hint<'a> {
    pub key: Words<'a>,
    pub word: Words<'a>,
}

/// As many hints as fit, in their order; the last of all is kept before those in the middle, since it is the help.
pub fn line(room: u16, hints: Vec<Hint<'_>>) -> Line<'_> {
    let width = |hint: &Hint| hint.key.width() + 1 + hint.word.width() + 2;
    let last = hints.last().map_or(0, &width);
    let mut left = room.saturating_sub(last);
    let count = hints.len();
    let mut line = Line::new();
    let mut full = false;
    for (at, hint) in hints.into_iter().enumerate() {
        let is_last = at + 1 == count;
        let wide = width(&hint);
        if !is_last && (full || wide > left) {
            full = true;
            continue;
        }
        if !is_last {
            left -= wide;
        }
        if !line.is_empty() {
            line.push(Role::Hint, "  ");
        }
        line.push(Role::Key, hint.key);
        line.push(Role::Hint, " ");
        line.push(Role::Hint, hint.word);
    }
    line
}

/// Draws the hints in one line.
pub fn draw(canvas: &mut Canvas, area: Rect, hints: Vec<Hint<'_>>) {
    let line = line(area.width.saturating_sub(1), hints);
    canvas.line(area.x + 1, area.y, area.width.saturating_sub(1), line);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_stays_when_others_must_go() {
        let hints = || {
            ["detail", "logs", "copy", "help"]
                .map(|word| Hint { key: "k".into(), word: word.into() })
                .to_vec()
        };
        let text =
            |room| line(room, hints()).pieces.iter().map(|p| p.words.as_str().to_owned()).collect::<String>();
        assert_eq!(text(60), "k detail  k logs  k copy  k help");
        assert_eq!(text(27), "k detail  k logs  k help");
        assert_eq!(text(8), "k help");
    }
}
