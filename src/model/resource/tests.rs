use super::*;
use crate::model::scope::Region;

fn whole() -> Whole {
    Whole {
        arn: Arn::new("arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/churn-eda"),
        kind: Kind::Notebook,
        name: Safe::new("churn-eda"),
        scope: Scope {
            account: "111122223333".parse().unwrap(),
            region: Region::parse("eu-west-1").unwrap(),
        },
        status: Some(Safe::new("Failed")),
        phase: Phase::Failed,
        created: Some(Timestamp::from_millisecond(1_700_000_000_123).unwrap()),
        modified: None,
        tags: Some(vec![Tag { key: Safe::new("owner"), value: Safe::new("vi\u{202e}sion") }]),
        facts: Facts::from_iter([
            (Field::InstanceType, Some(Value::text("ml.g5.xlarge"))),
            (Field::Url, Some(Value::text("churn-eda-x7f3.notebook.eu-west-1.sagemaker.aws"))),
            (Field::NetworkInterfaceId, Some(Value::text("eni-1"))),
            (Field::FailureReason, Some(Value::text("no capacity for churn-eda"))),
        ]),
        parts: Parts { describe: Part::Read(Timestamp::UNIX_EPOCH), ..Parts::default() },
        seen: Timestamp::from_second(1_700_000_100).unwrap(),
        source: "sagemaker:ListNotebookInstances",
        incomplete: false,
    }
}

#[test]
fn nothing_is_lost_on_the_way_into_the_small_form_and_back() {
    let plain = Whole { tags: None, parts: Parts::default(), facts: Facts::default(), ..whole() };
    for whole in [whole(), plain] {
        let mut resource = Resource::from(whole.clone());
        assert_eq!(resource.whole(), whole);
        Shapes::default().share(&mut resource);
        assert_eq!(resource.whole(), whole);
        assert_eq!(resource.fact(Field::Url), whole.facts.get(Field::Url).cloned());
    }
}

#[test]
fn resources_that_differ_in_name_and_times_only_share_the_rest() {
    let named = |name: &str| {
        let mut row = whole();
        row.arn =
            row.arn.beside(&format!("arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/{name}"));
        row.name = Safe::new(name);
        row.facts = Facts::from_iter([(Field::Url, Some(Value::text(format!("{name}.notebook.aws"))))]);
        Resource::from(row)
    };
    let mut shapes = Shapes::default();
    let (mut one, mut other) = (named("one"), named("other"));
    shapes.share(&mut one);
    shapes.share(&mut other);
    assert!(Arc::ptr_eq(&one.shape, &other.shape));
    assert_eq!(other.fact_text(Field::Url).unwrap().raw(), "other.notebook.aws");
}

/// A hundred thousand of these are kept, and twice as many pointers to them.
#[test]
fn a_resource_is_small() {
    assert!(size_of::<Resource>() <= 112, "{}", size_of::<Resource>());
    assert_eq!(size_of::<Safe>(), 16);
    assert!(size_of::<crate::model::row::Row>() <= 24);
}
