//! Which calls a question needs: nothing is asked of AWS that the answer does not show.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog;
use crate::model::fetch::Horizon;
use crate::model::field::Field;
use crate::model::kind::Kind;
use crate::model::resource::Detail;
use crate::query::{Key, Query};
use crate::rules::{self, idle, studio};

/// What must be read for the rows of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::cli) struct Needs {
    pub details: BTreeSet<Detail>,
    /// Kinds that are listed because rows of this one refer to them, and whether those that are referred to are described:
    /// a notebook's own auto-stop belongs to its idleness.
    pub joins: BTreeMap<Kind, bool>,
    /// How far back, for a kind that comes and goes.
    pub horizon: Horizon,
}

impl Needs {
    /// Everything that there is to know about the kind.
    pub(in crate::cli) fn all(kind: Kind) -> Self {
        let mut needs =
            Self { details: catalog::spec(kind).details.iter().copied().collect(), ..Self::default() };
        needs.join(&rules::joins(kind));
        needs
    }

    /// The same as far back as the queries ask for. All of them must hold, so the one that says most about it decides.
    pub(in crate::cli) fn back_to(mut self, kind: Kind, queries: &[Query]) -> Self {
        if catalog::spec(kind).has_horizon {
            let asked = queries.iter().filter_map(|query| query.horizon(catalog::USUAL_HORIZON_DAYS));
            let least = asked.min_by_key(|Horizon(days)| days.unwrap_or(u32::MAX));
            self.horizon = least.unwrap_or(Horizon(Some(catalog::USUAL_HORIZON_DAYS)));
        }
        self
    }

    /// What both need.
    pub(in crate::cli) fn and(mut self, other: Self) -> Self {
        self.details.extend(other.details);
        for (kind, described) in other.joins {
            *self.joins.entry(kind).or_default() |= described;
        }
        self
    }

    /// These kinds are needed with their descriptions.
    fn join(&mut self, kinds: &[Kind]) {
        self.joins.extend(kinds.iter().map(|kind| (*kind, true)));
    }

    /// What these fields and this query speak about.
    pub(in crate::cli) fn of(kind: Kind, fields: &[Field], query: &Query) -> Self {
        let mut needs = Self::default();
        for field in fields {
            needs.add(kind, *field);
        }
        let asked = [
            (Key::Owner, Field::Owner),
            (Key::Tag, Field::Tags),
            (Key::Idle, Field::IdleFor),
            (Key::Cost, Field::UsdMonth),
        ];
        for (key, field) in asked {
            if query.uses(key) {
                needs.add(kind, field);
            }
        }
        // Bare words are looked for in the owner too.
        if query.has_words() {
            needs.add(kind, Field::Owner);
        }
        needs
    }

    fn add(&mut self, kind: Kind, field: Field) {
        let spec = catalog::spec(kind);
        let details: &[Detail] = match (kind, field) {
            (Kind::Account, _) => &[],
            (_, Field::Owner | Field::OwnerSource) => {
                // Without a tag, an app is its user's or that of its space's.
                if kind == Kind::App {
                    self.joins.entry(Kind::Space).or_default();
                }
                &[Detail::Tags]
            }
            (_, Field::Tags) => &[Detail::Tags],
            (_, Field::IdleFor | Field::IdleVerdict | Field::IdleConfidence) => match idle::rule(kind) {
                Some(rule) => {
                    self.join(rule.joins);
                    rule.details
                }
                None => &[],
            },
            (Kind::Notebook, Field::LastLogEvent) => &[Detail::Activity],
            (_, field) if in_listing(kind, field) => &[],
            (_, field) if field.is_common() => &[],
            (_, field) if Detail::Content.owns(field) => &[Detail::Content],
            (_, field) => {
                if is_inherited(field) {
                    self.join(studio::levels(kind));
                }
                &[Detail::Describe]
            }
        };
        self.details.extend(details.iter().filter(|detail| spec.details.contains(detail)));
    }
}

/// What may come from a level above.
const fn is_inherited(field: Field) -> bool {
    matches!(
        field,
        Field::ExecutionRole
            | Field::ExecutionRoleSource
            | Field::IdleShutdown
            | Field::IdleShutdownAfter
            | Field::IdleShutdownSource
    )
}

/// What the listing says already, or what follows from it.
const fn in_listing(kind: Kind, field: Field) -> bool {
    match kind {
        Kind::Notebook => matches!(
            field,
            Field::InstanceType
                | Field::Url
                | Field::LifecycleConfigName
                | Field::DefaultCodeRepository
                | Field::AdditionalCodeRepositories
                | Field::UsdHour
        ),
        // Jobs.
        Kind::TrainingJob => matches!(field, Field::SecondaryStatus | Field::Ended),
        Kind::ProcessingJob | Kind::TransformJob | Kind::AutoMlJob => {
            matches!(field, Field::FailureReason | Field::Ended)
        }
        Kind::TuningJob => matches!(field, Field::Strategy | Field::Ended | Field::Duration),
        Kind::CompilationJob => matches!(
            field,
            Field::TargetDevice | Field::TargetPlatform | Field::Started | Field::Ended | Field::Duration
        ),
        Kind::LabelingJob => {
            matches!(field, Field::FailureReason | Field::TotalLabeled | Field::Unlabeled | Field::Duration)
        }
        // Studio.
        Kind::Domain => matches!(field, Field::DomainId | Field::Url | Field::UsdHour | Field::UsdMonth),
        Kind::UserProfile => {
            matches!(field, Field::DomainId | Field::UserProfileName | Field::UsdHour | Field::UsdMonth)
        }
        Kind::Space => matches!(
            field,
            Field::DomainId
                | Field::SpaceName
                | Field::SpaceDisplayName
                | Field::AppType
                | Field::RemoteAccess
                | Field::EbsVolumeSizeInGb
                | Field::SharingType
                | Field::OwnerUserProfileName
                | Field::UsdHour
                | Field::UsdMonth
        ),
        Kind::App => matches!(
            field,
            Field::DomainId
                | Field::UserProfileName
                | Field::SpaceName
                | Field::AppType
                | Field::InstanceType
                | Field::AppImage
                | Field::AppImageVersion
                | Field::AppImageAlias
                | Field::AppLifecycleConfig
                | Field::UsdHour
                | Field::UsdMonth
        ),
        // Hosting.
        Kind::InferenceComponent => matches!(field, Field::EndpointName | Field::VariantName),
        Kind::MonitoringSchedule => {
            matches!(field, Field::MonitoringType | Field::EndpointName | Field::JobDefinitionName)
        }
        // The model registry.
        Kind::ModelGroup => matches!(field, Field::Description),
        Kind::ModelVersion => matches!(
            field,
            Field::ModelPackageGroupName
                | Field::ModelPackageVersion
                | Field::ModelApprovalStatus
                | Field::NewerApprovedVersion
                | Field::Description
                | Field::LifeCycleStage
        ),
        // Pipelines.
        Kind::Pipeline => matches!(field, Field::DisplayName | Field::Description | Field::RoleArn),
        Kind::PipelineRun => matches!(
            field,
            Field::PipelineName | Field::DisplayName | Field::Description | Field::FailureReason
        ),
        // Of the others whatever is no common field asks for the description.
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    fn needs(fields: &[Field], query: &str) -> Needs {
        Needs::of(Kind::Notebook, fields, &Query::parse(&Source::new("--where", query)).unwrap())
    }

    #[test]
    fn a_listing_is_enough_for_what_it_says() {
        let listed = [Field::Name, Field::Status, Field::Region, Field::InstanceType, Field::UsdHour];
        assert_eq!(needs(&listed, "status:stopped"), Needs::default());
    }

    #[test]
    fn each_detail_is_read_only_where_it_is_asked_for() {
        assert_eq!(needs(&[Field::Owner], "").details, BTreeSet::from([Detail::Tags]));
        assert_eq!(needs(&[Field::SubnetId], "").details, BTreeSet::from([Detail::Describe]));
        assert_eq!(needs(&[Field::Name], "tag:team=vision").details, BTreeSet::from([Detail::Tags]));
        let idle = needs(&[Field::Name], "idle>4h");
        assert_eq!(idle.joins, BTreeMap::from([(Kind::LifecycleConfig, true)]));
        assert_eq!(idle, Needs::all(Kind::Notebook));
    }

    /// What is listed by the hundred is shown without a call for each.
    #[test]
    fn the_usual_columns_of_versions_and_runs_need_their_listings_alone() {
        for kind in [Kind::ModelVersion, Kind::PipelineRun] {
            let columns = catalog::spec(kind).columns.iter().filter(|column| !column.wide);
            let fields: Vec<Field> = columns.map(|column| column.field).collect();
            assert_eq!(Needs::of(kind, &fields, &Query::default()), Needs::default(), "{kind}");
        }
        let needs = |kind, field| Needs::of(kind, &[field], &Query::default()).details;
        assert_eq!(needs(Kind::PipelineRun, Field::FailedStep), BTreeSet::from([Detail::Content]));
        assert_eq!(needs(Kind::ModelGroup, Field::LatestVersion), BTreeSet::from([Detail::Content]));
        assert_eq!(needs(Kind::ModelVersion, Field::CreatedBy), BTreeSet::from([Detail::Describe]));
    }

    #[test]
    fn what_lies_above_is_read_only_where_it_decides() {
        let of = |kind, field| Needs::of(kind, &[field], &Query::default());
        assert_eq!(of(Kind::App, Field::UsdMonth), Needs::default());
        let owner = of(Kind::App, Field::Owner);
        assert_eq!(
            (owner.details, owner.joins),
            (BTreeSet::from([Detail::Tags]), BTreeMap::from([(Kind::Space, false)]))
        );
        let idle = of(Kind::App, Field::IdleFor);
        assert_eq!(idle, Needs::all(Kind::App));
        assert_eq!(of(Kind::UserProfile, Field::IdleShutdown).joins, BTreeMap::from([(Kind::Domain, true)]));
        assert_eq!(of(Kind::Space, Field::EbsVolumeSizeInGb), Needs::default());
        assert_eq!(of(Kind::Space, Field::IdleFor), Needs::default());
    }

    #[test]
    fn accounts_need_no_call_beyond_the_fleet() {
        assert_eq!(Needs::of(Kind::Account, Field::ALL, &Query::default()), Needs::default());
    }
}
