//! What each kind is, declared: columns, detail sections, logs, actions, details that cost a call, console address.
//! Not how it is listed (`aws`) nor how it is judged (`rules`). A new kind is one file here.

use crate::model::action::{ActionSpec, Verb};
use crate::model::field::{Field, Measure};
use crate::model::kind::Kind;
use crate::model::resource::{Detail, Resource};

mod account;
mod app;
mod area;
mod automl_job;
mod compilation_job;
mod domain;
mod endpoint;
mod endpoint_config;
mod inference_component;
mod job;
mod labeling_job;
mod lifecycle_config;
mod links;
mod model;
mod model_group;
mod model_version;
mod monitoring_schedule;
mod notebook;
mod pipeline;
mod pipeline_run;
mod processing_job;
mod space;
mod training_job;
mod transform_job;
mod tuning_job;
mod user_profile;

pub use area::{Area, AreaSpec};
pub use links::{around, references, referred};

/// A declared kind.
#[derive(Debug)]
pub struct KindSpec {
    pub kind: Kind,
    /// Plural, as a heading.
    pub title: &'static str,
    /// The screen in whose table it stands; nothing for what has no screen of its own.
    pub area: Option<Area>,
    /// Comes and goes in such numbers that only what is recent is listed.
    pub has_horizon: bool,
    /// In table order.
    pub columns: &'static [Column],
    pub sections: &'static [Section],
    /// Fields that name a resource of another kind.
    pub links: &'static [Link],
    pub logs: Option<LogsIn>,
    /// What can be done to it, the row's safe action and its undoing first.
    pub actions: &'static [ActionSpec],
    /// Details that are read per resource, in the order of their worth.
    pub details: &'static [Detail],
    /// The AWS operations that a complete row needs, as `service:Operation`.
    pub calls: &'static [&'static str],
    /// Console address behind the region's host. Replaced are `{region}`, `{name}`, `{part1}` and so on (the name's parts
    /// between slashes), `{id}` (the end of the ARN) and `{owner}` (`space` or `user-profile`).
    pub console: Option<&'static str>,
    /// `aws` command that describes one resource; the same is replaced, by quoted values.
    pub describe: Option<&'static str>,
}

/// A table column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub field: Field,
    /// Width in cells: never narrower than `min`, never wider than `max`.
    pub min: u16,
    pub max: u16,
    /// The higher, the sooner the column is dropped on a narrow screen. 0 stays to the last.
    pub drop: u8,
    /// Shown only in the wide view.
    pub wide: bool,
}

/// A heading of the detail pane and its fields.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    pub title: &'static str,
    pub fields: &'static [Field],
}

/// A field that names a resource of another kind in the same account and region, by name or by ARN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    pub field: Field,
    pub kind: Kind,
}

/// Where a kind's log streams are.
#[derive(Clone, Copy, Debug)]
pub struct LogsIn {
    /// The log group; `{name}` is the resource's.
    pub group: &'static str,
    /// What its streams' names begin with; `{name}` is the resource's. One that does not end with `/` is a stream of its own,
    /// or stands before a `/`.
    pub prefix: &'static str,
}

/// How many days back what comes and goes is listed where nobody says otherwise.
pub const USUAL_HORIZON_DAYS: u32 = 7;

const fn column(field: Field, min: u16, max: u16, drop: u8) -> Column {
    Column { field, min, max, drop, wide: false }
}

const fn wide(field: Field, min: u16, max: u16) -> Column {
    Column { field, min, max, drop: 9, wide: true }
}

/// The declaration of a kind.
pub const fn spec(kind: Kind) -> &'static KindSpec {
    match kind {
        Kind::Account => &account::SPEC,
        Kind::Notebook => &notebook::SPEC,
        Kind::LifecycleConfig => &lifecycle_config::SPEC,
        // Studio.
        Kind::Domain => &domain::SPEC,
        Kind::UserProfile => &user_profile::SPEC,
        Kind::Space => &space::SPEC,
        Kind::App => &app::SPEC,
        // Hosting.
        Kind::Endpoint => &endpoint::SPEC,
        Kind::EndpointConfig => &endpoint_config::SPEC,
        Kind::Model => &model::SPEC,
        Kind::InferenceComponent => &inference_component::SPEC,
        Kind::MonitoringSchedule => &monitoring_schedule::SPEC,
        // Jobs.
        Kind::TrainingJob => &training_job::SPEC,
        Kind::ProcessingJob => &processing_job::SPEC,
        Kind::TransformJob => &transform_job::SPEC,
        Kind::TuningJob => &tuning_job::SPEC,
        Kind::AutoMlJob => &automl_job::SPEC,
        Kind::CompilationJob => &compilation_job::SPEC,
        Kind::LabelingJob => &labeling_job::SPEC,
        // The model registry.
        Kind::ModelGroup => &model_group::SPEC,
        Kind::ModelVersion => &model_version::SPEC,
        // Pipelines.
        Kind::Pipeline => &pipeline::SPEC,
        Kind::PipelineRun => &pipeline_run::SPEC,
    }
}

/// Every column that a table of the kind can have: those declared in their order, then what else is known of a row.
pub fn columns(kind: Kind) -> Vec<Column> {
    let spec = spec(kind);
    let told = spec.sections.iter().flat_map(|section| section.fields).chain(&COMMON);
    let mut all = spec.columns.to_vec();
    for field in told {
        if !all.iter().any(|column| column.field == *field) {
            all.push(undeclared(*field));
        }
    }
    all
}

/// The column of a field, declared or not.
pub fn column_of(kind: Kind, field: Field) -> Column {
    let declared = spec(kind).columns.iter().find(|column| column.field == field);
    declared.copied().unwrap_or_else(|| undeclared(field))
}

/// What every row has besides the columns that are declared.
const COMMON: [Field; 5] =
    [Field::AccountId, Field::Tags, Field::OwnerSource, Field::IdleConfidence, Field::Arn];

/// A column as wide as its head and its measure want.
fn undeclared(field: Field) -> Column {
    let head = field.title().len() as u16;
    let (least, most) = match field.measure() {
        Measure::Text => (10, 30),
        Measure::List | Measure::Steps => (10, 40),
        Measure::Bool => (3, 5),
        Measure::Count | Measure::Gigabytes | Measure::Span => (6, 8),
        Measure::Time => (10, 10),
        Measure::Money => (6, 9),
    };
    wide(field, head.max(least), head.max(most))
}

/// The log group of a resource and what its streams begin with; nothing for a kind that writes no log.
/// Source: Amazon SageMaker developer guide, "Log groups and streams".
pub fn logs(kind: Kind, name: &str) -> Option<(String, String)> {
    let LogsIn { group, prefix } = spec(kind).logs?;
    let filled = |template: &str| template.replace("{name}", name);
    Some((filled(group), filled(prefix)))
}

/// How a kind takes an action; nothing where it does not.
pub fn action(kind: Kind, verb: Verb) -> Option<&'static ActionSpec> {
    spec(kind).actions.iter().find(|action| action.verb == verb)
}

/// The resource's page in the AWS console of its partition; nothing where the kind has none.
pub fn console_url(resource: &Resource) -> Option<String> {
    let host = match resource.arn.partition().as_deref() {
        Some("aws") | None => "console.aws.amazon.com",
        Some("aws-cn") => "console.amazonaws.cn",
        Some("aws-us-gov") => "console.amazonaws-us-gov.com",
        Some(_) => return None,
    };
    let region = resource.scope.region.as_str();
    let path = filled(spec(resource.kind).console?, resource, percent);
    Some(format!("https://{region}.{host}/{path}"))
}

/// A shell command that describes the resource with the AWS command line, safely quoted.
pub fn cli_command(resource: &Resource) -> Option<String> {
    spec(resource.kind).describe.map(|command| filled(command, resource, shell_quote))
}

/// The template with what it asks for, read once from front to back, so that nothing in a name is taken for a part of it.
fn filled(template: &str, resource: &Resource, quote: fn(&str) -> String) -> String {
    let name = resource.name.raw();
    let value = |word: &str| match word {
        "region" => Some(resource.scope.region.as_str()),
        "name" => Some(name),
        "id" => Some(resource.arn.split().1),
        "owner" => Some(if resource.has_fact(Field::SpaceName) { "space" } else { "user-profile" }),
        _ => {
            let number: usize = word.strip_prefix("part")?.parse().ok()?;
            name.split('/').nth(number.checked_sub(1)?)
        }
    };
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, (word, after))) =
        rest.split_once('{').and_then(|(before, tail)| Some((before, tail.split_once('}')?)))
    {
        out.push_str(before);
        out.push_str(&quote(value(word).unwrap_or_default()));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Everything but unreserved characters percent-encoded (RFC 3986).
fn percent(raw: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~');
    raw.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// One word for a POSIX shell; left bare where nothing needs quoting.
fn shell_quote(raw: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'/' | b':');
    if !raw.is_empty() && !raw.starts_with('-') && raw.bytes().all(plain) {
        return raw.to_owned();
    }
    format!("'{}'", raw.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_declares_columns_that_start_with_its_name() {
        for kind in Kind::ALL {
            let spec = spec(kind);
            assert_eq!(spec.kind, kind);
            assert_eq!(spec.columns[0].field, Field::Name);
            assert_eq!(spec.columns[0].drop, 0);
            assert!(spec.columns.iter().all(|column| column.min <= column.max));
        }
    }

    #[test]
    fn addresses_and_commands_cannot_be_broken_out_of() {
        assert_eq!(percent("a b/é"), "a%20b%2F%C3%A9");
        assert_eq!(shell_quote("churn-eda"), "churn-eda");
        assert_eq!(shell_quote("x'; rm -rf ~"), r"'x'\''; rm -rf ~'");
        assert_eq!(shell_quote("-rf"), "'-rf'");
        assert_eq!(shell_quote(""), "''");
    }
}
