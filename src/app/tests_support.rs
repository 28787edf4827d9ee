//! Plain data for the tests of this floor: accounts, resources and the answers of a scripted AWS.

use jiff::Timestamp;

use super::{Effect, Key, Model, Msg, Setup, Size, start, update};
use crate::model::account::{Account, AccountRole, AccountState, Login, Via};
use crate::model::failure::{Failure, FailureKind};
use crate::model::fetch::{Arrival, Described, Fetch, JobId, LogFrom, Page, Patch, Priority};
use crate::model::id::Arn;
use crate::model::kind::Kind;
use crate::model::logs::{LogPage, LogStream};
use crate::model::resource::{Detail, Facts, Parts, Phase, Resource, Whole};
use crate::model::scope::{AccountId, Region, Scope};
use crate::model::text::Safe;

pub(super) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

pub(super) fn id(number: u64) -> AccountId {
    format!("{number:012}").parse().unwrap()
}

pub(super) fn region() -> Region {
    Region::parse("eu-west-1").unwrap()
}

pub(super) fn scope(number: u64) -> Scope {
    Scope { account: id(number), region: region() }
}

pub(super) fn account(number: u64, name: &str, path: &[&str]) -> Account {
    Account {
        id: id(number),
        name: Safe::new(name),
        role: Some(AccountRole::DataScience),
        role_source: Safe::new(""),
        role_conflict: None,
        permitted: crate::model::action::Permitted::by_default(Some(AccountRole::DataScience)),
        theme: None,
        path: path.iter().map(Safe::new).collect(),
        state: AccountState::Active,
        via: Via::Profile(Safe::new(name)),
        regions: vec![region()],
        login: Login::Unknown,
    }
}

pub(super) fn arn(account: u64, name: &str) -> Arn {
    Arn::new(format!("arn:aws:sagemaker:eu-west-1:{account:012}:notebook-instance/{name}"))
}

pub(super) fn notebook(account: u64, name: &str) -> Resource {
    Resource::from(Whole {
        arn: arn(account, name),
        kind: Kind::Notebook,
        name: Safe::new(name),
        scope: scope(account),
        status: Some(Safe::new("InService")),
        phase: Phase::Ok,
        created: None,
        modified: None,
        tags: None,
        facts: Facts::default(),
        parts: Parts::default(),
        seen: at(0),
        source: "sagemaker:ListNotebookInstances",
        incomplete: false,
    })
}

/// A console with a scripted AWS behind it: plain data in, plain answers out, no clock but [`Play::wait`].
pub(super) struct Play {
    pub model: Model,
    pub accounts: Vec<Account>,
    pub notebooks: Vec<Resource>,
    /// Which questions fail, and how.
    pub faults: Vec<(Fault, Failure)>,
    pub streams: Vec<LogStream>,
    pub log: Vec<LogPage>,
    /// Effects that are not reads.
    pub done: Vec<Effect>,
    /// Reads that were asked, in order.
    pub asked: Vec<(Fetch, Priority)>,
    waiting: Vec<(JobId, Fetch)>,
    pub cancelled: usize,
}

/// A question that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Fleet,
    Login(u64),
    List(u64),
    Bulk(u64),
    Detail(u64, Detail),
}

impl Play {
    /// Three accounts in two units with five notebooks, everything answered.
    pub(super) fn begin() -> Self {
        let mut play = Self::waiting();
        play.answer();
        play
    }

    /// The same before anything was answered.
    pub(super) fn waiting() -> Self {
        let accounts = vec![
            account(1, "retail", &["Root", "Science"]),
            account(2, "risk", &["Root", "Science"]),
            account(3, "prod", &["Root", "Production"]),
        ];
        let names = [(1, "churn"), (1, "alpha"), (2, "fraud"), (2, "churn-2"), (3, "scoring")];
        let mut play = Self {
            model: Model::new(Setup::plain(at(0))),
            accounts,
            notebooks: names.into_iter().map(|(account, name)| notebook(account, name)).collect(),
            faults: Vec::new(),
            streams: Vec::new(),
            log: Vec::new(),
            done: Vec::new(),
            asked: Vec::new(),
            waiting: Vec::new(),
            cancelled: 0,
        };
        play.resize(120, 36);
        let effects = start(&mut play.model);
        play.take(effects);
        play
    }

    pub(super) fn resize(&mut self, width: u16, height: u16) {
        self.send(Msg::Resized(Size { width, height }));
    }

    pub(super) fn send(&mut self, msg: Msg) {
        let effects = update(&mut self.model, msg);
        self.take(effects);
    }

    /// Presses keys, written as in a keymap file and separated by spaces.
    pub(super) fn press(&mut self, keys: &str) -> &mut Self {
        for key in Key::chord(keys).unwrap() {
            self.send(Msg::Key(key));
        }
        self
    }

    /// Types a text, character by character.
    pub(super) fn type_text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.send(Msg::Key(Key::char(c)));
        }
        self
    }

    /// Lets time pass and answers what is asked then.
    pub(super) fn wait(&mut self, seconds: i64) {
        let now = self.model.now.checked_add(jiff::SignedDuration::from_secs(seconds)).unwrap();
        self.send(Msg::Tick(now));
        self.answer();
    }

    fn take(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Fetch(id, fetch, priority) => {
                    self.asked.push((fetch.clone(), priority));
                    self.waiting.push((id, fetch));
                }
                Effect::Cancel(id) => {
                    self.cancelled += 1;
                    self.waiting.retain(|(job, _)| *job != id);
                }
                // Of the journal there is none here.
                Effect::Resolve | Effect::ReadJournal => {}
                other => self.done.push(other),
            }
        }
    }

    /// Answers everything, and what is asked because of the answers.
    pub(super) fn answer(&mut self) {
        for _ in 0..10_000 {
            if self.waiting.is_empty() {
                break;
            }
            let (id, fetch) = self.waiting.remove(0);
            for arrival in self.arrivals(&fetch) {
                self.send(Msg::Arrived(id, arrival));
            }
        }
        assert!(self.waiting.is_empty(), "questions without end: {:?}", self.waiting.first());
        self.model.take_dirty();
        self.send(Msg::Tick(self.model.now));
        self.model.take_dirty();
        if !self.waiting.is_empty() {
            self.answer();
        }
    }

    fn fault(&self, fetch: &Fetch) -> Option<Failure> {
        let number = |id: AccountId| id.to_string().parse::<u64>().unwrap();
        let fault = match fetch {
            Fetch::Fleet => Fault::Fleet,
            Fetch::Identity(id) => Fault::Login(number(*id)),
            Fetch::List(cell, _) => Fault::List(number(cell.scope.account)),
            Fetch::BulkTags(scope) => Fault::Bulk(number(scope.account)),
            Fetch::Detail(target, detail) => Fault::Detail(number(target.scope.account), *detail),
            Fetch::Streams(_) | Fetch::Events { .. } => return None,
        };
        self.faults.iter().find(|(known, _)| *known == fault).map(|(_, failure)| failure.clone())
    }

    fn login(&self, id: AccountId) -> Login {
        let fault = self.fault(&Fetch::Identity(id));
        let caller = || Safe::new("arn:aws:sts::000000000001:assumed-role/Ops/vision");
        fault.map_or_else(|| Login::Ok { caller: caller(), expires: None, scoped: true }, Login::Failed)
    }

    fn arrivals(&self, fetch: &Fetch) -> Vec<Arrival> {
        let now = self.model.now;
        let done = Arrival::Done(now);
        match (fetch, self.fault(fetch)) {
            (Fetch::Identity(id), _) => vec![Arrival::Login(*id, self.login(*id)), done],
            (_, Some(failure)) => vec![Arrival::Failed(failure, now)],
            (Fetch::Fleet, None) => {
                let logins = self.accounts.iter().filter(|account| account.state == AccountState::Active);
                let logins = logins.map(|account| Arrival::Login(account.id, self.login(account.id)));
                [Arrival::Accounts(self.accounts.clone())].into_iter().chain(logins).chain([done]).collect()
            }
            (Fetch::List(cell, _), None) => {
                let of_cell = |row: &&Resource| row.scope == cell.scope && row.kind == cell.kind;
                let rows = self.notebooks.iter().filter(of_cell).cloned();
                let rows = rows.map(|mut row| {
                    row.change(|row| row.seen = now);
                    row
                });
                let rows = rows.collect();
                vec![Arrival::Page(Page { cell: cell.clone(), number: 1, rows, at: now }), done]
            }
            (Fetch::BulkTags(_), None) => vec![done],
            (Fetch::Detail(target, detail), None) => {
                let result =
                    Ok(Described { tags: (*detail == Detail::Tags).then(Vec::new), ..Described::default() });
                let patch = Patch { arn: target.arn.clone(), detail: *detail, at: now, result };
                vec![Arrival::Patch(Box::new(patch)), done]
            }
            (Fetch::Streams(_), None) => vec![Arrival::Streams(self.streams.clone()), done],
            (Fetch::Events { from, .. }, None) => {
                let page = match from {
                    LogFrom::Tail => self.log.first(),
                    LogFrom::After(token) | LogFrom::Before(token) => {
                        token.parse::<usize>().ok().and_then(|at| self.log.get(at))
                    }
                };
                page.cloned().map(Arrival::Events).into_iter().chain([done]).collect()
            }
        }
    }

    /// The names of the rows shown.
    pub(super) fn names(&self) -> Vec<&str> {
        self.model.desk.table.shown().map(|row| row.resource.name.raw()).collect()
    }

    /// The name under the cursor.
    pub(super) fn cursor(&self) -> &str {
        self.model.desk.table.current().map_or("", |row| row.resource.name.raw())
    }

    pub(super) fn asked_since(&self, from: usize) -> Vec<&Fetch> {
        self.asked.iter().skip(from).map(|(fetch, _)| fetch).collect()
    }
}

pub(super) fn failure(kind: FailureKind) -> Failure {
    Failure::new(kind, "It did not work", "Run `aws sso login --profile x`")
}
