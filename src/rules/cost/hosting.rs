//! What an endpoint costs: the instances that its variants have now, shadow variants among them, without volumes.
//!
//! Invariant: where one of them has no price there is no sum, since the rest would look like all of it; the note says what
//! is missing.

use super::{Cost, hourly};
use crate::model::capacity::Capacity;
use crate::model::field::Field;
use crate::model::money::{HOURS_PER_MONTH, Money};
use crate::model::resource::Resource;
use crate::model::text::Safe;
use crate::model::value::Value;
use crate::rules::policy::Policy;

/// What is paid by the hour, and what is not known of it.
#[derive(Default)]
struct Bill {
    hour: Money,
    /// Where the prices come from.
    sources: Vec<String>,
    missing: Vec<String>,
    is_by_use: bool,
}

impl Bill {
    fn add(&mut self, capacity: Option<Capacity>, region: &str, policy: &Policy) {
        let (count, instance) = match capacity {
            Some(Capacity::Serverless) => return self.is_by_use = true,
            Some(Capacity::Instances { count: Some(0), .. }) => return,
            Some(Capacity::Instances { count: Some(count), instance: Some(instance) }) => (count, instance),
            Some(Capacity::Instances { count: None, instance: Some(instance) }) => {
                return self.missing.push(format!("how many {instance} there are is not known"));
            }
            Some(Capacity::Instances { instance: None, .. }) | None => {
                return self.missing.push("instance type not known".to_owned());
            }
        };
        match hourly(region, "Hosting", &instance, policy) {
            Some((price, source)) => {
                self.hour = self.hour + price * count;
                self.sources.push(source);
            }
            None => self.missing.push(format!("price unknown ({instance})")),
        }
    }
}

/// The cost of an endpoint as it is now.
pub fn endpoint(resource: &Resource, policy: &Policy) -> Cost {
    let note = |words: String| Cost { note: Some(Safe::new(words)), ..Cost::default() };
    let Some(Value::List(instances)) = resource.fact(Field::Instances) else {
        return note("what it runs on is not known".to_owned());
    };
    let mut bill = Bill::default();
    for one in &instances {
        bill.add(Capacity::parse(one.raw()), resource.scope.region.as_str(), policy);
    }
    let Bill { hour, mut sources, mut missing, is_by_use } = bill;
    for words in [&mut sources, &mut missing] {
        words.sort_unstable();
        words.dedup();
    }
    if !missing.is_empty() {
        let priced = !sources.is_empty();
        let rest = if priced { format!("; the rest is ~${hour} an hour") } else { String::new() };
        return note(format!("{}{rest}", missing.join("; ")));
    }
    let by_use = is_by_use.then_some("serverless variants are paid by use");
    if sources.is_empty()
        && let Some(by_use) = by_use
    {
        return note(by_use.to_owned());
    }
    let prices = (!sources.is_empty()).then(|| format!("list price, {}", sources.join("; ")));
    let prices = prices.as_deref().unwrap_or("no instances now");
    let words: Vec<&str> = [Some(prices), Some("without volumes"), by_use].into_iter().flatten().collect();
    Cost {
        hour: Some(hour),
        hour_running: Some(hour),
        month: Some(hour * HOURS_PER_MONTH),
        note: Some(Safe::new(words.join(" · "))),
        total: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::scope::Region;
    use crate::rules::idle::tests::notebook;

    fn of(instances: &[&str]) -> Cost {
        let mut resource = notebook();
        resource.scope.region = Region::parse("us-east-1").unwrap();
        let list = instances.iter().map(|one| Safe::new(*one)).collect();
        resource.change(|resource| resource.facts.put(Field::Instances, Some(Value::List(list))));
        endpoint(&resource, &Policy::default())
    }

    fn note(cost: &Cost) -> &str {
        cost.note.as_ref().unwrap().raw()
    }

    #[test]
    fn variants_are_summed_up_by_type_and_count() {
        let cost = of(&["2 ml.m5.xlarge", "1 ml.m5.2xlarge"]);
        assert_eq!(cost.hour.unwrap().to_string(), "0.921");
        assert_eq!(cost.month.unwrap().to_string(), "672.33");
        assert_eq!(note(&cost), "list price, us-east-1 Hosting, AWS price list 2026-09-28 · without volumes");
    }

    #[test]
    fn without_one_price_there_is_no_sum() {
        let cost = of(&["2 ml.m5.xlarge", "1 ml.zz9.xlarge"]);
        assert_eq!((cost.hour, cost.month), (None, None));
        assert_eq!(note(&cost), "price unknown (ml.zz9.xlarge); the rest is ~$0.46 an hour");
        assert_eq!(note(&of(&["? ml.m5.xlarge"])), "how many ml.m5.xlarge there are is not known");
        assert_eq!(note(&of(&["1 ?"])), "instance type not known");
    }

    #[test]
    fn what_is_paid_by_use_has_no_hourly_price() {
        let cost = of(&["serverless"]);
        assert_eq!((cost.hour, note(&cost)), (None, "serverless variants are paid by use"));
        let mixed = of(&["1 ml.m5.xlarge", "serverless"]);
        assert_eq!(mixed.hour.unwrap().to_string(), "0.23");
        assert!(note(&mixed).ends_with("serverless variants are paid by use"));
    }

    #[test]
    fn no_instances_cost_nothing_and_unknown_ones_are_not_known() {
        let none = of(&["0 ml.g5.xlarge"]);
        assert_eq!((none.hour, none.month), (Some(Money::ZERO), Some(Money::ZERO)));
        let unread = endpoint(&notebook(), &Policy::default());
        assert_eq!((unread.hour, note(&unread)), (None, "what it runs on is not known"));
    }
}
