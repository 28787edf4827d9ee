//! The reads of the model registry and of pipelines, tried about ones that cannot exist.

use aws_sdk_sagemaker::Client;

use super::{NOTHING, Probe};
use crate::aws::attempt::Caller;
use crate::aws::convert::missing_arn;
use crate::aws::operations::{
    DESCRIBE_MODEL_PACKAGE, DESCRIBE_MODEL_PACKAGE_GROUP, DESCRIBE_PIPELINE,
    DESCRIBE_PIPELINE_DEFINITION_FOR_EXECUTION, DESCRIBE_PIPELINE_EXECUTION, LIST_MODEL_PACKAGE_GROUPS,
    LIST_MODEL_PACKAGES, LIST_PIPELINE_EXECUTION_STEPS, LIST_PIPELINE_EXECUTIONS,
    LIST_PIPELINE_PARAMETERS_FOR_EXECUTION, LIST_PIPELINES,
};

/// Tries all of them, at the same time.
pub(super) async fn tried(caller: &Caller, client: &Client) -> Vec<Probe> {
    let version = missing_arn(&caller.scope, "model-package", &format!("{NOTHING}/1"));
    let registry = tokio::join!(
        ask!(caller, LIST_MODEL_PACKAGE_GROUPS, client.list_model_package_groups().max_results(1)),
        ask!(
            caller,
            DESCRIBE_MODEL_PACKAGE_GROUP,
            client.describe_model_package_group().model_package_group_name(NOTHING)
        ),
        ask!(
            caller,
            LIST_MODEL_PACKAGES,
            client.list_model_packages().model_package_group_name(NOTHING).max_results(1)
        ),
        ask!(
            caller,
            DESCRIBE_MODEL_PACKAGE,
            client.describe_model_package().model_package_name(version.raw())
        ),
    );
    let run = missing_arn(&caller.scope, "pipeline", &format!("{NOTHING}/execution/{NOTHING}")).raw();
    let pipelines = tokio::join!(
        ask!(caller, LIST_PIPELINES, client.list_pipelines().max_results(1)),
        ask!(caller, DESCRIBE_PIPELINE, client.describe_pipeline().pipeline_name(NOTHING)),
        ask!(
            caller,
            LIST_PIPELINE_EXECUTIONS,
            client.list_pipeline_executions().pipeline_name(NOTHING).max_results(1)
        ),
        ask!(
            caller,
            DESCRIBE_PIPELINE_EXECUTION,
            client.describe_pipeline_execution().pipeline_execution_arn(&run)
        ),
        ask!(
            caller,
            LIST_PIPELINE_EXECUTION_STEPS,
            client.list_pipeline_execution_steps().pipeline_execution_arn(&run)
        ),
        ask!(
            caller,
            DESCRIBE_PIPELINE_DEFINITION_FOR_EXECUTION,
            client.describe_pipeline_definition_for_execution().pipeline_execution_arn(&run)
        ),
        ask!(
            caller,
            LIST_PIPELINE_PARAMETERS_FOR_EXECUTION,
            client.list_pipeline_parameters_for_execution().pipeline_execution_arn(&run)
        ),
    );
    let registry = [registry.0, registry.1, registry.2, registry.3];
    let one = pipelines;
    registry.into_iter().chain([one.0, one.1, one.2, one.3, one.4, one.5, one.6]).collect()
}
