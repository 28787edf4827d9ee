//! The reads of jobs, tried about jobs that cannot exist.

use aws_sdk_sagemaker::Client;

use super::{NOTHING, Probe};
use crate::aws::attempt::Caller;
use crate::aws::operations::{
    DESCRIBE_AUTO_ML_JOB_V2, DESCRIBE_COMPILATION_JOB, DESCRIBE_HYPER_PARAMETER_TUNING_JOB,
    DESCRIBE_LABELING_JOB, DESCRIBE_PROCESSING_JOB, DESCRIBE_TRAINING_JOB, DESCRIBE_TRANSFORM_JOB,
    LIST_AUTO_ML_JOBS, LIST_COMPILATION_JOBS, LIST_HYPER_PARAMETER_TUNING_JOBS, LIST_LABELING_JOBS,
    LIST_PROCESSING_JOBS, LIST_TRAINING_JOBS, LIST_TRANSFORM_JOBS,
};

/// Tries all of them, at the same time.
pub(super) async fn tried(caller: &Caller, client: &Client) -> Vec<Probe> {
    let lists = tokio::join!(
        ask!(caller, LIST_TRAINING_JOBS, client.list_training_jobs().max_results(1)),
        ask!(caller, LIST_PROCESSING_JOBS, client.list_processing_jobs().max_results(1)),
        ask!(caller, LIST_TRANSFORM_JOBS, client.list_transform_jobs().max_results(1)),
        ask!(
            caller,
            LIST_HYPER_PARAMETER_TUNING_JOBS,
            client.list_hyper_parameter_tuning_jobs().max_results(1)
        ),
        ask!(caller, LIST_AUTO_ML_JOBS, client.list_auto_ml_jobs().max_results(1)),
        ask!(caller, LIST_COMPILATION_JOBS, client.list_compilation_jobs().max_results(1)),
        ask!(caller, LIST_LABELING_JOBS, client.list_labeling_jobs().max_results(1)),
    );
    let described = tokio::join!(
        ask!(caller, DESCRIBE_TRAINING_JOB, client.describe_training_job().training_job_name(NOTHING)),
        ask!(caller, DESCRIBE_PROCESSING_JOB, client.describe_processing_job().processing_job_name(NOTHING)),
        ask!(caller, DESCRIBE_TRANSFORM_JOB, client.describe_transform_job().transform_job_name(NOTHING)),
        ask!(
            caller,
            DESCRIBE_HYPER_PARAMETER_TUNING_JOB,
            client.describe_hyper_parameter_tuning_job().hyper_parameter_tuning_job_name(NOTHING)
        ),
        ask!(caller, DESCRIBE_AUTO_ML_JOB_V2, client.describe_auto_ml_job_v2().auto_ml_job_name(NOTHING)),
        ask!(
            caller,
            DESCRIBE_COMPILATION_JOB,
            client.describe_compilation_job().compilation_job_name(NOTHING)
        ),
        ask!(caller, DESCRIBE_LABELING_JOB, client.describe_labeling_job().labeling_job_name(NOTHING)),
    );
    let lists = [lists.0, lists.1, lists.2, lists.3, lists.4, lists.5, lists.6];
    let one = described;
    lists.into_iter().chain([one.0, one.1, one.2, one.3, one.4, one.5, one.6]).collect()
}
