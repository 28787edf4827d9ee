//! `[[class]]`: which accounts it is about and what it says of them.

use crate::model::text::Safe;

use super::judge;
use super::origin::Located;
use super::settings::{Class, Match};
use super::table::{Mistakes, Table};

/// One class; nothing where a part of it is wrong, since half a match would fit other accounts.
pub(super) fn read(mut table: Table<'_>, top: &[&str], m: &mut Mistakes) -> Option<Located<Class>> {
    let origin = table.origin(m);
    let before = m.count;
    let matching = table.table("match", m).map(|part| matching(part, top, m));
    let class = Class {
        matching: matching.clone().unwrap_or_default(),
        role: table.parsed("role", m, judge::account_role).map(|role| role.value),
        actions: table.parsed("actions", m, judge::actions).map(|actions| actions.value),
        theme: table.text("theme", m),
    };
    table.finish(top, m);
    if matching.is_none() && m.count == before {
        let hint = "add for example match = { ou = \"Workloads/Production*\" }";
        m.push(*origin.mistake("this class does not say which accounts it is about", hint));
    } else if class.role.is_none() && class.actions.is_none() && class.theme.is_none() && m.count == before {
        m.push(*origin.mistake("this class says nothing of its accounts", "add a role, actions or a theme"));
    }
    (m.count == before).then(|| Located::new(class, origin))
}

fn matching(mut table: Table<'_>, top: &[&str], m: &mut Mistakes) -> Match {
    let origin = table.origin(m);
    let before = m.count;
    let whole = |text: Located<Safe>| text.value;
    let matching = Match {
        name: table.text("name", m).map(whole),
        id: table.parsed("id", m, judge::account_id).map(whole),
        ou: table.text("ou", m).map(whole),
        tag: table.parsed("tag", m, judge::tag).map(|tag| tag.value),
    };
    table.finish(top, m);
    if matching == Match::default() && m.count == before {
        m.push(*origin.mistake("this match fits no account", "give at least one of name, id, ou and tag"));
    }
    matching
}
