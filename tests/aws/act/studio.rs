//! Deleting a Studio app: looked at by its owner, never a namesake, never one that was made anew meanwhile.

use sagedeck::sim::Item;
use serde_json::json;

use super::*;

const LAB: &str = "d-0123456789ab";
const DELETE: &str = "DeleteApp";

fn app(owner: (&str, &str), status: &str, created: f64) -> Item {
    let (member, owner) = owner;
    Item::new(json!({
        "DomainId": LAB, member: owner, "AppType": "JupyterLab", "AppName": "default", "Status": status,
        "CreationTime": created, "ResourceSpec": { "InstanceType": "ml.g5.xlarge" },
    }))
}

fn lab(apps: impl IntoIterator<Item = Item>) -> World {
    apps.into_iter().fold(world(0), |world, app| world.item(ONE, EU, "app", app))
}

fn in_space() -> Item {
    app(("SpaceName", "den"), "InService", 1_790_000_000.0)
}

/// The apps of an account, as a console would have them.
async fn rows(operator: &Operator, account: &str) -> Vec<Row> {
    let cell = Cell { scope: scope(account), kind: Kind::App };
    let known = operator.accounts.iter().find(|known| known.id.to_string() == account).unwrap();
    let mut rows = Vec::new();
    for arrival in operator.ask(Fetch::List(cell, Horizon::default())).await {
        if let Arrival::Page(page) = arrival {
            rows.extend(page.rows.into_iter().map(|row| Row {
                resource: Arc::new(row),
                account: Arc::new(known.clone()),
                derived: Arc::default(),
            }));
        }
    }
    rows
}

async fn approved(operator: &Operator) -> Approved {
    let rows = rows(operator, ONE).await;
    agreed(&plan(&rows.iter().collect::<Vec<_>>(), Verb::Delete, &[]))
}

async fn states(operator: &Operator) -> Vec<String> {
    let rows = rows(operator, ONE).await;
    rows.iter().map(|row| row.resource.status.as_ref().unwrap().raw().to_owned()).collect()
}

#[tokio::test(start_paused = true)]
async fn it_asks_for_the_name_deletes_once_and_is_followed_until_it_is_deleted() {
    for owner in [("SpaceName", "den"), ("UserProfileName", "ann")] {
        let (sim, disk) = (Sim::new(lab([app(owner, "InService", 1_790_000_000.0)]), start()), Disk::new());
        let operator = Operator::new(&sim, &disk, "a").await;
        let rows = rows(&operator, ONE).await;
        let planned = plan(&[&rows[0]], Verb::Delete, &[]);
        let name = format!("{LAB}/{}/JupyterLab/default", owner.1);
        assert!(
            matches!(planned.confirm(), Some(Confirm::Type { word, .. }) if word.raw() == name),
            "{:?}",
            planned.confirm()
        );
        let words: Vec<_> = planned.items[0].words().iter().map(|words| words.raw().to_owned()).collect();
        assert!(words.iter().any(|words| words.starts_with("Lost: memory, running kernels")), "{words:?}");
        assert!(words.iter().any(|words| words.starts_with("Kept: files")), "{words:?}");
        let ended = operator.act(agreed(&planned)).await;
        assert_eq!(ending(&ended[0]), Some(Ending::Done), "{ended:?}");
        assert_eq!((states(&operator).await, sim.count(DELETE)), (vec!["Deleted".to_owned()], 1));
        let act = &disk.acts()[0];
        assert_eq!((act.action.raw(), act.name.raw()), ("delete", name.as_str()));
        // There is nothing left to delete.
        let again = plan(&[&self::rows(&operator, ONE).await[0]], Verb::Delete, &[]);
        assert!(again.items.is_empty() && again.left_out[0].why.raw().contains("Deleted already"));
    }
}

#[tokio::test(start_paused = true)]
async fn one_that_was_made_anew_since_the_plan_is_not_touched() {
    let (sim, disk) = (Sim::new(lab([in_space()]), start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    let approved = approved(&operator).await;
    sim.edit(|world| {
        world.put_item(ONE, EU, "app", app(("SpaceName", "den"), "InService", 1_795_000_000.0));
    });
    let ended = operator.act(approved).await;
    assert_eq!(ending(&ended[0]), Some(Ending::Refused));
    assert!(words(&ended[0]).contains("modified since the plan"), "{}", words(&ended[0]));
    assert_eq!(sim.count(DELETE), 0);
}

#[tokio::test(start_paused = true)]
async fn one_that_is_gone_needs_no_deleting() {
    let (sim, disk) = (Sim::new(lab([in_space()]), start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    let approved = approved(&operator).await;
    let now = sim.now();
    sim.edit(|world| world.put_item(ONE, EU, "app", Item { gone: Some(now), ..in_space() }));
    let ended = operator.act(approved).await;
    assert_eq!(ending(&ended[0]), Some(Ending::AlreadyDone), "{ended:?}");
    assert_eq!(sim.count(DELETE), 0);
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_looked_for_and_never_repeated() {
    let (sim, disk) = (Sim::new(lab([in_space()]), start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    let approved = approved(&operator).await;
    sim.add_fault(Fault::new(Effect::ApplyThenFail).operation(DELETE));
    let ended = operator.act(approved).await;
    assert_eq!(ending(&ended[0]), Some(Ending::Done), "{ended:?}");
    assert_eq!((sim.count(DELETE), states(&operator).await), (1, vec!["Deleted".to_owned()]));
}

#[tokio::test(start_paused = true)]
async fn production_allows_none() {
    let world = world(0).item(PROD, EU, "app", in_space());
    let (sim, disk) = (Sim::new(world, start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    let rows = rows(&operator, PROD).await;
    let refused = plan(&[&rows[0]], Verb::Delete, &[]);
    assert!(refused.items.is_empty() && refused.left_out[0].why.raw().contains("allows no actions"));
}
