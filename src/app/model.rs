//! The whole state of the console. `update` changes it, the view only reads it.

use std::collections::HashMap;

use jiff::Timestamp;

use super::acts::Acts;
use super::command::Command;
use super::context::Context;
use super::detail::DetailState;
use super::fleet::Fleet;
use super::hints::Hint;
use super::jobs::Jobs;
use super::kept::Keeping;
use super::key::Key;
use super::layout::Layout;
use super::loading::Loading;
use super::msg::Size;
use super::nav::Nav;
use super::open::Locator;
use super::overlay::Overlay;
use super::pointer::Click;
use super::screen::ScreenId;
use super::screen::accounts::Accounts;
use super::screen::api::Api;
use super::screen::audit::Audit;
use super::screen::desk::Desk;
use super::screen::logs::Logs;
use super::setup::Setup;
use super::strip::{Problem, Strip};
use super::tree::Counts;
use crate::catalog::{self, Area};
use crate::model::calls::Calls;
use crate::model::fetch::{Notice, Severity};
use crate::model::inventory::Inventory;
use crate::model::resource::Resource;
use crate::model::row::Row;
use crate::model::scope::AccountId;
use crate::model::text::Safe;
use crate::rules::Judge;

/// Which part of the screen has the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    /// The account tree beside the table.
    Tree,
    #[default]
    Main,
    /// The details beside or below the table.
    Detail,
    /// The status strip: Enter lists the problems.
    Strip,
}

/// A short message that goes by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    pub severity: Severity,
    /// Something went well, which is more than worth knowing.
    pub good: bool,
    pub text: Safe,
    pub until: Timestamp,
}

/// The state.
#[derive(Clone, Debug)]
pub struct Model {
    pub setup: Setup,
    /// The time of the last batch of messages: "now" for everything that is shown.
    pub now: Timestamp,
    pub size: Size,
    /// Name of the theme that is drawn in.
    pub theme: Safe,
    /// Where the parts of the screen lie.
    pub layout: Layout,
    pub nav: Nav,
    pub focus: Pane,
    pub fleet: Fleet,
    pub inventory: Inventory,
    /// The table of resources that is shown or was shown last.
    pub desk: Desk,
    /// The tables of the other areas.
    pub aside: Vec<Desk>,
    pub accounts: Accounts,
    pub logs: Logs,
    pub api: Api,
    pub audit: Audit,
    /// What was done in this session.
    pub acts: Acts,
    pub detail: DetailState,
    /// The last is on top and takes the keys.
    pub overlays: Vec<Overlay>,
    /// Keys of a chord that was begun.
    pub pending: Vec<Key>,
    /// How the pending chord can go on; while none is pending, what the line of hints offers.
    pub hints: Vec<Hint>,
    pub strip: Strip,
    /// The gravest first.
    pub problems: Vec<Problem>,
    /// The gravest thing to say about the whole console, as a line of its own.
    pub banner: Option<Notice>,
    pub toast: Option<Toast>,
    /// What is kept for the next time.
    pub keeping: Keeping,
    pub calls: Calls,
    pub(super) jobs: Jobs,
    pub(super) loading: Loading,
    pub(super) judge: Judge,
    /// Stopped as a shell's job, or behind the pager: nothing is read.
    pub(super) suspended: bool,
    /// What is said when the copy at hand has ended well, in place of the usual words.
    pub(super) copied: Option<Safe>,
    /// The last click, which a second one may double.
    pub(super) clicked: Option<Click>,
    pub(super) dirty: bool,
    /// The key at hand came together with others in one read.
    pub(super) together: bool,
    /// Boxes that asked before something was done, counted.
    pub(super) boxes: u64,
    /// Trees and strip are behind.
    pub(super) stale: bool,
    /// Counts and problems are behind.
    pub(super) stale_counts: bool,
    pub(super) counts: HashMap<AccountId, Counts>,
    /// A resource to go to as soon as it is known.
    pub(super) wanted: Option<Locator>,
    /// For what the hints were made: place, chord, and whether logs are followed, no account is known, a copy is asked
    /// about, nothing can be done.
    pub(super) hinted: Option<(Context, Vec<Key>, [bool; 6])>,
}

impl Model {
    /// The state before anything was read, on a terminal of 80×24 until it says its size.
    pub fn new(setup: Setup) -> Self {
        Self {
            now: setup.now,
            theme: setup.theme.clone(),
            size: Size::of(0, 0),
            layout: Layout::default(),
            nav: Nav::default(),
            focus: Pane::Main,
            fleet: Fleet::default(),
            inventory: Inventory::default(),
            desk: Desk::new(Area::Notebooks),
            aside: Area::ALL.into_iter().filter(|area| *area != Area::Notebooks).map(Desk::new).collect(),
            accounts: Accounts::default(),
            logs: Logs::default(),
            api: Api::default(),
            audit: Audit::default(),
            acts: Acts::default(),
            detail: DetailState { open: true, ..DetailState::default() },
            overlays: Vec::new(),
            pending: Vec::new(),
            hints: Vec::new(),
            strip: Strip::default(),
            problems: Vec::new(),
            banner: None,
            toast: None,
            keeping: Keeping::of(&setup),
            calls: Calls::default(),
            jobs: Jobs::default(),
            loading: Loading::default(),
            judge: Judge::default(),
            suspended: false,
            copied: None,
            clicked: None,
            dirty: true,
            together: false,
            boxes: 0,
            stale: true,
            stale_counts: true,
            counts: HashMap::new(),
            wanted: None,
            hinted: None,
            setup,
        }
    }

    /// The screen that is shown.
    pub fn screen(&self) -> ScreenId {
        self.nav.here().screen()
    }

    /// What a resource refers to, where it is known.
    pub fn around(&self, resource: &Resource) -> Vec<&Resource> {
        catalog::around(resource, &self.inventory)
    }

    /// Where a key would be pressed now.
    pub fn context(&self) -> Context {
        self.overlays.last().map_or_else(|| self.context_of_screen(), Overlay::context)
    }

    /// The first key that runs a command where one is, else its name in the palette; for sentences.
    pub(super) fn key_of(&self, command: Command) -> String {
        let keys = self.setup.keymap.keys_of(self.context(), command);
        keys.into_iter().next().unwrap_or_else(|| format!(":{command}"))
    }

    /// Where one was when the topmost overlay opened.
    pub(super) fn context_under(&self) -> Context {
        let under = self.overlays.iter().rev().nth(1);
        under.map_or_else(|| self.context_of_screen(), Overlay::context)
    }

    /// The terminal is too small to show anything but that: no key can have been meant for what would stand there.
    pub const fn is_blind(&self) -> bool {
        self.layout.too_small
    }

    /// The box that waits to be seen: until [`super::Msg::InSight`] with its number, no key agrees to it.
    pub fn out_of_sight(&self) -> Option<u64> {
        match self.overlays.last() {
            Some(Overlay::Confirm(state)) if !state.ready && !self.is_blind() => Some(state.number),
            _ => None,
        }
    }

    fn context_of_screen(&self) -> Context {
        match (self.screen(), self.focus) {
            (_, Pane::Strip) => Context::Strip,
            (_, Pane::Detail) => Context::Detail,
            (_, Pane::Tree) | (ScreenId::Accounts, Pane::Main) => Context::Tree,
            (ScreenId::Table(_), Pane::Main) => Context::Table,
            (ScreenId::Logs, Pane::Main) => Context::Logs,
            (ScreenId::Api, Pane::Main) => Context::Api,
            (ScreenId::Audit, Pane::Main) => Context::Audit,
        }
    }

    /// When something that is shown changes by itself before the next full second.
    pub fn next_tick(&self) -> Option<Timestamp> {
        self.detail.lag.as_ref().map(|lag| lag.until)
    }

    /// The row that the pane of details tells of, and whether it is behind the cursor. No row: it is blank.
    pub fn detailed(&self) -> (Option<&Row>, bool) {
        match &self.detail.lag {
            None => (self.desk.table.current(), false),
            Some(lag) => (lag.of.as_ref().and_then(|arn| self.row(arn)), true),
        }
    }

    /// Whether anything changed since the last call; brings what is shown up to date. To be called before drawing.
    pub fn take_dirty(&mut self) -> bool {
        let dirty = std::mem::take(&mut self.dirty);
        if dirty {
            self.settle();
        }
        dirty
    }
}
