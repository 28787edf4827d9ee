//! The filter field in the lines below the table: what is typed, and under it the mistake or what can follow.

use ratatui::layout::Rect;

use crate::app::Model;
use crate::app::overlay::filter::FilterInput;
use crate::ui::canvas::Canvas;
use crate::ui::text::words;
use crate::ui::text::{Line, width};
use crate::ui::theme::Role;
use crate::ui::widget::input;
use crate::ui::{key_or_name, rect};

/// The keys that are asked for most.
const FIRST: [&str; 8] = ["idle", "cost", "owner", "account", "status", "type", "tag", "created"];

/// Draws the field.
pub fn draw(canvas: &mut Canvas, model: &Model, filter: &FilterInput) {
    let strip = rect(model.layout.strip);
    let below = rect(model.layout.hints);
    let field = Rect { x: strip.x + 1, width: strip.width.saturating_sub(1), ..strip };
    let start = input::draw(canvas, field, input::Field { prompt: "/ ", input: &filter.input });
    if let Some(mistake) = filter.mistake.as_ref().filter(|_| filter.refused) {
        let mut line = Line::of(Role::Error, words!("✗ not applied · column {}: ", mistake.column));
        line.push(Role::Error, &mistake.message);
        if let Some(hint) = &mistake.hint {
            line.push(Role::Muted, " · ");
            line.push(Role::Muted, hint);
        }
        canvas.line(below.x + 1, below.y, below.width.saturating_sub(2), line);
        return;
    }
    if let Some(mistake) = &filter.mistake {
        // The caret stands under the character that the diagnostic names.
        let before: String = filter.input.text().chars().take(mistake.column.saturating_sub(1)).collect();
        let at = start + i32::from(width(crate::model::text::Safe::new(before).shown()));
        let at = at.clamp(0, i32::from(below.right()) - 12) as u16;
        let mut line = Line::of(Role::Error, words!("{} ", "^".repeat(mistake.width.min(24))));
        line.push(Role::Error, &mistake.message);
        if let Some(hint) = &mistake.hint {
            line.push(Role::Muted, " · ");
            line.push(Role::Muted, hint);
        }
        // A sentence that does not fit behind the caret stands before it.
        let room = below.right().saturating_sub(at);
        if line.width() <= room || at < below.width / 2 {
            canvas.line(at, below.y, room, line);
        } else {
            let mark =
                canvas.put(at, below.y, room, Role::Error, words!("{}", "^".repeat(mistake.width.min(24))));
            line.pieces.remove(0);
            canvas.line_right(below.x + 1, below.y, at.saturating_sub(below.x + 2), line);
            debug_assert!(mark >= at);
        }
        return;
    }
    if crate::ui::footer::toast(canvas, below, model) {
        return;
    }
    let mut line = Line::new();
    if filter.input.text().is_empty() {
        // Before anything is typed, what can be asked is worth more than how one thing is written.
        for word in FIRST.iter().filter(|word| filter.completions.iter().any(|(known, _)| known == *word)) {
            line.push(Role::Key, words!("{word} "));
        }
        line.push(Role::Hint, "…   ");
        line.append(key_or_name(model, crate::app::Command::Complete));
        line.push(Role::Hint, " completes a key, as in ");
        line.push(Role::Key, "idle>4h");
    } else if filter.completions.is_empty() {
        let shown = model.desk.table.totals;
        line.push(Role::Muted, words!("{} of {} match   ", shown.shown, shown.all));
        line.append(key_or_name(model, crate::app::Command::Enter));
        line.push(Role::Hint, " keep  ");
        line.append(key_or_name(model, crate::app::Command::Back));
        line.push(Role::Hint, " drop");
    } else {
        for (word, help) in filter.completions.iter().take(8) {
            line.push(Role::Key, words!("{}", crate::model::text::Safe::new(word)));
            line.push(Role::Hint, words!(" {}   ", crate::model::text::Safe::new(help)));
        }
    }
    canvas.line(below.x + 3, below.y, below.width.saturating_sub(3), line);
}
