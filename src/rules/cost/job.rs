//! What a job costs at list price: an hour while it runs, and the whole run once AWS says how much of it is billed.
//!
//! Invariant: an hour of managed spot is never given a price, since AWS publishes none that would hold for it; a whole run
//! counts what is billed, which holds the savings already.

use super::{Cost, hourly};
use crate::model::field::Field;
use crate::model::money::Money;
use crate::model::resource::{Phase, Resource};
use crate::model::text::Safe;
use crate::model::time::{seconds_between, short_span};
use crate::rules::policy::Policy;

const HOUR_S: i64 = 3_600;

/// The cost of a job whose machines are priced as this component (`Training`, `Processing`, `BatchTransform`).
pub fn job(resource: &Resource, component: &str, policy: &Policy) -> Cost {
    priced(resource, component, policy)
        .unwrap_or_else(|why| Cost { note: Some(Safe::new(why)), ..Cost::default() })
}

fn priced(resource: &Resource, component: &str, policy: &Policy) -> Result<Cost, String> {
    let number = |field| resource.fact(field).and_then(|value| value.as_int());
    let instance = resource.fact_text(Field::InstanceType).ok_or("not priced: instance type not read")?;
    let count = number(Field::InstanceCount).ok_or("not priced: number of instances not read")?;
    let region = resource.scope.region.as_str();
    let price = hourly(region, component, instance.raw(), policy);
    let (one, source) = price.ok_or_else(|| format!("not priced: price unknown ({})", instance.raw()))?;
    let all = one * count;
    let machines = format!("list price on demand, {source} · {count} × {instance}");
    if resource.phase == Phase::Ok {
        let spot = resource.fact(Field::ManagedSpot).and_then(|spot| spot.as_bool()) == Some(true);
        let hour = (!spot).then_some(all);
        let note = if spot { format!("not priced while it runs: spot · {machines}") } else { machines };
        return Ok(Cost { hour, hour_running: hour, note: Some(Safe::new(note)), ..Cost::default() });
    }
    let billed = number(Field::BillableTime).map(|seconds| (seconds, "billed"));
    let (seconds, how) = billed.or_else(|| ran(resource)).ok_or("not priced: time that it ran not known")?;
    let total = cents(all.as_micros().saturating_mul(seconds) / HOUR_S);
    let note = format!("{machines} × {} {how}", short_span(seconds));
    Ok(Cost { total: Some(total), note: Some(Safe::new(note)), ..Cost::default() })
}

/// An estimate is no more exact than to the cent, as far as it comes to one.
const fn cents(micros: i64) -> Money {
    const CENT: i64 = 10_000;
    Money::micros(if micros < CENT { micros } else { (micros + CENT / 2) / CENT * CENT })
}

/// How long it ran, for kinds of which AWS does not say what is billed.
fn ran(resource: &Resource) -> Option<(i64, &'static str)> {
    let time = |field| resource.fact(field).and_then(|at| at.as_time());
    let (from, until) = time(Field::Started).zip(time(Field::Ended))?;
    Some((seconds_between(from, until), "from start to end"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::value::Value;
    use crate::rules::idle::tests::notebook as resource;

    fn of(phase: Phase, facts: &[(Field, Value)]) -> Cost {
        let mut found = resource();
        found.scope.region = crate::model::scope::Region::parse("us-east-1").unwrap();
        found.change(|found| {
            found.phase = phase;
            found.facts.put(Field::InstanceType, Some(Value::text("ml.g5.xlarge")));
            for (field, value) in facts {
                found.facts.put(*field, Some(value.clone()));
            }
        });
        job(&found, "Training", &Policy::default())
    }

    #[test]
    fn a_running_job_has_the_price_of_all_its_machines_an_hour() {
        let cost = of(Phase::Ok, &[(Field::InstanceCount, Value::Int(2))]);
        assert_eq!((cost.hour.unwrap().to_string(), cost.total), ("2.816".to_owned(), None));
        assert!(cost.note.unwrap().raw().contains("us-east-1 Training, AWS price list 2026-09-24"));
    }

    #[test]
    fn spot_has_no_hourly_price() {
        let spot = [(Field::InstanceCount, Value::Int(1)), (Field::ManagedSpot, Value::Bool(true))];
        let cost = of(Phase::Ok, &spot);
        assert_eq!(cost.hour, None);
        assert!(cost.note.unwrap().raw().starts_with("not priced while it runs: spot"));
    }

    #[test]
    fn a_run_that_is_over_costs_what_is_billed() {
        let billed = [(Field::InstanceCount, Value::Int(2)), (Field::BillableTime, Value::Span(1_800))];
        let cost = of(Phase::Done, &billed);
        assert_eq!((cost.hour, cost.total.unwrap().to_string()), (None, "1.41".to_owned()));
    }

    #[test]
    fn what_is_not_known_is_not_priced_and_says_so() {
        assert_eq!(of(Phase::Done, &[]).note.unwrap().raw(), "not priced: number of instances not read");
        let unknown =
            [(Field::InstanceCount, Value::Int(1)), (Field::InstanceType, Value::text("ml.zz9.xlarge"))];
        assert_eq!(of(Phase::Ok, &unknown).note.unwrap().raw(), "not priced: price unknown (ml.zz9.xlarge)");
        let cost = of(Phase::Failed, &[(Field::InstanceCount, Value::Int(1))]);
        assert_eq!((cost.total, cost.note.unwrap().raw()), (None, "not priced: time that it ran not known"));
    }
}
