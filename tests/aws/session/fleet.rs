//! The fleet of an organization over the simulator.

use sagedeck::model::account::{AccountRole, AccountState, Login, Via};
use sagedeck::model::failure::FailureKind;
use sagedeck::sim::{Assume, Effect, Fault, Sim, World};

use super::*;

const RETAIL: &str = "111122223333";
const RISK: &str = "222233334444";
const PROD: &str = "333344445555";

fn small() -> World {
    World::empty()
        .account(RETAIL, "retail", "Workloads/DataScience", &[("environment", "dev")])
        .account(RISK, "risk", "Workloads/DataScience", &[])
        .account(PROD, "shop", "Workloads/Production", &[])
}

#[tokio::test(start_paused = true)]
async fn the_demo_organization_is_found_whole() {
    let sim = Sim::demo(42, start());
    let sessions = sessions(simulated(&sim));
    let seen = read(&sessions).await;
    assert_eq!(seen.result, None);
    let expected = sim.edit(|world| world.accounts.iter().filter(|account| !account.standalone).count());
    assert_eq!(seen.accounts().len(), expected);
    let (suspended, active): (Vec<_>, Vec<_>) =
        seen.accounts().iter().partition(|account| account.state == AccountState::Suspended);
    assert!(!suspended.is_empty());
    assert_eq!(seen.logins.len(), active.len());
    assert!(seen.logins.values().all(|login| matches!(login, Login::Ok { .. })), "{}", seen.lines());
    assert!(suspended.iter().all(|account| !seen.logins.contains_key(&account.id)));
    let without: Vec<&str> =
        active.iter().filter(|account| account.role.is_none()).map(|account| account.name.raw()).collect();
    assert_eq!(without, ["org-management"]);
    assert!(active.iter().any(|account| account.role == Some(AccountRole::Production)));
    // The demo's data lake carries a tag and a unit that disagree, and the disagreement is kept.
    assert!(active.iter().any(|account| account.role_conflict.is_some()));
    assert_eq!(sim.writes(), 0);
}

#[tokio::test]
async fn names_paths_and_ways_come_from_the_organization() {
    let sim = Sim::new(small(), start());
    let seen = read(&sessions(simulated(&sim))).await;
    let shop = seen.accounts().iter().find(|account| account.name.raw() == "shop").unwrap();
    let path: Vec<&str> = shop.path.iter().map(sagedeck::model::text::Safe::raw).collect();
    assert_eq!(path, ["Workloads", "Production"]);
    assert_eq!(shop.role, Some(AccountRole::Production));
    assert!(
        matches!(&shop.via, Via::Role(arn) if arn.raw() == "arn:aws:iam::333344445555:role/SagedeckReader")
    );
    let own = seen.accounts().iter().find(|account| account.id == id(sim::MANAGEMENT)).unwrap();
    assert!(matches!(own.via, Via::Profile(_)));
    let retail = seen.accounts().iter().find(|account| account.id == id(RETAIL)).unwrap();
    assert_eq!(retail.role, Some(AccountRole::DataScience));
    assert!(seen.tellings.len() >= 2, "ids first, tags later");
    assert!(seen.tellings[0].iter().all(|account| account.login == Login::Unknown));
}

#[tokio::test]
async fn a_denied_member_is_one_line_and_never_the_end() {
    let sim = Sim::new(small().with_account(RISK, |account| account.assume = Assume::Denied), start());
    let sessions = sessions(simulated(&sim));
    let seen = read(&sessions).await;
    let failure = seen.failed(RISK);
    assert_eq!(failure.kind, FailureKind::Denied);
    assert!(failure.what.raw().contains("SagedeckReader may not be assumed"), "{failure}");
    assert!(failure.todo.raw().contains("trust this caller"), "{failure}");
    assert_eq!(failure.place.name.as_ref().unwrap().raw(), "risk");
    assert!(matches!(seen.login(PROD), Login::Ok { .. }));
    assert_eq!(sessions.config(&scope(RISK)).await.unwrap_err().kind, FailureKind::Denied);
    assert_eq!(sim.count("AssumeRole"), 3, "a failed login is not tried again at once");
}

#[tokio::test]
async fn an_external_id_opens_what_asks_for_one() {
    let world = || small().with_account(RISK, |account| account.assume = Assume::ExternalId("x-7".into()));
    let sim = Sim::new(world(), start());
    assert_eq!(read(&sessions(simulated(&sim))).await.failed(RISK).kind, FailureKind::Denied);
    let mut settings = simulated(&sim);
    settings.fleet =
        FleetSource::Organization(Organization { external_id: Some("x-7".into()), ..organization() });
    assert!(matches!(read(&sessions(settings)).await.login(RISK), Login::Ok { .. }));
}

#[tokio::test]
async fn a_members_credentials_cannot_write_even_past_all_other_walls() {
    let sim = Sim::new(small(), start());
    let sessions = sessions(simulated(&sim));
    read(&sessions).await;
    let config = sessions.config(&scope(RETAIL)).await.unwrap();
    let client = aws_sdk_sagemaker::Client::new(&config);
    assert!(client.list_notebook_instances().send().await.is_ok());
    let error = client.stop_notebook_instance().notebook_instance_name("any").send().await.unwrap_err();
    let failure = sessions
        .failure(&error, sagedeck::model::failure::Place { account: Some(id(RETAIL)), ..Default::default() });
    assert_eq!(failure.kind, FailureKind::Denied, "{failure}");
    assert_eq!(failure.place.name.unwrap().raw(), "retail");
    assert_eq!(sessions.scoped(id(RETAIL)), Some(true));
    assert_eq!(sessions.scoped(id(sim::MANAGEMENT)), Some(false));
}

#[tokio::test]
async fn three_hundred_accounts_take_one_assume_role_each() {
    let mut world = World::empty();
    for number in 0..300 {
        world = world.account(
            &format!("{:012}", 100_000_000_000_u64 + number),
            &format!("a-{number}"),
            "Fleet",
            &[],
        );
    }
    let sim = Sim::new(world, start());
    let sessions = sessions(simulated(&sim));
    let seen = read(&sessions).await;
    assert_eq!(seen.logins.len(), 301);
    for _ in 0..3 {
        for account in seen.accounts() {
            let scope = Scope { account: account.id, region: region("us-east-1") };
            sessions.config(&scope).await.unwrap();
        }
    }
    let again = read(&sessions).await;
    assert!(again.logins.values().all(|login| matches!(login, Login::Ok { .. })));
    assert_eq!(sim.count("AssumeRole"), 300);
}

#[tokio::test]
async fn credentials_that_lead_elsewhere_open_nothing() {
    let body = format!(
        "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><AssumedRoleUser>\
         <Arn>arn:aws:sts::{PROD}:assumed-role/x/y</Arn><AssumedRoleId>A:y</AssumedRoleId></AssumedRoleUser>\
         <Credentials><AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>\
         <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>"
    );
    let elsewhere = Effect::Http { status: 200, body, content_type: "text/xml".into() };
    let sim = Sim::new(small(), start());
    sim.add_fault(Fault::new(elsewhere).operation("AssumeRole"));
    let sessions = sessions(simulated(&sim));
    let seen = read(&sessions).await;
    let failure = seen.failed(RETAIL);
    assert_eq!(failure.kind, FailureKind::WrongAccount);
    assert!(failure.what.raw().contains("lead into 333344445555"), "{failure}");
    assert_eq!(sessions.config(&scope(RETAIL)).await.unwrap_err().kind, FailureKind::WrongAccount);
    assert_eq!(sim.count("ListNotebookInstances"), 0);
}

#[tokio::test]
async fn a_caller_that_is_only_a_member_sees_its_own_account_and_why() {
    let sim = Sim::new(small(), start());
    let seen = read(&sessions(as_caller(&sim, &sim::access_key(RETAIL)))).await;
    assert_eq!(seen.result, None);
    assert_eq!(seen.accounts().len(), 1);
    assert_eq!(seen.accounts()[0].id, id(RETAIL));
    let notice = seen.notices.first().unwrap();
    assert!(notice.contains("neither manages the organization (that is 210987654321)"), "{notice}");
    assert!(notice.contains("showing its own account instead"), "{notice}");
}

#[tokio::test]
async fn without_an_organization_the_own_account_is_shown() {
    let mut world = small();
    world.organization = None;
    let seen = read(&sessions(simulated(&Sim::new(world, start())))).await;
    assert_eq!(seen.accounts().len(), 1);
    assert!(seen.notices[0].contains("cannot be read from 210987654321"), "{:?}", seen.notices);
}

#[tokio::test]
async fn an_organization_that_does_not_answer_is_a_failure_and_no_single_account() {
    let sim = Sim::new(small(), start());
    sim.add_fault(Fault::new(Effect::Dns("dns error: failed to lookup".into())).operation("ListRoots"));
    let seen = read(&sessions(simulated(&sim))).await;
    assert_eq!(seen.result.unwrap().kind, FailureKind::Unreachable);
    assert!(seen.tellings.is_empty());
}

#[tokio::test]
async fn the_fleet_is_narrowed_before_anybody_is_called() {
    let sim = Sim::new(small(), start());
    let mut settings = simulated(&sim);
    settings.accounts = vec!["shop".into(), "retial".into()];
    let seen = read(&sessions(settings)).await;
    assert_eq!(seen.names(), ["shop"]);
    assert!(
        seen.notices.iter().any(|notice| notice.contains("--account retial is no account")),
        "{:?}",
        seen.notices
    );
    assert_eq!(sim.count("AssumeRole"), 1);
    let mut settings = simulated(&sim);
    let organization = Organization {
        include: vec!["ou:Workloads".into()],
        exclude: vec!["tag:environment=dev".into()],
        ..organization()
    };
    settings.fleet = FleetSource::Organization(organization);
    assert_eq!(read(&sessions(settings)).await.names(), ["risk", "shop"]);
}

#[tokio::test]
async fn tags_that_may_not_be_read_are_one_line() {
    let sim = Sim::new(small(), start());
    let denied = Effect::Error { code: "AccessDeniedException".into(), message: "no".into(), status: 400 };
    sim.add_fault(Fault::new(denied).operation("ListTagsForResource"));
    let seen = read(&sessions(simulated(&sim))).await;
    assert_eq!(seen.notices.len(), 1, "{:?}", seen.notices);
    assert!(seen.notices[0].contains("the tags of 4 accounts were not read"), "{:?}", seen.notices);
    assert_eq!(sim.count("ListTagsForResource"), 1);
    assert_eq!(seen.logins.len(), 4);
}

#[tokio::test]
async fn a_unit_that_cannot_be_read_is_said_and_never_looks_empty() {
    let sim = Sim::new(small(), start());
    let broken = Effect::Error { code: "AccessDeniedException".into(), message: "no".into(), status: 400 };
    // The root is the first parent that is asked for, its one unit the second.
    sim.add_fault(Fault::new(broken).operation("ListAccountsForParent").nth(2));
    let seen = read(&sessions(simulated(&sim))).await;
    assert!(
        seen.notices.iter().any(|notice| notice.starts_with("accounts below Workloads are missing")),
        "{:?}",
        seen.notices
    );
}
