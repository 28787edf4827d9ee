//! What holds for a user, a space or an app of Studio although something above it said so: the role that it works with,
//! and whether AWS stops it when it is idle.
//!
//! Source: SageMaker developer guide, "Idle shutdown" and "Amazon SageMaker AI domain entities": the settings of a user
//! come before those of the domain, a space may choose its own time where idle shutdown is on, and a shared space follows
//! the domain's default space settings. Invariant: a level that was not read leaves everything below it unknown.

use crate::model::field::Field;
use crate::model::kind::Kind;
use crate::model::resource::Resource;
use crate::model::row::{Inherited, Shutdown};
use crate::model::text::Safe;
use crate::model::time::short_span;

#[cfg(test)]
pub(super) mod tests;

/// The tools that AWS can stop when they are idle, with the fields that say whether and when.
const LAB: Tool = Tool {
    name: "JupyterLab",
    management: Field::JupyterLabLifecycleManagement,
    timeout: Field::JupyterLabIdleTimeout,
};
const EDITOR: Tool = Tool {
    name: "CodeEditor",
    management: Field::CodeEditorLifecycleManagement,
    timeout: Field::CodeEditorIdleTimeout,
};
/// JupyterLab in shared spaces, as a domain says it.
const SHARED: Tool = Tool {
    name: "JupyterLab",
    management: Field::SpaceLifecycleManagement,
    timeout: Field::SpaceIdleTimeout,
};

#[derive(Clone, Copy)]
struct Tool {
    name: &'static str,
    management: Field,
    timeout: Field,
}

/// The kinds whose settings hold for a kind as well, where it refers to one of them.
pub const fn levels(kind: Kind) -> &'static [Kind] {
    match kind {
        Kind::App => &[Kind::Space, Kind::UserProfile, Kind::Domain],
        Kind::Space => &[Kind::UserProfile, Kind::Domain],
        Kind::UserProfile => &[Kind::Domain],
        _ => &[],
    }
}

/// What a resource of Studio and those that it refers to say together; nothing for other kinds.
pub fn inherited(resource: &Resource, around: &[&Resource]) -> Inherited {
    let chain = Chain::of(resource, around);
    match resource.kind {
        Kind::Domain | Kind::UserProfile => {
            Inherited { role: chain.role(), shutdown: both(chain.shutdown(LAB), chain.shutdown(EDITOR)) }
        }
        Kind::Space | Kind::App => {
            let tool = match resource.fact_raw(Field::AppType).as_deref() {
                Some("JupyterLab") => Some(LAB),
                Some("CodeEditor") => Some(EDITOR),
                // Nothing stops the others.
                _ => None,
            };
            Inherited { role: chain.role(), shutdown: tool.and_then(|tool| chain.shutdown(tool)) }
        }
        _ => Inherited::default(),
    }
}

/// The user that a resource of Studio belongs to, and what says so.
pub(super) fn owner(resource: &Resource, around: &[&Resource]) -> Option<(Safe, Safe)> {
    let own = || resource.fact_text(Field::UserProfileName).map(|user| (user, Safe::new("user profile")));
    let of_space = |space: &Resource| {
        let user = space.fact_text(Field::OwnerUserProfileName)?;
        Some((user, Safe::new("user profile that owns the space")))
    };
    match resource.kind {
        Kind::UserProfile => own(),
        Kind::Space => of_space(resource),
        Kind::App => own().or_else(|| of_space(super::idle::joined(around, Kind::Space)?)),
        _ => None,
    }
}

/// The levels above a resource and itself, nearest first, as far as they are known and read.
struct Chain<'a> {
    space: Option<&'a Resource>,
    user: Option<&'a Resource>,
    domain: Option<&'a Resource>,
    /// It belongs to nobody alone: what the domain says for shared spaces holds.
    is_shared: bool,
    /// Somebody's own settings lie between it and the domain, and are not known.
    gap: bool,
}

impl<'a> Chain<'a> {
    fn of(resource: &'a Resource, around: &[&'a Resource]) -> Self {
        let find = |kind| {
            let it = if resource.kind == kind { Some(resource) } else { super::idle::joined(around, kind) };
            it.filter(|level| level.parts().describe.is_read())
        };
        let space = find(Kind::Space);
        let sharing = space.and_then(|space| space.fact_text(Field::SharingType));
        let is_shared = sharing.is_some_and(|sharing| sharing.raw() == "Shared");
        let user = if is_shared { None } else { find(Kind::UserProfile) };
        let in_space = resource.kind == Kind::Space || resource.has_fact(Field::SpaceName);
        Self {
            gap: (in_space && space.is_none())
                || (user.is_none() && !is_shared && resource.kind != Kind::Domain),
            domain: find(Kind::Domain),
            space,
            user,
            is_shared,
        }
    }

    /// The role that apps work with, and what named it.
    fn role(&self) -> Option<(Safe, Safe)> {
        if self.gap {
            return None;
        }
        let said = |level: Option<&Resource>, field| Some((level?.fact_text(field)?, source(level?)));
        if self.is_shared {
            return said(self.domain, Field::SpaceExecutionRole);
        }
        said(self.user, Field::ExecutionRole).or_else(|| said(self.domain, Field::ExecutionRole))
    }

    fn shutdown(&self, tool: Tool) -> Option<Shutdown> {
        if self.gap {
            return None;
        }
        let shared = if self.is_shared && tool.name == LAB.name { SHARED } else { tool };
        let of_user = self.user.filter(|user| user.has_fact(tool.management));
        let (level, tool_there) = match of_user {
            Some(user) => (user, tool),
            // Without the domain nobody knows.
            None => (self.domain?, shared),
        };
        let Some(management) = level.fact_text(tool_there.management) else {
            return Some(Shutdown {
                words: Safe::new("not set"),
                is_on: false,
                after_s: None,
                source: source(level),
            });
        };
        if management.raw() != "ENABLED" {
            return Some(Shutdown {
                words: Safe::new("off"),
                is_on: false,
                after_s: None,
                source: source(level),
            });
        }
        let seconds = |from: &Resource, field| from.fact(field).and_then(|value| value.as_int());
        let of_space = self.space.and_then(|space| Some((seconds(space, tool.timeout)?, source(space))));
        let (after_s, source) = match of_space {
            Some((after, source)) => (Some(after), source),
            None => (seconds(level, tool_there.timeout), source(level)),
        };
        let words = after_s.map_or_else(|| "on".to_owned(), |after| format!("after {}", short_span(after)));
        Some(Shutdown { words: Safe::new(words), is_on: true, after_s, source })
    }
}

/// What said it, for a person.
fn source(level: &Resource) -> Safe {
    let what = match level.kind {
        Kind::UserProfile => "user profile",
        kind => kind.name(),
    };
    // Within its domain the end of its name is enough.
    let name = level.name.raw();
    Safe::new(format!("{what} {}", name.rsplit('/').next().unwrap_or(name)))
}

/// Both tools at once, in one word where they agree.
fn both(lab: Option<Shutdown>, editor: Option<Shutdown>) -> Option<Shutdown> {
    let (lab, editor) = (lab?, editor?);
    if lab == editor {
        return Some(lab);
    }
    let words = format!("{} {}, {} {}", LAB.name, lab.words.raw(), EDITOR.name, editor.words.raw());
    let source = if lab.source == editor.source {
        lab.source
    } else {
        Safe::new(format!("{}, {}", lab.source.raw(), editor.source.raw()))
    };
    Some(Shutdown { words: Safe::new(words), is_on: lab.is_on || editor.is_on, after_s: None, source })
}
