//! Which facts of a resource go to disk.
//!
//! Not written: scripts, environments, hyper-parameters and addresses that log one in. Invariant: a fact that is not named
//! here is never written.

use crate::model::field::Field;

/// Whether the fact is kept. Repositories may carry a password in their address and are left to
/// [`super::secret::is_secret`].
pub(super) const fn is_kept(field: Field) -> bool {
    of_notebooks(field)
        || of_studio(field)
        || of_hosting(field)
        || of_jobs(field)
        || of_models(field)
        || of_pipelines(field)
}

/// Of notebook instances and what they refer to.
const fn of_notebooks(field: Field) -> bool {
    matches!(
        field,
        Field::InstanceType
            | Field::Url
            | Field::LifecycleConfigName
            | Field::SubnetId
            | Field::SecurityGroups
            | Field::NetworkInterfaceId
            | Field::RootAccess
            | Field::DirectInternetAccess
            | Field::KmsKeyId
            | Field::VolumeSizeInGb
            | Field::RoleArn
            | Field::FailureReason
            | Field::PlatformIdentifier
            | Field::MinimumImdsVersion
            | Field::DefaultCodeRepository
            | Field::AdditionalCodeRepositories
            | Field::AcceleratorTypes
            | Field::LastLogEvent
            | Field::OnCreateBytes
            | Field::OnStartBytes
            | Field::AutoStop
            | Field::AutoStopAfter
    )
}

/// Of Studio.
const fn of_studio(field: Field) -> bool {
    matches!(
        field,
        Field::DomainId
            | Field::AuthMode
            | Field::AppNetworkAccessType
            | Field::VpcId
            | Field::SubnetIds
            | Field::HomeEfsFileSystemId
            | Field::HomeEfsFileSystemUid
            | Field::SingleSignOnApplicationArn
            | Field::SingleSignOnUserValue
            | Field::ExecutionRole
            | Field::SpaceExecutionRole
            | Field::JupyterLabLifecycleManagement
            | Field::JupyterLabIdleTimeout
            | Field::CodeEditorLifecycleManagement
            | Field::CodeEditorIdleTimeout
            | Field::SpaceLifecycleManagement
            | Field::SpaceIdleTimeout
            | Field::UserProfileName
            | Field::SpaceName
            | Field::SpaceDisplayName
            | Field::SharingType
            | Field::OwnerUserProfileName
            | Field::RemoteAccess
            | Field::EbsVolumeSizeInGb
            | Field::AppType
            | Field::AppImage
            | Field::AppImageVersion
            | Field::AppImageAlias
            | Field::AppLifecycleConfig
            | Field::BuiltInLifecycleConfig
            | Field::RecoveryMode
            | Field::LastUserActivity
            | Field::LastHealthCheck
    )
}

/// Of endpoints and what they serve.
const fn of_hosting(field: Field) -> bool {
    matches!(
        field,
        Field::EndpointName
            | Field::EndpointConfigName
            | Field::ConfigUnread
            | Field::Serving
            | Field::Variants
            | Field::ShadowVariants
            | Field::Instances
            | Field::CurrentInstances
            | Field::DesiredInstances
            | Field::ModelNames
            | Field::DeployedImages
            | Field::EnableCapture
            | Field::CaptureStatus
            | Field::CapturePercent
            | Field::CaptureTo
            | Field::AsyncTo
            | Field::Explainer
            | Field::LastDeployment
            | Field::PendingConfigName
            | Field::PendingSince
            | Field::PendingVariants
            | Field::ContainerImage
            | Field::Containers
            | Field::ModelDataUrl
            | Field::ModelPackageName
            | Field::ContainerMode
            | Field::EnvironmentNames
            | Field::NetworkIsolation
            | Field::VpcSubnets
            | Field::VariantName
            | Field::ModelName
            | Field::CurrentCopies
            | Field::DesiredCopies
            | Field::CopyNeeds
            | Field::MonitoringType
            | Field::JobDefinitionName
            | Field::ScheduleExpression
            | Field::LastRun
            | Field::LastRunStatus
            | Field::LastRunReason
            | Field::LastRunJobArn
    )
}

/// Of jobs. Hyper-parameters and environments are not kept, masked or not.
const fn of_jobs(field: Field) -> bool {
    matches!(
        field,
        Field::SecondaryStatus
            | Field::SecondaryStatusTransitions
            | Field::Started
            | Field::Ended
            | Field::TrainingTime
            | Field::BillableTime
            | Field::InstanceCount
            | Field::InstanceGroups
            | Field::VolumeKmsKeyId
            | Field::OutputKmsKeyId
            | Field::ManagedSpot
            | Field::Interruptions
            | Field::SpotSavings
            | Field::CheckpointUri
            | Field::Image
            | Field::Inputs
            | Field::Outputs
            | Field::ModelArtifacts
            | Field::Subnets
            | Field::SecurityGroupIds
            | Field::TrafficEncryption
            | Field::MaxRuntime
            | Field::MaxWait
            | Field::MaxRetries
            | Field::WarmPoolStatus
            | Field::KeepAlivePeriod
            | Field::TrainingPlanArn
            | Field::RemoteDebug
            | Field::FinalMetrics
            | Field::ExperimentName
            | Field::TrialName
            | Field::TuningJobArn
            | Field::AutoMlJobArn
            | Field::LabelingJobArn
            | Field::TargetDevice
            | Field::TargetPlatform
            | Field::Framework
            | Field::TotalLabeled
            | Field::HumanLabeled
            | Field::MachineLabeled
            | Field::LabelingFailed
            | Field::Unlabeled
            | Field::WorkteamArn
            | Field::TaskTitle
            | Field::WorkersPerObject
            | Field::LabelAttribute
            | Field::TrainingJobArn
            | Field::Strategy
            | Field::Objective
            | Field::ChildrenCompleted
            | Field::ChildrenInProgress
            | Field::ChildrenRetried
            | Field::ChildrenFailed
            | Field::ChildrenStopped
            | Field::MostChildren
            | Field::MostChildrenAtOnce
            | Field::BestTrainingJob
            | Field::BestObjective
            | Field::ParentTuningJobs
            | Field::ProblemType
            | Field::MaxCandidates
            | Field::BestCandidate
            | Field::PartialFailures
            | Field::DeployedEndpoint
            | Field::MonitoringScheduleArn
            | Field::ExitMessage
            | Field::Entrypoint
            | Field::BatchStrategy
            | Field::MaxConcurrentTransforms
            | Field::MaxPayloadMb
    )
}

/// Of the model registry. What people wrote as metadata may be anything.
const fn of_models(field: Field) -> bool {
    matches!(
        field,
        Field::Description
            | Field::CreatedBy
            | Field::LastModifiedBy
            | Field::ModelPackageGroupName
            | Field::ModelPackageVersion
            | Field::ModelApprovalStatus
            | Field::ApprovalDescription
            | Field::NewerApprovedVersion
            | Field::LifeCycleStage
            | Field::ContainerImages
            | Field::ContainerImageDigests
            | Field::ModelDataUrls
            | Field::Frameworks
            | Field::RealtimeInstanceTypes
            | Field::TransformInstanceTypes
            | Field::MetricsAt
            | Field::SourceUri
            | Field::SourceRepository
            | Field::SourceCommit
            | Field::GeneratedBy
            | Field::ModelCardStatus
            | Field::VersionCount
            | Field::LatestVersion
            | Field::LatestApprovedVersion
            | Field::ApprovedCount
            | Field::PendingCount
            | Field::RejectedCount
            | Field::WaitingSince
    )
}

/// Of pipelines. Parameters may be anything, and steps fail in the words of whatever ran in them.
const fn of_pipelines(field: Field) -> bool {
    matches!(
        field,
        Field::DisplayName
            | Field::PipelineName
            | Field::RecentExecutions
            | Field::MaxParallelSteps
            | Field::PipelineVersion
            | Field::FailedStep
    )
}
