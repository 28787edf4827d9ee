//! A small believable fleet, answered call by call: the engine's part played by plain data.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};
use sagedeck::app::{Effect, Key, Model, Msg, Setup, Size, start, update};
use sagedeck::model::account::{Account, AccountRole, AccountState, Login, Via};
use sagedeck::model::audit::{Act, Answered, Ended, Reading, Seen};
use sagedeck::model::calls::{CallStat, Calls};
use sagedeck::model::failure::{Failure, FailureKind, Place};
use sagedeck::model::fetch::{Arrival, Cell, Described, Fetch, JobId, LogFrom, Page, Patch, Target};
use sagedeck::model::field::Field;
use sagedeck::model::id::Arn;
use sagedeck::model::kind::Kind;
use sagedeck::model::logs::{LogLine, LogPage, LogStream};
use sagedeck::model::resource::{Detail, Facts, Parts, Phase, Resource, Tag, Whole};
use sagedeck::model::scope::{AccountId, Region, Scope};
use sagedeck::model::text::Safe;
use sagedeck::model::value::Value;

pub const NOW: &str = "2026-11-23T15:04:11Z";

pub fn now() -> Timestamp {
    NOW.parse().unwrap()
}

pub fn ago(hours: i64) -> Timestamp {
    now() - SignedDuration::from_hours(hours)
}

/// One notebook as the fixture writes it.
#[derive(Clone, Debug)]
pub struct Note {
    pub name: String,
    pub account: &'static str,
    pub region: &'static str,
    pub instance: &'static str,
    pub status: String,
    /// Hours since the last event of the log; nothing where there is no stream.
    pub log: Option<i64>,
    /// Hours since the last start or stop.
    pub modified: i64,
    pub tags: Option<Vec<(String, String)>>,
    pub failure: Option<String>,
}

/// The fleet that answers.
#[derive(Clone, Debug)]
pub struct World {
    pub accounts: Vec<Account>,
    pub notes: Vec<Note>,
    pub fleet: Option<Failure>,
    /// Accounts in which the caller may not list.
    pub denied: Vec<&'static str>,
    pub log: Vec<String>,
    /// The journal, the newest first.
    pub acts: Vec<Act>,
    /// What there is besides notebooks, each with its description.
    pub others: Vec<(Resource, Described)>,
}

fn account(id: &str, name: &str, role: Option<AccountRole>, unit: &[&str]) -> Account {
    let regions = ["eu-west-1", "us-east-1"];
    Account {
        id: id.parse().unwrap(),
        name: name.into(),
        role,
        role_source: Safe::new(if role.is_some() { format!("OU {}", unit.join("/")) } else { String::new() }),
        role_conflict: None,
        permitted: sagedeck::model::action::Permitted::by_default(role),
        theme: None,
        path: unit.iter().map(|unit| Safe::from(*unit)).collect(),
        state: AccountState::Active,
        via: Via::Role("SagedeckReader".into()),
        regions: regions.iter().filter_map(|region| Region::parse(region)).collect(),
        login: Login::Unknown,
    }
}

fn note(
    name: &str,
    account: &'static str,
    region: &'static str,
    instance: &'static str,
    status: &str,
) -> Note {
    Note {
        name: name.to_owned(),
        account,
        region,
        instance,
        status: status.to_owned(),
        log: None,
        modified: 24 * 9,
        tags: Some(Vec::new()),
        failure: None,
    }
}

impl Note {
    fn log(mut self, hours: i64) -> Self {
        self.log = Some(hours);
        self
    }

    fn modified(mut self, hours: i64) -> Self {
        self.modified = hours;
        self
    }

    fn tags(mut self, tags: &[(&str, &str)]) -> Self {
        self.tags = Some(tags.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect());
        self
    }

    fn owner(self, owner: &str) -> Self {
        self.tags(&[("owner", owner), ("environment", "dev"), ("Project", "churn"), ("CostCenter", "4711")])
    }
}

impl World {
    /// Seven accounts, thirteen notebooks, one account denied, one suspended.
    pub fn believable() -> Self {
        let workloads = ["Workloads", "DataScience"];
        let science = Some(AccountRole::DataScience);
        let mut accounts = vec![
            account("211111111111", "ds-retail", science, &workloads),
            account("222222222222", "ds-risk", science, &workloads),
            account("233333333333", "ds-sandbox-old", science, &workloads),
            account("311111111111", "uat-ml", Some(AccountRole::Uat), &["Workloads", "UAT"]),
            account("411111111111", "prod-ml", Some(AccountRole::Production), &["Workloads", "Production"]),
            account("511111111111", "shared", Some(AccountRole::SharedServices), &["Shared Services"]),
            account("611111111111", "data-lake", Some(AccountRole::DataManagement), &["Data Management"]),
        ];
        accounts[2].state = AccountState::Suspended;
        let mut failed =
            note("bert-tuning", "311111111111", "eu-west-1", "ml.g4dn.xlarge", "Failed").owner("nlp");
        failed.failure =
            Some("InsufficientInstanceCapacity: no ml.g4dn.xlarge in eu-west-1b at the moment".to_owned());
        let notes = vec![
            note("churn-eda", "211111111111", "eu-west-1", "ml.p3.2xlarge", "InService")
                .log(148)
                .modified(196)
                .owner("vision"),
            note("fraud-scratch", "222222222222", "eu-west-1", "ml.g5.xlarge", "InService")
                .log(49)
                .modified(410),
            note("feature-test", "211111111111", "us-east-1", "ml.m5.xlarge", "Stopping")
                .log(9)
                .modified(0)
                .owner("risk"),
            note("demand-forecast", "211111111111", "eu-west-1", "ml.m5.2xlarge", "InService")
                .log(0)
                .modified(30)
                .owner("supply"),
            note("image-labels-prep", "222222222222", "us-east-1", "ml.c5.xlarge", "Stopped")
                .modified(700)
                .owner("vision"),
            note("credit-score-review", "411111111111", "eu-west-1", "ml.m5.xlarge", "InService")
                .log(3)
                .modified(80)
                .owner("risk"),
            failed,
            note(
                "llm-eval-a-name-that-is-really-quite-long",
                "222222222222",
                "eu-west-1",
                "ml.g5.12xlarge",
                "InService",
            )
            .log(30)
            .modified(60)
            .owner("nlp"),
            note("onboarding-template", "511111111111", "eu-west-1", "ml.t3.medium", "Stopped")
                .modified(4000)
                .owner("platform"),
            note("lake-profiler", "511111111111", "us-east-1", "ml.t3.medium", "Pending")
                .modified(0)
                .owner("platform"),
            note("kdd-2025-workshop", "222222222222", "us-east-1", "ml.p9.mystery", "InService")
                .modified(5000),
            note("uat-smoke", "311111111111", "eu-west-1", "ml.t3.medium", "InService")
                .log(1)
                .modified(2)
                .owner("qa"),
            note("uat-load", "311111111111", "us-east-1", "ml.t3.medium", "Updating")
                .log(1)
                .modified(0)
                .owner("qa"),
        ];
        let log = (0..40).map(|n| match n % 5 {
            0 => format!("[I 2026-11-17 10:{n:02}:07.114 ServerApp] Saving file at /churn/eda-{n}.ipynb"),
            1 => "[I 2026-11-17 10:41:11.020 ServerApp] Kernel started: 5a3c0f6e-8c9e-4f5b-9e1d-3c1d5cbe0f21".to_owned(),
            2 => "[W 2026-11-17 10:41:12.871 ServerApp] delete /churn/old: a very long line that tells about a file that could not be deleted because the directory is not empty, and goes on about it for longer than any terminal is wide, until it ends".to_owned(),
            3 => "[E 2026-11-17 10:41:13.002 ServerApp] Uncaught exception GET /api/contents (10.0.3.7)\nTraceback (most recent call last):\n  File \"handlers.py\", line 88, in get".to_owned(),
            _ => "[I 2026-11-17 10:41:14.500 ServerApp] 302 GET / (10.0.3.7) 0.61ms".to_owned(),
        });
        Self {
            accounts,
            notes,
            fleet: None,
            denied: vec!["data-lake"],
            log: log.collect(),
            acts: acts(),
            others: Vec::new(),
        }
    }

    pub fn answer(&self, fetch: &Fetch) -> Vec<Arrival> {
        let done = Arrival::Done(now());
        match fetch {
            Fetch::Fleet => self.fleet(),
            Fetch::Identity(id) => vec![Arrival::Login(*id, login()), done],
            Fetch::List(cell, _) => self.list(cell),
            Fetch::BulkTags(_) => vec![done],
            Fetch::Detail(target, detail) => {
                vec![Arrival::Patch(Box::new(self.detail(target, *detail))), done]
            }
            Fetch::Streams(target) => vec![Arrival::Streams(streams(target)), done],
            Fetch::Events { stream, from, .. } => vec![Arrival::Events(self.events(stream, from)), done],
        }
    }

    fn fleet(&self) -> Vec<Arrival> {
        if let Some(failure) = &self.fleet {
            return vec![Arrival::Failed(failure.clone(), now())];
        }
        let mut all = vec![Arrival::Accounts(self.accounts.clone())];
        let active = self.accounts.iter().filter(|account| account.state == AccountState::Active);
        all.extend(active.map(|account| Arrival::Login(account.id, login())));
        all.push(Arrival::Done(now()));
        all
    }

    fn list(&self, cell: &Cell) -> Vec<Arrival> {
        if let Some(account) = self.account(&cell.scope).filter(|of| self.denied.contains(&of.name.raw())) {
            let place = Place {
                account: Some(cell.scope.account),
                name: Some(account.name.clone()),
                region: Some(cell.scope.region.clone()),
                operation: Some("sagemaker:ListNotebookInstances"),
            };
            let failure = Failure::new(
                FailureKind::Denied,
                "the caller may not list notebook instances (explicit deny in a service control policy)",
                "Ask for sagemaker:ListNotebookInstances, or leave the account out with accounts.exclude",
            );
            return vec![Arrival::Failed(failure.at(place), now())];
        }
        let rows = if cell.kind == Kind::Notebook {
            let here = self.notes.iter().filter(|note| note.is_in(&cell.scope));
            here.map(Note::resource).collect()
        } else {
            let here = self.others.iter().map(|(row, _)| row);
            here.filter(|row| row.kind == cell.kind && row.scope == cell.scope).cloned().collect()
        };
        let page = Page { cell: cell.clone(), number: 1, rows, at: now() };
        vec![Arrival::Page(page), Arrival::Done(now())]
    }

    fn account(&self, scope: &Scope) -> Option<&Account> {
        self.accounts.iter().find(|account| account.id == scope.account)
    }

    fn detail(&self, target: &Target, detail: Detail) -> Patch {
        if let Some((row, described)) = self.others.iter().find(|(row, _)| row.arn == target.arn) {
            let tags = Described { tags: described.tags.clone(), ..Described::default() };
            let told = Described { tags: None, ..described.clone() };
            let result = Ok(if detail == Detail::Tags { tags } else { told });
            return Patch { arn: row.arn.clone(), detail, at: now(), result };
        }
        let note = self.notes.iter().find(|note| note.arn() == target.arn);
        let text = |text: &str| Some(Value::text(text));
        let described = |note: &Note| match detail {
            Detail::Describe => Described {
                facts: Facts::from_iter([
                    (Field::InstanceType, text(note.instance)),
                    (Field::VolumeSizeInGb, Some(Value::Int(50))),
                    (Field::RootAccess, text("Enabled")),
                    (Field::DirectInternetAccess, text("Enabled")),
                    (Field::PlatformIdentifier, text("notebook-al2-v3")),
                    (Field::MinimumImdsVersion, text("2")),
                    (Field::SubnetId, text("subnet-0a1b2c3d4e5f60718")),
                    (Field::SecurityGroups, Some(Value::List(vec!["sg-0123456789abcdef0".into()]))),
                    (
                        Field::RoleArn,
                        text(&format!(
                            "arn:aws:iam::{}:role/service-role/SageMakerNotebookRole",
                            note.account
                        )),
                    ),
                    (Field::FailureReason, note.failure.as_deref().map(Value::text)),
                ]),
                ..Described::default()
            },
            Detail::Tags => Described {
                tags: note.tags.as_ref().map(|tags| {
                    tags.iter().map(|(k, v)| Tag { key: Safe::new(k), value: Safe::new(v) }).collect()
                }),
                ..Described::default()
            },
            // Notebooks are asked for none.
            Detail::Content => Described::default(),
            Detail::Activity => Described {
                facts: Facts::from_iter([(
                    Field::LastLogEvent,
                    note.log.map(|hours| Value::Time(ago(hours))),
                )]),
                ..Described::default()
            },
        };
        let unknown = || Failure::new(FailureKind::NotFound, "no such notebook instance", "Refresh the list");
        Patch { arn: target.arn.clone(), detail, at: now(), result: note.map(described).ok_or_else(unknown) }
    }

    fn events(&self, stream: &Safe, from: &LogFrom) -> LogPage {
        let line = |(n, text): (usize, &String)| LogLine {
            at: ago(149) + SignedDuration::from_secs(n as i64 * 17),
            message: Safe::block(text),
        };
        let lines = match from {
            LogFrom::Tail => self.log.iter().enumerate().map(line).collect(),
            LogFrom::After(_) | LogFrom::Before(_) => Vec::new(),
        };
        LogPage { stream: stream.clone(), lines, forward: Some("f/1".to_owned()), backward: None }
    }
}

/// What was done with this tool before.
fn acts() -> Vec<Act> {
    let ended = |hours, ending: &str, after: &str, text: &str| {
        let (after, text) = (Some(Safe::new(after)), Safe::new(text));
        Some(Ended { at: ago(hours), ending: Safe::new(ending), after, text })
    };
    let answered = |hours, answer: &str, text: &str| {
        let request_id = Some(Safe::new("6f1a0c1e-2b3c-4d5e-8f90-a1b2c3d4e5f6"));
        Some(Answered { at: ago(hours), answer: Safe::new(answer), request_id, text: Safe::new(text) })
    };
    let denied = "denied: the caller may not stop notebook instances · ds-risk eu-west-1";
    vec![
        act(4, 1, "stop", "fraud-scratch", answered(1, "accepted", ""), None),
        act(
            3,
            5,
            "stop",
            "llm-eval-a-name-that-is-really-quite-long",
            answered(5, "refused", denied),
            ended(5, "refused", "InService", denied),
        ),
        act(
            2,
            30,
            "start",
            "churn-eda",
            answered(30, "accepted", ""),
            ended(29, "done", "InService", "it is InService"),
        ),
        act(
            1,
            31,
            "stop",
            "churn-eda",
            answered(31, "unknown", "no answer within 15 s"),
            ended(31, "done", "Stopped", "it is Stopped"),
        ),
    ]
}

fn act(
    seq: u64,
    hours: i64,
    action: &str,
    name: &str,
    answer: Option<Answered>,
    outcome: Option<Ended>,
) -> Act {
    let arn = format!("arn:aws:sagemaker:eu-west-1:222222222222:notebook-instance/{name}");
    Act {
        id: Safe::new(format!("812-5c1f-{seq}")),
        seq,
        at: ago(hours),
        run: Safe::new("812-5c1f"),
        by: Safe::new("ada@bastion-3"),
        simulated: false,
        action: Safe::new(action),
        tags: Vec::new(),
        arn: Arn::new(arn),
        kind: Safe::new("notebook"),
        name: Safe::new(name),
        account: Safe::new("222222222222"),
        account_name: Safe::new("ds-risk"),
        account_role: Some(Safe::new("data-science")),
        region: Safe::new("eu-west-1"),
        owner: Some(Safe::new("nlp")),
        via: Safe::new("profile ds-risk"),
        caller: Safe::new("arn:aws:sts::222222222222:assumed-role/Ops/ada"),
        plan: Safe::new("The instance is given back; its volume is kept"),
        before: Seen { status: Some(Safe::new("InService")), modified: Some(ago(hours + 40)) },
        undoes: None,
        answer,
        outcome,
    }
}

fn streams(target: &Target) -> Vec<LogStream> {
    let stream = |name: &str, hours| LogStream {
        name: Safe::new(format!("{}/{name}", target.name.raw())),
        last_event: Some(ago(hours)),
    };
    vec![
        stream("jupyter.log", 148),
        stream("LifecycleConfigOnStart", 196),
        stream("LifecycleConfigOnCreate", 900),
    ]
}

fn login() -> Login {
    Login::Ok {
        caller: "arn:aws:sts::211111111111:assumed-role/Ops/vision".into(),
        expires: Some(now() + SignedDuration::from_secs(52 * 60 + 50)),
        scoped: true,
    }
}

impl Note {
    fn is_in(&self, scope: &Scope) -> bool {
        scope.account.to_string() == self.account && scope.region.as_str() == self.region
    }

    pub fn arn(&self) -> Arn {
        Arn::new(format!(
            "arn:aws:sagemaker:{}:{}:notebook-instance/{}",
            self.region, self.account, self.name
        ))
    }

    fn resource(&self) -> Resource {
        let phase = match self.status.as_str() {
            "InService" => Phase::Ok,
            "Stopped" => Phase::Stopped,
            "Failed" => Phase::Failed,
            "Pending" | "Stopping" | "Updating" | "Deleting" => Phase::Changing,
            _ => Phase::Unknown,
        };
        Resource::from(Whole {
            arn: self.arn(),
            kind: Kind::Notebook,
            name: Safe::new(&self.name),
            scope: Scope {
                account: self.account.parse::<AccountId>().unwrap(),
                region: Region::parse(self.region).unwrap(),
            },
            status: Some(Safe::new(&self.status)),
            phase,
            created: Some(ago(self.modified + 2_000)),
            modified: Some(ago(self.modified)),
            tags: None,
            facts: Facts::from_iter([(Field::InstanceType, Some(Value::text(self.instance)))]),
            parts: Parts::default(),
            seen: now(),
            source: "sagemaker:ListNotebookInstances",
            incomplete: false,
        })
    }
}

/// A console over a world.
pub struct Console {
    pub model: Model,
    pub world: World,
    pub effects: Vec<Effect>,
    waiting: VecDeque<Effect>,
}

impl Console {
    /// Started, but nothing has answered yet.
    pub fn silent(world: World, width: u16, height: u16, setup: impl FnOnce(&mut Setup)) -> Self {
        let mode = sagedeck::app::Mode::Operate(sagedeck::model::permit::WritePermit::mint());
        let mut plain = Setup { mode, ..Setup::plain(now()) };
        setup(&mut plain);
        let mut model = Model::new(plain);
        let waiting = start(&mut model).into();
        let mut console = Self { model, world, effects: Vec::new(), waiting };
        console.msg(Msg::Resized(Size::of(width, height)));
        console
    }

    /// Everything has answered.
    pub fn settled(world: World, width: u16, height: u16) -> Self {
        let mut console = Self::silent(world, width, height, |_| {});
        console.settle();
        console
    }

    pub fn believable(width: u16, height: u16) -> Self {
        Self::settled(World::believable(), width, height)
    }

    pub fn msg(&mut self, msg: Msg) {
        self.waiting.extend(update(&mut self.model, msg));
    }

    /// Answers everything that was asked, in the order of asking.
    pub fn settle(&mut self) {
        for _ in 0..10_000 {
            let Some(effect) = self.waiting.pop_front() else { break };
            if let Effect::Fetch(job, fetch, _) = &effect {
                self.arrive(*job, &fetch.clone());
            }
            if matches!(effect, Effect::ReadJournal) {
                let acts = self.world.acts.clone();
                self.msg(Msg::Journal(Ok(Reading { acts, ..Reading::default() })));
            }
            self.effects.push(effect);
        }
        self.msg(Msg::Tick(now()));
        self.msg(Msg::Calls(self.calls()));
        self.model.take_dirty();
    }

    /// Answers everything but one sort of details.
    pub fn settle_without(&mut self, detail: Detail) {
        for _ in 0..10_000 {
            let Some(effect) = self.waiting.pop_front() else { break };
            if let Effect::Fetch(job, fetch, _) = &effect
                && !matches!(fetch, Fetch::Detail(_, asked) if *asked == detail)
            {
                self.arrive(*job, &fetch.clone());
            }
        }
        self.msg(Msg::Tick(now()));
        self.model.take_dirty();
    }

    fn arrive(&mut self, job: JobId, fetch: &Fetch) {
        for arrival in self.world.answer(fetch) {
            self.msg(Msg::Arrived(job, arrival));
        }
    }

    /// Presses keys, written as in a keymap file, and lets everything answer after each.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for key in Key::chord(keys).unwrap() {
            self.msg(Msg::Key(key));
            self.settle();
        }
        self
    }

    /// Lets the cursor rest until everything has followed it.
    pub fn rest(&mut self) -> &mut Self {
        if let Some(at) = self.model.next_tick() {
            self.msg(Msg::Tick(at));
            self.settle();
        }
        self
    }

    /// Types a text.
    pub fn write(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.msg(Msg::Key(Key::char(c)));
        }
        self.settle();
        self
    }

    /// The box that asks has stood on the terminal for a moment.
    pub fn see(&mut self) -> &mut Self {
        let number = self.model.out_of_sight().expect("a box asks");
        self.msg(Msg::InSight(number));
        self.settle();
        self
    }

    fn calls(&self) -> Calls {
        let stat = |account: &Account, operation, sent, throttled, failed| CallStat {
            account: Some(account.id),
            region: account.regions[0].clone(),
            service: "sagemaker",
            operation,
            sent,
            throttled,
            failed,
            in_flight: 0,
            rate: 5.0,
            waiting: 0,
            last: Some(ago(0)),
        };
        let active = self.world.accounts.iter().filter(|account| account.state == AccountState::Active);
        let stats = active
            .enumerate()
            .flat_map(|(n, account)| {
                let n = n as u64;
                [
                    stat(account, "ListNotebookInstances", 2 + n, 0, u64::from(n == 5)),
                    stat(account, "DescribeNotebookInstance", 31 * (n + 1), u64::from(n == 1), 0),
                ]
            })
            .collect();
        Calls { stats, ..Calls::default() }
    }
}
