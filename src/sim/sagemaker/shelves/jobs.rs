//! Jobs: how each kind is named, listed, described and stopped.
//!
//! Source: the shapes of the SageMaker API reference. Stopping takes as long as the containers have to end.

use crate::sim::sagemaker::shelf::{Move, Shelf};

pub(in crate::sim) const TRAINING: Shelf = Shelf {
    path: "training-job",
    arn: "TrainingJobArn",
    key: &["TrainingJobName"],
    status: "TrainingJobStatus",
    list: "ListTrainingJobs",
    items: "TrainingJobSummaries",
    summary: &[
        "TrainingJobName",
        "TrainingJobArn",
        "CreationTime",
        "TrainingEndTime",
        "LastModifiedTime",
        "TrainingJobStatus",
        "SecondaryStatus",
        "WarmPoolStatus",
    ],
    within: &[],
    describe: "DescribeTrainingJob",
    moves: &[stop("StopTrainingJob")],
};

pub(in crate::sim) const PROCESSING: Shelf = Shelf {
    path: "processing-job",
    arn: "ProcessingJobArn",
    key: &["ProcessingJobName"],
    status: "ProcessingJobStatus",
    list: "ListProcessingJobs",
    items: "ProcessingJobSummaries",
    summary: &[
        "ProcessingJobName",
        "ProcessingJobArn",
        "CreationTime",
        "ProcessingEndTime",
        "LastModifiedTime",
        "ProcessingJobStatus",
        "FailureReason",
        "ExitMessage",
    ],
    within: &[],
    describe: "DescribeProcessingJob",
    moves: &[stop("StopProcessingJob")],
};

pub(in crate::sim) const TRANSFORM: Shelf = Shelf {
    path: "transform-job",
    arn: "TransformJobArn",
    key: &["TransformJobName"],
    status: "TransformJobStatus",
    list: "ListTransformJobs",
    items: "TransformJobSummaries",
    summary: &[
        "TransformJobName",
        "TransformJobArn",
        "CreationTime",
        "TransformEndTime",
        "LastModifiedTime",
        "TransformJobStatus",
        "FailureReason",
    ],
    within: &[],
    describe: "DescribeTransformJob",
    moves: &[stop("StopTransformJob")],
};

pub(in crate::sim) const TUNING: Shelf = Shelf {
    path: "hyper-parameter-tuning-job",
    arn: "HyperParameterTuningJobArn",
    key: &["HyperParameterTuningJobName"],
    status: "HyperParameterTuningJobStatus",
    list: "ListHyperParameterTuningJobs",
    items: "HyperParameterTuningJobSummaries",
    summary: &[
        "HyperParameterTuningJobName",
        "HyperParameterTuningJobArn",
        "HyperParameterTuningJobStatus",
        "Strategy",
        "CreationTime",
        "HyperParameterTuningEndTime",
        "LastModifiedTime",
        "TrainingJobStatusCounters",
        "ObjectiveStatusCounters",
        "ResourceLimits",
    ],
    within: &[],
    describe: "DescribeHyperParameterTuningJob",
    moves: &[stop("StopHyperParameterTuningJob")],
};

pub(in crate::sim) const AUTOML: Shelf = Shelf {
    path: "automl-job",
    arn: "AutoMLJobArn",
    key: &["AutoMLJobName"],
    status: "AutoMLJobStatus",
    list: "ListAutoMLJobs",
    items: "AutoMLJobSummaries",
    summary: &[
        "AutoMLJobName",
        "AutoMLJobArn",
        "AutoMLJobStatus",
        "AutoMLJobSecondaryStatus",
        "CreationTime",
        "EndTime",
        "LastModifiedTime",
        "FailureReason",
        "PartialFailureReasons",
    ],
    within: &[],
    describe: "DescribeAutoMLJobV2",
    moves: &[stop("StopAutoMLJob")],
};

pub(in crate::sim) const COMPILATION: Shelf = Shelf {
    path: "compilation-job",
    arn: "CompilationJobArn",
    key: &["CompilationJobName"],
    status: "CompilationJobStatus",
    list: "ListCompilationJobs",
    items: "CompilationJobSummaries",
    summary: &[
        "CompilationJobName",
        "CompilationJobArn",
        "CreationTime",
        "CompilationStartTime",
        "CompilationEndTime",
        "CompilationTargetDevice",
        "CompilationTargetPlatformOs",
        "CompilationTargetPlatformArch",
        "CompilationTargetPlatformAccelerator",
        "LastModifiedTime",
        "CompilationJobStatus",
    ],
    within: &[],
    describe: "DescribeCompilationJob",
    // Its states are written in capitals.
    moves: &[Move {
        from: &["INPROGRESS", "STARTING"],
        through: "STOPPING",
        until: "STOPPED",
        ..stop("StopCompilationJob")
    }],
};

pub(in crate::sim) const LABELING: Shelf = Shelf {
    path: "labeling-job",
    arn: "LabelingJobArn",
    key: &["LabelingJobName"],
    status: "LabelingJobStatus",
    list: "ListLabelingJobs",
    items: "LabelingJobSummaryList",
    summary: &[
        "LabelingJobName",
        "LabelingJobArn",
        "CreationTime",
        "LastModifiedTime",
        "LabelingJobStatus",
        "LabelCounters",
        "WorkteamArn",
        "FailureReason",
        "InputConfig",
    ],
    within: &[],
    describe: "DescribeLabelingJob",
    moves: &[Move { from: &["InProgress", "Initializing"], ..stop("StopLabelingJob") }],
};

const fn stop(operation: &'static str) -> Move {
    Move { operation, from: &["InProgress"], through: "Stopping", until: "Stopped", takes: (20, 120) }
}
