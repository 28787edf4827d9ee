//! The picture of the screen.

use sagedeck::ui::picture::svg;
use sagedeck::ui::theme::Theme;

use super::fixture::Console;
use super::shot::drawn;

#[test]
fn the_picture_holds_what_the_screen_shows() {
    let console = Console::believable(120, 36);
    let theme = Theme::default();
    let picture = svg(&drawn(&console.model, &theme), &theme);
    for shown in ["sagedeck", "churn-eda", "InService", "ds-retail"] {
        assert!(picture.contains(shown), "{shown}");
    }
    assert!(picture.len() < 120_000, "{} bytes", picture.len());
}
