//! SageMaker Studio: domains, users, spaces and apps. AWS tells no ARN of the last three when it lists them.

use crate::sim::sagemaker::shelf::{Move, Shelf};

pub(in crate::sim::sagemaker) const DOMAIN: Shelf = Shelf {
    path: "domain",
    arn: "DomainArn",
    key: &["DomainId"],
    status: "Status",
    list: "ListDomains",
    items: "Domains",
    summary: &["DomainArn", "DomainId", "DomainName", "Status", "CreationTime", "LastModifiedTime", "Url"],
    within: &[],
    describe: "DescribeDomain",
    moves: &[],
};

pub(in crate::sim::sagemaker) const USER_PROFILE: Shelf = Shelf {
    path: "user-profile",
    arn: "UserProfileArn",
    key: &["DomainId", "UserProfileName"],
    status: "Status",
    list: "ListUserProfiles",
    items: "UserProfiles",
    summary: &["DomainId", "UserProfileName", "Status", "CreationTime", "LastModifiedTime"],
    within: &[("DomainIdEquals", "DomainId")],
    describe: "DescribeUserProfile",
    moves: &[],
};

/// Its description has besides what a description has the three summaries that only a listing gives.
pub(in crate::sim::sagemaker) const SPACE: Shelf = Shelf {
    path: "space",
    arn: "SpaceArn",
    key: &["DomainId", "SpaceName"],
    status: "Status",
    list: "ListSpaces",
    items: "Spaces",
    summary: &[
        "DomainId",
        "SpaceName",
        "Status",
        "CreationTime",
        "LastModifiedTime",
        "SpaceSettingsSummary",
        "SpaceSharingSettingsSummary",
        "OwnershipSettingsSummary",
        "SpaceDisplayName",
    ],
    within: &[("DomainIdEquals", "DomainId")],
    describe: "DescribeSpace",
    moves: &[],
};

/// A deleted app is listed for a day, with its state.
pub(in crate::sim::sagemaker) const APP: Shelf = Shelf {
    path: "app",
    arn: "AppArn",
    key: &["DomainId", "UserProfileName", "SpaceName", "AppType", "AppName"],
    status: "Status",
    list: "ListApps",
    items: "Apps",
    summary: &[
        "DomainId",
        "UserProfileName",
        "SpaceName",
        "AppType",
        "AppName",
        "Status",
        "CreationTime",
        "ResourceSpec",
    ],
    within: &[
        ("DomainIdEquals", "DomainId"),
        ("UserProfileNameEquals", "UserProfileName"),
        ("SpaceNameEquals", "SpaceName"),
    ],
    describe: "DescribeApp",
    moves: &[Move {
        operation: "DeleteApp",
        from: &["InService", "Failed"],
        through: "Deleting",
        until: "Deleted",
        takes: (20, 70),
    }],
};
