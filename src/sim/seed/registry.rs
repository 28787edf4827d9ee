//! The demo's model registry: what waits for an approval, what is served though a newer version is approved, what was
//! rejected and why.
//!
//! The versions of the cast are the same for every seed. Invariant: a version is not older than the one before it.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::sim::clock::{epoch, shifted};
use crate::sim::dice::{self, Dice};
use crate::sim::world::{Item, World};

use super::{DAY, HOUR};

const EU: &str = "eu-west-1";
const US: &str = "us-east-1";
const SHARED: &str = "284419076635";

const APPROVED: &str = "Approved";
const PENDING: &str = "PendingManualApproval";
const REJECTED: &str = "Rejected";

/// A group, where it is, whose it is, and its versions.
struct Group {
    account: &'static str,
    region: &'static str,
    name: &'static str,
    about: &'static str,
    owner: &'static str,
    framework: (&'static str, &'static str),
    versions: &'static [Version],
}

/// A version: seconds before the start, its approval, who decided and why, its quality.
type Version = (i64, &'static str, &'static str, &'static str, &'static str);

const CAST: [Group; 7] = [
    Group {
        account: SHARED,
        region: EU,
        name: "churn-propensity",
        about: "Probability that a customer leaves within 90 days",
        owner: "team-retail",
        framework: ("XGBOOST", "1.7-1"),
        versions: &[
            (212 * DAY, REJECTED, "n.okafor", "Trained on the wrong snapshot", "0.812"),
            (188 * DAY, APPROVED, "n.okafor", "First release", "0.871"),
            (121 * DAY, APPROVED, "n.okafor", "New tenure features", "0.884"),
            (64 * DAY, REJECTED, "n.okafor", "Calibration off above 0.8", "0.886"),
            (33 * DAY, APPROVED, "n.okafor", "Recalibrated", "0.893"),
            (12 * DAY, REJECTED, "n.okafor", "AUC below champion on holdout", "0.879"),
            // It has been waiting for three days.
            (3 * DAY + 2 * HOUR, PENDING, "", "", "0.901"),
        ],
    },
    Group {
        account: SHARED,
        region: EU,
        name: "credit-scorecard",
        about: "Retail credit scorecard",
        owner: "team-risk",
        framework: ("SKLEARN", "1.2-1"),
        versions: &[
            (401 * DAY, APPROVED, "k.brandt", "Initial", "0.741"),
            (290 * DAY, APPROVED, "k.brandt", "Yearly review", "0.748"),
            // Production still serves this one.
            (97 * DAY, APPROVED, "k.brandt", "Model risk sign-off MR-118", "0.757"),
            (9 * DAY, APPROVED, "k.brandt", "Model risk sign-off MR-131", "0.772"),
        ],
    },
    Group {
        account: SHARED,
        region: EU,
        name: "fraud-screen",
        about: "Card fraud screening",
        owner: "team-risk",
        framework: ("XGBOOST", "1.7-1"),
        versions: &[
            (150 * DAY, APPROVED, "k.brandt", "", "0.962"),
            (44 * DAY, REJECTED, "k.brandt", "Bias report: age group 18-24 above threshold", "0.969"),
            (21 * DAY, APPROVED, "k.brandt", "Bias mitigated", "0.966"),
        ],
    },
    Group {
        account: SHARED,
        region: US,
        name: "shelf-detector",
        about: "Empty shelves in store camera images",
        owner: "team-vision",
        framework: ("PYTORCH", "2.2"),
        versions: &[(80 * DAY, APPROVED, "d.popescu", "", "0.902"), (5 * HOUR, PENDING, "", "", "0.915")],
    },
    Group {
        account: "402268819153",
        region: EU,
        name: "churn-candidates",
        about: "Candidates of pipeline churn-train before they go to the central registry",
        owner: "team-retail",
        framework: ("XGBOOST", "1.7-1"),
        versions: &[
            (34 * DAY, APPROVED, "a.lindqvist", "promoted as churn-propensity/5", "0.893"),
            (13 * DAY, APPROVED, "a.lindqvist", "promoted as churn-propensity/6", "0.879"),
            (3 * DAY + 5 * HOUR, APPROVED, "a.lindqvist", "promoted as churn-propensity/7", "0.901"),
        ],
    },
    Group {
        account: "402268819153",
        region: EU,
        name: "demand-forecast",
        about: "Weekly demand by store and article",
        owner: "s.haddad",
        framework: ("PYTORCH", "2.1"),
        versions: &[
            (70 * DAY, REJECTED, "s.haddad", "MAPE worse than naive forecast", "0.41"),
            (27 * DAY, APPROVED, "s.haddad", "", "0.68"),
            (26 * HOUR, PENDING, "", "", "0.71"),
        ],
    },
    Group {
        account: "745120963347",
        region: EU,
        name: "intent-router",
        about: "Routes chat messages to queues",
        owner: "team-nlp",
        framework: ("HUGGINGFACE", "4.36"),
        versions: &[(58 * DAY, APPROVED, "e.kowalska", "", "0.931"), (20 * DAY, PENDING, "", "", "0.928")],
    },
];

/// Puts the registry into the world.
pub(super) fn settle(world: &mut World, start: Timestamp) {
    for group in &CAST {
        let Group { account, region, name, .. } = *group;
        let oldest = group.versions.first().map_or(DAY, |(age, ..)| *age);
        let item = Item::new(json!({
            "ModelPackageGroupName": name,
            "ModelPackageGroupDescription": group.about,
            "CreationTime": epoch(shifted(start, -oldest - HOUR)),
            "CreatedBy": identity(account, group.owner),
            "ModelPackageGroupStatus": "Completed",
        }));
        let item = item.tagged(&[("owner", group.owner), ("environment", "shared"), ("Project", name)]);
        world.put_item(account, region, "model-package-group", item);
        for (at, version) in group.versions.iter().enumerate() {
            let item = Item::new(package(group, at + 1, version, start));
            world.put_item(account, region, "model-package", item);
        }
    }
    // One that never came to be: its image was refused by the scan.
    let broken = json!({
        "ModelPackageGroupName": "shelf-detector",
        "ModelPackageVersion": 3,
        "ModelPackageDescription": "",
        "CreationTime": epoch(shifted(start, -2 * HOUR)),
        "CreatedBy": identity(SHARED, "d.popescu"),
        "ModelPackageStatus": "Failed",
        "ModelApprovalStatus": PENDING,
        "ModelPackageStatusDetails": {
            "ValidationStatuses": [],
            "ImageScanStatuses": [{
                "Name": "image-scan",
                "Status": "Failed",
                "FailureReason": "Image could not be pulled: repository vision/detector does not allow this account",
            }],
        },
        "CertifyForMarketplace": false,
    });
    world.put_item(SHARED, US, "model-package", Item::new(broken));
}

fn package(group: &Group, number: usize, version: &Version, start: Timestamp) -> Value {
    let (age, approval, by, why, quality) = *version;
    let Group { account, region, name, .. } = *group;
    let mut dice = Dice::named(0, &["model-package", account, name, &number.to_string()]);
    let (created, decided) = (shifted(start, -age), shifted(start, -age + dice.between(HOUR, 9 * HOUR)));
    let digest = dice::hex(0, &["image", name, &(number / 2).to_string()], 64);
    let (framework, framework_version) = group.framework;
    let bucket = format!("ml-models-{account}-{region}");
    let repository = format!("{SHARED}.dkr.ecr.{region}.amazonaws.com/serving/{}", framework.to_lowercase());
    let mut whole = json!({
        "ModelPackageGroupName": name,
        "ModelPackageVersion": number,
        "ModelPackageDescription": format!("{} ({framework} {framework_version})", group.about),
        "CreationTime": epoch(created),
        "CreatedBy": identity(account, group.owner),
        "ModelPackageStatus": "Completed",
        "ModelPackageStatusDetails": { "ValidationStatuses": [], "ImageScanStatuses": [] },
        "ModelApprovalStatus": approval,
        "CertifyForMarketplace": false,
        "InferenceSpecification": {
            "Containers": [{
                "Image": format!("{repository}:{framework_version}"),
                "ImageDigest": format!("sha256:{digest}"),
                "ModelDataUrl": format!("s3://{bucket}/{name}/{number}/model.tar.gz"),
                "Framework": framework,
                "FrameworkVersion": framework_version,
                "Environment": { "SAGEMAKER_PROGRAM": "serve.py", "FEATURE_STORE_TOKEN": "not for your eyes" },
            }],
            "SupportedRealtimeInferenceInstanceTypes": ["ml.m5.large", "ml.m5.xlarge", "ml.c5.xlarge"],
            "SupportedTransformInstanceTypes": ["ml.m5.xlarge"],
            "SupportedContentTypes": ["text/csv"],
            "SupportedResponseMIMETypes": ["application/json"],
        },
        "ModelMetrics": {
            "ModelQuality": { "Statistics": {
                "ContentType": "application/json",
                "S3Uri": format!("s3://{bucket}/{name}/{number}/evaluation.json"),
            } },
        },
        "MetadataProperties": {
            "CommitId": dice::hex(0, &["commit", name, &number.to_string()], 40),
            "Repository": format!("https://git.example.com/{}/{name}.git", group.owner),
            "GeneratedBy": format!("arn:aws:sagemaker:{region}:{account}:pipeline/{name}"),
        },
        "CustomerMetadataProperties": { "quality": quality, "owner": group.owner },
        "ModelCard": {
            "ModelCardContent": "{}",
            "ModelCardStatus": if approval == APPROVED { "Approved" } else { "PendingReview" },
        },
    });
    if !by.is_empty()
        && let Value::Object(members) = &mut whole
    {
        members.insert("LastModifiedTime".into(), epoch(decided));
        members.insert("LastModifiedBy".into(), identity(account, by));
        if !why.is_empty() {
            members.insert("ApprovalDescription".into(), json!(why));
        }
    }
    whole
}

/// A person as SageMaker names one who came through a role.
pub(super) fn identity(account: &str, who: &str) -> Value {
    json!({ "IamIdentity": {
        "Arn": format!("arn:aws:sts::{account}:assumed-role/MLEngineer/{who}"),
        "PrincipalId": format!("AROASIM{account}:{who}"),
    } })
}
