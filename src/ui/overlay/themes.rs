//! The list of themes, at the right so that much of the screen is seen in the one under the cursor, with a line of
//! every state in it.

use ratatui::layout::Rect;

use crate::app::Model;
use crate::app::overlay::themes::ThemeMenu;
use crate::app::pointer::Spot;
use crate::model::resource::Phase;
use crate::ui::canvas::Canvas;
use crate::ui::color::Depth;
use crate::ui::text::words;
use crate::ui::text::{Line, Words, wrap};
use crate::ui::theme::Role;
use crate::ui::value;
use crate::ui::widget::grid::{Look, signs};
use crate::ui::widget::{dialog, scroll};

const WIDTH: u16 = 34;
/// Lines under the list: a stroke, the states, what the theme says of itself.
const NOTE: u16 = 3;
const BELOW: u16 = 3 + NOTE;

/// Draws the box.
pub fn draw(canvas: &mut Canvas, model: &Model, menu: &ThemeMenu) {
    let screen = canvas.area();
    let themes = &model.setup.themes;
    // Header, tabs, strip and hints stay in sight.
    let height = (themes.len() as u16 + BELOW + 2).min(screen.height.saturating_sub(4));
    let area = Rect::new(screen.right().saturating_sub(WIDTH + 3), screen.y + 2, WIDTH, height);
    let count = Line::of(Role::Muted, words!("{}", themes.len()));
    let inside = dialog::open(canvas, area, Line::of(Role::Title, "Theme"), count);
    let list = Rect { height: inside.height.saturating_sub(BELOW), ..inside };
    let shown = usize::from(list.height);
    let first = first(menu, shown);
    for (y, at) in (first..themes.len()).enumerate().take(shown) {
        let Some(theme) = themes.get(at) else { break };
        let place = Rect::new(list.x, list.y + y as u16, list.width, 1);
        let role = if theme.broken { Role::Faint } else { Role::Text };
        canvas.put(place.x + 2, place.y, place.width.saturating_sub(2), role, &theme.name);
        let sign = match (theme.broken, theme.name == menu.before) {
            (true, _) => "× mistake",
            (false, true) => "now",
            (false, false) => "",
        };
        canvas.put_right(place.x, place.y, place.width.saturating_sub(1), Role::Muted, sign);
        canvas.spot(place, Spot::Item(at));
        signs(canvas, place, Look { cursor: at == menu.pick.at, focused: true, ..Look::default() });
    }
    scroll::thumb(canvas, Rect::new(list.x, list.y, list.width + 2, list.height), first, shown, themes.len());
    below(
        canvas,
        model,
        menu,
        Rect::new(inside.x, list.bottom(), inside.width, inside.bottom() - list.bottom()),
    );
}

/// The box may have fewer lines than the list was laid out for; the cursor is in sight all the same.
fn first(menu: &ThemeMenu, shown: usize) -> usize {
    let least = (menu.pick.at + 1).saturating_sub(shown);
    menu.pick.offset.clamp(least, menu.pick.at)
}

fn below(canvas: &mut Canvas, model: &Model, menu: &ThemeMenu, area: Rect) {
    canvas.stroke(area.x, area.y, area.width, Role::Border);
    let mut line = Line::new();
    for phase in [Phase::Ok, Phase::Changing, Phase::Stopped, Phase::Failed, Phase::Done, Phase::Unknown] {
        let (sign, role) = value::phase(phase);
        line.push(role, sign);
        line.push(Role::Muted, " ");
    }
    let line = line
        .with(Role::Key, "k")
        .with(Role::Muted, " key ")
        .with(Role::AccountProduction, "PROD")
        .with(Role::Muted, " ")
        .with(Role::IdleCertain, "9d")
        .with(Role::Muted, " ")
        .with(Role::IdleLikely, "4h")
        .with(Role::Faint, " –");
    canvas.line(area.x, area.y + 1, area.width, line);
    let note = model.setup.themes.get(menu.pick.at).map_or("", |theme| theme.note.shown());
    let (role, text) = match canvas.depth() {
        Depth::Mono => (Role::Warning, "▲ This terminal shows no colours: all themes look alike"),
        Depth::Ansi16 => (Role::Warning, "▲ Sixteen colours: themes of exact colours look like terminal16"),
        Depth::Indexed256 | Depth::TrueColor => (Role::Muted, note),
    };
    for (y, part) in wrap(text, area.width, usize::from(NOTE)).into_iter().enumerate() {
        canvas.put(area.x, area.y + 2 + y as u16, area.width, role, Words::composed(part));
    }
}
