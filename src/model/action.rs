//! What can be done to a resource, how grave that is, and how much an account allows. Names only: `catalog` says which
//! kind knows which action, `plan` what it means and what it needs, `aws::write` how it is called.

use std::fmt;

use super::account::AccountRole;
use super::resource::Tag;
use super::text::Safe;

/// A thing to do, without its object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verb {
    Stop,
    Start,
    AddTags,
    /// Only ever as the undoing of [`Verb::AddTags`].
    RemoveTags,
    /// It is given back and gone; nothing brings it back as it was.
    Delete,
    /// Goes on from where it failed or was stopped.
    Retry,
}

impl Verb {
    pub const ALL: [Self; 6] =
        [Self::Stop, Self::Start, Self::AddTags, Self::RemoveTags, Self::Delete, Self::Retry];

    /// The word on the command line and in the journal.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stop => "stop",
            Self::Start => "start",
            Self::AddTags => "add-tags",
            Self::RemoveTags => "remove-tags",
            Self::Delete => "delete",
            Self::Retry => "retry",
        }
    }

    /// The word at the beginning of a sentence.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Stop => "Stop",
            Self::Start => "Start",
            Self::AddTags => "Add tags to",
            Self::RemoveTags => "Remove tags from",
            Self::Delete => "Delete",
            Self::Retry => "Retry",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verb| verb.name() == word)
    }
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// What may be lost, from the least grave to the gravest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Risk {
    /// Can be undone.
    Safe,
    /// Work is lost.
    Disruptive,
    /// Data or a service is lost.
    Destructive,
    /// Decides what others rely on.
    Governance,
}

/// The gravest risk that an account allows. Each allows the ones before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Allowance {
    None,
    Safe,
    Disruptive,
    Destructive,
    Governance,
}

impl Allowance {
    pub const ALL: [Self; 5] =
        [Self::None, Self::Safe, Self::Disruptive, Self::Destructive, Self::Governance];

    /// The word in the configuration.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Safe => "safe",
            Self::Disruptive => "disruptive",
            Self::Destructive => "destructive",
            Self::Governance => "governance",
        }
    }

    pub const fn covers(self, risk: Risk) -> bool {
        match risk {
            Risk::Safe => !matches!(self, Self::None),
            Risk::Disruptive => matches!(self, Self::Disruptive | Self::Destructive | Self::Governance),
            Risk::Destructive => matches!(self, Self::Destructive | Self::Governance),
            Risk::Governance => matches!(self, Self::Governance),
        }
    }
}

/// What may be done in an account, and who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permitted {
    pub most: Allowance,
    /// Nothing says what part the account plays: its name must be typed before anything is done in it.
    pub typed: bool,
    /// What decided, for example `[[class]] 1 of the configuration`.
    pub source: Safe,
}

impl Permitted {
    /// What an account of that role allows where no class of the configuration says otherwise.
    pub fn by_default(role: Option<AccountRole>) -> Self {
        let most = match role {
            Some(AccountRole::Production | AccountRole::Uat) => Allowance::None,
            Some(AccountRole::DataScience) => Allowance::Disruptive,
            Some(AccountRole::SharedServices | AccountRole::DataManagement) | None => Allowance::Safe,
        };
        let source =
            role.map_or_else(|| "an account without a role".to_owned(), |role| format!("a {role} account"));
        Self { most, typed: role.is_none(), source: Safe::new(source) }
    }
}

/// How a kind of resource takes an action, in AWS's words for its states.
#[derive(Debug, PartialEq, Eq)]
pub struct ActionSpec {
    pub verb: Verb,
    /// What may be lost.
    pub risk: Risk,
    /// What takes it back; nothing where nothing does.
    pub undo: Option<Verb>,
    /// The operation that carries it out, as `service:Operation`.
    pub operation: &'static str,
    /// The states from which it can be done; empty: from any.
    pub from: &'static [&'static str],
    /// The states on the way; each shows that it was accepted.
    pub through: &'static [&'static str],
    /// The state that is wanted; absent where the action does not move the state.
    pub until: Option<&'static str>,
    /// How long the way takes at most, in seconds; then it is no longer followed.
    pub patience_s: u32,
    /// What happens, in words, for the person who decides.
    pub consequences: &'static [&'static str],
}

impl ActionSpec {
    /// Whether a state shows that there is nothing left to do.
    pub fn is_under_way(&self, status: &str) -> bool {
        self.until == Some(status) || self.through.contains(&status)
    }
}

/// A thing to do to one resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    pub verb: Verb,
    /// The tags to add or to remove; empty for every other verb.
    pub tags: Vec<Tag>,
}

impl Action {
    /// An action that needs no tags.
    pub const fn plain(verb: Verb) -> Self {
        Self { verb, tags: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_allowance_covers_what_is_less_grave_and_nothing_else() {
        let covered = |allowance: Allowance| {
            [Risk::Safe, Risk::Disruptive, Risk::Destructive, Risk::Governance]
                .into_iter()
                .filter(|risk| allowance.covers(*risk))
                .count()
        };
        assert_eq!(Allowance::ALL.map(covered), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn words_are_read_back() {
        for verb in Verb::ALL {
            assert_eq!(Verb::parse(verb.name()), Some(verb));
        }
    }
}
