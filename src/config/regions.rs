//! Region codes for suggestions and remarks only: new regions appear faster than programs are updated, so that a code
//! that is not here is as good as one that is.
//! Source: AWS Regions and Availability Zones, list of regions per partition.

use super::origin::Located;
use crate::model::scope::Region;
use crate::source::{Diagnostic, did_you_mean};

/// The codes of each partition.
const REGIONS: &[(&str, &[&str])] = &[
    (
        "aws",
        &[
            "af-south-1",
            "ap-east-1",
            "ap-east-2",
            "ap-northeast-1",
            "ap-northeast-2",
            "ap-northeast-3",
            "ap-south-1",
            "ap-south-2",
            "ap-southeast-1",
            "ap-southeast-2",
            "ap-southeast-3",
            "ap-southeast-4",
            "ap-southeast-5",
            "ap-southeast-6",
            "ap-southeast-7",
            "ca-central-1",
            "ca-west-1",
            "eu-central-1",
            "eu-central-2",
            "eu-north-1",
            "eu-south-1",
            "eu-south-2",
            "eu-west-1",
            "eu-west-2",
            "eu-west-3",
            "il-central-1",
            "me-central-1",
            "me-south-1",
            "mx-central-1",
            "sa-east-1",
            "us-east-1",
            "us-east-2",
            "us-west-1",
            "us-west-2",
        ],
    ),
    ("aws-cn", &["cn-north-1", "cn-northwest-1"]),
    ("aws-us-gov", &["us-gov-east-1", "us-gov-west-1"]),
    ("aws-eusc", &["eusc-de-east-1"]),
    ("aws-iso", &["us-iso-east-1", "us-iso-west-1"]),
    ("aws-iso-b", &["us-isob-east-1", "us-isob-west-1"]),
    ("aws-iso-e", &["eu-isoe-west-1"]),
    ("aws-iso-f", &["us-isof-east-1", "us-isof-south-1"]),
];

/// All codes, of whatever partition.
pub(super) fn known() -> impl Iterator<Item = &'static str> {
    REGIONS.iter().flat_map(|(_, codes)| codes.iter().copied())
}

/// A remark on each of the regions that no partition is known to have: it is read all the same.
pub(super) fn remarks(regions: &[Located<Region>]) -> Vec<Diagnostic> {
    let unknown = regions.iter().filter(|region| known().all(|code| code != region.value.as_str()));
    let remark = |region: &Located<Region>| {
        let code = region.value.as_str();
        let near = did_you_mean(code, known()).map(|near| near.raw().to_owned());
        let hint = near.unwrap_or_else(|| "`aws account list-regions` lists them".to_owned());
        *region.mistake(format!("AWS is not known to have a region `{code}`"), hint)
    };
    unknown.map(remark).collect()
}
