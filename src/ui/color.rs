//! What the terminal can show: how many colours, and which characters. Pure: the environment is handed in.
//!
//! Invariant: a colour is only ever reduced, once, when the theme is resolved; drawing never asks for the depth.

use ratatui::style::Color;

/// How many colours the terminal shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// Bold, dim, underlined and reversed only.
    Mono,
    Ansi16,
    Indexed256,
    TrueColor,
}

/// Which characters may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    Unicode,
    Ascii,
}

impl Depth {
    pub const ALL: [Self; 4] = [Self::TrueColor, Self::Indexed256, Self::Ansi16, Self::Mono];

    /// The word on the command line and in `doctor`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mono => "mono",
            Self::Ansi16 => "16 colours",
            Self::Indexed256 => "256 colours",
            Self::TrueColor => "truecolor",
        }
    }

    /// Judges the environment. `NO_COLOR` (no-color.org) wins over everything, then `FORCE_COLOR` (0 to 3), then
    /// `COLORTERM`, then `TERM`. The terminal itself is never asked.
    pub fn detect(var: impl Fn(&str) -> Option<String>) -> Self {
        let get = |name: &str| var(name).filter(|value| !value.is_empty());
        if get("NO_COLOR").is_some() {
            return Self::Mono;
        }
        match get("FORCE_COLOR").as_deref() {
            Some("0" | "false") => return Self::Mono,
            Some("2") => return Self::Indexed256,
            Some("3") => return Self::TrueColor,
            Some(_) => return Self::Ansi16,
            None => {}
        }
        let term = get("TERM").unwrap_or_default();
        if term.is_empty() || term == "dumb" || term.starts_with("vt") {
            return Self::Mono;
        }
        if matches!(get("COLORTERM").as_deref(), Some("truecolor" | "24bit")) || is_truecolor_term(&term) {
            return Self::TrueColor;
        }
        if term.contains("256") { Self::Indexed256 } else { Self::Ansi16 }
    }
}

/// Terminals that show every colour and say so in their name.
fn is_truecolor_term(term: &str) -> bool {
    let known = ["alacritty", "contour", "foot", "ghostty", "kitty", "wezterm"];
    term.ends_with("-direct") || known.iter().any(|name| term.contains(name))
}

impl Charset {
    /// Judges the locale as POSIX does: the first of `LC_ALL`, `LC_CTYPE` and `LANG` that is set decides.
    pub fn detect(var: impl Fn(&str) -> Option<String>) -> Self {
        let locale =
            ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| var(name).filter(|v| !v.is_empty()));
        let locale = locale.unwrap_or_default().to_lowercase();
        if locale.contains("utf-8") || locale.contains("utf8") { Self::Unicode } else { Self::Ascii }
    }
}

/// The colour names that themes may use: the sixteen of the terminal, and its own default.
pub const NAMES: [(&str, Color); 17] = [
    ("default", Color::Reset),
    ("black", Color::Black),
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("white", Color::Gray),
    ("bright-black", Color::DarkGray),
    ("bright-red", Color::LightRed),
    ("bright-green", Color::LightGreen),
    ("bright-yellow", Color::LightYellow),
    ("bright-blue", Color::LightBlue),
    ("bright-magenta", Color::LightMagenta),
    ("bright-cyan", Color::LightCyan),
    ("bright-white", Color::White),
];

/// `#rrggbb`, `#rgb` or a name of [`NAMES`].
pub fn parse(text: &str) -> Option<Color> {
    let Some(hex) = text.strip_prefix('#') else {
        return NAMES.iter().find(|(name, _)| *name == text).map(|(_, color)| *color);
    };
    let digits: Vec<u8> = hex.chars().map(|c| c.to_digit(16).map(|d| d as u8)).collect::<Option<_>>()?;
    match *digits.as_slice() {
        [r, g, b] => Some(Color::Rgb(r * 17, g * 17, b * 17)),
        [r, rr, g, gg, b, bb] => Some(Color::Rgb(r * 16 + rr, g * 16 + gg, b * 16 + bb)),
        _ => None,
    }
}

/// The nearest colour that the depth has. Named colours are the terminal's own and stay.
pub fn reduce(color: Color, depth: Depth) -> Color {
    match (color, depth) {
        (_, Depth::Mono) => Color::Reset,
        (Color::Rgb(r, g, b), Depth::Indexed256) => Color::Indexed(nearest_indexed((r, g, b))),
        (Color::Rgb(r, g, b), Depth::Ansi16) => nearest_named((r, g, b)),
        _ => color,
    }
}

/// Red, green and blue, as xterm has them for named and indexed colours. The terminal's default has none.
pub fn rgb(color: Color) -> Option<(u8, u8, u8)> {
    match color {
        Color::Rgb(r, g, b) => Some((r, g, b)),
        Color::Indexed(index) => Some(indexed(index)),
        named => XTERM16.iter().find(|(color, _)| *color == named).map(|(_, rgb)| *rgb),
    }
}

/// Contrast ratio of two colours, 1 to 21. Source: WCAG 2.1, 1.4.3.
pub fn contrast(a: (u8, u8, u8), b: (u8, u8, u8)) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance((r, g, b): (u8, u8, u8)) -> f64 {
    let linear = |channel: u8| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}

/// xterm's values of the sixteen.
const XTERM16: [(Color, (u8, u8, u8)); 16] = [
    (Color::Black, (0, 0, 0)),
    (Color::Red, (205, 0, 0)),
    (Color::Green, (0, 205, 0)),
    (Color::Yellow, (205, 205, 0)),
    (Color::Blue, (0, 0, 238)),
    (Color::Magenta, (205, 0, 205)),
    (Color::Cyan, (0, 205, 205)),
    (Color::Gray, (229, 229, 229)),
    (Color::DarkGray, (127, 127, 127)),
    (Color::LightRed, (255, 0, 0)),
    (Color::LightGreen, (0, 255, 0)),
    (Color::LightYellow, (255, 255, 0)),
    (Color::LightBlue, (92, 92, 255)),
    (Color::LightMagenta, (255, 0, 255)),
    (Color::LightCyan, (0, 255, 255)),
    (Color::White, (255, 255, 255)),
];

/// The steps of a channel in xterm's colour cube.
const CUBE: [u8; 6] = [0, 95, 135, 175, 215, 255];

fn indexed(index: u8) -> (u8, u8, u8) {
    match index {
        0..=15 => XTERM16[usize::from(index)].1,
        16..=231 => {
            let n = usize::from(index - 16);
            (CUBE[n / 36], CUBE[n / 6 % 6], CUBE[n % 6])
        }
        232.. => {
            let grey = 8 + 10 * (index - 232);
            (grey, grey, grey)
        }
    }
}

/// Only the cube and the greys: the first sixteen are whatever the user made of them.
fn nearest_indexed(wanted: (u8, u8, u8)) -> u8 {
    (16..=255).min_by_key(|index| distance(indexed(*index), wanted)).unwrap_or(16)
}

fn nearest_named(wanted: (u8, u8, u8)) -> Color {
    let near = XTERM16.iter().min_by_key(|(_, rgb)| distance(*rgb, wanted));
    near.map_or(Color::Reset, |(color, _)| *color)
}

/// Squared distance, weighted as the eye weighs the channels.
fn distance(a: (u8, u8, u8), b: (u8, u8, u8)) -> u32 {
    let square = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
    3 * square(a.0, b.0) + 6 * square(a.1, b.1) + square(a.2, b.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vars<'a>(pairs: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<String> + 'a {
        |name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
    }

    #[test]
    fn the_environment_decides_the_depth() {
        let cases: [(&[(&str, &str)], Depth); 12] = [
            (&[], Depth::Mono),
            (&[("TERM", "xterm")], Depth::Ansi16),
            (&[("TERM", "xterm-256color")], Depth::Indexed256),
            (&[("TERM", "screen-256color"), ("COLORTERM", "truecolor")], Depth::TrueColor),
            (&[("TERM", "xterm-kitty")], Depth::TrueColor),
            (&[("TERM", "xterm-direct")], Depth::TrueColor),
            (&[("TERM", "vt220")], Depth::Mono),
            (&[("TERM", "dumb"), ("COLORTERM", "truecolor")], Depth::Mono),
            (&[("TERM", "xterm-256color"), ("NO_COLOR", "1"), ("FORCE_COLOR", "3")], Depth::Mono),
            (&[("TERM", "xterm-256color"), ("NO_COLOR", "")], Depth::Indexed256),
            (&[("TERM", "dumb"), ("FORCE_COLOR", "3")], Depth::TrueColor),
            (&[("TERM", "xterm"), ("FORCE_COLOR", "0")], Depth::Mono),
        ];
        for (pairs, depth) in cases {
            assert_eq!(Depth::detect(vars(pairs)), depth, "{pairs:?}");
        }
    }

    #[test]
    fn the_locale_decides_the_characters() {
        let cases: [(&[(&str, &str)], Charset); 6] = [
            (&[], Charset::Ascii),
            (&[("LANG", "C")], Charset::Ascii),
            (&[("LANG", "de_DE.UTF-8")], Charset::Unicode),
            (&[("LANG", "de_DE.UTF-8"), ("LC_ALL", "C")], Charset::Ascii),
            (&[("LC_ALL", ""), ("LC_CTYPE", "C.utf8")], Charset::Unicode),
            (&[("LC_CTYPE", "en_GB.ISO-8859-1"), ("LANG", "en_GB.UTF-8")], Charset::Ascii),
        ];
        for (pairs, charset) in cases {
            assert_eq!(Charset::detect(vars(pairs)), charset, "{pairs:?}");
        }
    }

    #[test]
    fn colours_are_read_and_reduced() {
        assert_eq!(parse("#0af"), Some(Color::Rgb(0, 170, 255)));
        assert_eq!(parse("#8ab4f8"), Some(Color::Rgb(138, 180, 248)));
        assert_eq!(parse("bright-black"), Some(Color::DarkGray));
        for bad in ["#12", "#12345g", "#1234567", "grellow", "8ab4f8", "#é1"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
        assert_eq!(reduce(Color::Rgb(255, 0, 0), Depth::Indexed256), Color::Indexed(196));
        assert_eq!(reduce(Color::Rgb(250, 250, 250), Depth::Ansi16), Color::White);
        assert_eq!(reduce(Color::Rgb(1, 2, 3), Depth::TrueColor), Color::Rgb(1, 2, 3));
        assert_eq!(reduce(Color::Red, Depth::Mono), Color::Reset);
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        assert!((contrast((0, 0, 0), (255, 255, 255)) - 21.0).abs() < 0.01);
        assert!((contrast((119, 119, 119), (255, 255, 255)) - 4.48).abs() < 0.01);
    }
}
