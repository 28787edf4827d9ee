//! What a resource costs at list price. An estimate, never a bill: no discounts, credits, taxes or transfer.
//!
//! Formula: hourly price while in service × 730 h, plus the ML storage volume, which is paid also when stopped.

use super::policy::Policy;
use super::prices;
use crate::model::field::Field;
use crate::model::money::{HOURS_PER_MONTH, Money};
use crate::model::resource::Resource;
use crate::model::text::Safe;

mod hosting;
mod job;

pub use hosting::endpoint;
pub use job::job;

/// A list-price estimate. `hour` is the instance alone; `month` includes the volume and is absent until its size is
/// known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    pub hour: Option<Money>,
    /// What an hour costs while it runs, whether or not it does.
    pub hour_running: Option<Money>,
    pub month: Option<Money>,
    /// The whole of what has an end: a job that is over.
    pub total: Option<Money>,
    /// Source and date of the prices, or why there is none.
    pub note: Option<Safe>,
}

/// The cost of a notebook instance in its present state.
pub fn notebook(resource: &Resource, policy: &Policy) -> Cost {
    let region = resource.scope.region.as_str();
    let volume = resource.fact(Field::VolumeSizeInGb).and_then(|size| size.as_int());
    let storage = volume.map(|gigabytes| prices::STORAGE_GB_MONTH * gigabytes);
    let status = resource.status.as_ref().map(Safe::raw);
    match status {
        // Compute is paid only in service; an instance that is changing is about to be or was until now.
        Some("Stopped" | "Failed" | "Deleting") => Cost {
            hour: None,
            hour_running: running(resource, region, storage, policy).hour,
            month: storage,
            total: None,
            note: Some(Safe::new(match storage {
                Some(_) => format!("volume only · {}", prices::STORAGE_SOURCE),
                None => "not running; volume size not read".to_owned(),
            })),
        },
        Some(_) => running(resource, region, storage, policy),
        None => Cost { note: Some(Safe::new("status not known")), ..Cost::default() },
    }
}

/// The cost of a Studio app in its present state: its instance. What it writes lies on volumes that are not its own.
pub fn app(resource: &Resource, policy: &Policy) -> Cost {
    let status = resource.status.as_ref().map(Safe::raw);
    let Some(instance) = resource.fact_text(Field::InstanceType) else {
        return not_known("instance type not read");
    };
    let kind = resource.fact_text(Field::AppType).unwrap_or_default();
    // Source: Amazon SageMaker pricing, "Studio Classic": the JupyterServer itself is not charged for.
    if instance.raw() == "system" && kind.raw() == "JupyterServer" {
        let free = Some(Money::ZERO);
        let note = Some(Safe::new("free of charge (JupyterServer on the system instance)"));
        return Cost { hour: free, hour_running: free, month: free, note, ..Cost::default() };
    }
    let component = format!("Studio-{}", kind.raw());
    let Some((hour, source)) = hourly(resource.scope.region.as_str(), &component, instance.raw(), policy)
    else {
        return not_known(format!("price unknown ({} on {})", kind.raw(), instance.raw()));
    };
    let note = |words: String| Some(Safe::new(words));
    match status {
        Some("InService" | "Pending") => Cost {
            hour: Some(hour),
            hour_running: Some(hour),
            month: Some(hour * HOURS_PER_MONTH),
            note: note(format!("list price, {source} · without the space's volume")),
            total: None,
        },
        Some(_) => Cost {
            hour: None,
            hour_running: Some(hour),
            month: Some(Money::ZERO),
            note: note("does not run".to_owned()),
            total: None,
        },
        None => not_known("status not known"),
    }
}

/// No price, and why.
pub fn not_known(why: impl AsRef<str>) -> Cost {
    Cost { note: Some(Safe::new(why)), ..Cost::default() }
}

fn running(resource: &Resource, region: &str, storage: Option<Money>, policy: &Policy) -> Cost {
    let Some(instance) = resource.fact_text(Field::InstanceType) else {
        return Cost { note: Some(Safe::new("instance type not read")), ..Cost::default() };
    };
    let Some((hour, source)) = hourly(region, "Notebook", instance.raw(), policy) else {
        let note = format!("price unknown ({})", instance.raw());
        return Cost { note: Some(Safe::new(note)), ..Cost::default() };
    };
    let volume = match storage {
        Some(_) => format!("with volume ({})", prices::STORAGE_SOURCE),
        None => "a month needs the volume's size, which was not read".to_owned(),
    };
    Cost {
        hour: Some(hour),
        hour_running: Some(hour),
        // Without the volume it would be too low and look exact: not known until it was read.
        month: storage.map(|storage| hour * HOURS_PER_MONTH + storage),
        total: None,
        note: Some(Safe::new(format!("list price, {source} · {volume}"))),
    }
}

/// The hourly price with its source: the policy's own, else the embedded table's; a price of another region or
/// component is used only with that said.
fn hourly(region: &str, component: &str, instance: &str, policy: &Policy) -> Option<(Money, String)> {
    let own = policy.prices.get(&format!("{region}/{component}/{instance}"));
    own.map(|price| (*price, "[prices] of the policy".to_owned())).or_else(|| {
        let entry = prices::find(region, component, instance)?;
        let exact = entry.region == region && entry.component == component;
        let (from, part, published) = (entry.region, entry.component, entry.source);
        let source = if exact {
            format!("{from} {part}, {published}")
        } else {
            format!("that of {from} {part}, {published} (none known for {region})")
        };
        Some((Money::micros(entry.micros), source))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::value::Value;
    use crate::rules::idle::tests::notebook as resource;

    fn with(instance: &str, status: &str, volume: Option<i64>) -> Resource {
        let mut found = resource();
        found.change(|found| {
            found.status = Some(Safe::new(status));
            found.facts.put(Field::InstanceType, Some(Value::text(instance)));
            found.facts.put(Field::VolumeSizeInGb, volume.map(Value::Int));
        });
        found
    }

    fn us(mut resource: Resource) -> Resource {
        resource.scope.region = crate::model::scope::Region::parse("us-east-1").unwrap();
        resource
    }

    #[test]
    fn a_dated_price_of_the_region_is_exact() {
        let cost = notebook(&us(with("ml.g5.xlarge", "InService", Some(100))), &Policy::default());
        assert_eq!(cost.hour.unwrap().to_string(), "1.41");
        assert_eq!(cost.month.unwrap().to_string(), "1043.30");
        assert!(cost.note.unwrap().raw().contains("us-east-1 Notebook, AWS price list 2026-09-24"));
    }

    #[test]
    fn a_price_of_another_region_says_so() {
        let cost = notebook(&with("ml.g5.xlarge", "InService", None), &Policy::default());
        let note = cost.note.unwrap();
        assert!(note.raw().contains("none known for eu-west-1"), "{note}");
        assert!(note.raw().contains("which was not read"), "{note}");
        assert_eq!(cost.month, None, "a month without the volume would look exact");
    }

    #[test]
    fn an_unknown_type_has_no_price_and_says_so() {
        let cost = notebook(&with("ml.zz9.xlarge", "InService", Some(5)), &Policy::default());
        assert_eq!((cost.hour, cost.month), (None, None));
        assert_eq!(cost.note.unwrap().raw(), "price unknown (ml.zz9.xlarge)");
    }

    #[test]
    fn a_stopped_notebook_pays_its_volume_only() {
        let cost = notebook(&with("ml.g5.xlarge", "Stopped", Some(50)), &Policy::default());
        assert_eq!(cost.hour, None);
        assert_eq!(cost.hour_running.unwrap().to_string(), "1.41");
        assert_eq!(cost.month.unwrap().to_string(), "7.00");
        assert_eq!(notebook(&with("ml.g5.xlarge", "Stopped", None), &Policy::default()).month, None);
    }

    #[test]
    fn the_policy_price_wins() {
        let mut policy = Policy::default();
        policy.prices.insert("eu-west-1/Notebook/ml.g5.xlarge".into(), "2.5".parse().unwrap());
        let cost = notebook(&with("ml.g5.xlarge", "InService", None), &policy);
        assert_eq!(cost.hour.unwrap().to_string(), "2.50");
    }

    fn app_on(kind: &str, instance: &str, status: &str) -> Cost {
        let facts = [(Field::AppType, Value::text(kind)), (Field::InstanceType, Value::text(instance))];
        let mut found = crate::rules::studio::tests::studio(
            crate::model::kind::Kind::App,
            "d-1/ann/JupyterLab/default",
            &facts,
        );
        found.change(|found| found.status = Some(Safe::new(status)));
        app(&found, &Policy::default())
    }

    #[test]
    fn an_app_costs_its_instance_while_it_runs() {
        let cost = app_on("JupyterLab", "ml.g5.xlarge", "InService");
        assert_eq!(cost.month.unwrap().to_string(), "1029.30");
        let note = cost.note.unwrap();
        assert!(note.raw().contains("us-west-2 Studio-JupyterLab, AWS price list 2026-09-01"), "{note}");
        assert!(note.raw().contains("none known for eu-west-1"), "{note}");
        for status in ["Deleted", "Deleting", "Failed"] {
            let cost = app_on("JupyterLab", "ml.g5.xlarge", status);
            assert_eq!((cost.hour, cost.month), (None, Some(Money::ZERO)), "{status}");
        }
    }

    #[test]
    fn only_the_server_page_of_studio_is_free() {
        assert_eq!(app_on("JupyterServer", "system", "InService").month, Some(Money::ZERO));
        let canvas = app_on("Canvas", "system", "InService");
        assert_eq!((canvas.month, canvas.note.unwrap().raw()), (None, "price unknown (Canvas on system)"));
    }
}
