//! The endpoints that every demo has, each with its story.

use serde_json::{Value, json};

use crate::sim::clock::{epoch, shifted};
use crate::sim::seed::{DAY, HOUR, MINUTE};
use crate::sim::world::Item;

use super::monitors::{run, watch};
use super::{SHARED, Served, Stage, Variant, captured, merged};

/// Where what counts is served.
pub(super) const PRODUCTION: &str = "927745038810";
const UAT: &str = "859203364417";
const RETAIL: &str = "402268819153";
const RISK: &str = "518830472206";
const VISION: &str = "633907415528";
const NLP: &str = "745120963347";
const EU: &str = "eu-west-1";
const US: &str = "us-east-1";

const PROD_TAGS: &[(&str, &str)] =
    &[("owner", "ml-platform"), ("environment", "prod"), ("CostCenter", "5000")];

/// The account in whose registry a model's group is.
pub(super) fn registry(group: &str) -> &'static str {
    match group {
        "demand-forecast" => RETAIL,
        "intent-router" => NLP,
        _ => SHARED,
    }
}

pub(super) fn perform(stage: &mut Stage<'_>) {
    between_two_models(stage);
    rolling_back(stage);
    rollback_failed(stage);
    drifting(stage);
    uncaptured(stage);
    failed(stage);
    coming_up(stage);
    unused(stage);
    asynchronous(stage);
    shared_instances(stage);
    serverless(stage);
}

/// Healthy: nine of ten requests to one model, one to another, and a third answers in the shadow.
fn between_two_models(stage: &mut Stage<'_>) {
    let variant = |name, version, count, weight| Variant {
        name,
        model: version,
        instance: Some("ml.m5.xlarge"),
        count,
        weight,
    };
    let served = Served {
        place: (PRODUCTION, EU),
        name: "churn-propensity",
        age: (188 * DAY, 12 * DAY),
        variants: &[
            variant("blue", "churn-propensity-v5", 3, 0.9),
            variant("green", "churn-propensity-v3", 1, 0.1),
        ],
        shadow: Some(variant("challenger", "churn-propensity-v7", 1, 1.0)),
        tags: PROD_TAGS,
    };
    let (summary, config) = captured(PRODUCTION, 20);
    let clarify = json!({ "ExplainerConfig": { "ClarifyExplainerConfig": {
        "EnableExplanations": "`false`",
        "ShapConfig": { "ShapBaselineConfig": {} },
    } } });
    let more = merged(merged(summary, canary("churn-propensity-5xx")), clarify.clone());
    let item = stage.endpoint(&served, merged(config, clarify), more);
    stage.put(served.place, item);
    let (from, until) = (stage.ago(2 * HOUR), stage.ago(-30 * MINUTE));
    stage.access_log(&served, from, until, 20);
    watch(
        stage,
        served.place,
        "churn-propensity",
        "data-quality",
        "Scheduled",
        &run("Completed", None, 40 * MINUTE),
    );
}

/// A new model that answered with errors: an alarm rang, and the old one comes back while one looks.
fn rolling_back(stage: &mut Stage<'_>) {
    let served = Served {
        place: (PRODUCTION, EU),
        name: "fraud-screen",
        age: (150 * DAY, 16 * MINUTE),
        variants: &[Variant::only("fraud-screen-v1", "ml.c5.2xlarge", 4)],
        shadow: None,
        tags: PROD_TAGS,
    };
    let new = Variant::only("fraud-screen-v3", "ml.c5.2xlarge", 4);
    let next = Served { variants: &[new], ..Served { tags: &[], ..copy(&served) } };
    stage.config(&next, "fraud-screen-v3-rollout", 20 * MINUTE, captured(PRODUCTION, 100).1);
    let (summary, config) = captured(PRODUCTION, 100);
    let reason = "One or more configured CloudWatch alarms entered the ALARM state during the deployment: fraud-screen-5xx. The endpoint is rolled back to its previous configuration.";
    let mut coming = new.running(EU, stage.ago(14 * MINUTE));
    coming["InstanceType"] = json!("ml.c5.2xlarge");
    coming["CurrentInstanceCount"] = json!(1);
    coming["VariantStatus"] = json!([{ "Status": "Deleting", "StartTime": epoch(stage.ago(3 * MINUTE)) }]);
    let pending = json!({
        "EndpointStatus": "RollingBack",
        "FailureReason": reason,
        "PendingDeploymentSummary": {
            "EndpointConfigName": "fraud-screen-v3-rollout",
            "ProductionVariants": [coming],
            "StartTime": epoch(stage.ago(16 * MINUTE)),
        },
    });
    let more = merged(merged(summary, canary("fraud-screen-5xx")), pending);
    let back = json!({ "EndpointStatus": "InService", "PendingDeploymentSummary": null });
    let item = stage.endpoint(&served, config, more).then(stage.ago(-6 * MINUTE), back);
    stage.put(served.place, item);
    let (from, until) = (stage.ago(2 * HOUR), stage.ago(-30 * MINUTE));
    stage.access_log(&served, from, until, 15);
    let line = |before: i64, text: &str| (stage.ago(before), text.to_owned());
    let lines = vec![
        line(13 * MINUTE, "INFO model fraud-screen version 3 loaded in 41.2 s"),
        line(12 * MINUTE, "ERROR exception on /invocations [POST]"),
        line(12 * MINUTE, "ValueError: feature_names mismatch: expected 112 columns, got 118"),
        line(11 * MINUTE, "169.254.178.2 - - \"POST /invocations HTTP/1.1\" 500 291 \"AHC/2.0\" 12ms"),
        line(9 * MINUTE, "169.254.178.2 - - \"POST /invocations HTTP/1.1\" 500 291 \"AHC/2.0\" 11ms"),
        line(4 * MINUTE, "169.254.178.2 - - \"POST /invocations HTTP/1.1\" 500 291 \"AHC/2.0\" 12ms"),
    ];
    stage.log(served.place, "fraud-screen", "AllTraffic-v3", lines);
}

/// An update and its rollback failed: somebody must look.
fn rollback_failed(stage: &mut Stage<'_>) {
    let served = Served {
        place: (RISK, US),
        name: "limits-check",
        age: (71 * DAY, 9 * HOUR),
        variants: &[Variant::only("limits-candidate", "ml.m5.2xlarge", 2)],
        shadow: None,
        tags: &[("owner", "p.oduya"), ("environment", "dev"), ("Project", "limits")],
    };
    let more = json!({
        "EndpointStatus": "UpdateRollbackFailed",
        "FailureReason": "The rollback could not provision ml.m5.2xlarge: ResourceLimitExceeded for the account-level service limit 'ml.m5.2xlarge for endpoint usage'. Current utilization is 4 instances, the limit is 4.",
    });
    let mut item = stage.endpoint(&served, json!({}), more);
    if let Some(count) = item.whole.get_mut("ProductionVariants").and_then(|all| all.get_mut(0)) {
        count["CurrentInstanceCount"] = json!(1);
    }
    stage.put(served.place, item);
}

/// Its data are not any more what it was trained with, and half of what should notice is switched off.
fn drifting(stage: &mut Stage<'_>) {
    let served = Served {
        place: (PRODUCTION, EU),
        name: "demand-forecast",
        age: (83 * DAY, 27 * DAY),
        variants: &[Variant::only("demand-forecast-v2", "ml.m5.2xlarge", 2)],
        shadow: None,
        tags: PROD_TAGS,
    };
    let (summary, config) = captured(PRODUCTION, 100);
    let item = stage.endpoint(&served, config, summary);
    stage.put(served.place, item);
    let (from, until) = (stage.ago(2 * HOUR), stage.ago(-30 * MINUTE));
    stage.access_log(&served, from, until, 45);
    let drift = "CompletedWithViolations: Job completed successfully with 7 violations.";
    let found = run("CompletedWithViolations", Some(drift), 50 * MINUTE);
    watch(stage, served.place, "demand-forecast", "data-quality", "Scheduled", &found);
    let stopped = run("Stopped", None, 19 * DAY);
    watch(stage, served.place, "demand-forecast", "model-quality", "Stopped", &stopped);
    let broken = run(
        "Failed",
        Some("AlgorithmError: baseline constraints.json not found at the configured S3 location"),
        5 * HOUR,
    );
    watch(stage, served.place, "demand-forecast", "model-bias", "Failed", &broken);
}

/// In production, and nothing of what it is asked and answers is written down; a newer version is approved as well.
fn uncaptured(stage: &mut Stage<'_>) {
    let served = Served {
        place: (PRODUCTION, EU),
        name: "credit-scorecard",
        age: (290 * DAY, 96 * DAY),
        variants: &[Variant::only("credit-scorecard-v3", "ml.m5.xlarge", 2)],
        shadow: None,
        tags: PROD_TAGS,
    };
    let (summary, config) = captured(PRODUCTION, 0);
    let item = stage.endpoint(&served, config, summary);
    stage.put(served.place, item);
    let (from, until) = (stage.ago(2 * HOUR), stage.ago(-30 * MINUTE));
    stage.access_log(&served, from, until, 60);
}

/// Its container never answered a ping.
fn failed(stage: &mut Stage<'_>) {
    let served = Served {
        place: (RETAIL, EU),
        name: "basket-recommender",
        age: (5 * HOUR, 4 * HOUR),
        variants: &[Variant::only("basket-recommender-candidate", "ml.g5.xlarge", 1)],
        shadow: None,
        tags: &[("owner", "m.ferrari"), ("environment", "dev"), ("Project", "basket")],
    };
    let more = json!({
        "EndpointStatus": "Failed",
        "FailureReason": "The primary container for production variant AllTraffic did not pass the ping health check. Please check CloudWatch logs for this endpoint.",
        "ProductionVariants": null,
    });
    let item = stage.endpoint(&served, json!({}), more);
    stage.put(served.place, item);
    let line = |before: i64, text: &str| (stage.ago(4 * HOUR + before), text.to_owned());
    let lines = vec![
        line(1_310, "Starting the inference server with 4 workers."),
        line(1_304, "[2026] [INFO] Booting worker with pid: 24"),
        line(1_301, "Traceback (most recent call last):"),
        line(1_301, "  File \"/opt/ml/code/inference.py\", line 7, in <module>"),
        line(1_301, "ModuleNotFoundError: No module named 'implicit'"),
        line(1_300, "[2026] [ERROR] Worker (pid:24) exited with code 3"),
        line(1_300, "[2026] [ERROR] Shutting down: Master"),
        line(95, "ERROR - Ping health check failed for the last time"),
    ];
    stage.log(served.place, served.name, "AllTraffic", lines);
}

/// The next version on its way through acceptance.
fn coming_up(stage: &mut Stage<'_>) {
    let served = Served {
        place: (UAT, EU),
        name: "churn-propensity-uat",
        age: (120, 120),
        variants: &[Variant::only("churn-propensity-v7", "ml.m5.xlarge", 1)],
        shadow: None,
        tags: &[("owner", "qa-ml"), ("environment", "uat"), ("Project", "churn")],
    };
    let starting = json!({ "EndpointStatus": "Creating", "ProductionVariants": null });
    let up_at = stage.ago(-4 * MINUTE);
    let variants: Vec<Value> = served.variants.iter().map(|one| one.running(EU, up_at)).collect();
    let up = json!({ "EndpointStatus": "InService", "ProductionVariants": variants });
    let item = stage.endpoint(&served, json!({}), starting).then(up_at, up);
    stage.put(served.place, item);
}

/// Nobody has asked it anything for weeks, and nobody knows whose it is.
fn unused(stage: &mut Stage<'_>) {
    let served = Served {
        place: (RETAIL, EU),
        name: "pricing-legacy",
        age: (410 * DAY, 233 * DAY),
        variants: &[Variant::only("pricing-legacy", "ml.m5.2xlarge", 2)],
        shadow: None,
        tags: &[],
    };
    let item = stage.endpoint(&served, json!({}), json!({}));
    stage.put(served.place, item);
    let until = stage.ago(47 * DAY);
    stage.access_log(&served, shifted(until, -2 * HOUR), until, 300);
}

/// Takes requests from a queue; without any it has no instances.
fn asynchronous(stage: &mut Stage<'_>) {
    let served = Served {
        place: (VISION, US),
        name: "shelf-detector-batch",
        age: (79 * DAY, 30 * DAY),
        variants: &[Variant::only("shelf-detector-v1", "ml.g5.2xlarge", 0)],
        shadow: None,
        tags: &[("owner", "d.popescu"), ("environment", "dev"), ("Project", "shelf")],
    };
    let queue = json!({ "AsyncInferenceConfig": {
        "ClientConfig": { "MaxConcurrentInvocationsPerInstance": 4 },
        "OutputConfig": { "S3OutputPath": "s3://vision-async-out/shelf-detector/" },
    } });
    let item = stage.endpoint(&served, queue.clone(), queue);
    stage.put(served.place, item);
    let until = stage.ago(7 * HOUR);
    stage.access_log(&served, shifted(until, -HOUR), until, 90);
}

/// Three models on the same instances, one of which found no room.
fn shared_instances(stage: &mut Stage<'_>) {
    let served = Served {
        place: (VISION, EU),
        name: "vision-shared",
        age: (40 * DAY, 6 * DAY),
        variants: &[Variant::only("defect-candidate", "ml.g5.12xlarge", 1)],
        shadow: None,
        tags: &[("owner", "team-vision"), ("environment", "dev"), ("team", "vision")],
    };
    let item = stage.endpoint(&served, json!({}), json!({}));
    let arn = format!("arn:aws:sagemaker:{EU}:{VISION}:endpoint/vision-shared");
    stage.put(served.place, item);
    let none = "Insufficient capacity: no instance of the endpoint has 2 free accelerator devices for this inference component.";
    for (name, status, copies, wanted, devices, why) in [
        ("defect-finder", "InService", 2, 2, 1, None),
        ("ocr-reader", "InService", 1, 1, 1, None),
        ("pose-tracker", "Failed", 0, 1, 2, Some(none)),
    ] {
        let model = format!("{}-candidate", name.split('-').next().unwrap_or(name));
        stage.model(served.place, &model, 41 * DAY, false);
        let mut whole = json!({
            "InferenceComponentName": name,
            "EndpointName": "vision-shared",
            "EndpointArn": arn,
            "VariantName": "AllTraffic",
            "InferenceComponentStatus": status,
            "Specification": {
                "ModelName": model,
                "ComputeResourceRequirements": {
                    "NumberOfAcceleratorDevicesRequired": devices,
                    "MinMemoryRequiredInMb": 16_384,
                },
            },
            "RuntimeConfig": { "CurrentCopyCount": copies, "DesiredCopyCount": wanted },
            "CreationTime": epoch(stage.ago(39 * DAY)),
            "LastModifiedTime": epoch(stage.ago(6 * DAY)),
        });
        if let Some(why) = why {
            whole["FailureReason"] = json!(why);
        }
        let item = Item::new(whole).tagged(&[("owner", "team-vision"), ("environment", "dev")]);
        stage.world.put_item(VISION, EU, "inference-component", item);
    }
    let drift = "CompletedWithViolations: Job completed successfully with 2 violations.";
    let found = run("CompletedWithViolations", Some(drift), 3 * HOUR);
    watch(stage, served.place, "vision-shared", "data-quality", "Scheduled", &found);
}

/// Paid by use.
fn serverless(stage: &mut Stage<'_>) {
    let variant =
        Variant { name: "AllTraffic", model: "intent-router-v1", instance: None, count: 0, weight: 1.0 };
    let served = Served {
        place: (NLP, EU),
        name: "intent-router",
        age: (57 * DAY, 57 * DAY - HOUR),
        variants: &[variant],
        shadow: None,
        tags: &[("owner", "e.kowalska"), ("environment", "dev"), ("Project", "intent")],
    };
    let item = stage.endpoint(&served, json!({}), json!({}));
    stage.put(served.place, item);
    let (from, until) = (stage.ago(6 * HOUR), stage.ago(11 * MINUTE));
    stage.access_log(&served, from, until, 240);
}

const fn copy<'a>(served: &Served<'a>) -> Served<'a> {
    Served { ..*served }
}

/// A tenth first, ten minutes of waiting, and back when the alarm rings.
fn canary(alarm: &str) -> Value {
    json!({ "LastDeploymentConfig": {
        "BlueGreenUpdatePolicy": {
            "TrafficRoutingConfiguration": {
                "Type": "CANARY",
                "WaitIntervalInSeconds": 600,
                "CanarySize": { "Type": "CAPACITY_PERCENT", "Value": 10 },
            },
            "TerminationWaitInSeconds": 300,
        },
        "AutoRollbackConfiguration": { "Alarms": [{ "AlarmName": alarm }] },
    } })
}
