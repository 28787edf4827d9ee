//! What a written text means: periods, regions, selectors of accounts, words of closed lists. Pure.
//!
//! Invariant: every refusal says what would be right.

use crate::model::account::AccountRole;
use crate::model::action::Allowance;
use crate::model::field::Field;
use crate::model::kind::Kind;
use crate::model::scope::{AccountId, Region};
use crate::model::text::Safe;
use crate::query;
use crate::source::{Diagnostic, did_you_mean};

use super::origin::Located;
use super::regions;
use super::settings::{Appearance, Clipboard, Sort, Themes};

pub(super) type Judged<T> = Result<T, Box<Diagnostic>>;

/// A longer period is a slip of the unit.
const LONGEST_PERIOD: i64 = 7 * 86_400;

/// What `mode` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Operate,
    ReadOnly,
}

/// What `accounts.source` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FleetFrom {
    Profiles,
    Organization,
}

/// Any text will do.
#[expect(clippy::unnecessary_wraps, reason = "it stands where other texts are refused")]
pub(super) fn any(text: &Located<Safe>) -> Judged<Safe> {
    Ok(text.value.clone())
}

/// One of a closed list.
pub(super) fn word<T: Copy>(text: &Located<Safe>, what: &str, known: &[(&str, T)]) -> Judged<T> {
    let raw = text.value.raw();
    known.iter().find(|(name, _)| *name == raw).map(|(_, value)| *value).ok_or_else(|| {
        let names = || known.iter().map(|(name, _)| *name);
        let near = did_you_mean(raw, names()).map(|near| near.raw().to_owned());
        let all = || format!("one of {}", names().collect::<Vec<_>>().join(", "));
        text.mistake(format!("unknown {what} `{raw}`"), near.unwrap_or_else(all))
    })
}

pub(super) fn mode(text: &Located<Safe>) -> Judged<Mode> {
    word(text, "mode", &[("operate", Mode::Operate), ("read-only", Mode::ReadOnly)])
}

pub(super) fn fleet_from(text: &Located<Safe>) -> Judged<FleetFrom> {
    let known = [("profiles", FleetFrom::Profiles), ("organization", FleetFrom::Organization)];
    word(text, "source of accounts", &known)
}

pub(super) fn appearance(text: &Located<Safe>) -> Judged<Appearance> {
    word(text, "appearance", &[("dark", Appearance::Dark), ("light", Appearance::Light)])
}

/// What `COLORFGBG` says: the number of the ground stands last, as in `15;0` or `0;default;15`. Dark grounds are the
/// first seven of the sixteen colours and bright black.
pub(super) fn ground(text: &str) -> Option<Appearance> {
    match text.rsplit(';').next()?.trim().parse::<u8>().ok()? {
        0..=6 | 8 => Some(Appearance::Dark),
        7 | 9..=15 => Some(Appearance::Light),
        _ => None,
    }
}

/// One name stands for both appearances.
pub(super) fn one_theme(name: Located<Safe>) -> Located<Themes> {
    let origin = name.origin.clone();
    Located::new(Themes { dark: name.clone(), light: name }, origin)
}

pub(super) fn clipboard(text: &Located<Safe>) -> Judged<Clipboard> {
    word(text, "clipboard", &[("osc52", Clipboard::Osc52), ("off", Clipboard::Off)])
}

pub(super) fn actions(text: &Located<Safe>) -> Judged<Allowance> {
    word(text, "class of actions", &Allowance::ALL.map(|actions| (actions.name(), actions)))
}

pub(super) fn account_role(text: &Located<Safe>) -> Judged<AccountRole> {
    word(text, "account role", &AccountRole::ALL.map(|role| (role.name(), role)))
}

/// Seconds; nothing for `0`, which means off.
pub(super) fn period(text: &Located<Safe>) -> Judged<Option<u32>> {
    let raw = text.value.raw().trim();
    let example = "a duration such as \"60s\" or \"5m\", or \"0\" for off";
    match query::span(raw) {
        Ok(0) => Ok(None),
        Ok(seconds) if seconds <= LONGEST_PERIOD => Ok(u32::try_from(seconds).ok()),
        Ok(_) => Err(text.mistake(format!("`{raw}` is longer than a week"), example)),
        Err(_) => Err(text.mistake(format!("`{raw}` is not a duration"), example)),
    }
}

/// A region code by its shape; new regions appear faster than programs are updated.
pub(super) fn region(text: &Located<Safe>) -> Judged<Region> {
    let raw = text.value.raw();
    let parts: Vec<&str> = raw.split('-').collect();
    let letters = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase());
    let shaped = match parts.split_last() {
        Some((number, names)) => {
            names.len() >= 2
                && names.iter().all(letters)
                && !number.is_empty()
                && number.bytes().all(|b| b.is_ascii_digit())
        }
        None => false,
    };
    Region::parse(raw).filter(|_| shaped).ok_or_else(|| {
        let near = did_you_mean(raw, regions::known()).map(|near| near.raw().to_owned());
        let example = || "a region code is written as in `eu-west-1`".to_owned();
        text.mistake(format!("`{raw}` is not a region code"), near.unwrap_or_else(example))
    })
}

/// `111122223333`, `ou:NAME`, `tag:KEY` or `tag:KEY=VALUE`, `name:NAME`.
pub(super) fn selector(text: &Located<Safe>) -> Judged<Safe> {
    let raw = text.value.raw();
    let known = match raw.split_once(':') {
        Some(("ou" | "name", behind)) => !behind.trim().is_empty(),
        Some(("tag", behind)) => !behind.starts_with('=') && !behind.trim().is_empty(),
        Some(_) => false,
        None => raw.parse::<AccountId>().is_ok(),
    };
    let hint = "an account id of twelve digits, `ou:NAME`, `tag:KEY=VALUE` or `name:NAME`";
    known
        .then(|| text.value.clone())
        .ok_or_else(|| text.mistake(format!("`{raw}` does not say which accounts"), hint))
}

/// Twelve digits, or fewer with a `*`.
pub(super) fn account_id(text: &Located<Safe>) -> Judged<Safe> {
    let raw = text.value.raw();
    let globbed =
        raw.contains('*') && raw.len() <= 12 && raw.bytes().all(|b| b.is_ascii_digit() || b == b'*');
    (globbed || raw.parse::<AccountId>().is_ok()).then(|| text.value.clone()).ok_or_else(|| {
        text.mistake(
            format!("`{raw}` is not an account id"),
            "twelve digits, in quotes to keep leading zeros",
        )
    })
}

/// `KEY=VALUE`.
pub(super) fn tag(text: &Located<Safe>) -> Judged<(Safe, Safe)> {
    let raw = text.value.raw();
    raw.split_once('=')
        .filter(|(key, _)| !key.is_empty())
        .map(|(key, value)| (Safe::new(key), Safe::new(value)))
        .ok_or_else(|| {
            text.mistake(format!("`{raw}` is not a tag with its value"), "as in \"environment=prod\"")
        })
}

/// `/`, or a path that begins and ends with `/`, as IAM demands.
pub(super) fn role_path(text: &Located<Safe>) -> Judged<Safe> {
    let raw = text.value.raw();
    (raw.starts_with('/') && raw.ends_with('/')).then(|| text.value.clone()).ok_or_else(|| {
        text.mistake(
            format!("`{raw}` is not a role path"),
            "it begins and ends with a slash, as in \"/operations/\"",
        )
    })
}

pub(super) fn kind(text: &Located<Safe>) -> Judged<Kind> {
    let raw = text.value.raw();
    Kind::parse(raw).map_or_else(|| word(text, "kind", &Kind::ALL.map(|kind| (kind.name(), kind))), Ok)
}

pub(super) fn field(text: &Located<Safe>) -> Judged<Field> {
    named_field(text, text.value.raw())
}

/// A column, with `-` before it for descending order.
pub(super) fn sort(text: &Located<Safe>) -> Judged<Sort> {
    let raw = text.value.raw();
    let name = raw.strip_prefix('-').unwrap_or(raw);
    Ok(Sort { field: named_field(text, name)?, descending: name.len() < raw.len() })
}

fn named_field(text: &Located<Safe>, name: &str) -> Judged<Field> {
    Field::parse(name).ok_or_else(|| {
        let near = did_you_mean(name, Field::ALL.iter().map(|field| field.key()));
        let hint = near.map_or_else(
            || "columns are named as in machine output, for example usd_month".into(),
            |near| near.raw().to_owned(),
        );
        text.mistake(format!("unknown column `{name}`"), hint)
    })
}
