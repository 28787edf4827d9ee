//! SageMaker pipelines and their executions: what stands on shelves, and what is told of an execution besides.
//!
//! An execution's description holds as the simulator's own: `.PipelineName`, `.Definition` (a text), `.Parameters` and
//! `.Steps`, which are those of `ListPipelineExecutionSteps` as they will have ended. Invariant: a step is told from its
//! start on, without its end before that.

use serde_json::{Map, Value, json};

use crate::sim::call::{Refusal, State};
use crate::sim::clock::epoch;
use crate::sim::pager;
use crate::sim::sagemaker::shelf::{Move, Shelf};
use crate::sim::sagemaker::{Here, invalid_token, page_of};

pub(in crate::sim::sagemaker) const PIPELINES: Shelf = Shelf {
    path: "pipeline",
    arn: "PipelineArn",
    key: &["PipelineName"],
    status: "PipelineStatus",
    list: "ListPipelines",
    items: "PipelineSummaries",
    summary: &[
        "PipelineArn",
        "PipelineName",
        "PipelineDisplayName",
        "PipelineDescription",
        "RoleArn",
        "CreationTime",
        "LastModifiedTime",
        "LastExecutionTime=LastRunTime",
    ],
    within: &[],
    describe: "DescribePipeline",
    moves: &[],
};

pub(in crate::sim::sagemaker) const EXECUTIONS: Shelf = Shelf {
    path: "pipeline-execution",
    arn: "PipelineExecutionArn",
    key: &["PipelineExecutionArn"],
    status: "PipelineExecutionStatus",
    list: "ListPipelineExecutions",
    items: "PipelineExecutionSummaries",
    summary: &[
        "PipelineExecutionArn",
        "StartTime=CreationTime",
        "PipelineExecutionStatus",
        "PipelineExecutionDescription",
        "PipelineExecutionDisplayName",
        "PipelineExecutionFailureReason=FailureReason",
    ],
    within: &[("PipelineName", ".PipelineName")],
    describe: "DescribePipelineExecution",
    moves: &[
        Move {
            operation: "StopPipelineExecution",
            from: &["Executing"],
            through: "Stopping",
            until: "Stopped",
            takes: (20, 60),
        },
        Move {
            operation: "RetryPipelineExecution",
            from: &["Failed", "Stopped"],
            through: "Executing",
            until: "Succeeded",
            takes: (300, 900),
        },
    ],
};

impl Here<'_> {
    /// What is asked about one execution besides its description; nothing for other operations.
    pub(in crate::sim::sagemaker) fn of_execution(&self, state: &State) -> Option<Result<Value, Refusal>> {
        Some(match self.call.operation.as_str() {
            "ListPipelineExecutions" => return self.unknown_pipeline(state).map(Err),
            "ListPipelineExecutionSteps" => {
                let steps = self.execution(state).map(|whole| self.steps(&whole));
                steps.and_then(|steps| self.some("PipelineExecutionSteps", steps, 10, 100))
            }
            "ListPipelineParametersForExecution" => {
                let given = self.execution(state).map(|whole| list(&whole, ".Parameters"));
                given.and_then(|given| self.some("PipelineParameters", given, 10, 50))
            }
            "DescribePipelineDefinitionForExecution" => self.execution(state).map(|whole| {
                json!({ "PipelineDefinition": whole.get(".Definition"), "CreationTime": whole.get("CreationTime") })
            }),
            _ => return None,
        })
    }

    /// Of a pipeline that is not there no executions are listed.
    fn unknown_pipeline(&self, state: &State) -> Option<Refusal> {
        let name = self.call.text("PipelineName")?;
        let scope = state.world.scope(self.account, &self.call.region);
        let known = scope.and_then(|scope| scope.item(PIPELINES.path, name));
        known.is_none().then(|| not_there("Pipeline", name))
    }

    fn execution(&self, state: &State) -> Result<Map<String, Value>, Refusal> {
        let arn = self.call.required("PipelineExecutionArn")?;
        let scope = state.world.scope(self.account, &self.call.region);
        let item = scope.and_then(|scope| scope.item(EXECUTIONS.path, arn));
        item.and_then(|item| item.at(self.now)).ok_or_else(|| not_there("Pipeline execution", arn))
    }

    /// The steps so far, as they stand now.
    fn steps(&self, whole: &Map<String, Value>) -> Vec<Map<String, Value>> {
        let status = whole.get(EXECUTIONS.status).and_then(Value::as_str).unwrap_or_default();
        let now = epoch(self.now).as_f64();
        let has_come =
            |step: &Map<String, Value>, member: &str| step.get(member).and_then(Value::as_f64) <= now;
        let mut steps = list(whole, ".Steps");
        steps.retain(|step| has_come(step, "StartTime"));
        for step in &mut steps {
            let runs = !has_come(step, "EndTime");
            let failed = step.get("StepStatus").and_then(Value::as_str) == Some("Failed");
            let word = match status {
                "Stopping" if runs => "Stopping",
                "Stopped" if runs => "Stopped",
                _ if runs => "Executing",
                // It was tried again.
                "Executing" if failed => "Executing",
                "Succeeded" if failed => "Succeeded",
                _ => continue,
            };
            step.insert("StepStatus".into(), json!(word));
            step.remove("FailureReason");
            if word != "Succeeded" {
                step.remove("EndTime");
            }
        }
        steps
    }

    /// A page of what is known as a whole.
    fn some(
        &self,
        name: &str,
        all: Vec<Map<String, Value>>,
        usual: usize,
        most: usize,
    ) -> Result<Value, Refusal> {
        let size = self.call.limit("MaxResults", usual, most)?;
        let key = self.call.listing(self.account);
        let after = match self.call.text("NextToken") {
            None => 0,
            Some(token) => {
                let cursor = pager::open(&key, token).ok_or_else(invalid_token)?;
                cursor.parse::<usize>().map_err(|_no_number| invalid_token())?
            }
        };
        let next = (all.len() > after + size).then(|| pager::issue(&key, &(after + size).to_string()));
        Ok(page_of(name, all.into_iter().skip(after).take(size).collect(), next))
    }
}

fn list(whole: &Map<String, Value>, member: &str) -> Vec<Map<String, Value>> {
    let items = whole.get(member).and_then(Value::as_array).into_iter().flatten();
    items.filter_map(Value::as_object).cloned().collect()
}

fn not_there(what: &str, name: &str) -> Refusal {
    Refusal::new("ResourceNotFound", format!("{what} {name} does not exist."))
}
