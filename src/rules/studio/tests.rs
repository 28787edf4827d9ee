use jiff::Timestamp;

use super::*;
use crate::model::id::Arn;
use crate::model::resource::{Facts, Part, Parts, Phase, Whole};
use crate::model::scope::{Region, Scope};
use crate::model::value::Value;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

/// A described resource of Studio with these facts.
pub(in crate::rules) fn studio(kind: Kind, name: &str, facts: &[(Field, Value)]) -> Resource {
    let scope =
        Scope { account: "111122223333".parse().unwrap(), region: Region::parse("eu-west-1").unwrap() };
    Resource::from(Whole {
        arn: Arn::new(format!("arn:aws:sagemaker:eu-west-1:111122223333:{kind}/{name}")),
        kind,
        name: Safe::new(name),
        scope,
        status: Some(Safe::new("InService")),
        phase: Phase::Ok,
        created: Some(at(1_799_000_000)),
        modified: None,
        tags: Some(Vec::new()),
        facts: facts.iter().map(|(field, value)| (*field, Some(value.clone()))).collect::<Facts>(),
        parts: Parts { describe: Part::Read(at(1_800_000_000)), ..Parts::default() },
        seen: at(1_800_000_000),
        source: "sagemaker:ListApps",
        incomplete: false,
    })
}

const ON: &str = "ENABLED";

fn text(field: Field, text: &str) -> (Field, Value) {
    (field, Value::text(text))
}

fn domain() -> Resource {
    studio(
        Kind::Domain,
        "lab",
        &[
            text(Field::ExecutionRole, "role-of-domain"),
            text(Field::SpaceExecutionRole, "role-of-shared-spaces"),
            text(Field::JupyterLabLifecycleManagement, ON),
            (Field::JupyterLabIdleTimeout, Value::Span(7_200)),
            text(Field::SpaceLifecycleManagement, ON),
            (Field::SpaceIdleTimeout, Value::Span(14_400)),
        ],
    )
}

fn user(facts: &[(Field, Value)]) -> Resource {
    studio(Kind::UserProfile, "d-1/ann", facts)
}

fn space(sharing: &str, more: &[(Field, Value)]) -> Resource {
    let mut facts = vec![
        text(Field::AppType, "JupyterLab"),
        text(Field::SharingType, sharing),
        text(Field::OwnerUserProfileName, "ann"),
    ];
    facts.extend_from_slice(more);
    studio(Kind::Space, "d-1/den", &facts)
}

/// When idle shutdown comes and who said so.
fn shutdown(of: &Resource, around: &[&Resource]) -> Option<(String, String)> {
    let shutdown = inherited(of, around).shutdown?;
    Some((shutdown.words.raw().to_owned(), shutdown.source.raw().to_owned()))
}

fn said(words: &str, source: &str) -> (String, String) {
    (words.to_owned(), source.to_owned())
}

#[test]
fn the_nearest_level_that_speaks_is_heard() {
    let (domain, silent) = (domain(), user(&[]));
    let strict = user(&[
        text(Field::JupyterLabLifecycleManagement, ON),
        (Field::JupyterLabIdleTimeout, Value::Span(3_600)),
    ]);
    let exempt = user(&[text(Field::JupyterLabLifecycleManagement, "DISABLED")]);
    let den = space("Private", &[]);
    assert_eq!(shutdown(&den, &[&silent, &domain]), Some(said("after 2h", "domain lab")));
    assert_eq!(shutdown(&den, &[&strict, &domain]), Some(said("after 1h", "user profile ann")));
    assert_eq!(shutdown(&den, &[&exempt, &domain]), Some(said("off", "user profile ann")));
}

#[test]
fn a_space_chooses_its_own_time_only_where_idle_shutdown_is_on() {
    let own = space("Private", &[(Field::JupyterLabIdleTimeout, Value::Span(5_400))]);
    let exempt = user(&[text(Field::JupyterLabLifecycleManagement, "DISABLED")]);
    assert_eq!(shutdown(&own, &[&user(&[]), &domain()]), Some(said("after 1h 30m", "space den")));
    assert_eq!(shutdown(&own, &[&exempt, &domain()]), Some(said("off", "user profile ann")));
}

#[test]
fn a_shared_space_follows_the_domain_and_not_its_maker() {
    let shared = space("Shared", &[]);
    let maker = user(&[
        text(Field::JupyterLabLifecycleManagement, "DISABLED"),
        text(Field::ExecutionRole, "role-of-ann"),
    ]);
    assert_eq!(shutdown(&shared, &[&maker, &domain()]), Some(said("after 4h", "domain lab")));
    let role = inherited(&shared, &[&maker, &domain()]).role.unwrap();
    assert_eq!((role.0.raw(), role.1.raw()), ("role-of-shared-spaces", "domain lab"));
}

#[test]
fn a_level_that_was_not_read_leaves_it_unknown() {
    let mut unread = user(&[]);
    unread.change(|user| user.parts.describe = Part::NotRead);
    let den = space("Private", &[]);
    for around in [&[][..], &[&domain()], &[&unread, &domain()], &[&user(&[])]] {
        assert_eq!(inherited(&den, around).shutdown, None);
    }
    let app = studio(
        Kind::App,
        "d-1/den/JupyterLab/default",
        &[text(Field::SpaceName, "den"), text(Field::AppType, "JupyterLab")],
    );
    assert_eq!(
        inherited(&app, &[&user(&[]), &domain()]),
        Inherited::default(),
        "its space may say otherwise"
    );
}

#[test]
fn a_user_has_one_word_where_both_tools_agree() {
    let nothing = studio(Kind::Domain, "lab", &[]);
    assert_eq!(shutdown(&user(&[]), &[&nothing]), Some(said("not set", "domain lab")));
    let both = said("JupyterLab after 2h, CodeEditor not set", "domain lab");
    assert_eq!(shutdown(&user(&[]), &[&domain()]), Some(both));
}

#[test]
fn an_app_belongs_to_its_user_or_to_the_owner_of_its_space() {
    let own = studio(Kind::App, "d-1/ann/KernelGateway/k", &[text(Field::UserProfileName, "ann")]);
    let in_space = studio(Kind::App, "d-1/den/JupyterLab/default", &[text(Field::SpaceName, "den")]);
    let word = |found: Option<(Safe, Safe)>| found.map(|(user, from)| format!("{user} by {from}"));
    assert_eq!(word(owner(&own, &[])).as_deref(), Some("ann by user profile"));
    assert_eq!(word(owner(&in_space, &[])), None);
    let den = space("Private", &[]);
    assert_eq!(word(owner(&in_space, &[&den])).as_deref(), Some("ann by user profile that owns the space"));
}
