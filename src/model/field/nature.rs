//! What kind of thing a field is: common to all rows, made by the rules, of hardly two resources alike, a number.

use super::{Field, Measure};

impl Field {
    /// Whether the field stands at the top of a JSON row (all others go under `facts`).
    pub const fn is_common(self) -> bool {
        matches!(
            self,
            Self::Kind
                | Self::Name
                | Self::Arn
                | Self::AccountName
                | Self::AccountId
                | Self::AccountRole
                | Self::Region
                | Self::Status
                | Self::Phase
                | Self::Created
                | Self::Modified
                | Self::Owner
                | Self::Tags
                | Self::Source
                | Self::Age
        )
    }

    /// Whether the rules make it, not AWS.
    pub const fn is_derived(self) -> bool {
        matches!(
            self,
            Self::IdleFor
                | Self::IdleVerdict
                | Self::IdleConfidence
                | Self::UsdHour
                | Self::UsdMonth
                | Self::OwnerSource
                // Studio.
                | Self::ExecutionRoleSource
                | Self::IdleShutdown
                | Self::IdleShutdownAfter
                | Self::IdleShutdownSource
                // Jobs.
                | Self::Duration
                | Self::UsdTotal
        )
    }

    /// Whether hardly two resources have the same value, so that it is not worth sharing.
    pub const fn is_of_one(self) -> bool {
        matches!(
            self,
            Self::NetworkInterfaceId
                | Self::LastLogEvent
                | Self::FailureReason
                | Self::OuPath
                | Self::Caller
                // Studio.
                | Self::HomeEfsFileSystemUid
                | Self::SingleSignOnUserValue
                | Self::LastUserActivity
                | Self::LastHealthCheck
                // Hosting.
                | Self::DeployedImages
                | Self::PendingSince
                | Self::ModelDataUrl
                | Self::LastRun
                | Self::LastRunReason
                | Self::LastRunJobArn
            // Jobs.
            | Self::SecondaryStatusTransitions
            | Self::Started
            | Self::Ended
            | Self::TrainingTime
            | Self::BillableTime
            | Self::Inputs
            | Self::Outputs
            | Self::ModelArtifacts
            | Self::HyperParameters
            | Self::FinalMetrics
            | Self::TrialName
            | Self::TrainingJobArn
            | Self::ExitMessage
            | Self::BestTrainingJob
            | Self::BestObjective
            | Self::BestCandidate
            | Self::PartialFailures
                // The model registry.
                | Self::Description
                | Self::ModelPackageVersion
                | Self::ApprovalDescription
                | Self::ContainerImageDigests
                | Self::ModelDataUrls
                | Self::MetricsAt
                | Self::CustomerMetadata
                | Self::SourceUri
                | Self::SourceCommit
                | Self::GeneratedBy
                | Self::WaitingSince
                // Pipelines.
                | Self::RecentExecutions
                | Self::PipelineParameters
                | Self::Steps
        )
    }

    /// Numbers, times and money stand right-aligned.
    pub const fn is_numeric(self) -> bool {
        matches!(self.measure(), Measure::Count | Measure::Gigabytes | Measure::Span | Measure::Money)
    }
}
