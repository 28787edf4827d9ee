//! The field for tags to add, in the line of hints; above it what it is about, or what is wrong.

use crate::app::Model;
use crate::app::overlay::tags::TagsInput;
use crate::ui::canvas::Canvas;
use crate::ui::rect;
use crate::ui::text::{Line, words};
use crate::ui::theme::Role;
use crate::ui::widget::input;

/// Draws both lines.
pub fn draw(canvas: &mut Canvas, model: &Model, field: &TagsInput) {
    let strip = rect(model.layout.strip);
    let line = if let Some(why) = &field.mistake {
        Line::of(Role::Error, " ✗ ").with(Role::Text, why)
    } else {
        let title = &field.title;
        Line::of(
            Role::Muted,
            words!(" Tags to add to {title}: KEY=VALUE, quotes around spaces; what has no value is left out"),
        )
    };
    canvas.line(strip.x, strip.y, strip.width, line);
    let mut area = rect(model.layout.hints);
    (area.x, area.width) = (area.x + 1, area.width.saturating_sub(1));
    input::draw(canvas, area, input::Field { prompt: "add tags ", input: &field.input });
}
