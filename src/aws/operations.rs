//! The registry: every AWS operation that this program can call, once.
//!
//! The transport gate, the interceptor, the governor, the emitted IAM policies, the `api` screen and the
//! documentation read it. What is not in it does not leave the process.

#[cfg(test)]
mod tests;

/// What a call does to the account that it reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Metadata only.
    Read,
    /// A read that is billed by the call or by the amount of data.
    ReadCost,
    /// A read whose answer may hold secrets; the answer is reduced to facts before it is kept.
    ReadSensitive,
    /// Changes something.
    Write,
    /// Gives out credentials: part of getting into an account, never an end in itself.
    Session,
}

/// How an operation is recognised on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wire {
    /// AWS JSON: `POST /` with `x-amz-target: PREFIX.Operation`.
    Json { prefix: &'static str },
    /// rpc-v2 CBOR: `POST /service/NAME/operation/Operation`.
    Cbor { service: &'static str },
    /// AWS query: `POST /` with a form that holds `Action=Operation&Version=VERSION`.
    Query { version: &'static str },
    /// REST: this method and path on a host that begins with `host`.
    Rest { host: &'static str, method: &'static str, path: &'static str },
    /// The metadata or credential endpoint of the machine itself: link-local, never on the network.
    Local { method: &'static str, path: &'static str },
}

/// Whether an operation exists once per region or once per partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    Regional,
    Global,
}

/// How often an operation may be called in one account and region until AWS has taught us otherwise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// Calls a second, in the long run.
    pub per_second: f64,
    /// Calls that may leave at once after a pause.
    pub burst: f64,
    /// The rate that may be learned where AWS throttles nothing, as a multiple.
    pub most: f64,
}

/// One operation.
#[derive(Debug, PartialEq)]
pub struct Operation {
    /// `service:Operation` with the IAM prefix of the service, for messages and places.
    pub id: &'static str,
    /// The SDK's service id, as in its operation metadata; empty where no generated client exists.
    pub sdk: &'static str,
    /// IAM prefix.
    pub service: &'static str,
    /// The operation's name on the wire.
    pub name: &'static str,
    /// The IAM action that allows it; absent where none is needed.
    pub action: Option<&'static str>,
    pub class: Class,
    pub wire: Wire,
    pub reach: Reach,
    pub rate: Rate,
    /// What a write is about, as the last part of an ARN with `*`; absent where every resource is meant.
    pub on: Option<&'static str>,
    /// A member that a whole answer always has. Without it an empty or foreign 200 would read as "nothing there".
    pub answer: Option<&'static str>,
}

/// Operations are compared by which one they are; the table holds each once.
impl Eq for Operation {}

const fn rate(per_second: f64, burst: f64) -> Rate {
    // Plans are cautious, not exact.
    Rate { per_second, burst, most: 4.0 }
}

/// A service: what all of its operations share.
struct Service {
    sdk: &'static str,
    prefix: &'static str,
    wire: Wire,
    reach: Reach,
}

const SAGEMAKER: Service = Service {
    sdk: "SageMaker",
    prefix: "sagemaker",
    wire: Wire::Json { prefix: "SageMaker" },
    reach: Reach::Regional,
};
const ORGANIZATIONS: Service = Service {
    sdk: "Organizations",
    prefix: "organizations",
    wire: Wire::Json { prefix: "AWSOrganizationsV20161128" },
    reach: Reach::Global,
};
const TAGGING: Service = Service {
    sdk: "Resource Groups Tagging API",
    prefix: "tag",
    wire: Wire::Json { prefix: "ResourceGroupsTaggingAPI_20170126" },
    reach: Reach::Regional,
};
const LOGS: Service = Service {
    sdk: "CloudWatch Logs",
    prefix: "logs",
    wire: Wire::Json { prefix: "Logs_20140328" },
    reach: Reach::Regional,
};
const STS: Service = Service {
    sdk: "STS",
    prefix: "sts",
    wire: Wire::Query { version: "2011-06-15" },
    reach: Reach::Regional,
};
const SSO: Service = Service {
    sdk: "SSO",
    prefix: "sso",
    wire: Wire::Rest { host: "portal.sso.", method: "GET", path: "/federation/credentials" },
    reach: Reach::Regional,
};
const SSO_OIDC: Service = Service {
    sdk: "SSO OIDC",
    prefix: "sso-oauth",
    wire: Wire::Rest { host: "oidc.", method: "POST", path: "/token" },
    reach: Reach::Regional,
};

impl Service {
    const fn operation(
        &self,
        id: &'static str,
        name: &'static str,
        class: Class,
        rate: Rate,
        answer: Option<&'static str>,
    ) -> Operation {
        Operation {
            id,
            sdk: self.sdk,
            service: self.prefix,
            name,
            action: Some(id),
            class,
            wire: self.wire,
            reach: self.reach,
            rate,
            on: None,
            answer,
        }
    }

    /// An operation that changes something: these resources, at this pace, whatever the caller's haste.
    const fn write(&self, id: &'static str, name: &'static str, on: &'static str) -> Operation {
        let mut operation = self.operation(id, name, Class::Write, WRITE_RATE, None);
        operation.on = Some(on);
        operation
    }

    /// An operation for which no IAM action is needed.
    const fn free(&self, id: &'static str, name: &'static str, class: Class, rate: Rate) -> Operation {
        let mut operation = self.operation(id, name, class, rate, None);
        operation.action = None;
        operation
    }
}

/// The endpoints of the machine or container that hand out the credentials of its role.
const fn local(id: &'static str, name: &'static str, method: &'static str, path: &'static str) -> Operation {
    Operation {
        id,
        sdk: "",
        service: "imds",
        name,
        action: None,
        class: Class::Session,
        wire: Wire::Local { method, path },
        reach: Reach::Global,
        rate: rate(10.0, 20.0),
        on: None,
        answer: None,
    }
}

/// SageMaker publishes no rates; 5 a second with a burst of 10 is what field reports bear (performance.md 4).
const SAGEMAKER_RATE: Rate = rate(5.0, 10.0);
/// Organizations answers TooManyRequests early, and everything there is global to the organization.
const ORGANIZATIONS_RATE: Rate = rate(5.0, 10.0);
/// DescribeLogStreams and GetLogEvents have a hard limit of 25 a second per account and region.
const LOGS_RATE: Rate = rate(20.0, 20.0);
const STS_RATE: Rate = rate(20.0, 40.0);
/// Changes go out one by one: a mistake is noticed before it is everywhere.
const WRITE_RATE: Rate = Rate { per_second: 1.0, burst: 1.0, most: 1.0 };

use Class::{Read, ReadSensitive, Session};

macro_rules! registry {
    ($($constant:ident = $operation:expr;)+) => {
        $(pub const $constant: &Operation = &$operation;)+
        /// Every operation, once.
        pub const ALL: &[&Operation] = &[$($constant),+];
    };
}

registry! {
    GET_CALLER_IDENTITY = STS.free("sts:GetCallerIdentity", "GetCallerIdentity", Read, STS_RATE);
    ASSUME_ROLE = STS.operation("sts:AssumeRole", "AssumeRole", Session, STS_RATE, None);
    ASSUME_ROLE_WITH_WEB_IDENTITY =
        STS.free("sts:AssumeRoleWithWebIdentity", "AssumeRoleWithWebIdentity", Session, STS_RATE);
    GET_ROLE_CREDENTIALS = SSO.free("sso:GetRoleCredentials", "GetRoleCredentials", Session, STS_RATE);
    CREATE_TOKEN = SSO_OIDC.free("sso-oauth:CreateToken", "CreateToken", Session, STS_RATE);
    IMDS_TOKEN = local("imds:GetToken", "GetToken", "PUT", "/latest/api/token");
    IMDS_METADATA = local("imds:GetMetadata", "GetMetadata", "GET", "/latest/meta-data/");
    CONTAINER_CREDENTIALS = local("imds:GetContainerCredentials", "GetContainerCredentials", "GET", "/");

    DESCRIBE_ORGANIZATION = ORGANIZATIONS.operation("organizations:DescribeOrganization", "DescribeOrganization", Read, ORGANIZATIONS_RATE, Some("Organization"));
    LIST_ROOTS = ORGANIZATIONS.operation("organizations:ListRoots", "ListRoots", Read, ORGANIZATIONS_RATE, Some("Roots"));
    LIST_ORGANIZATIONAL_UNITS_FOR_PARENT = ORGANIZATIONS.operation("organizations:ListOrganizationalUnitsForParent", "ListOrganizationalUnitsForParent", Read, ORGANIZATIONS_RATE, Some("OrganizationalUnits"));
    LIST_ACCOUNTS_FOR_PARENT = ORGANIZATIONS.operation("organizations:ListAccountsForParent", "ListAccountsForParent", Read, ORGANIZATIONS_RATE, Some("Accounts"));
    LIST_TAGS_FOR_RESOURCE = ORGANIZATIONS.operation("organizations:ListTagsForResource", "ListTagsForResource", Read, ORGANIZATIONS_RATE, Some("Tags"));

    LIST_NOTEBOOK_INSTANCES = SAGEMAKER.operation("sagemaker:ListNotebookInstances", "ListNotebookInstances", Read, SAGEMAKER_RATE, Some("NotebookInstances"));
    DESCRIBE_NOTEBOOK_INSTANCE = SAGEMAKER.operation("sagemaker:DescribeNotebookInstance", "DescribeNotebookInstance", Read, SAGEMAKER_RATE, Some("NotebookInstanceName"));
    LIST_TAGS = SAGEMAKER.operation("sagemaker:ListTags", "ListTags", Read, SAGEMAKER_RATE, Some("Tags"));
    LIST_NOTEBOOK_INSTANCE_LIFECYCLE_CONFIGS = SAGEMAKER.operation("sagemaker:ListNotebookInstanceLifecycleConfigs", "ListNotebookInstanceLifecycleConfigs", Read, SAGEMAKER_RATE, Some("NotebookInstanceLifecycleConfigs"));
    DESCRIBE_NOTEBOOK_INSTANCE_LIFECYCLE_CONFIG = SAGEMAKER.operation("sagemaker:DescribeNotebookInstanceLifecycleConfig", "DescribeNotebookInstanceLifecycleConfig", ReadSensitive, SAGEMAKER_RATE, Some("NotebookInstanceLifecycleConfigName"));

    STOP_NOTEBOOK_INSTANCE = SAGEMAKER.write("sagemaker:StopNotebookInstance", "StopNotebookInstance", "notebook-instance/*");
    START_NOTEBOOK_INSTANCE = SAGEMAKER.write("sagemaker:StartNotebookInstance", "StartNotebookInstance", "notebook-instance/*");
    ADD_TAGS = SAGEMAKER.write("sagemaker:AddTags", "AddTags", "notebook-instance/*");
    DELETE_TAGS = SAGEMAKER.write("sagemaker:DeleteTags", "DeleteTags", "notebook-instance/*");

    LIST_DOMAINS = SAGEMAKER.operation("sagemaker:ListDomains", "ListDomains", Read, SAGEMAKER_RATE, Some("Domains"));
    DESCRIBE_DOMAIN = SAGEMAKER.operation("sagemaker:DescribeDomain", "DescribeDomain", Read, SAGEMAKER_RATE, Some("DomainArn"));
    LIST_USER_PROFILES = SAGEMAKER.operation("sagemaker:ListUserProfiles", "ListUserProfiles", Read, SAGEMAKER_RATE, Some("UserProfiles"));
    DESCRIBE_USER_PROFILE = SAGEMAKER.operation("sagemaker:DescribeUserProfile", "DescribeUserProfile", Read, SAGEMAKER_RATE, Some("UserProfileName"));
    LIST_SPACES = SAGEMAKER.operation("sagemaker:ListSpaces", "ListSpaces", Read, SAGEMAKER_RATE, Some("Spaces"));
    DESCRIBE_SPACE = SAGEMAKER.operation("sagemaker:DescribeSpace", "DescribeSpace", Read, SAGEMAKER_RATE, Some("SpaceName"));
    LIST_APPS = SAGEMAKER.operation("sagemaker:ListApps", "ListApps", Read, SAGEMAKER_RATE, Some("Apps"));
    DESCRIBE_APP = SAGEMAKER.operation("sagemaker:DescribeApp", "DescribeApp", Read, SAGEMAKER_RATE, Some("AppName"));
    DELETE_APP = SAGEMAKER.write("sagemaker:DeleteApp", "DeleteApp", "app/*");
    // The model registry. A version's containers have environments.
    LIST_MODEL_PACKAGE_GROUPS = SAGEMAKER.operation("sagemaker:ListModelPackageGroups", "ListModelPackageGroups", Read, SAGEMAKER_RATE, Some("ModelPackageGroupSummaryList"));
    DESCRIBE_MODEL_PACKAGE_GROUP = SAGEMAKER.operation("sagemaker:DescribeModelPackageGroup", "DescribeModelPackageGroup", Read, SAGEMAKER_RATE, Some("ModelPackageGroupName"));
    LIST_MODEL_PACKAGES = SAGEMAKER.operation("sagemaker:ListModelPackages", "ListModelPackages", Read, SAGEMAKER_RATE, Some("ModelPackageSummaryList"));
    DESCRIBE_MODEL_PACKAGE = SAGEMAKER.operation("sagemaker:DescribeModelPackage", "DescribeModelPackage", ReadSensitive, SAGEMAKER_RATE, Some("ModelPackageArn"));

    // Pipelines. Definitions and parameters may hold anything.
    LIST_PIPELINES = SAGEMAKER.operation("sagemaker:ListPipelines", "ListPipelines", Read, SAGEMAKER_RATE, Some("PipelineSummaries"));
    DESCRIBE_PIPELINE = SAGEMAKER.operation("sagemaker:DescribePipeline", "DescribePipeline", ReadSensitive, SAGEMAKER_RATE, Some("PipelineName"));
    LIST_PIPELINE_EXECUTIONS = SAGEMAKER.operation("sagemaker:ListPipelineExecutions", "ListPipelineExecutions", Read, SAGEMAKER_RATE, Some("PipelineExecutionSummaries"));
    DESCRIBE_PIPELINE_EXECUTION = SAGEMAKER.operation("sagemaker:DescribePipelineExecution", "DescribePipelineExecution", Read, SAGEMAKER_RATE, Some("PipelineExecutionArn"));
    LIST_PIPELINE_EXECUTION_STEPS = SAGEMAKER.operation("sagemaker:ListPipelineExecutionSteps", "ListPipelineExecutionSteps", ReadSensitive, SAGEMAKER_RATE, Some("PipelineExecutionSteps"));
    DESCRIBE_PIPELINE_DEFINITION_FOR_EXECUTION = SAGEMAKER.operation("sagemaker:DescribePipelineDefinitionForExecution", "DescribePipelineDefinitionForExecution", ReadSensitive, SAGEMAKER_RATE, Some("PipelineDefinition"));
    LIST_PIPELINE_PARAMETERS_FOR_EXECUTION = SAGEMAKER.operation("sagemaker:ListPipelineParametersForExecution", "ListPipelineParametersForExecution", ReadSensitive, SAGEMAKER_RATE, Some("PipelineParameters"));
    STOP_PIPELINE_EXECUTION = SAGEMAKER.write("sagemaker:StopPipelineExecution", "StopPipelineExecution", "pipeline/*/execution/*");
    RETRY_PIPELINE_EXECUTION = SAGEMAKER.write("sagemaker:RetryPipelineExecution", "RetryPipelineExecution", "pipeline/*/execution/*");

    GET_RESOURCES = TAGGING.operation("tag:GetResources", "GetResources", Read, rate(5.0, 10.0), Some("ResourceTagMappingList"));

    DESCRIBE_LOG_STREAMS = LOGS.operation("logs:DescribeLogStreams", "DescribeLogStreams", Read, LOGS_RATE, Some("logStreams"));
    GET_LOG_EVENTS = LOGS.operation("logs:GetLogEvents", "GetLogEvents", Read, LOGS_RATE, Some("events"));

    // Hosting. Environments of containers may hold secrets.
    LIST_ENDPOINTS = SAGEMAKER.operation("sagemaker:ListEndpoints", "ListEndpoints", Read, SAGEMAKER_RATE, Some("Endpoints"));
    DESCRIBE_ENDPOINT = SAGEMAKER.operation("sagemaker:DescribeEndpoint", "DescribeEndpoint", Read, SAGEMAKER_RATE, Some("EndpointName"));
    LIST_ENDPOINT_CONFIGS = SAGEMAKER.operation("sagemaker:ListEndpointConfigs", "ListEndpointConfigs", Read, SAGEMAKER_RATE, Some("EndpointConfigs"));
    DESCRIBE_ENDPOINT_CONFIG = SAGEMAKER.operation("sagemaker:DescribeEndpointConfig", "DescribeEndpointConfig", Read, SAGEMAKER_RATE, Some("EndpointConfigName"));
    LIST_MODELS = SAGEMAKER.operation("sagemaker:ListModels", "ListModels", Read, SAGEMAKER_RATE, Some("Models"));
    DESCRIBE_MODEL = SAGEMAKER.operation("sagemaker:DescribeModel", "DescribeModel", ReadSensitive, SAGEMAKER_RATE, Some("ModelName"));
    LIST_INFERENCE_COMPONENTS = SAGEMAKER.operation("sagemaker:ListInferenceComponents", "ListInferenceComponents", Read, SAGEMAKER_RATE, Some("InferenceComponents"));
    DESCRIBE_INFERENCE_COMPONENT = SAGEMAKER.operation("sagemaker:DescribeInferenceComponent", "DescribeInferenceComponent", ReadSensitive, SAGEMAKER_RATE, Some("InferenceComponentName"));
    LIST_MONITORING_SCHEDULES = SAGEMAKER.operation("sagemaker:ListMonitoringSchedules", "ListMonitoringSchedules", Read, SAGEMAKER_RATE, Some("MonitoringScheduleSummaries"));
    DESCRIBE_MONITORING_SCHEDULE = SAGEMAKER.operation("sagemaker:DescribeMonitoringSchedule", "DescribeMonitoringSchedule", ReadSensitive, SAGEMAKER_RATE, Some("MonitoringScheduleName"));
    STOP_MONITORING_SCHEDULE = SAGEMAKER.write("sagemaker:StopMonitoringSchedule", "StopMonitoringSchedule", "monitoring-schedule/*");
    START_MONITORING_SCHEDULE = SAGEMAKER.write("sagemaker:StartMonitoringSchedule", "StartMonitoringSchedule", "monitoring-schedule/*");
    // Jobs. What they are given may hold secrets.
    LIST_TRAINING_JOBS = SAGEMAKER.operation("sagemaker:ListTrainingJobs", "ListTrainingJobs", Read, SAGEMAKER_RATE, Some("TrainingJobSummaries"));
    DESCRIBE_TRAINING_JOB = SAGEMAKER.operation("sagemaker:DescribeTrainingJob", "DescribeTrainingJob", ReadSensitive, SAGEMAKER_RATE, Some("TrainingJobName"));
    LIST_PROCESSING_JOBS = SAGEMAKER.operation("sagemaker:ListProcessingJobs", "ListProcessingJobs", Read, SAGEMAKER_RATE, Some("ProcessingJobSummaries"));
    DESCRIBE_PROCESSING_JOB = SAGEMAKER.operation("sagemaker:DescribeProcessingJob", "DescribeProcessingJob", ReadSensitive, SAGEMAKER_RATE, Some("ProcessingJobName"));
    LIST_TRANSFORM_JOBS = SAGEMAKER.operation("sagemaker:ListTransformJobs", "ListTransformJobs", Read, SAGEMAKER_RATE, Some("TransformJobSummaries"));
    DESCRIBE_TRANSFORM_JOB = SAGEMAKER.operation("sagemaker:DescribeTransformJob", "DescribeTransformJob", ReadSensitive, SAGEMAKER_RATE, Some("TransformJobName"));
    LIST_HYPER_PARAMETER_TUNING_JOBS = SAGEMAKER.operation("sagemaker:ListHyperParameterTuningJobs", "ListHyperParameterTuningJobs", Read, SAGEMAKER_RATE, Some("HyperParameterTuningJobSummaries"));
    DESCRIBE_HYPER_PARAMETER_TUNING_JOB = SAGEMAKER.operation("sagemaker:DescribeHyperParameterTuningJob", "DescribeHyperParameterTuningJob", ReadSensitive, SAGEMAKER_RATE, Some("HyperParameterTuningJobName"));
    LIST_AUTO_ML_JOBS = SAGEMAKER.operation("sagemaker:ListAutoMLJobs", "ListAutoMLJobs", Read, SAGEMAKER_RATE, Some("AutoMLJobSummaries"));
    DESCRIBE_AUTO_ML_JOB_V2 = SAGEMAKER.operation("sagemaker:DescribeAutoMLJobV2", "DescribeAutoMLJobV2", Read, SAGEMAKER_RATE, Some("AutoMLJobName"));
    LIST_COMPILATION_JOBS = SAGEMAKER.operation("sagemaker:ListCompilationJobs", "ListCompilationJobs", Read, SAGEMAKER_RATE, Some("CompilationJobSummaries"));
    DESCRIBE_COMPILATION_JOB = SAGEMAKER.operation("sagemaker:DescribeCompilationJob", "DescribeCompilationJob", Read, SAGEMAKER_RATE, Some("CompilationJobName"));
    LIST_LABELING_JOBS = SAGEMAKER.operation("sagemaker:ListLabelingJobs", "ListLabelingJobs", Read, SAGEMAKER_RATE, Some("LabelingJobSummaryList"));
    DESCRIBE_LABELING_JOB = SAGEMAKER.operation("sagemaker:DescribeLabelingJob", "DescribeLabelingJob", Read, SAGEMAKER_RATE, Some("LabelingJobName"));
    STOP_TRAINING_JOB = SAGEMAKER.write("sagemaker:StopTrainingJob", "StopTrainingJob", "training-job/*");
    STOP_PROCESSING_JOB = SAGEMAKER.write("sagemaker:StopProcessingJob", "StopProcessingJob", "processing-job/*");
    STOP_TRANSFORM_JOB = SAGEMAKER.write("sagemaker:StopTransformJob", "StopTransformJob", "transform-job/*");
    STOP_HYPER_PARAMETER_TUNING_JOB = SAGEMAKER.write("sagemaker:StopHyperParameterTuningJob", "StopHyperParameterTuningJob", "hyper-parameter-tuning-job/*");
    STOP_AUTO_ML_JOB = SAGEMAKER.write("sagemaker:StopAutoMLJob", "StopAutoMLJob", "automl-job/*");
    STOP_COMPILATION_JOB = SAGEMAKER.write("sagemaker:StopCompilationJob", "StopCompilationJob", "compilation-job/*");
    STOP_LABELING_JOB = SAGEMAKER.write("sagemaker:StopLabelingJob", "StopLabelingJob", "labeling-job/*");
}

/// The operation that a generated client is about to call, by the SDK's own names.
pub fn by_metadata(sdk: &str, name: &str) -> Option<&'static Operation> {
    ALL.iter().copied().find(|operation| operation.sdk == sdk && operation.name == name)
}

/// The operation of a JSON, CBOR or query request with that name, among those that `fits` accepts.
pub fn by_name(name: &str, fits: impl Fn(&Wire) -> bool) -> Option<&'static Operation> {
    ALL.iter().copied().find(|operation| operation.name == name && fits(&operation.wire))
}
