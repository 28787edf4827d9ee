//! The screens that exist. Each keeps its filter, sort, cursor and marks while one is elsewhere.

pub mod accounts;
pub mod api;
pub mod audit;
pub mod desk;
pub mod logs;

use super::command::Command;
use crate::catalog::Area;

/// A screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScreenId {
    /// A table of resources.
    Table(Area),
    Accounts,
    Logs,
    Api,
    Audit,
}

impl ScreenId {
    /// Every screen, in the order of the tabs.
    pub fn all() -> impl Iterator<Item = Self> {
        let tables = Area::ALL.into_iter().map(Self::Table);
        tables.chain([Self::Accounts, Self::Logs, Self::Api, Self::Audit])
    }

    /// The word behind `:`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Table(area) => area.spec().name,
            Self::Accounts => "accounts",
            Self::Logs => "logs",
            Self::Api => "api",
            Self::Audit => "audit",
        }
    }

    pub const fn title(self) -> &'static str {
        match self {
            Self::Table(area) => area.spec().title,
            Self::Accounts => "Accounts",
            Self::Logs => "Logs",
            Self::Api => "API calls",
            Self::Audit => "Audit",
        }
    }

    /// What leads to it.
    pub const fn command(self) -> Command {
        match self {
            Self::Table(Area::Notebooks) => Command::Notebooks,
            Self::Table(Area::Jobs) => Command::Jobs,
            Self::Table(Area::Endpoints) => Command::Endpoints,
            Self::Table(Area::Models) => Command::Models,
            Self::Table(Area::Pipelines) => Command::Pipelines,
            Self::Accounts => Command::AccountTree,
            Self::Logs => Command::OpenLogs,
            Self::Api => Command::CallList,
            Self::Audit => Command::Audit,
        }
    }
}
