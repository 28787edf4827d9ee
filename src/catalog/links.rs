//! From one resource to those that it refers to, by the links that kinds declare.
//!
//! Invariant: what is not known is left out; a circle of links ends.

use std::sync::Arc;

use super::{Link, spec};
use crate::model::field::Field;
use crate::model::id::Arn;
use crate::model::inventory::Inventory;
use crate::model::kind::Kind;
use crate::model::resource::Resource;
use crate::model::text::Safe;
use crate::model::value::Value;

/// The words by which a resource refers to others over a link: several where the field is a list. Users and spaces of
/// Studio are named within their domain.
pub fn references(resource: &Resource, link: Link) -> Vec<Safe> {
    let words = match resource.fact(link.field) {
        Some(Value::Text(text)) => vec![text],
        Some(Value::List(all)) => all,
        // Each step by what it began, whatever kind that is.
        Some(Value::Steps(steps)) => {
            steps.all().iter().filter_map(|step| step.made.as_ref()).map(Arn::safe).collect()
        }
        _ => Vec::new(),
    };
    if !matches!(link.kind, Kind::UserProfile | Kind::Space) {
        return words;
    }
    let Some(domain) = resource.fact_text(Field::DomainId) else { return Vec::new() };
    words.iter().map(|name| Safe::new(format!("{}/{}", domain.raw(), name.raw()))).collect()
}

/// The resource of that ARN, or the one that is referred to by that word beside the one that does.
pub fn referred<'a>(
    inventory: &'a Inventory,
    kind: Kind,
    beside: &Resource,
    word: &Safe,
) -> Option<&'a Resource> {
    let by_arn = || inventory.get(&Arn::new(word.raw()));
    let by_word = || inventory.named(kind, &beside.scope, word);
    if word.raw().starts_with("arn:") { by_arn() } else { by_word() }.map(Arc::as_ref)
}

/// What a resource refers to and what that refers to, nearest first, as far as it is known.
pub fn around<'a>(resource: &Resource, inventory: &'a Inventory) -> Vec<&'a Resource> {
    let mut found: Vec<&'a Resource> = Vec::new();
    let mut next = Some(resource);
    let mut at = 0;
    while let Some(from) = next {
        for link in spec(from.kind).links {
            let words = references(from, *link);
            for known in words.iter().filter_map(|word| referred(inventory, link.kind, from, word)) {
                if !found.iter().any(|one| one.arn == known.arn) {
                    found.push(known);
                }
            }
        }
        next = found.get(at).copied();
        at += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::model::resource::{Facts, Parts, Phase, Whole};
    use crate::model::scope::{Region, Scope};
    use crate::model::steps::{Step, Steps};

    /// A step that made nothing leads nowhere.
    #[test]
    fn a_run_refers_to_what_its_steps_began() {
        let arn = "arn:aws:sagemaker:eu-west-1:111122223333:processing-job/churn-evaluate-1";
        let evaluate = Step { made: Some(Arn::new(arn)), ..Step::named("evaluate") };
        let steps = Steps::new(vec![Step::named("check"), evaluate], None);
        let (account, region) = ("111122223333".parse().unwrap(), Region::parse("eu-west-1").unwrap());
        let run = Resource::from(Whole {
            arn: Arn::new("arn:aws:sagemaker:eu-west-1:111122223333:pipeline/churn/execution/r1"),
            kind: Kind::PipelineRun,
            name: Safe::new("churn/r1"),
            scope: Scope { account, region },
            status: None,
            phase: Phase::Unknown,
            created: None,
            modified: None,
            tags: None,
            facts: Facts::from_iter([(Field::Steps, Some(Value::Steps(steps)))]),
            parts: Parts::default(),
            seen: Timestamp::UNIX_EPOCH,
            source: "sagemaker:ListPipelineExecutions",
            incomplete: false,
        });
        let told = spec(Kind::PipelineRun).links.iter().filter(|link| link.field == Field::Steps);
        assert!(told.clone().count() > 1);
        for link in told {
            assert_eq!(references(&run, *link), [Safe::new(arn)], "{:?}", link.kind);
        }
    }
}
