//! Where a key is pressed. A context falls back to wider ones, so that movement is bound once for all lists.

use std::fmt;

/// Where a key is pressed, and under which name a keymap file speaks of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    /// Truly everywhere, text fields and boxes included: quit, suspend, redraw.
    Everywhere,
    /// Every screen, unless a box is open.
    Global,
    /// Whatever has lines and a cursor: tables, trees, logs, menus.
    List,
    /// A table of resources.
    Table,
    /// The organization tree, as pane and as screen.
    Tree,
    /// The details of one resource.
    Detail,
    /// The log screen.
    Logs,
    /// The screen of calls made.
    Api,
    /// The screen of the journal.
    Audit,
    /// The status strip, reached with Tab.
    Strip,
    /// Boxes that lie over the screen.
    Overlay,
    Copy,
    Scopes,
    Sort,
    /// The choice of columns.
    Columns,
    Problems,
    Actions,
    Links,
    Acts,
    Themes,
    Keymaps,
    ConfirmQuit,
    /// The box that asks before something is done, where one key agrees. It takes nothing from other boxes.
    Confirm,
    /// Fields in which one types.
    Input,
    Filter,
    Palette,
    Help,
    /// Search and filter within a log.
    Search,
    /// Tags to add.
    Tags,
    /// Where to what is shown is exported.
    Export,
    /// The box that asks before something is done, where a word must be typed.
    ConfirmTyped,
}

impl Context {
    pub const ALL: [Self; 31] = [
        Self::Everywhere,
        Self::Global,
        Self::List,
        Self::Table,
        Self::Tree,
        Self::Detail,
        Self::Logs,
        Self::Api,
        Self::Audit,
        Self::Strip,
        Self::Overlay,
        Self::Copy,
        Self::Scopes,
        Self::Sort,
        Self::Columns,
        Self::Problems,
        Self::Actions,
        Self::Links,
        Self::Acts,
        Self::Themes,
        Self::Keymaps,
        Self::ConfirmQuit,
        Self::Confirm,
        Self::Input,
        Self::Filter,
        Self::Palette,
        Self::Help,
        Self::Search,
        Self::Tags,
        Self::Export,
        Self::ConfirmTyped,
    ];

    /// The table name in a keymap file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Everywhere => "everywhere",
            Self::Global => "global",
            Self::List => "list",
            Self::Table => "table",
            Self::Tree => "tree",
            Self::Detail => "detail",
            Self::Logs => "logs",
            Self::Api => "api",
            Self::Audit => "audit",
            Self::Strip => "strip",
            Self::Overlay => "overlay",
            Self::Copy => "copy",
            Self::Scopes => "scopes",
            Self::Sort => "sort",
            Self::Columns => "columns",
            Self::Problems => "problems",
            Self::Actions => "actions",
            Self::Links => "links",
            Self::Acts => "acts",
            Self::Themes => "themes",
            Self::Keymaps => "keymaps",
            Self::ConfirmQuit => "confirm-quit",
            Self::Confirm => "confirm",
            Self::Input => "input",
            Self::Filter => "filter",
            Self::Palette => "palette",
            Self::Help => "help",
            Self::Search => "search",
            Self::Tags => "tags",
            Self::Export => "export",
            Self::ConfirmTyped => "confirm-typed",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|context| context.name() == name)
    }

    /// The context itself and what it falls back to, nearest first.
    pub const fn chain(self) -> &'static [Self] {
        match self {
            Self::Everywhere => &[Self::Everywhere],
            Self::Global => &[Self::Global, Self::Everywhere],
            Self::List => &[Self::List, Self::Global, Self::Everywhere],
            Self::Table => &[Self::Table, Self::List, Self::Global, Self::Everywhere],
            Self::Tree => &[Self::Tree, Self::List, Self::Global, Self::Everywhere],
            Self::Detail => &[Self::Detail, Self::List, Self::Global, Self::Everywhere],
            Self::Logs => &[Self::Logs, Self::List, Self::Global, Self::Everywhere],
            Self::Api => &[Self::Api, Self::List, Self::Global, Self::Everywhere],
            Self::Audit => &[Self::Audit, Self::List, Self::Global, Self::Everywhere],
            Self::Strip => &[Self::Strip, Self::Global, Self::Everywhere],
            Self::Overlay => &[Self::Overlay, Self::List, Self::Everywhere],
            Self::Copy => &[Self::Copy, Self::Overlay, Self::List, Self::Everywhere],
            Self::Scopes => &[Self::Scopes, Self::Overlay, Self::List, Self::Everywhere],
            Self::Sort => &[Self::Sort, Self::Overlay, Self::List, Self::Everywhere],
            Self::Columns => &[Self::Columns, Self::Overlay, Self::List, Self::Everywhere],
            Self::Problems => &[Self::Problems, Self::Overlay, Self::List, Self::Everywhere],
            Self::Actions => &[Self::Actions, Self::Overlay, Self::List, Self::Everywhere],
            Self::Links => &[Self::Links, Self::Overlay, Self::List, Self::Everywhere],
            Self::Acts => &[Self::Acts, Self::Overlay, Self::List, Self::Everywhere],
            Self::Themes => &[Self::Themes, Self::Overlay, Self::List, Self::Everywhere],
            Self::Keymaps => &[Self::Keymaps, Self::Overlay, Self::List, Self::Everywhere],
            Self::ConfirmQuit => &[Self::ConfirmQuit, Self::Overlay, Self::Everywhere],
            Self::Confirm => &[Self::Confirm, Self::Everywhere],
            Self::Input => &[Self::Input, Self::Everywhere],
            Self::Filter => &[Self::Filter, Self::Input, Self::Everywhere],
            Self::Palette => &[Self::Palette, Self::Input, Self::Everywhere],
            Self::Help => &[Self::Help, Self::Input, Self::Everywhere],
            Self::Search => &[Self::Search, Self::Input, Self::Everywhere],
            Self::Tags => &[Self::Tags, Self::Input, Self::Everywhere],
            Self::Export => &[Self::Export, Self::Input, Self::Everywhere],
            Self::ConfirmTyped => &[Self::ConfirmTyped, Self::Input, Self::Everywhere],
        }
    }

    /// Whether plain characters are text here.
    pub const fn takes_text(self) -> bool {
        matches!(
            self,
            Self::Input
                | Self::Filter
                | Self::Palette
                | Self::Help
                | Self::Search
                | Self::Tags
                | Self::Export
                | Self::ConfirmTyped
        )
    }
}

impl fmt::Display for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_context_is_its_own_nearest_and_has_its_own_name() {
        for context in Context::ALL {
            assert_eq!(context.chain().first(), Some(&context));
            assert_eq!(Context::parse(context.name()), Some(context));
            assert!(context.chain().contains(&Context::Everywhere));
        }
    }
}
