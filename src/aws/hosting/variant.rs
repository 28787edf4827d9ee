//! Variants of endpoints: the one line that each is, what it runs on, and what all of them come to.
//!
//! An endpoint tells of its variants how many instances they have, its configuration of which type and with which
//! model; what is not told stays `?`.

use std::fmt::Write as _;

use aws_sdk_sagemaker::types::{
    DeployedImage, PendingProductionVariantSummary, ProductionVariant, ProductionVariantInstanceType,
    ProductionVariantServerlessConfig, ProductionVariantStatus, ProductionVariantSummary, VariantStatus,
};

use crate::model::capacity::Capacity;
use crate::model::text::Safe;
use crate::model::value::Value;

/// What is known of one variant.
#[derive(Debug, Default)]
pub(super) struct Variant<'a> {
    name: Option<&'a str>,
    instance: Option<&'a str>,
    /// Now, and wanted.
    counts: (Option<i32>, Option<i32>),
    /// Types with how many there are now, where there are several.
    pools: Vec<(Option<&'a str>, Option<i32>)>,
    serverless: Option<&'a ProductionVariantServerlessConfig>,
    /// Now, and wanted.
    weights: (Option<f32>, Option<f32>),
    model: Option<&'a str>,
    doing: Option<&'a ProductionVariantStatus>,
    images: &'a [DeployedImage],
    /// It is only planned: it has no instances yet that could be counted.
    is_plan: bool,
}

impl<'a> Variant<'a> {
    /// A variant of an endpoint, with what its configuration says of the same name.
    pub(super) fn running(summary: &'a ProductionVariantSummary, config: &'a [ProductionVariant]) -> Self {
        let same = config.iter().find(|variant| variant.variant_name == summary.variant_name);
        let current = summary.current_serverless_config();
        let told = current.or_else(|| summary.desired_serverless_config());
        Self {
            name: summary.variant_name(),
            instance: same.and_then(ProductionVariant::instance_type).map(as_str),
            counts: (summary.current_instance_count, summary.desired_instance_count),
            pools: summary
                .instance_pools()
                .iter()
                .map(|pool| (pool.instance_type().map(as_str), pool.current_instance_count))
                .collect(),
            serverless: told.or_else(|| same.and_then(ProductionVariant::serverless_config)),
            weights: (summary.current_weight, summary.desired_weight),
            model: same.and_then(ProductionVariant::model_name),
            doing: summary.variant_status().first(),
            images: summary.deployed_images(),
            is_plan: false,
        }
    }

    /// A variant that is being deployed.
    pub(super) fn pending(summary: &'a PendingProductionVariantSummary) -> Self {
        let current = summary.current_serverless_config();
        Self {
            name: summary.variant_name(),
            instance: summary.instance_type().map(as_str),
            counts: (summary.current_instance_count, summary.desired_instance_count),
            serverless: current.or_else(|| summary.desired_serverless_config()),
            weights: (summary.current_weight, summary.desired_weight),
            doing: summary.variant_status().first(),
            images: summary.deployed_images(),
            ..Self::default()
        }
    }

    /// A variant as a configuration plans it.
    pub(super) fn planned(variant: &'a ProductionVariant) -> Self {
        Self {
            name: variant.variant_name(),
            instance: variant.instance_type().map(as_str),
            counts: (None, variant.initial_instance_count),
            pools: variant
                .instance_pools()
                .iter()
                .map(|pool| (pool.instance_type().map(as_str), None))
                .collect(),
            serverless: variant.serverless_config(),
            weights: (variant.initial_variant_weight, None),
            model: variant.model_name(),
            is_plan: true,
            ..Self::default()
        }
    }

    /// `blue ml.m5.xlarge 2/2 w1.0 model churn-v7`: name, type, instances of those that are wanted, weight, model.
    fn line(&self) -> Safe {
        let mut line = format!("{} {}", self.name.unwrap_or("?"), self.runs_on());
        match self.weights {
            (Some(now), Some(wanted)) if now.to_bits() != wanted.to_bits() => {
                let _ = write!(line, " w{now:?}→{wanted:?}");
            }
            (Some(weight), _) | (None, Some(weight)) => {
                let _ = write!(line, " w{weight:?}");
            }
            (None, None) => {}
        }
        if let Some(model) = self.model {
            let _ = write!(line, " model {model}");
        }
        if let Some(status) = self.doing.and_then(ProductionVariantStatus::status).map(VariantStatus::as_str)
        {
            let _ = write!(line, " ({status}");
            if let Some(message) = self.doing.and_then(ProductionVariantStatus::status_message) {
                let _ = write!(line, ": {message}");
            }
            line.push(')');
        }
        Safe::new(line)
    }

    fn runs_on(&self) -> String {
        if let Some(serverless) = self.serverless {
            let mut words = "serverless".to_owned();
            if let Some(megabytes) = serverless.memory_size_in_mb {
                let _ = write!(words, " {megabytes} MB");
            }
            if let Some(most) = serverless.max_concurrency {
                let _ = write!(words, " ≤{most} at once");
            }
            return words;
        }
        let types: Vec<&str> = self.pools.iter().map(|(instance, _)| instance.unwrap_or("?")).collect();
        let types = if types.is_empty() { self.instance.unwrap_or("?").to_owned() } else { types.join("|") };
        let number = |count: Option<i32>| count.map_or("?".to_owned(), |count| count.to_string());
        let (now, wanted) = self.counts;
        if self.is_plan {
            format!("{types} ×{}", number(wanted))
        } else {
            format!("{types} {}/{}", number(now), number(wanted))
        }
    }

    /// What it runs on; of a plan, what it would begin with.
    fn capacities(&self) -> Vec<Capacity> {
        if self.serverless.is_some() {
            return vec![Capacity::Serverless];
        }
        let capacity = |instance: Option<&str>, count: Option<i32>| Capacity::Instances {
            count: count.map(i64::from),
            instance: instance.map(str::to_owned),
        };
        if self.pools.is_empty() {
            let (now, wanted) = self.counts;
            return vec![capacity(self.instance, if self.is_plan { wanted } else { now })];
        }
        self.pools.iter().map(|(instance, count)| capacity(*instance, *count)).collect()
    }
}

fn as_str(instance: &ProductionVariantInstanceType) -> &str {
    instance.as_str()
}

/// A line each; nothing where the answer did not speak about variants.
pub(super) fn lines(variants: Option<&[Variant<'_>]>) -> Option<Value> {
    variants.map(|variants| Value::List(variants.iter().map(Variant::line).collect()))
}

/// What they run on together, one entry a type, in the order of the variants. What does not tell stands by itself.
pub(super) fn instances(variants: &[Variant<'_>]) -> Option<Value> {
    let mut all: Vec<Capacity> = Vec::new();
    for capacity in variants.iter().flat_map(Variant::capacities) {
        if let Some(same) = all.iter_mut().find_map(|known| known.count_of(&capacity))
            && let Capacity::Instances { count: Some(more), .. } = capacity
        {
            *same += more;
        } else if !all.contains(&capacity) || capacity != Capacity::Serverless {
            all.push(capacity);
        }
    }
    let words: Vec<Safe> = all.iter().map(|capacity| Safe::new(capacity.to_string())).collect();
    (!words.is_empty()).then_some(Value::List(words))
}

/// Instances now and wanted. Not known where one variant does not tell; nothing of what has no instances.
pub(super) fn totals(variants: &[Variant<'_>]) -> (Option<Value>, Option<Value>) {
    let of = |count: fn(&Variant<'_>) -> Option<i32>| {
        let counted = variants.iter().filter(|variant| variant.serverless.is_none());
        let counts: Vec<i64> = counted.map(|one| count(one).map(i64::from)).collect::<Option<_>>()?;
        (!counts.is_empty()).then(|| Value::Int(counts.iter().sum()))
    };
    (of(|variant| variant.counts.0), of(|variant| variant.counts.1))
}

/// The names of the models, each once, in the order of the variants.
pub(super) fn models(variants: &[Variant<'_>]) -> Option<Value> {
    distinct(variants.iter().filter_map(|variant| variant.model))
}

/// The images that the containers run, with their digests where AWS tells them.
pub(super) fn images(variants: &[Variant<'_>]) -> Option<Value> {
    let all = variants.iter().flat_map(|variant| variant.images);
    distinct(all.filter_map(|image| image.resolved_image().or_else(|| image.specified_image())))
}

fn distinct<'a>(all: impl Iterator<Item = &'a str>) -> Option<Value> {
    let mut once: Vec<&str> = Vec::new();
    for one in all {
        if !once.contains(&one) {
            once.push(one);
        }
    }
    (!once.is_empty()).then(|| Value::List(once.into_iter().map(Safe::new).collect()))
}

/// How requests are taken; nothing where no variant tells.
pub(super) fn serving(variants: &[Variant<'_>], is_async: bool) -> Option<Value> {
    let word = if is_async {
        "asynchronous"
    } else if variants.iter().any(|variant| variant.serverless.is_some()) {
        "serverless"
    } else if variants.is_empty() {
        return None;
    } else {
        "real-time"
    };
    Some(Value::text(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(name: &str, model: &str) -> ProductionVariant {
        ProductionVariant::builder()
            .variant_name(name)
            .model_name(model)
            .instance_type(ProductionVariantInstanceType::MlM5Xlarge)
            .initial_instance_count(2)
            .initial_variant_weight(0.9)
            .build()
    }

    #[test]
    fn a_line_joins_what_the_endpoint_and_its_configuration_tell() {
        let config = [plan("blue", "churn-v7")];
        let summary = |name: &str| {
            let summary = ProductionVariantSummary::builder().variant_name(name);
            summary.current_instance_count(1).desired_instance_count(2).current_weight(1.0).build()
        };
        let blue = summary("blue");
        let line = Variant::running(&blue, &config).line();
        assert_eq!(line.raw(), "blue ml.m5.xlarge 1/2 w1.0 model churn-v7");
        let green = summary("green");
        assert_eq!(Variant::running(&green, &config).line().raw(), "green ? 1/2 w1.0");
        assert_eq!(Variant::planned(&config[0]).line().raw(), "blue ml.m5.xlarge ×2 w0.9 model churn-v7");
    }

    #[test]
    fn what_is_not_told_is_not_counted_as_nothing() {
        let told = ProductionVariantSummary::builder().variant_name("a").current_instance_count(3).build();
        let mute = ProductionVariantSummary::builder().variant_name("b").build();
        let variants = [Variant::running(&told, &[]), Variant::running(&mute, &[])];
        let config = [plan("a", "m")];
        assert_eq!(totals(&variants), (None, None));
        assert_eq!(totals(&variants[..1]), (Some(Value::Int(3)), None));
        assert_eq!(totals(&[]), (None, None));
        assert_eq!(instances(&variants), Some(Value::List(vec!["3 ?".into(), "? ?".into()])));
        let same = [Variant::running(&told, &config), Variant::running(&told, &config)];
        assert_eq!(instances(&same), Some(Value::List(vec!["6 ml.m5.xlarge".into()])));
        assert_eq!((instances(&[]), models(&variants), images(&variants)), (None, None, None));
    }

    #[test]
    fn a_serverless_variant_has_no_instances() {
        let serverless = ProductionVariantServerlessConfig::builder();
        let serverless = serverless.memory_size_in_mb(2048).max_concurrency(20).build();
        let summary = ProductionVariantSummary::builder().variant_name("all");
        let summary = summary.current_serverless_config(serverless).build();
        let variants = [Variant::running(&summary, &[])];
        assert_eq!(variants[0].line().raw(), "all serverless 2048 MB ≤20 at once");
        assert_eq!(totals(&variants), (None, None));
        assert_eq!(serving(&variants, false), Some(Value::text("serverless")));
        assert_eq!(instances(&variants), Some(Value::List(vec!["serverless".into()])));
    }
}
