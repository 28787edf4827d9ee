//! Every embedded theme can be read, and in every one of them states can be told apart: by how the eye sees colours,
//! also without red and green.

use super::*;
use crate::ui::color::{contrast, reduce, rgb};

type Rgb = (u8, u8, u8);

/// What text stands on.
const GROUNDS: [Role; 5] = [Role::Surface, Role::Raised, Role::Bar, Role::Cursor, Role::CursorAway];
/// Roles that no letter is drawn in.
const STROKES: [Role; 3] = [Role::Border, Role::BorderFocus, Role::Scroll];
/// Roles of states that may stand on one screen.
const STATES: [Role; 10] = [
    Role::StatusOk,
    Role::StatusChanging,
    Role::StatusStopped,
    Role::StatusFailed,
    Role::StatusDone,
    Role::StatusUnknown,
    Role::IdleCertain,
    Role::IdleLikely,
    Role::ModeOperator,
    Role::ModeReadOnly,
];
/// Two colours nearer than this in CIELAB look alike at a glance.
const APART: f64 = 12.0;

/// The embedded themes that say each colour exactly; the others take the terminal's, or none.
fn exact() -> Vec<(&'static str, Theme)> {
    let themes = BUILTIN.iter().filter(|(name, _)| !["mono", "terminal16"].contains(name));
    themes.map(|(name, _)| (*name, builtin(name).unwrap())).collect()
}

/// The colours of a role's text on a ground.
fn colors(theme: &Theme, role: Role, ground: Role) -> (Rgb, Rgb) {
    let (style, under) = (theme.style(role), theme.style(ground));
    let front = under.fg.filter(|_| matches!(ground, Role::Cursor | Role::CursorAway)).or(style.fg);
    (rgb(front.unwrap()).unwrap(), rgb(style.bg.or(under.bg).unwrap()).unwrap())
}

#[test]
fn every_text_can_be_read_on_every_ground() {
    let mut wrong = Vec::new();
    for (name, theme) in exact() {
        for ground in GROUNDS {
            for role in Role::ALL.iter().filter(|role| !GROUNDS.contains(role) && !STROKES.contains(role)) {
                let (front, back) = colors(&theme, *role, ground);
                let ratio = contrast(front, back);
                if ratio < 4.5 {
                    wrong.push(format!("{name}: {} on {}: {ratio:.2}", role.name(), ground.name()));
                }
                let near =
                    |(r, g, b)| rgb(reduce(ratatui::style::Color::Rgb(r, g, b), Depth::Indexed256)).unwrap();
                // The nearest of 256 is not always as far from its ground; what large text needs stays.
                let ratio = contrast(near(front), near(back));
                if ratio < 3.0 {
                    wrong.push(format!("{name}: {} on {} of 256: {ratio:.2}", role.name(), ground.name()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn strokes_can_be_seen() {
    for (name, theme) in exact() {
        for (role, least) in [(Role::Border, 1.5), (Role::BorderFocus, 3.0), (Role::Scroll, 3.0)] {
            let (front, back) = colors(&theme, role, Role::Surface);
            assert!(contrast(front, back) >= least, "{name}: {}", role.name());
        }
    }
}

#[test]
fn the_cursor_stands_out_from_its_ground() {
    for (name, theme) in exact() {
        let ground = |role| rgb(theme.style(role).bg.unwrap()).unwrap();
        let (cursor, away) = (ground(Role::Cursor), ground(Role::CursorAway));
        assert!(contrast(cursor, ground(Role::Surface)) >= 1.1, "{name}");
        assert!(contrast(cursor, ground(Role::Raised)) >= 1.1, "{name}: in boxes");
        assert!(contrast(away, ground(Role::Surface)) >= 1.05, "{name}: away");
    }
}

#[test]
fn states_can_be_told_apart_in_every_theme() {
    for (name, theme) in exact() {
        let seen = |role: Role| colors(&theme, role, Role::Surface);
        for (at, one) in STATES.into_iter().enumerate() {
            for other in STATES.into_iter().skip(at + 1) {
                let differ = theme.style(one).add_modifier != theme.style(other).add_modifier
                    || seen(one).1 != seen(other).1
                    || distance(seen(one).0, seen(other).0) >= APART;
                assert!(differ, "{name}: {} and {}", one.name(), other.name());
            }
        }
    }
}

/// Signs and words differ as well, which `ui::value` and the screens show; here it is the modifiers that must.
#[test]
fn without_exact_colours_modifiers_or_names_tell_states_apart() {
    let sixteen = builtin("terminal16").unwrap();
    for (at, one) in STATES.into_iter().enumerate() {
        for other in STATES.into_iter().skip(at + 1) {
            assert_ne!(sixteen.style(one), sixteen.style(other), "{} and {}", one.name(), other.name());
        }
    }
    let mono = builtin("mono").unwrap();
    for (one, other) in [
        (Role::StatusOk, Role::StatusFailed),
        (Role::StatusOk, Role::StatusChanging),
        (Role::StatusOk, Role::StatusStopped),
        (Role::StatusFailed, Role::StatusChanging),
        (Role::StatusFailed, Role::StatusStopped),
        (Role::IdleCertain, Role::IdleLikely),
        (Role::AccountProduction, Role::AccountDataScience),
    ] {
        assert_ne!(mono.style(one), mono.style(other), "{} and {}", one.name(), other.name());
    }
}

/// As an eye without cones for green sees it. Source: Machado, Oliveira and Fernandes 2009, severity 1.
#[test]
fn deuteranopia_needs_neither_red_nor_green() {
    let theme = builtin("deuteranopia").unwrap();
    let seen = |role: Role| deuteranopic(colors(&theme, role, Role::Surface).0);
    for (one, other) in [
        (Role::StatusOk, Role::StatusFailed),
        (Role::StatusOk, Role::StatusChanging),
        (Role::StatusFailed, Role::StatusChanging),
        (Role::StatusFailed, Role::StatusStopped),
        (Role::StatusOk, Role::StatusUnknown),
        (Role::StatusOk, Role::StatusDone),
        (Role::IdleCertain, Role::StatusOk),
    ] {
        let apart = distance(seen(one), seen(other));
        assert!(apart >= 20.0, "{} and {}: {apart:.0}", one.name(), other.name());
    }
    // The same measure finds fault with a theme that relies on red and green.
    let gruvbox = builtin("gruvbox-light").unwrap();
    let seen = |role: Role| deuteranopic(colors(&gruvbox, role, Role::Surface).0);
    assert!(distance(seen(Role::StatusOk), seen(Role::StatusFailed)) < 20.0);
}

fn linear(channel: u8) -> f64 {
    let c = f64::from(channel) / 255.0;
    if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
}

fn deuteranopic((r, g, b): Rgb) -> Rgb {
    let (r, g, b) = (linear(r), linear(g), linear(b));
    let shown = |row: [f64; 3]| {
        let c = (row[0] * r + row[1] * g + row[2] * b).clamp(0.0, 1.0);
        let c = if c <= 0.003_130_8 { c * 12.92 } else { 1.055 * c.powf(1.0 / 2.4) - 0.055 };
        (c * 255.0).round() as u8
    };
    (
        shown([0.367_322, 0.860_646, -0.227_968]),
        shown([0.280_085, 0.672_501, 0.047_413]),
        shown([-0.011_820, 0.042_940, 0.968_881]),
    )
}

/// Distance in CIELAB (CIE 1976).
fn distance(one: Rgb, other: Rgb) -> f64 {
    let parts = lab(one).into_iter().zip(lab(other));
    parts.map(|(one, other)| (one - other).powi(2)).sum::<f64>().sqrt()
}

fn lab((r, g, b): Rgb) -> [f64; 3] {
    let color = [linear(r), linear(g), linear(b)];
    // Under the white of daylight (D65).
    let part = |row: [f64; 3], white: f64| {
        let t = row.into_iter().zip(color).map(|(weight, channel)| weight * channel).sum::<f64>() / white;
        if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 }
    };
    let left = part([0.4124, 0.3576, 0.1805], 0.950_47);
    let middle = part([0.2126, 0.7152, 0.0722], 1.0);
    let right = part([0.0193, 0.1192, 0.9505], 1.088_83);
    [116.0 * middle - 16.0, 500.0 * (left - middle), 200.0 * (middle - right)]
}
