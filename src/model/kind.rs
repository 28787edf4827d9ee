//! What can be shown. A kind appears here when its screen, listing and simulator exist, never before.

use std::fmt;

/// The kinds of resource, closed on purpose: the compiler names every place that a new kind must touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An AWS account of the fleet.
    Account,
    /// A classic SageMaker notebook instance.
    Notebook,
    /// A notebook instance lifecycle configuration.
    LifecycleConfig,
    // Studio.
    /// A SageMaker Studio domain.
    Domain,
    /// A user of a Studio domain.
    UserProfile,
    /// A space of a Studio domain: a volume in which apps run.
    Space,
    /// A running tool of Studio, of a user or in a space.
    App,
}

impl Kind {
    pub const ALL: [Self; 7] = [
        Self::Account,
        Self::Notebook,
        Self::LifecycleConfig,
        // Studio.
        Self::Domain,
        Self::UserProfile,
        Self::Space,
        Self::App,
    ];

    /// The word that the command line, the filter language and JSON use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Notebook => "notebook",
            Self::LifecycleConfig => "lifecycle-config",
            // Studio.
            Self::Domain => "domain",
            Self::UserProfile => "user-profile",
            Self::Space => "space",
            Self::App => "app",
        }
    }

    /// One of them, for a sentence: `a space`, `an app`.
    pub fn one(self) -> String {
        let article = if self.name().starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
        format!("{article} {}", self.name())
    }

    /// Whether resources of other kinds name those of this one.
    pub const fn is_referred_to(self) -> bool {
        matches!(self, Self::LifecycleConfig | Self::Domain | Self::UserProfile | Self::Space)
    }

    /// Singular or plural; nothing for an unknown word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| word == kind.name() || word.strip_suffix('s') == Some(kind.name()))
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
