use aws_sdk_sagemaker::types::{
    CacheHitResult, PipelineExecutionStep, PipelineExecutionStepMetadata, ProcessingJobStepMetadata,
    StepStatus,
};

use super::*;

#[test]
fn every_status_of_aws_has_a_phase_and_no_other() {
    for status in PipelineStatus::values() {
        assert_ne!(phase(Some(status)), Phase::Unknown, "{status}");
    }
    for status in PipelineExecutionStatus::values() {
        assert_ne!(run_phase(Some(status)), Phase::Unknown, "{status}");
    }
    for status in StepStatus::values() {
        let item = PipelineExecutionStep::builder().step_name("x").step_status((*status).into()).build();
        let steps = steps::steps(&[item], None);
        assert_ne!(steps.all()[0].phase(), Some(Phase::Unknown), "{status}");
    }
    assert_eq!((phase(Some("Hibernating")), run_phase(None)), (Phase::Unknown, Phase::Unknown));
}

#[test]
fn what_aws_does_not_say_is_absent() {
    let plain = described(&DescribePipelineOutput::builder().build());
    let run = described_run(&DescribePipelineExecutionOutput::builder().build());
    for described in [plain, run] {
        assert_eq!(described.facts.iter().count(), 0, "{:?}", described.facts);
        assert_eq!((described.status, described.modified, described.tags), (None, None, None));
    }
    // That there was no run is an answer too.
    let facts = ended(&[]);
    assert_eq!(facts.get(Field::RecentExecutions), Some(&Value::List(Vec::new())));
    assert_eq!(facts.get(Field::LastRunStatus), None);
}

#[test]
fn steps_of_both_answers_become_one_list() {
    let arn = "arn:aws:sagemaker:eu-west-1:111122223333:processing-job/churn-evaluate-1";
    let job = ProcessingJobStepMetadata::builder().arn(arn).build();
    let listed = [
        PipelineExecutionStep::builder()
            .step_name("evaluate")
            .step_status(StepStatus::Failed)
            .start_time(DateTime::from_secs(1_700_000_100))
            .end_time(DateTime::from_secs(1_700_000_352))
            .failure_reason("AlgorithmError")
            .metadata(PipelineExecutionStepMetadata::builder().processing_job(job).build())
            .build(),
        PipelineExecutionStep::builder()
            .step_name("prepare")
            .step_status(StepStatus::Succeeded)
            .cache_hit_result(CacheHitResult::builder().build())
            .build(),
    ];
    let text = r#"{"Steps":[{"Name":"prepare","Type":"Processing"},
        {"Name":"evaluate","Type":"Processing","DependsOn":["prepare"]},
        {"Name":"register","Type":"RegisterModel","DependsOn":["evaluate"]}]}"#;
    let steps = steps::steps(&listed, definition::parse(text));
    let words: Vec<_> = steps.all().iter().map(|step| step.words().raw().to_owned()).collect();
    let failed = "evaluate: Failed after 4m, processing-job/churn-evaluate-1: AlgorithmError";
    assert_eq!(words, ["prepare: Succeeded, from the cache", failed, "register: not begun"]);
    assert_eq!(steps.all()[1].made.as_ref().unwrap().raw(), arn);
    assert_eq!(steps.all()[2].kind.as_ref().unwrap().raw(), "RegisterModel");
}

#[test]
fn parameters_with_names_of_secrets_are_masked() {
    let parameter = |name: &str| Parameter::builder().name(name).value("hunter2").build();
    let facts = content_of(Steps::default(), &[parameter("ApiToken"), parameter("Epochs")]);
    let wanted = Value::List(vec![Safe::new("ApiToken=••••"), Safe::new("Epochs=hunter2")]);
    assert_eq!(facts.get(Field::PipelineParameters), Some(&wanted));
}

#[test]
fn a_run_belongs_to_its_pipeline() {
    let run = Arn::new("arn:aws:sagemaker:eu-west-1:111122223333:pipeline/churn-train/execution/abc");
    assert_eq!(pipeline_of(&run).raw(), "arn:aws:sagemaker:eu-west-1:111122223333:pipeline/churn-train");
}
