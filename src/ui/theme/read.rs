//! From TOML to styles. Everything wrong in a file is reported at once, with its place and the nearest right word.

use std::collections::BTreeMap;
use std::ops::Range;

use ratatui::style::{Color, Modifier, Style};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Lookup, Role, builtin};
use crate::model::text::Safe;
use crate::source::{Diagnostic, Source, did_you_mean};
use crate::ui::color;

/// A theme that inherits through more than this many others goes in a circle.
const DEEPEST: usize = 8;

const KEYS: [&str; 4] = ["description", "inherits", "palette", "roles"];
const STYLE_KEYS: [&str; 3] = ["fg", "bg", "modifiers"];
const MODIFIERS: [(&str, Modifier); 5] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underline", Modifier::UNDERLINED),
    ("reverse", Modifier::REVERSED),
];

/// A colour as it was written. A name of the palette is looked up when all files are read, so that a palette alone
/// makes a theme of its own out of one that it inherits.
#[derive(Clone, Debug)]
enum Paint {
    Exact(Color),
    Named(String),
}

/// What one role was given. Absent parts come from its parent.
#[derive(Clone, Debug, Default)]
struct Given {
    fg: Option<Paint>,
    bg: Option<Paint>,
    modifiers: Option<Modifier>,
}

/// A theme and its ancestors, laid over each other.
#[derive(Default)]
struct Sheet {
    /// Of the theme itself, not of its ancestors.
    description: Safe,
    palette: BTreeMap<String, Color>,
    roles: BTreeMap<Role, Given>,
}

/// What a text says: its description and the style of every role in the order of [`Role::ALL`].
pub(super) struct Sheets {
    pub(super) description: Safe,
    pub(super) styles: [Style; Role::COUNT],
}

pub(super) fn read(source: &Source, lookup: Lookup<'_>) -> Result<Sheets, Vec<Diagnostic>> {
    let sheet = sheet(source, lookup, 0)?;
    let color = |paint: &Option<Paint>| match paint {
        Some(Paint::Exact(color)) => Some(*color),
        Some(Paint::Named(name)) => sheet.palette.get(name).copied(),
        None => None,
    };
    let mut styles = [Style::new(); Role::COUNT];
    let mut modifiers = [Modifier::empty(); Role::COUNT];
    for role in Role::ALL {
        // Parents stand before their children, so a parent is whole here.
        let above = role.parent().map(|parent| parent as usize);
        let own = sheet.roles.get(role).cloned().unwrap_or_default();
        let inherited = above.map_or_else(Style::new, |above| styles[above]);
        let modified = own.modifiers.or(above.map(|above| modifiers[above])).unwrap_or_default();
        modifiers[*role as usize] = modified;
        styles[*role as usize] = Style {
            fg: color(&own.fg).or(inherited.fg),
            bg: color(&own.bg).or(inherited.bg),
            ..Style::new().add_modifier(modified)
        };
    }
    Ok(Sheets { description: sheet.description, styles })
}

fn sheet(source: &Source, lookup: Lookup<'_>, depth: usize) -> Result<Sheet, Vec<Diagnostic>> {
    let root = DeTable::parse(&source.text).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        vec![source.diagnostic(&span, error.message().lines().next().unwrap_or("not TOML"))]
    })?;
    let mut reader = Reader { source, problems: Vec::new(), sheet: Sheet::default() };
    let root = root.into_inner();
    for key in root.keys().filter(|key| !KEYS.contains(&key.get_ref().as_ref())) {
        reader.unknown(key, "key", KEYS);
    }
    if let Some(parent) = root.get("inherits") {
        reader.inherit(parent, lookup, depth);
    }
    reader.describe(root.get("description"));
    if let Some(palette) = root.get("palette") {
        reader.palette(palette);
    }
    if let Some(roles) = root.get("roles") {
        reader.roles(roles);
    }
    if reader.problems.is_empty() { Ok(reader.sheet) } else { Err(reader.problems) }
}

/// Collects what is right and what is wrong in one file.
struct Reader<'a> {
    source: &'a Source,
    problems: Vec<Diagnostic>,
    sheet: Sheet,
}

impl Reader<'_> {
    fn problem(&mut self, span: &Range<usize>, message: &str, hint: Option<Safe>) {
        self.problems.push(self.source.diagnostic(span, message).with_hint(hint));
    }

    fn unknown<'k>(
        &mut self,
        word: &Spanned<impl AsRef<str>>,
        what: &str,
        known: impl IntoIterator<Item = &'k str>,
    ) {
        let text = word.get_ref().as_ref();
        let hint = did_you_mean(text, known);
        self.problem(&word.span(), &format!("unknown {what} `{text}`"), hint);
    }

    fn inherit(&mut self, name: &Spanned<DeValue<'_>>, lookup: Lookup<'_>, depth: usize) {
        let Some(text) = name.get_ref().as_str() else {
            return self.problem(&name.span(), "`inherits` is the name of a theme", None);
        };
        if depth >= DEEPEST {
            return self.problem(&name.span(), "this theme inherits from itself", None);
        }
        let Some(parent) = lookup(text).or_else(|| builtin::source(text)) else {
            let hint = did_you_mean(text, builtin::BUILTIN.iter().map(|(name, _)| *name));
            return self.problem(&name.span(), &format!("no theme is called `{text}`"), hint);
        };
        match sheet(&parent, lookup, depth + 1) {
            Ok(sheet) => self.sheet = sheet,
            Err(problems) => self.problems.extend(problems),
        }
    }

    fn describe(&mut self, text: Option<&Spanned<DeValue<'_>>>) {
        self.sheet.description = Safe::default();
        match text.map(|text| (text, text.get_ref().as_str())) {
            Some((_, Some(words))) => self.sheet.description = Safe::new(words),
            Some((text, None)) => self.problem(&text.span(), "`description` is a text in quotes", None),
            None => {}
        }
    }

    fn palette(&mut self, table: &Spanned<DeValue<'_>>) {
        let Some(entries) = table.get_ref().as_table() else {
            return self.problem(&table.span(), "`palette` is a table of names and colours", None);
        };
        for (name, value) in entries {
            let color = value.get_ref().as_str().and_then(color::parse);
            match color {
                Some(color) => {
                    self.sheet.palette.insert(name.get_ref().to_string(), color);
                }
                None => self.bad_color(value, &[]),
            }
        }
    }

    fn bad_color(&mut self, value: &Spanned<DeValue<'_>>, palette: &[String]) {
        let text = value.get_ref().as_str().unwrap_or_default();
        if text.is_empty() || text.starts_with('#') {
            let message = "a colour is `#rrggbb`, `#rgb` or a name";
            return self.problem(&value.span(), message, Some(Safe::new("for example `#8ab4f8`")));
        }
        let known = palette.iter().map(String::as_str).chain(color::NAMES.iter().map(|(name, _)| *name));
        let hint = did_you_mean(text, known);
        self.problem(&value.span(), &format!("no colour is called `{text}`"), hint);
    }

    fn roles(&mut self, table: &Spanned<DeValue<'_>>) {
        let Some(entries) = table.get_ref().as_table() else {
            return self.problem(&table.span(), "`roles` is a table of roles and styles", None);
        };
        for (name, value) in entries {
            let Some(role) = Role::parse(name.get_ref()) else {
                self.unknown(name, "role", Role::ALL.iter().map(|role| role.name()));
                continue;
            };
            let given = self.style(value);
            self.sheet.roles.insert(role, given);
        }
    }

    fn style(&mut self, value: &Spanned<DeValue<'_>>) -> Given {
        let Some(parts) = value.get_ref().as_table() else {
            return Given { fg: self.color(value), ..Given::default() };
        };
        let mut given = Given::default();
        for (key, part) in parts {
            match key.get_ref().as_ref() {
                "fg" => given.fg = self.color(part),
                "bg" => given.bg = self.color(part),
                "modifiers" => given.modifiers = Some(self.modifiers(part)),
                _ => self.unknown(key, "part of a style", STYLE_KEYS),
            }
        }
        given
    }

    fn color(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Paint> {
        let text = value.get_ref().as_str().unwrap_or_default();
        if self.sheet.palette.contains_key(text) {
            return Some(Paint::Named(text.to_owned()));
        }
        let color = color::parse(text);
        if color.is_none() {
            let palette: Vec<String> = self.sheet.palette.keys().cloned().collect();
            self.bad_color(value, &palette);
        }
        color.map(Paint::Exact)
    }

    fn modifiers(&mut self, value: &Spanned<DeValue<'_>>) -> Modifier {
        let Some(words) = value.get_ref().as_array() else {
            self.problem(&value.span(), "`modifiers` is a list such as [\"bold\"]", None);
            return Modifier::empty();
        };
        let mut all = Modifier::empty();
        for word in words {
            let text = word.get_ref().as_str().unwrap_or_default();
            if let Some((_, modifier)) = MODIFIERS.iter().find(|(name, _)| *name == text) {
                all |= *modifier;
            } else {
                let hint = did_you_mean(text, MODIFIERS.iter().map(|(name, _)| *name));
                self.problem(&word.span(), &format!("unknown modifier `{text}`"), hint);
            }
        }
        all
    }
}
