//! A field in which one types: prompt, text, caret, and the place of a mistake under it.

use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation;

use crate::app::input::LineInput;
use crate::model::text::Safe;
use crate::ui::canvas::Canvas;
use crate::ui::text::{Words, width};
use crate::ui::theme::Role;

/// A prompt and what is typed behind it.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    pub prompt: &'static str,
    pub input: &'a LineInput,
}

/// Draws the field; a text that is too long is scrolled so that the caret is seen. Returns the column of the text's
/// first character, which lies left of the field when it is scrolled.
pub fn draw(canvas: &mut Canvas, area: Rect, field: Field<'_>) -> i32 {
    let start = canvas.put(area.x, area.y, area.width, Role::Accent, field.prompt);
    let room = area.right().saturating_sub(start);
    let (before, rest) = field.input.split();
    let mut rest = rest.graphemes(true);
    let under = rest.next().unwrap_or(" ");
    // What is typed or pasted comes from outside too.
    let (before, under, after) = (Safe::new(before), Safe::new(under), Safe::new(rest.as_str()));
    let used = width(before.shown());
    let hidden = (used + 1).saturating_sub(room);
    let visible = tail(before.shown(), used.saturating_sub(hidden));
    let mut x = start;
    if hidden > 0 {
        canvas.put(x, area.y, 1, Role::Faint, "…");
        let visible = tail(visible, width(visible).saturating_sub(1));
        x = canvas.put(x + 1, area.y, room, Role::Input, Words::composed(visible.to_owned()));
    } else {
        x = canvas.put(x, area.y, room, Role::Input, Words::composed(visible.to_owned()));
    }
    x = canvas.put(x, area.y, area.right().saturating_sub(x), Role::Caret, &under);
    canvas.put(x, area.y, area.right().saturating_sub(x), Role::Input, &after);
    i32::from(start) - i32::from(hidden)
}

/// The end of a text in at most so many cells.
fn tail(text: &str, room: u16) -> &str {
    let mut left = room;
    let mut from = text.len();
    for (at, grapheme) in text.grapheme_indices(true).rev() {
        let wide = width(grapheme);
        if wide > left {
            break;
        }
        left -= wide;
        from = at;
    }
    text.get(from..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;

    use super::*;
    use crate::app::{Code, Key};
    use crate::ui::theme::Theme;

    fn drawn(text: &str, back: usize, width: u16) -> String {
        let area = Rect::new(0, 0, width, 1);
        let mut cells = Buffer::empty(area);
        let theme = Theme::default();
        let mut input = LineInput::new(text);
        for _ in 0..back {
            input.key(Key::new(Code::Left));
        }
        draw(&mut Canvas::new(&mut cells, &theme), area, Field { prompt: "/", input: &input });
        (0..width).map(|x| cells[(x, 0)].symbol().to_owned()).collect()
    }

    #[test]
    fn the_caret_is_always_in_sight() {
        assert_eq!(drawn("idle>4h", 0, 12), "/idle>4h    ");
        assert_eq!(drawn("account:production", 0, 10), "/…duction ");
        assert_eq!(drawn("account:production", 18, 10), "/account:…");
    }

    #[test]
    fn what_is_typed_is_shown_harmless() {
        assert_eq!(drawn("a\u{1b}[2J", 0, 12), "/a␛[2J      ");
        assert_eq!(drawn("é漢", 1, 6), "/é漢   ");
    }
}
