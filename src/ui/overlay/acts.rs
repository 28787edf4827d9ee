//! What was done in this session, resource by resource, with how far it is or how it ended.

use ratatui::layout::Rect;

use crate::app::Model;
use crate::app::acts::{Doing, Stage};
use crate::app::pick::Pick;
use crate::app::pointer::Spot;
use crate::model::audit::Ending;
use crate::model::time::seconds_between;
use crate::ui::canvas::Canvas;
use crate::ui::text::{Line, Words, span, words, wrap};
use crate::ui::theme::Role;
use crate::ui::value;
use crate::ui::widget::grid::{Look, signs};
use crate::ui::widget::{dialog, scroll};

/// Lines for the whole text of the line under the cursor.
const WHOLE: u16 = 3;

/// Draws the box.
pub fn draw(canvas: &mut Canvas, model: &Model, pick: Pick) {
    let all: Vec<_> = model.acts.each().collect();
    let height = all.len().clamp(1, pick.height.max(1)) as u16 + WHOLE + 3;
    let inside =
        dialog::middle(canvas, 112, height, Line::of(Role::Title, "Actions of this session"), tally(&all));
    let list = Rect { height: inside.height.saturating_sub(WHOLE + 1), ..inside };
    let window = pick.window();
    for (y, at) in window.clone().enumerate().take(usize::from(list.height)) {
        let Some((act, doing)) = all.get(at) else { break };
        let place = Rect::new(list.x, list.y + y as u16, list.width, 1);
        let (sign, role, word) = stage(&doing.stage);
        let x = canvas.put(place.x + 2, place.y, 2, role, sign);
        let wide = place.width / 4;
        canvas.put(x + 1, place.y, 12, Role::Text, act.verb.name());
        let x = x + 13;
        let name = Words::composed(doing.item.target.name.identity());
        canvas.put(x, place.y, wide, Role::Strong, name);
        let x = x + wide + 1;
        let account = &doing.item.account;
        canvas.put(x, place.y, 16, value::account(account.role), &account.name);
        let x = x + 17;
        canvas.line(x, place.y, place.right().saturating_sub(x), state(model, doing, role, word));
        canvas.spot(place, Spot::Item(at));
        signs(canvas, place, Look { cursor: at == pick.at, focused: true, ..Look::default() });
    }
    let edge = Rect::new(list.x, list.y, list.width + 2, list.height);
    scroll::thumb(canvas, edge, window.start, window.len(), all.len());
    canvas.stroke(inside.x, list.bottom(), inside.width, Role::Border);
    let Some((_, doing)) = all.get(pick.at) else { return };
    let whole = match &doing.stage {
        Stage::Ended(_, text) | Stage::Skipped(text) | Stage::Unknown(text) => text.shown(),
        _ => "",
    };
    let request = doing.request_id.as_ref().map(|id| format!(" · request {id}")).unwrap_or_default();
    let text = format!(
        "{}{request}{}{whole}",
        doing.item.target.arn.safe(),
        if whole.is_empty() { "" } else { " · " }
    );
    let room = inside.width.saturating_sub(2);
    for (y, part) in wrap(&text, room, usize::from(WHOLE)).into_iter().enumerate() {
        canvas.put(inside.x + 2, list.bottom() + 1 + y as u16, room, Role::Muted, Words::composed(part));
    }
}

fn tally(all: &[(&crate::app::acts::ActState, &Doing)]) -> Line<'static> {
    let good = all.iter().filter(|(_, doing)| doing.stage.is_good()).count();
    Line::of(Role::Muted, words!("{good} of {} done", all.len()))
}

fn state<'a>(model: &Model, doing: &'a Doing, role: Role, word: &'static str) -> Line<'a> {
    let line = Line::of(role, word);
    match &doing.stage {
        Stage::Following => {
            let row = model.row(&doing.item.target.arn);
            let status = row.and_then(|row| row.resource.status.as_ref()).map_or("", |status| status.shown());
            let ago = span(seconds_between(doing.since, model.now));
            line.with(Role::Muted, words!(" · {status} · {ago}"))
        }
        // It begins with these words.
        Stage::Skipped(text) => Line::of(role, text),
        Stage::Ended(_, text) | Stage::Unknown(text) => line.with(Role::Muted, " · ").with(Role::Muted, text),
        _ => line,
    }
}

/// Sign, style and word of a stage.
pub fn stage(stage: &Stage) -> (&'static str, Role, &'static str) {
    match stage {
        Stage::Waiting => ("·", Role::Muted, "waits"),
        Stage::Checking => ("◐", Role::StatusChanging, "is looked at again"),
        Stage::Calling => ("◐", Role::StatusChanging, "is asked for"),
        Stage::Following => ("◐", Role::StatusChanging, "accepted"),
        Stage::Unknown(_) => ("?", Role::Warning, "answer lost"),
        Stage::Ended(ending, _) => match ending {
            Ending::Done => ("✓", Role::StatusDone, "done"),
            Ending::AlreadyDone => ("✓", Role::StatusDone, "already done"),
            Ending::Refused => ("✗", Role::Error, "refused"),
            Ending::NotDone => ("✗", Role::Error, "not done"),
            Ending::Failed => ("✗", Role::Error, "failed"),
            Ending::Unknown => ("?", Role::Error, "not known"),
        },
        Stage::Skipped(_) => ("×", Role::Warning, "not begun"),
    }
}
