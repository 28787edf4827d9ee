//! The box that asks in which form and where to what is shown is exported.

use ratatui::layout::Rect;

use crate::app::overlay::export::ExportBox;
use crate::app::pointer::Spot;
use crate::app::{Command, Model};
use crate::model::export::Form;
use crate::ui::canvas::Canvas;
use crate::ui::key_or_name;
use crate::ui::text::{Line, Words, words, wrap};
use crate::ui::theme::Role;
use crate::ui::widget::grid::{Look, signs};
use crate::ui::widget::{dialog, input};

/// Lines of what is missing.
const MISSING: usize = 3;
/// Lines of what went wrong.
const MISTAKE: usize = 3;

/// Draws the box.
pub fn draw(canvas: &mut Canvas, model: &Model, state: &ExportBox) {
    let wide = 88.min(canvas.area().width.saturating_sub(4)).saturating_sub(6);
    let told = told(state, wide);
    let height = Form::ALL.len() as u16 + told.len() as u16 + 7;
    let title = Line::of(Role::Title, "Export").with(Role::Faint, " · ").with(Role::Strong, &state.which);
    let inside = dialog::middle(canvas, 88, height, title, Line::new());
    let mut y = inside.y;
    for (at, form) in Form::ALL.into_iter().enumerate() {
        let place = Rect::new(inside.x, y, inside.width, 1);
        canvas.put(place.x + 2, y, 5, Role::Text, form.name());
        canvas.put(place.x + 8, y, place.width.saturating_sub(8), Role::Muted, meaning(form));
        canvas.spot(place, Spot::Item(at));
        signs(canvas, place, Look { cursor: form == state.form, focused: true, ..Look::default() });
        y += 1;
    }
    canvas.stroke(inside.x, y, inside.width, Role::Border);
    let field = Rect::new(inside.x, y + 1, inside.width, 1);
    input::draw(canvas, field, input::Field { prompt: "to ", input: &state.path });
    let beside = "With it comes a .manifest.json: from where it is, and what is missing.";
    canvas.put(inside.x, y + 2, inside.width, Role::Muted, beside);
    y += 3;
    for (at, (role, line)) in told.into_iter().enumerate() {
        let text = Line::of(role, if at == 0 { sign(state) } else { "  " });
        canvas.line(inside.x, y, inside.width, text.with(role, Words::composed(line)));
        y += 1;
    }
    let mut line = key_or_name(model, Command::Enter).with(Role::Hint, " writes it   ");
    line.append(key_or_name(model, Command::Complete));
    line.push(Role::Hint, " other form   ");
    line.append(key_or_name(model, Command::Back));
    line.push(Role::Hint, " does not");
    if state.writing {
        line = Line::of(Role::StatusChanging, "◐ writing");
    }
    canvas.line(inside.x, inside.bottom().saturating_sub(1), inside.width, line);
}

const fn meaning(form: Form) -> &'static str {
    match form {
        Form::Csv => "the columns shown; nothing that a spreadsheet would compute",
        Form::Json => "every field of each row, as `sagedeck get -o json` has it",
        Form::Md => "the columns shown, as a table for a page",
    }
}

const fn sign(state: &ExportBox) -> &'static str {
    if state.mistake.is_some() { "✗ " } else { "▲ " }
}

/// What went wrong, else what is missing.
fn told(state: &ExportBox, room: u16) -> Vec<(Role, String)> {
    if let Some(mistake) = &state.mistake {
        return wrap(mistake.shown(), room, MISTAKE).into_iter().map(|line| (Role::Error, line)).collect();
    }
    let odd = state.odd();
    let count = state.missing.len();
    let shown = if count > MISSING { MISSING - 1 } else { count };
    let mut lines: Vec<(Role, String)> = odd
        .iter()
        .chain(state.missing.iter().take(shown))
        .flat_map(|text| wrap(text.shown(), room, 1))
        .map(|line| (Role::Warning, line))
        .collect();
    if count > shown {
        lines
            .push((Role::Muted, words!("and {} more; the file says all", count - shown).as_str().to_owned()));
    }
    lines
}
