//! Endpoints on their screen: what runs, what fails and why, what is served, and the way to it.

use sagedeck::model::fetch::Described;
use sagedeck::model::field::Field;
use sagedeck::model::id::Arn;
use sagedeck::model::kind::Kind;
use sagedeck::model::resource::{Facts, Parts, Phase, Resource, Tag, Whole};
use sagedeck::model::scope::{Region, Scope};
use sagedeck::model::text::Safe;
use sagedeck::model::value::Value;
use sagedeck::ui::color::Depth;
use sagedeck::ui::theme::Theme;

use super::fixture::{Console, World, ago, now};
use super::screens::snapshot;
use super::shot::{drawn, text_and_style};

const PROD: &str = "411111111111";

fn other(kind: Kind, account: &str, name: &str, status: Option<(&str, Phase)>) -> Resource {
    let scope = Scope { account: account.parse().unwrap(), region: Region::parse("eu-west-1").unwrap() };
    Resource::from(Whole {
        arn: Arn::new(format!("arn:aws:sagemaker:eu-west-1:{account}:{kind}/{name}")),
        kind,
        name: Safe::new(name),
        scope,
        status: status.map(|(word, _)| Safe::new(word)),
        phase: status.map_or(Phase::Ok, |(_, phase)| phase),
        created: Some(ago(4_000)),
        modified: Some(ago(30)),
        tags: None,
        facts: Facts::default(),
        parts: Parts::default(),
        seen: now(),
        source: sagedeck::catalog::spec(kind).calls[0],
        incomplete: false,
    })
}

fn list(all: &[&str]) -> Option<Value> {
    (!all.is_empty()).then(|| Value::List(all.iter().map(|one| Safe::new(*one)).collect()))
}

fn told(facts: &[(Field, Option<Value>)]) -> Described {
    let tag = Tag { key: "owner".into(), value: "risk".into() };
    let facts = facts.iter().map(|(field, value)| (*field, value.clone())).collect();
    Described { facts, tags: Some(vec![tag]), ..Described::default() }
}

/// One between two models, one that rolls back, one that failed, one of whose configuration nobody may read.
fn served() -> World {
    let text = |text: &str| Some(Value::text(text));
    let endpoint = |account, name, status, phase| other(Kind::Endpoint, account, name, Some((status, phase)));
    let churn = told(&[
        (Field::Serving, text("real-time")),
        (
            Field::Variants,
            list(&[
                "blue ml.m5.xlarge 3/3 w0.9 model churn-v7",
                "green ml.m5.xlarge 1/1 w0.1 model churn-v6",
            ]),
        ),
        (Field::ShadowVariants, list(&["dark ml.m5.xlarge 1/1 w1.0 model churn-v8"])),
        (Field::Instances, list(&["5 ml.m5.xlarge"])),
        (Field::CurrentInstances, Some(Value::Int(5))),
        (Field::EndpointConfigName, text("churn-20261120")),
        (Field::ModelNames, list(&["churn-v7", "churn-v6", "churn-v8"])),
        (Field::DeployedImages, list(&["511111111111.dkr.ecr.eu-west-1.amazonaws.com/churn@sha256:0a1b2c"])),
        (Field::EnableCapture, Some(Value::Bool(true))),
        (Field::CapturePercent, Some(Value::Int(20))),
        (
            Field::LastDeployment,
            text("blue/green, canary of 10%, waits 600 s, rolled back by alarm churn-5xx"),
        ),
    ]);
    let fraud = told(&[
        (Field::FailureReason, text("alarm fraud-5xx entered ALARM: the endpoint is rolled back")),
        (Field::Variants, list(&["AllTraffic ml.c5.2xlarge 4/4 w1.0 model fraud-v1"])),
        (Field::Instances, list(&["4 ml.c5.2xlarge"])),
        (Field::PendingConfigName, text("fraud-20261123")),
        (Field::PendingSince, Some(Value::Time(ago(1)))),
        (Field::PendingVariants, list(&["AllTraffic ml.c5.2xlarge 1/4 w1.0 (Deleting)"])),
    ]);
    let basket = told(&[(Field::FailureReason, text("The container did not pass the ping health check."))]);
    let mute = told(&[
        (Field::Variants, list(&["AllTraffic ? 1/1 w1.0"])),
        (Field::Instances, list(&["1 ?"])),
        (Field::ConfigUnread, text("the caller may not describe endpoint configurations")),
    ]);
    let mut world = World::believable();
    world.others = vec![
        (endpoint(PROD, "churn-scoring", "InService", Phase::Ok), churn),
        (endpoint(PROD, "fraud-screen", "RollingBack", Phase::Changing), fraud),
        (endpoint("211111111111", "basket-recs", "Failed", Phase::Failed), basket),
        (endpoint("222222222222", "limits-check", "InService", Phase::Ok), mute),
        (
            other(Kind::EndpointConfig, PROD, "churn-20261120", None),
            told(&[(Field::ModelNames, list(&["churn-v7"])), (Field::Instances, list(&["5 ml.m5.xlarge"]))]),
        ),
        (other(Kind::Model, PROD, "churn-v7", None), told(&[])),
    ];
    world
}

/// At the sizes that people have, the smallest without colours; `keys` lead to what is to be seen, `narrow` to what is in
/// sight anyway where there is room for it.
fn shown(name: &str, keys: &str, narrow: &str) {
    let mono = Theme::default().at(Depth::Mono, sagedeck::ui::color::Charset::Unicode);
    for (size, (width, height), theme) in [
        ("80x24", (80, 24), mono),
        ("120x36", (120, 36), Theme::default()),
        ("200x50", (200, 50), Theme::default()),
    ] {
        let mut console = Console::settled(served(), width, height);
        console.press("4");
        for keys in [keys, if width < 120 { narrow } else { "" }].into_iter().filter(|keys| !keys.is_empty())
        {
            console.press(keys);
        }
        console.rest();
        snapshot(&format!("{name}_{size}"), &text_and_style(&drawn(&console.model, &theme)));
    }
}

#[test]
fn endpoints() {
    shown("endpoints", "", "");
}

#[test]
fn an_endpoint_in_detail() {
    shown("endpoint_detail", "j", "d");
}

#[test]
fn the_way_from_an_endpoint_to_what_it_serves() {
    shown("endpoint_links", "j g d", "");
}
