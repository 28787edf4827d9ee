//! The one table of everything a person can do. Keymaps, palette, help, hints, the key table of the README and
//! "unknown command" errors derive from it; what is not in it does not exist.

use std::fmt;

use super::context::Context::{
    self, Api, Audit, Columns, Confirm, ConfirmTyped, Detail, Everywhere, Global, Input, List, Logs, Overlay,
    Problems, Scopes, Sort, Table, Tree,
};
use crate::model::text::Safe;
use crate::source::did_you_mean;

/// Under which heading the help shows a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    Go,
    Move,
    Look,
    Narrow,
    Mark,
    Act,
    Log,
    Program,
}

impl Group {
    pub const fn title(self) -> &'static str {
        match self {
            Self::Go => "Go to",
            Self::Move => "Move",
            Self::Look => "Look closer",
            Self::Narrow => "Narrow and sort",
            Self::Mark => "Mark",
            Self::Act => "Act",
            Self::Log => "Logs",
            Self::Program => "Program",
        }
    }
}

macro_rules! commands {
    ($($variant:ident $name:literal $group:ident [$($context:ident),+] $hint:literal $summary:literal;)+) => {
        /// Everything a person can do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Command { $(#[doc = $summary] $variant),+ }

        impl Command {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in keymap files and in the palette.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// One sentence, without a full stop.
            pub const fn summary(self) -> &'static str {
                match self { $(Self::$variant => $summary),+ }
            }

            /// The word in the line of hints; empty where it is not worth a place there.
            pub const fn hint(self) -> &'static str {
                match self { $(Self::$variant => $hint),+ }
            }

            pub const fn group(self) -> Group {
                match self { $(Self::$variant => Group::$group),+ }
            }

            /// Where it does something.
            pub const fn contexts(self) -> &'static [Context] {
                match self { $(Self::$variant => &[$($context),+]),+ }
            }
        }
    };
}

commands! {
    // The order is the order of hints and help.
    Enter "enter" Look [Global, Overlay, Input, Confirm] "" "Go into what is under the cursor, or accept";
    SafeAction "act.safe" Act [Table, Detail] "stop/start" "Stop the row or the marked rows, or start what is stopped: asks first";
    Actions "act.menu" Act [Table, Detail] "actions" "Show everything that can be done here, and why the rest cannot";
    Undo "act.undo" Act [Global] "" "Take the last action back: asks first";
    Acts "act.list" Act [Global] "" "List what was done in this session and how it ended";
    ReadOnly "read-only" Act [Global] "" "Switch this session to read-only; only a restart leads back";

    Detail "detail" Look [Table, Detail] "detail" "Show or hide the details of the row";
    OpenLogs "logs" Look [Table, Detail] "logs" "Read the log streams of the row";
    Links "links" Look [Table, Detail] "" "Go to what the row names, or to what names it";
    CopyMenu "copy" Look [Table, Detail, Problems, Audit] "copy" "Copy the name, ARN, id, cell, JSON, command or console address of the marked rows, or the row";
    Json "json" Look [Table, Detail, Audit] "" "Show the marked rows, or the row, as JSON in the pager";
    Export "export" Look [Table, Detail] "" "Write the marked rows, or the rows shown, into a file: csv, json or md";
    CopyView "view.copy" Look [Table] "" "Copy the lines of the configuration that make this filter, order and columns a view";
    Refresh "refresh" Look [Global] "" "Read the row under the cursor again; elsewhere the whole screen";
    RefreshScreen "refresh.screen" Look [Global] "" "Read everything on this screen again";

    Fold "fold" Move [Tree] "fold" "Fold the branch, or go to the one above";
    Unfold "unfold" Move [Tree] "" "Unfold the branch";

    Filter "filter" Narrow [Table, Tree, Audit] "filter" "Narrow the table with the filter language, or the journal to entries with these words";
    OnlyProblems "only.problems" Narrow [Table] "problems" "Show only rows with a problem, or all";
    OnlyMine "only.mine" Narrow [Table] "" "Show only my own rows, or all";
    Sort "sort" Narrow [Table, Api] "sort" "Choose the column to sort by";
    SortReverse "sort.reverse" Narrow [Table, Api, Sort] "" "Turn the order of the rows round";
    ChooseColumns "columns" Narrow [Table] "" "Choose the columns and their order";
    ColumnEarlier "column.earlier" Narrow [Columns] "to the left" "Move the column to the left";
    ColumnLater "column.later" Narrow [Columns] "to the right" "Move the column to the right";
    Regions "regions" Narrow [Global] "" "Choose the regions that count";
    Accounts "accounts" Narrow [Global] "" "Choose the accounts that count";
    Toggle "toggle" Narrow [Scopes, Columns] "on/off" "Switch the line under the cursor on or off";
    ToggleAll "toggle.all" Narrow [Scopes, Columns] "all" "Switch all lines on, or all off; of columns: or as at first";

    Mark "mark" Mark [Table] "mark" "Mark or unmark the row and go on to the next";
    MarkRange "mark.range" Mark [Table] "" "Mark from here to wherever the cursor goes; once more ends it";
    MarkAll "mark.all" Mark [Table] "" "Mark all rows that are shown";
    Unmark "unmark" Mark [Table] "" "Drop all marks";

    LogFollow "log.follow" Log [Logs] "follow" "Follow the end of the stream, or stop";
    LogSearch "log.search" Log [Logs] "search" "Search in the lines that were read";
    LogNext "log.next" Log [Logs] "" "Go to the next hit";
    LogPrevious "log.previous" Log [Logs] "" "Go to the previous hit";
    LogError "log.error" Log [Logs] "first error" "Go to the first line that tells of an error, then to the next";
    LogPager "log.pager" Log [Logs] "" "Show the lines in the pager, where they can be saved";
    LogFilter "log.filter" Log [Logs] "filter" "Show only the lines that contain a text";
    LogWrap "log.wrap" Log [Logs] "wrap" "Wrap long lines, or cut them";
    LogTimes "log.times" Log [Logs] "times" "Show the time of each line, or not";
    LogStreams "log.streams" Log [Logs] "streams" "Choose another stream of the resource";
    LogCopyLine "log.copy" Log [Logs] "" "Copy the line under the cursor";

    Palette "palette" Go [Global] "command" "Run any command, or go to any screen, account, ARN or console address";
    Notebooks "notebooks" Go [Global] "" "Go to the notebook instances of all accounts";
    Jobs "jobs" Go [Global] "" "Go to the jobs of all accounts: training, processing, transform, tuning, AutoML";
    Endpoints "endpoints" Go [Global] "" "Go to the endpoints of all accounts, and what they serve";
    Pipelines "pipelines" Go [Global] "" "Go to the pipelines of all accounts and their runs";
    Models "models" Go [Global] "" "Go to the model versions of all accounts and their groups";
    AccountTree "tree" Go [Global] "" "Go to the organization: units, accounts and logins";
    CallList "api" Go [Global] "" "Go to the calls made, by account and operation";
    Audit "audit" Go [Global] "" "Go to the journal: what was done with this tool, by whom, and how it ended";
    Problems "problems" Go [Global] "" "List what could not be read, and what to do about it";
    HistoryBack "history.back" Go [Global] "" "Go back to the place before";
    HistoryForward "history.forward" Go [Global] "" "Go forward again";
    Back "back" Go [Global, Overlay, Input, Confirm] "" "Drop the filter, then the marks, then leave the screen; close a box";
    Leave "leave" Go [Global, Overlay] "" "Leave the screen; at the top, ask to quit";

    Down "down" Move [List, Input, Confirm] "" "Down";
    Up "up" Move [List, Input, Confirm] "" "Up";
    Top "top" Move [List, Confirm, ConfirmTyped] "" "To the first line";
    Bottom "bottom" Move [List, Confirm, ConfirmTyped] "" "To the last line";
    HalfDown "down.half" Move [List] "" "Down half a page";
    HalfUp "up.half" Move [List] "" "Up half a page";
    PageDown "down.page" Move [List, Input, Confirm] "" "Down a page";
    PageUp "up.page" Move [List, Input, Confirm] "" "Up a page";
    ColumnLeft "column.left" Move [Table, Detail, Logs, Api] "" "Scroll the columns to the left";
    ColumnRight "column.right" Move [Table, Detail, Logs, Api] "" "Scroll the columns to the right";
    Wide "wide" Look [Table] "" "Show more columns, or fewer";
    PaneNext "pane.next" Move [Global, Scopes] "" "Go to the next pane";
    PanePrevious "pane.previous" Move [Global, Scopes] "" "Go to the pane before";
    Complete "complete" Move [Input] "" "Complete the word, or take the line under the cursor into the field";

    Help "help" Program [Global, Overlay] "help" "Find and run what can be done here";
    Theme "theme" Program [Global] "" "Choose the theme: what the cursor is on is drawn at once";
    Keymap "keymap" Program [Global] "" "Choose the keymap for this session";
    Yes "yes" Program [Overlay, Confirm] "yes" "Agree";
    No "no" Program [Overlay, Confirm] "no" "Do not agree";
    Suspend "suspend" Program [Everywhere] "" "Suspend the program; fg brings it back";
    Redraw "redraw" Program [Everywhere] "" "Draw the screen anew";
    Quit "quit" Program [Everywhere] "" "Quit at once; asks while something is being done";
}

impl Command {
    /// The command of that name; else what the person may have meant.
    pub fn parse(name: &str) -> Result<Self, Option<Safe>> {
        Self::ALL
            .iter()
            .copied()
            .find(|command| command.name() == name)
            .ok_or_else(|| did_you_mean(name, Self::ALL.iter().map(|command| command.name())))
    }

    /// Whether it does something in a context or in one that it falls back to.
    pub fn works_in(self, context: Context) -> bool {
        context.chain().iter().any(|wider| self.contexts().contains(wider))
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_are_unique_and_every_command_has_a_sentence() {
        let names: HashSet<_> = Command::ALL.iter().map(|command| command.name()).collect();
        assert_eq!(names.len(), Command::ALL.len());
        for command in Command::ALL {
            assert!(command.summary().len() > 1 && !command.summary().ends_with('.'), "{command}");
            assert!(command.name().chars().all(|c| c.is_ascii_lowercase() || c == '.' || c == '-'));
            assert_eq!(Command::parse(command.name()), Ok(*command));
        }
    }

    #[test]
    fn an_unknown_command_comes_with_the_nearest() {
        let hint = Command::parse("palete").unwrap_err().unwrap();
        assert_eq!(hint.raw(), "did you mean `palette`?");
        assert_eq!(Command::parse("xyzzy"), Err(None));
    }
}
