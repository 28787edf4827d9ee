//! The screens that exist. Each keeps its filter, sort, cursor and marks while one is elsewhere.

pub mod accounts;
pub mod api;
pub mod logs;
pub mod notebooks;

/// A screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScreenId {
    Notebooks,
    Accounts,
    Logs,
    Api,
}

impl ScreenId {
    pub const ALL: [Self; 4] = [Self::Notebooks, Self::Accounts, Self::Logs, Self::Api];

    /// The word behind `:`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Notebooks => "notebooks",
            Self::Accounts => "accounts",
            Self::Logs => "logs",
            Self::Api => "api",
        }
    }

    pub const fn title(self) -> &'static str {
        match self {
            Self::Notebooks => "Notebooks",
            Self::Accounts => "Accounts",
            Self::Logs => "Logs",
            Self::Api => "API calls",
        }
    }

    /// The digit of its tab, where it has one.
    pub const fn digit(self) -> Option<char> {
        match self {
            Self::Notebooks => Some('2'),
            Self::Accounts | Self::Logs | Self::Api => None,
        }
    }
}
