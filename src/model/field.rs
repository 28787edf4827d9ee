//! Every field that a row can have, once: its key in JSON and in the filter language's facts, its title, its unit.
//!
//! Facts carry the AWS API's member name in snake case; derived fields are named like columns.

mod nature;

/// How a field's values are aligned, sorted and printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    Text,
    Bool,
    Count,
    Gigabytes,
    Time,
    /// A duration.
    Span,
    /// US dollars.
    Money,
    List,
    /// The steps of a run.
    Steps,
}

macro_rules! fields {
    ($($(#[$doc:meta])* $variant:ident $key:literal $title:literal $measure:ident;)+) => {
        /// A field of a row. `key` is its name in machine output, `title` its column head, `measure` its unit.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field { $($(#[$doc])* $variant),+ }

        impl Field {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),+ }
            }

            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),+ }
            }

            pub const fn measure(self) -> Measure {
                match self { $(Self::$variant => Measure::$measure),+ }
            }
        }
    };
}

fields! {
    // Every row has these.
    Kind "kind" "KIND" Text;
    Name "name" "NAME" Text;
    Arn "arn" "ARN" Text;
    /// The account's name (Organizations, else the profile).
    AccountName "account_name" "ACCOUNT" Text;
    AccountId "account" "ACCOUNT ID" Text;
    AccountRole "account_role" "ROLE" Text;
    Region "region" "REGION" Text;
    /// AWS's raw word.
    Status "status" "STATUS" Text;
    Phase "phase" "PHASE" Text;
    Created "created" "CREATED" Time;
    Modified "modified" "MODIFIED" Time;
    Owner "owner" "OWNER" Text;
    Tags "tags" "TAGS" List;
    /// Which API the row came from.
    Source "source" "SOURCE" Text;
    /// Seconds since the row was read.
    Age "age_s" "AGE" Span;
    // Derived.
    IdleFor "idle_for_s" "IDLE" Span;
    IdleVerdict "idle_verdict" "VERDICT" Text;
    IdleConfidence "idle_confidence" "CONFIDENCE" Text;
    UsdHour "usd_hour" "$/H" Money;
    UsdMonth "usd_month" "$/MO" Money;
    OwnerSource "owner_source" "OWNER FROM" Text;
    // Notebook instance (DescribeNotebookInstance).
    InstanceType "instance_type" "TYPE" Text;
    Url "url" "URL" Text;
    LifecycleConfigName "notebook_instance_lifecycle_config_name" "LIFECYCLE" Text;
    SubnetId "subnet_id" "SUBNET" Text;
    SecurityGroups "security_groups" "SECURITY GROUPS" List;
    NetworkInterfaceId "network_interface_id" "ENI" Text;
    RootAccess "root_access" "ROOT ACCESS" Text;
    DirectInternetAccess "direct_internet_access" "DIRECT INTERNET" Text;
    KmsKeyId "kms_key_id" "KMS KEY" Text;
    VolumeSizeInGb "volume_size_in_gb" "VOLUME" Gigabytes;
    RoleArn "role_arn" "EXECUTION ROLE" Text;
    FailureReason "failure_reason" "FAILURE" Text;
    PlatformIdentifier "platform_identifier" "PLATFORM" Text;
    MinimumImdsVersion "minimum_instance_metadata_service_version" "IMDS" Text;
    DefaultCodeRepository "default_code_repository" "CODE REPOSITORY" Text;
    AdditionalCodeRepositories "additional_code_repositories" "MORE REPOSITORIES" List;
    AcceleratorTypes "accelerator_types" "ACCELERATORS" List;
    /// Timestamp of the last event in the notebook's `jupyter.log` stream.
    LastLogEvent "last_log_event" "LAST LOG" Time;
    // Lifecycle configuration. The scripts themselves are sensitive and are never kept.
    OnCreateBytes "on_create_bytes" "ON CREATE" Count;
    OnStartBytes "on_start_bytes" "ON START" Count;
    /// Whether the OnStart script installs an idle auto-stop.
    AutoStop "auto_stop" "AUTO-STOP" Bool;
    /// Idle time after which that script stops the instance, when it can be read from it.
    AutoStopAfter "auto_stop_after_s" "STOPS AFTER" Span;
    // Account.
    OuPath "ou_path" "OU" Text;
    AccountState "state" "STATE" Text;
    Login "login" "LOGIN" Text;
    Profile "profile" "PROFILE" Text;
    Caller "caller" "CALLER" Text;
    /// What decided the account role.
    AccountRoleSource "account_role_source" "ROLE FROM" Text;
    /// How many notebook instances are known in the account.
    NotebookCount "notebook_count" "NOTEBOOKS" Count;
    // Studio (DescribeDomain, DescribeUserProfile, DescribeSpace, DescribeApp).
    DomainId "domain_id" "DOMAIN" Text;
    AuthMode "auth_mode" "LOGIN BY" Text;
    AppNetworkAccessType "app_network_access_type" "NETWORK" Text;
    VpcId "vpc_id" "VPC" Text;
    SubnetIds "subnet_ids" "SUBNETS" List;
    HomeEfsFileSystemId "home_efs_file_system_id" "EFS" Text;
    HomeEfsFileSystemUid "home_efs_file_system_uid" "EFS USER" Text;
    SingleSignOnApplicationArn "single_sign_on_application_arn" "SSO APPLICATION" Text;
    SingleSignOnUserValue "single_sign_on_user_value" "SSO USER" Text;
    /// The role that apps work with: its own, or that of what it belongs to.
    ExecutionRole "execution_role" "RUNS AS" Text;
    ExecutionRoleSource "execution_role_source" "RUNS AS FROM" Text;
    /// The role that apps in shared spaces of a domain work with.
    SpaceExecutionRole "space_execution_role" "SHARED RUN AS" Text;
    JupyterLabLifecycleManagement "jupyter_lab_lifecycle_management" "JUPYTERLAB IDLE STOP" Text;
    JupyterLabIdleTimeout "jupyter_lab_idle_timeout_s" "JUPYTERLAB STOPS" Span;
    CodeEditorLifecycleManagement "code_editor_lifecycle_management" "CODE EDITOR IDLE STOP" Text;
    CodeEditorIdleTimeout "code_editor_idle_timeout_s" "CODE EDITOR STOPS" Span;
    /// What a domain says for JupyterLab in its shared spaces.
    SpaceLifecycleManagement "space_lifecycle_management" "SHARED IDLE STOP" Text;
    SpaceIdleTimeout "space_idle_timeout_s" "SHARED STOP" Span;
    /// Whether AWS stops it when it is idle, as all settings together have it.
    IdleShutdown "idle_shutdown" "STOPS ITSELF" Text;
    IdleShutdownAfter "idle_shutdown_after_s" "IDLE STOP" Span;
    IdleShutdownSource "idle_shutdown_source" "IDLE STOP FROM" Text;
    UserProfileName "user_profile_name" "USER" Text;
    SpaceName "space_name" "SPACE" Text;
    SpaceDisplayName "space_display_name" "TITLE" Text;
    SharingType "sharing_type" "SHARING" Text;
    OwnerUserProfileName "owner_user_profile_name" "OWNER PROFILE" Text;
    RemoteAccess "remote_access" "REMOTE ACCESS" Text;
    EbsVolumeSizeInGb "ebs_volume_size_in_gb" "EBS" Gigabytes;
    AppType "app_type" "APP" Text;
    AppImage "sage_maker_image_arn" "IMAGE" Text;
    AppImageVersion "sage_maker_image_version_arn" "IMAGE VERSION" Text;
    AppImageAlias "sage_maker_image_version_alias" "IMAGE ALIAS" Text;
    AppLifecycleConfig "lifecycle_config_arn" "STARTS WITH" Text;
    BuiltInLifecycleConfig "built_in_lifecycle_config_arn" "BUILT-IN START" Text;
    RecoveryMode "recovery_mode" "RECOVERY" Bool;
    /// Moves with real use, and with health checks that saw none.
    LastUserActivity "last_user_activity_timestamp" "LAST USE" Time;
    LastHealthCheck "last_health_check_timestamp" "HEALTH CHECK" Time;
    // Hosting: endpoints, their configurations, models, inference components, monitoring schedules.
    EndpointName "endpoint_name" "ENDPOINT" Text;
    EndpointConfigName "endpoint_config_name" "CONFIG" Text;
    /// Why the configuration of an endpoint could not be read, which holds its instance types and models.
    ConfigUnread "endpoint_config_unread" "CONFIG NOT READ" Text;
    /// How requests are taken: `real-time`, `serverless` or `asynchronous`.
    Serving "serving" "SERVING" Text;
    /// One line each: name, capacity, weight, model.
    Variants "production_variants" "VARIANTS" List;
    ShadowVariants "shadow_production_variants" "SHADOW" List;
    /// What all variants run on together, as [`super::capacity::Capacity`] writes it, shadow variants included.
    Instances "instances" "INSTANCES" List;
    CurrentInstances "current_instance_count" "CURRENT" Count;
    DesiredInstances "desired_instance_count" "DESIRED" Count;
    ModelNames "model_names" "MODELS" List;
    /// With their digests, as the running containers were pulled.
    DeployedImages "deployed_images" "RUNNING IMAGES" List;
    EnableCapture "enable_capture" "CAPTURE" Bool;
    CaptureStatus "capture_status" "CAPTURE STATE" Text;
    /// Percent of the requests.
    CapturePercent "sampling_percentage" "CAPTURED %" Count;
    CaptureTo "capture_s3_uri" "CAPTURED TO" Text;
    AsyncTo "async_s3_output_path" "ANSWERS TO" Text;
    Explainer "explainer" "EXPLAINER" Text;
    /// How the last update went over, and what rolls it back.
    LastDeployment "last_deployment_config" "LAST DEPLOYMENT" Text;
    PendingConfigName "pending_endpoint_config_name" "DEPLOYING" Text;
    PendingSince "pending_since" "DEPLOYING SINCE" Time;
    PendingVariants "pending_variants" "NEW VARIANTS" List;
    /// The primary container's, as it was specified: perhaps a tag that has moved since.
    ContainerImage "container_image" "IMAGE" Text;
    /// All containers of a model of several, in their order.
    Containers "containers" "CONTAINERS" List;
    ModelDataUrl "model_data_url" "MODEL DATA" Text;
    ModelPackageName "model_package_name" "MODEL PACKAGE" Text;
    ContainerMode "container_mode" "MODE" Text;
    /// Names only: values may be secrets.
    EnvironmentNames "environment_names" "ENVIRONMENT" List;
    NetworkIsolation "enable_network_isolation" "ISOLATED" Bool;
    VpcSubnets "vpc_subnets" "SUBNETS" List;
    VariantName "variant_name" "VARIANT" Text;
    ModelName "model_name" "MODEL" Text;
    CurrentCopies "current_copy_count" "COPIES" Count;
    DesiredCopies "desired_copy_count" "WANTED" Count;
    /// What each copy of an inference component takes.
    CopyNeeds "compute_resource_requirements" "EACH COPY" Text;
    MonitoringType "monitoring_type" "WATCHES" Text;
    JobDefinitionName "monitoring_job_definition_name" "JOB DEFINITION" Text;
    ScheduleExpression "schedule_expression" "SCHEDULE" Text;
    LastRun "last_execution_time" "LAST RUN" Time;
    LastRunStatus "last_execution_status" "LAST RESULT" Text;
    /// Why it failed, or how many violations it found.
    LastRunReason "last_execution_reason" "LAST REASON" Text;
    LastRunJobArn "last_processing_job_arn" "LAST JOB" Text;
    // Jobs. What all kinds of jobs have is named alike, so that it stands in one table.
    SecondaryStatus "secondary_status" "STEP" Text;
    /// Each step with the time it began and what AWS said of it.
    SecondaryStatusTransitions "secondary_status_transitions" "STEPS" List;
    Started "start_time" "STARTED" Time;
    Ended "end_time" "ENDED" Time;
    /// From start to end, or to now while it runs.
    Duration "duration_s" "DURATION" Span;
    UsdTotal "usd_total" "$ RUN" Money;
    TrainingTime "training_time_in_seconds" "TRAINED" Span;
    BillableTime "billable_time_in_seconds" "BILLABLE" Span;
    InstanceCount "instance_count" "COUNT" Count;
    InstanceGroups "instance_groups" "INSTANCE GROUPS" List;
    VolumeKmsKeyId "volume_kms_key_id" "VOLUME KEY" Text;
    OutputKmsKeyId "output_kms_key_id" "OUTPUT KEY" Text;
    ManagedSpot "enable_managed_spot_training" "SPOT" Bool;
    /// How often spot capacity was taken away.
    Interruptions "interruptions" "INTERRUPTED" Count;
    /// What was not billed of the time that it trained, in percent.
    SpotSavings "spot_savings_percent" "SAVED %" Count;
    CheckpointUri "checkpoint_s3_uri" "CHECKPOINTS" Text;
    Image "image" "IMAGE" Text;
    Inputs "inputs" "INPUT" List;
    Outputs "outputs" "OUTPUT" List;
    ModelArtifacts "s3_model_artifacts" "MODEL ARTIFACTS" Text;
    Subnets "subnets" "SUBNETS" List;
    SecurityGroupIds "security_group_ids" "GROUPS" List;
    TrafficEncryption "enable_inter_container_traffic_encryption" "TRAFFIC ENCRYPTED" Bool;
    MaxRuntime "max_runtime_in_seconds" "MOST RUNTIME" Span;
    MaxWait "max_wait_time_in_seconds" "MOST WAIT" Span;
    MaxRetries "maximum_retry_attempts" "RETRIES" Count;
    WarmPoolStatus "warm_pool_status" "WARM POOL" Text;
    KeepAlivePeriod "keep_alive_period_in_seconds" "KEPT WARM" Span;
    TrainingPlanArn "training_plan_arn" "TRAINING PLAN" Text;
    RemoteDebug "enable_remote_debug" "REMOTE DEBUG" Bool;
    /// Names with values; values that may be secrets are masked and not kept.
    HyperParameters "hyper_parameters" "HYPER-PARAMETERS" List;
    /// Names only: every value is masked and not kept.
    Environment "environment" "ENVIRONMENT" List;
    FinalMetrics "final_metric_data_list" "METRICS" List;
    ExperimentName "experiment_name" "EXPERIMENT" Text;
    TrialName "trial_name" "TRIAL" Text;
    TuningJobArn "tuning_job_arn" "TUNING JOB" Text;
    AutoMlJobArn "auto_ml_job_arn" "AUTOML JOB" Text;
    LabelingJobArn "labeling_job_arn" "LABELING JOB" Text;
    Strategy "strategy" "STRATEGY" Text;
    Objective "objective" "OBJECTIVE" Text;
    // The training jobs of a tuning job, by what became of them.
    ChildrenCompleted "training_jobs_completed" "COMPLETED" Count;
    ChildrenInProgress "training_jobs_in_progress" "IN PROGRESS" Count;
    /// Failed, and may be tried again.
    ChildrenRetried "training_jobs_retryable_error" "RETRYABLE" Count;
    ChildrenFailed "training_jobs_non_retryable_error" "FAILED" Count;
    ChildrenStopped "training_jobs_stopped" "STOPPED" Count;
    MostChildren "max_number_of_training_jobs" "MOST JOBS" Count;
    MostChildrenAtOnce "max_parallel_training_jobs" "MOST AT ONCE" Count;
    BestTrainingJob "best_training_job" "BEST JOB" Text;
    BestObjective "best_objective" "BEST" Text;
    ParentTuningJobs "parent_hyper_parameter_tuning_jobs" "WARM START FROM" List;
    ProblemType "auto_ml_problem_type_config_name" "PROBLEM" Text;
    MaxCandidates "max_candidates" "MOST CANDIDATES" Count;
    BestCandidate "best_candidate" "BEST CANDIDATE" Text;
    PartialFailures "partial_failure_reasons" "PARTIAL FAILURES" List;
    /// The endpoint on which the best candidate was deployed.
    DeployedEndpoint "deployed_endpoint" "DEPLOYED ON" Text;
    TargetDevice "target_device" "DEVICE" Text;
    TargetPlatform "target_platform" "PLATFORM FOR" Text;
    Framework "framework" "FRAMEWORK" Text;
    TotalLabeled "total_labeled" "LABELED" Count;
    HumanLabeled "human_labeled" "BY PEOPLE" Count;
    MachineLabeled "machine_labeled" "BY MACHINE" Count;
    LabelingFailed "failed_non_retryable_error" "NOT LABELED" Count;
    Unlabeled "unlabeled" "TO LABEL" Count;
    WorkteamArn "workteam_arn" "WORK TEAM" Text;
    TaskTitle "task_title" "TASK" Text;
    WorkersPerObject "number_of_human_workers_per_data_object" "WORKERS EACH" Count;
    LabelAttribute "label_attribute_name" "ATTRIBUTE" Text;
    TrainingJobArn "training_job_arn" "TRAINING JOB" Text;
    MonitoringScheduleArn "monitoring_schedule_arn" "SCHEDULE" Text;
    /// What a processing container wrote as its last word.
    ExitMessage "exit_message" "EXIT MESSAGE" Text;
    Entrypoint "container_entrypoint" "ENTRYPOINT" List;
    BatchStrategy "batch_strategy" "BATCHES" Text;
    MaxConcurrentTransforms "max_concurrent_transforms" "AT ONCE" Count;
    /// The most that one request to the model may hold, in megabytes.
    MaxPayloadMb "max_payload_in_mb" "PAYLOAD MB" Count;
    // The model registry (DescribeModelPackage, DescribeModelPackageGroup).
    Description "description" "DESCRIPTION" Text;
    CreatedBy "created_by" "CREATED BY" Text;
    LastModifiedBy "last_modified_by" "MODIFIED BY" Text;
    ModelPackageGroupName "model_package_group_name" "GROUP" Text;
    ModelPackageVersion "model_package_version" "VERSION" Count;
    ModelApprovalStatus "model_approval_status" "APPROVAL" Text;
    ApprovalDescription "approval_description" "APPROVAL NOTE" Text;
    /// The newest version of the group that is approved, where that is a newer one than this.
    NewerApprovedVersion "newer_approved_version" "NEWER APPROVED" Count;
    LifeCycleStage "life_cycle_stage" "STAGE" Text;
    /// As specified, one for each container.
    ContainerImages "container_images" "IMAGES" List;
    /// As resolved when the version was registered.
    ContainerImageDigests "container_image_digests" "IMAGE DIGESTS" List;
    ModelDataUrls "model_data_urls" "MODEL DATA" List;
    Frameworks "frameworks" "FRAMEWORKS" List;
    RealtimeInstanceTypes "supported_realtime_inference_instance_types" "REALTIME TYPES" List;
    TransformInstanceTypes "supported_transform_instance_types" "TRANSFORM TYPES" List;
    /// What each metric is about and where its numbers are: the answer itself has none.
    MetricsAt "model_metrics" "METRICS AT" List;
    /// What people wrote down with the version, as `key=value`.
    CustomerMetadata "customer_metadata_properties" "METADATA" List;
    SourceUri "source_uri" "SOURCE URI" Text;
    SourceRepository "repository" "REPOSITORY" Text;
    SourceCommit "commit_id" "COMMIT" Text;
    GeneratedBy "generated_by" "GENERATED BY" Text;
    ModelCardStatus "model_card_status" "MODEL CARD" Text;
    VersionCount "version_count" "VERSIONS" Count;
    LatestVersion "latest_version" "LATEST" Count;
    LatestApprovedVersion "latest_approved_version" "LATEST APPROVED" Count;
    ApprovedCount "approved_count" "APPROVED" Count;
    PendingCount "pending_count" "PENDING" Count;
    RejectedCount "rejected_count" "REJECTED" Count;
    /// When the oldest version that still waits for an approval was registered.
    WaitingSince "waiting_since" "WAITING SINCE" Time;
    // SageMaker pipelines and their runs.
    DisplayName "display_name" "TITLE" Text;
    PipelineName "pipeline_name" "PIPELINE" Text;
    /// How the latest runs ended, the newest first.
    RecentExecutions "recent_executions" "RECENT RUNS" List;
    MaxParallelSteps "max_parallel_execution_steps" "PARALLEL" Count;
    PipelineVersion "pipeline_version" "VERSION" Text;
    /// What the run was started with, as `name=value`.
    PipelineParameters "pipeline_parameters" "PARAMETERS" List;
    /// The step that failed first.
    FailedStep "failed_step" "FAILED STEP" Text;
    Steps "steps" "STEPS" Steps;
}

impl Field {
    /// The field of that key; nothing for an unknown word.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.key() == key)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn keys_are_unique() {
        let keys: HashSet<_> = Field::ALL.iter().map(|field| field.key()).collect();
        assert_eq!(keys.len(), Field::ALL.len());
    }
}
