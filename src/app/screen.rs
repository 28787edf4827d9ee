//! The screens that exist. Each keeps its filter, sort, cursor and marks while one is elsewhere.

pub mod accounts;
pub mod api;
pub mod audit;
pub mod logs;
pub mod notebooks;

use super::command::Command;

/// A screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScreenId {
    Notebooks,
    Accounts,
    Logs,
    Api,
    Audit,
}

impl ScreenId {
    pub const ALL: [Self; 5] = [Self::Notebooks, Self::Accounts, Self::Logs, Self::Api, Self::Audit];

    /// The word behind `:`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Notebooks => "notebooks",
            Self::Accounts => "accounts",
            Self::Logs => "logs",
            Self::Api => "api",
            Self::Audit => "audit",
        }
    }

    pub const fn title(self) -> &'static str {
        match self {
            Self::Notebooks => "Notebooks",
            Self::Accounts => "Accounts",
            Self::Logs => "Logs",
            Self::Api => "API calls",
            Self::Audit => "Audit",
        }
    }

    /// What leads to it.
    pub const fn command(self) -> Command {
        match self {
            Self::Notebooks => Command::Notebooks,
            Self::Accounts => Command::AccountTree,
            Self::Logs => Command::OpenLogs,
            Self::Api => Command::CallList,
            Self::Audit => Command::Audit,
        }
    }
}
