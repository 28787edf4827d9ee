//! The model registry: groups, and the packages that are versions in them.

use serde_json::{Value, json};

use crate::sim::call::{Call, Refusal};
use crate::sim::sagemaker::shelf::Shelf;

pub(in crate::sim::sagemaker) const GROUPS: Shelf = Shelf {
    path: "model-package-group",
    arn: "ModelPackageGroupArn",
    key: &["ModelPackageGroupName"],
    status: "ModelPackageGroupStatus",
    list: "ListModelPackageGroups",
    items: "ModelPackageGroupSummaryList",
    summary: &[
        "ModelPackageGroupName",
        "ModelPackageGroupArn",
        "ModelPackageGroupDescription",
        "CreationTime",
        "ModelPackageGroupStatus",
    ],
    within: &[],
    describe: "DescribeModelPackageGroup",
    moves: &[],
};

pub(in crate::sim::sagemaker) const VERSIONS: Shelf = Shelf {
    path: "model-package",
    arn: "ModelPackageArn",
    key: &["ModelPackageGroupName", "ModelPackageVersion"],
    status: "ModelPackageStatus",
    list: "ListModelPackages",
    items: "ModelPackageSummaryList",
    summary: &[
        "ModelPackageGroupName",
        "ModelPackageVersion",
        "ModelPackageArn",
        "ModelPackageDescription",
        "CreationTime",
        "ModelPackageStatus",
        "ModelApprovalStatus",
    ],
    within: &[
        ("ModelPackageGroupName", "ModelPackageGroupName"),
        ("ModelApprovalStatus", "ModelApprovalStatus"),
    ],
    describe: "DescribeModelPackage",
    moves: &[],
};

/// Without a group only packages are listed that have no version, and here are none of them.
pub(in crate::sim::sagemaker) fn answer(call: &Call) -> Option<Result<Value, Refusal>> {
    let bare = call.operation == VERSIONS.list && call.text("ModelPackageGroupName").is_none();
    bare.then(|| Ok(json!({ VERSIONS.items: [] })))
}
