//! A console's state that has read a whole fleet, made of the messages that the engine would send.

use jiff::Timestamp;
use sagedeck::app::{self, Effect, Model, Msg, Setup};
use sagedeck::model::account::{Account, AccountState, Login, Via};
use sagedeck::model::action::Permitted;
use sagedeck::model::fetch::{Arrival, Fetch, Page};
use sagedeck::model::field::Field;
use sagedeck::model::id::Arn;
use sagedeck::model::kind::Kind;
use sagedeck::model::resource::{Facts, Parts, Phase, Resource, Whole};
use sagedeck::model::scope::{AccountId, Region, Scope};
use sagedeck::model::text::Safe;
use sagedeck::model::value::Value;

use crate::fleet::{Fleet, Notebook};

/// When everything was read: later than anything in the fleet.
pub const NOW: Timestamp = Timestamp::constant(1_800_000_000, 0);

/// A console that knows every row of the fleet.
pub fn of(fleet: Fleet) -> Model {
    let mut model = Model::new(Setup::plain(NOW));
    let mut waiting: std::collections::VecDeque<Effect> = app::start(&mut model).into();
    while let Some(effect) = waiting.pop_front() {
        // Details stay unanswered.
        let Effect::Fetch(job, fetch, _) = effect else { continue };
        for arrival in answers(fleet, &fetch) {
            waiting.extend(app::update(&mut model, Msg::Arrived(job, arrival)));
        }
    }
    waiting.extend(app::update(&mut model, Msg::Tick(NOW)));
    model.take_dirty();
    model
}

fn answers(fleet: Fleet, fetch: &Fetch) -> Vec<Arrival> {
    match fetch {
        Fetch::Fleet => {
            let accounts: Vec<Account> = (1..=fleet.accounts).filter_map(|n| account(fleet, n)).collect();
            let logins: Vec<Arrival> =
                accounts.iter().map(|account| Arrival::Login(account.id, login())).collect();
            [Arrival::Accounts(accounts)].into_iter().chain(logins).chain([Arrival::Done(NOW)]).collect()
        }
        Fetch::Identity(id) => vec![Arrival::Login(*id, login()), Arrival::Done(NOW)],
        Fetch::List(cell, _) => {
            let rows = if cell.kind == Kind::Notebook {
                (0..fleet.rows).map(|number| resource(&cell.scope, number)).collect()
            } else {
                Vec::new()
            };
            vec![Arrival::Page(Page { cell: cell.clone(), number: 1, rows, at: NOW }), Arrival::Done(NOW)]
        }
        _ => Vec::new(),
    }
}

fn login() -> Login {
    Login::Ok { caller: Safe::new("arn:aws:sts::1:assumed-role/Reader/bench"), expires: None, scoped: true }
}

fn account(fleet: Fleet, number: u64) -> Option<Account> {
    Some(Account {
        id: format!("{number:012}").parse::<AccountId>().ok()?,
        name: Safe::new(format!("role-{number:04}")),
        role: None,
        role_source: Safe::new(""),
        role_conflict: None,
        permitted: Permitted::by_default(None),
        theme: None,
        path: Vec::new(),
        state: AccountState::Active,
        via: Via::Role(Safe::new("Reader")),
        regions: fleet.regions.iter().filter_map(|region| Region::parse(region)).collect(),
        login: Login::Unknown,
    })
}

fn resource(scope: &Scope, number: usize) -> Resource {
    let account = scope.account.to_string().parse().unwrap_or(0);
    let notebook = Notebook::of(account, number, 0);
    let at = |second: u64| Timestamp::from_second(second as i64).ok();
    Resource::from(Whole {
        arn: Arn::new(notebook.arn(account, scope.region.as_str())),
        kind: Kind::Notebook,
        name: Safe::new(&notebook.name),
        scope: scope.clone(),
        status: Some(Safe::new(notebook.status)),
        phase: match notebook.status {
            "InService" => Phase::Ok,
            "Stopped" => Phase::Stopped,
            _ => Phase::Failed,
        },
        created: at(notebook.created),
        modified: at(notebook.modified),
        tags: None,
        facts: Facts::from_iter([(Field::InstanceType, Some(Value::text(notebook.instance)))]),
        parts: Parts::default(),
        seen: NOW,
        source: "sagemaker:ListNotebookInstances",
        incomplete: false,
    })
}
