use aws_sdk_organizations::Client;

use super::*;

/// Organizations is read in us-east-1 whatever the region.
fn client(sim: &Sim, account: &str) -> Client {
    Client::new(&config(sim, account))
}

#[tokio::test(start_paused = true)]
async fn the_tree_leads_to_every_account_once() {
    let mut world = small();
    for number in 0..45 {
        world = world.account(
            &format!("{:012}", 300_000_000_000_u64 + number),
            "crowd",
            "Workloads/DataScience",
            &[],
        );
    }
    let sim = Sim::new(world, start());
    let client = client(&sim, MANAGEMENT);
    let roots = client.list_roots().send().await.unwrap();
    let mut queue = vec![roots.roots()[0].id().unwrap().to_owned()];
    let (mut accounts, mut units) = (Vec::new(), Vec::new());
    while let Some(parent) = queue.pop() {
        let mut below =
            client.list_organizational_units_for_parent().parent_id(&parent).into_paginator().send();
        while let Some(page) = below.next().await {
            for unit in page.unwrap().organizational_units() {
                units.push(unit.name().unwrap().to_owned());
                queue.push(unit.id().unwrap().to_owned());
            }
        }
        let mut inside = client.list_accounts_for_parent().parent_id(&parent).into_paginator().send();
        while let Some(page) = inside.next().await {
            let page = page.unwrap();
            assert!(page.accounts().len() <= 20);
            accounts.extend(page.accounts().iter().map(|account| account.id().unwrap().to_owned()));
        }
    }
    accounts.sort();
    let before = accounts.len();
    accounts.dedup();
    assert_eq!((accounts.len(), before), (48, 48));
    units.sort();
    assert_eq!(units, ["DataScience", "Production", "Workloads"]);
    let mut flat = client.list_accounts().into_paginator().send();
    let mut count = 0;
    while let Some(page) = flat.next().await {
        for account in page.unwrap().accounts() {
            assert!(account.arn().unwrap().starts_with("arn:aws:organizations::210987654321:account/o-"));
            assert_eq!(account.state().unwrap().as_str(), "ACTIVE");
            count += 1;
        }
    }
    assert_eq!(count, 48);
}

#[tokio::test(start_paused = true)]
async fn parents_children_tags_and_single_accounts() {
    let sim = Sim::new(small().unit_tags("Workloads/Production", &[("class", "prod")]), start());
    let client = client(&sim, MANAGEMENT);
    let parents = client.list_parents().child_id(OTHER).send().await.unwrap();
    let unit = parents.parents()[0].id().unwrap().to_owned();
    assert_eq!(parents.parents()[0].r#type().unwrap().as_str(), "ORGANIZATIONAL_UNIT");
    let tags = client.list_tags_for_resource().resource_id(&unit).send().await.unwrap();
    assert_eq!((tags.tags()[0].key(), tags.tags()[0].value()), ("class", "prod"));
    let kind = aws_sdk_organizations::types::ChildType::Account;
    let children = client.list_children().parent_id(&unit).child_type(kind).send().await.unwrap();
    assert_eq!(children.children()[0].id(), Some(OTHER));
    let tags = client.list_tags_for_resource().resource_id(MEMBER).send().await.unwrap();
    assert_eq!(tags.tags()[0].value(), "dev");
    let account = client.describe_account().account_id(MEMBER).send().await.unwrap();
    assert_eq!(account.account().unwrap().name(), Some("ds-one"));
    let error = client.describe_account().account_id("123").send().await.unwrap_err();
    assert_eq!(code(&error), "AccountNotFoundException");
    let error = client.list_accounts_for_parent().parent_id("ou-none").send().await.unwrap_err();
    assert_eq!(code(&error), "ParentNotFoundException");
}

#[tokio::test(start_paused = true)]
async fn only_management_and_delegates_see_the_tree() {
    let mut world = small();
    world.organization.as_mut().unwrap().delegated.push(OTHER.into());
    let sim = Sim::new(world, start());
    let error = client(&sim, MEMBER).list_roots().send().await.unwrap_err();
    assert_eq!(code(&error), "AccessDeniedException");
    let seen = client(&sim, MEMBER).describe_organization().send().await.unwrap();
    assert_eq!(seen.organization().unwrap().master_account_id(), Some(MANAGEMENT));
    assert!(client(&sim, OTHER).list_roots().send().await.is_ok());
    sim.edit(|world| world.account_mut(MEMBER).unwrap().standalone = true);
    let error = client(&sim, MEMBER).list_roots().send().await.unwrap_err();
    assert_eq!(code(&error), "AWSOrganizationsNotInUseException");
}
