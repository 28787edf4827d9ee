//! Hosting: endpoints, their configurations, models, inference components, monitoring schedules.

use crate::sim::sagemaker::shelf::{Move, Shelf};

pub(in crate::sim::sagemaker) const ENDPOINT: Shelf = Shelf {
    path: "endpoint",
    arn: "EndpointArn",
    key: &["EndpointName"],
    status: "EndpointStatus",
    list: "ListEndpoints",
    items: "Endpoints",
    summary: &["EndpointName", "EndpointArn", "CreationTime", "LastModifiedTime", "EndpointStatus"],
    within: &[],
    describe: "DescribeEndpoint",
    moves: &[],
};

pub(in crate::sim::sagemaker) const ENDPOINT_CONFIG: Shelf = Shelf {
    path: "endpoint-config",
    arn: "EndpointConfigArn",
    key: &["EndpointConfigName"],
    status: "",
    list: "ListEndpointConfigs",
    items: "EndpointConfigs",
    summary: &["EndpointConfigName", "EndpointConfigArn", "CreationTime"],
    within: &[],
    describe: "DescribeEndpointConfig",
    moves: &[],
};

pub(in crate::sim::sagemaker) const MODEL: Shelf = Shelf {
    path: "model",
    arn: "ModelArn",
    key: &["ModelName"],
    status: "",
    list: "ListModels",
    items: "Models",
    summary: &["ModelName", "ModelArn", "CreationTime"],
    within: &[],
    describe: "DescribeModel",
    moves: &[],
};

pub(in crate::sim::sagemaker) const INFERENCE_COMPONENT: Shelf = Shelf {
    path: "inference-component",
    arn: "InferenceComponentArn",
    key: &["InferenceComponentName"],
    status: "InferenceComponentStatus",
    list: "ListInferenceComponents",
    items: "InferenceComponents",
    summary: &[
        "CreationTime",
        "InferenceComponentArn",
        "InferenceComponentName",
        "EndpointArn",
        "EndpointName",
        "VariantName",
        "InferenceComponentStatus",
        "LastModifiedTime",
    ],
    within: &[("EndpointNameEquals", "EndpointName"), ("VariantNameEquals", "VariantName")],
    describe: "DescribeInferenceComponent",
    moves: &[],
};

pub(in crate::sim::sagemaker) const MONITORING_SCHEDULE: Shelf = Shelf {
    path: "monitoring-schedule",
    arn: "MonitoringScheduleArn",
    key: &["MonitoringScheduleName"],
    status: "MonitoringScheduleStatus",
    list: "ListMonitoringSchedules",
    items: "MonitoringScheduleSummaries",
    summary: &[
        "MonitoringScheduleName",
        "MonitoringScheduleArn",
        "CreationTime",
        "LastModifiedTime",
        "MonitoringScheduleStatus",
        "EndpointName",
        "MonitoringJobDefinitionName",
        "MonitoringType",
    ],
    within: &[("EndpointName", "EndpointName"), ("MonitoringTypeEquals", "MonitoringType")],
    describe: "DescribeMonitoringSchedule",
    moves: &[
        Move {
            operation: "StopMonitoringSchedule",
            from: &["Scheduled"],
            through: "Pending",
            until: "Stopped",
            takes: (20, 60),
        },
        Move {
            operation: "StartMonitoringSchedule",
            from: &["Stopped"],
            through: "Pending",
            until: "Scheduled",
            takes: (20, 60),
        },
    ],
};
