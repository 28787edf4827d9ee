//! What follows from a region's name: its partition, and which calls share a retry budget.
//!
//! Not here: endpoints, which the SDK's own rules decide.

use aws_smithy_runtime::client::retries::{RetryPartition, TokenBucket};

use crate::model::scope::{AccountId, Region};

/// The partition in ARNs. Source: AWS general reference, "ARN format"; the isolated partitions by their prefixes.
pub fn partition(region: &Region) -> &'static str {
    const PREFIXES: [(&str, &str); 7] = [
        ("cn-", "aws-cn"),
        ("us-gov-", "aws-us-gov"),
        ("us-isob-", "aws-iso-b"),
        ("us-isof-", "aws-iso-f"),
        ("us-iso-", "aws-iso"),
        ("eu-isoe-", "aws-iso-e"),
        ("eusc-", "aws-eusc"),
    ];
    PREFIXES.iter().find(|(prefix, _)| region.as_str().starts_with(prefix)).map_or("aws", |(_, name)| name)
}

/// A retry budget of its own for one service in one scope. The SDK's default is one budget per service and region
/// for the whole process, so that one throttled account would silence the retries of all others.
pub fn retry_partition(account: AccountId, service: &str, region: &Region) -> RetryPartition {
    RetryPartition::custom(format!("{service}/{region}/{account}"))
        .token_bucket(TokenBucket::builder().capacity(500).build())
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_know_their_partition() {
        for (region, expected) in [
            ("eu-west-1", "aws"),
            ("cn-northwest-1", "aws-cn"),
            ("us-gov-east-1", "aws-us-gov"),
            ("us-isob-east-1", "aws-iso-b"),
            ("us-iso-east-1", "aws-iso"),
        ] {
            assert_eq!(partition(&Region::parse(region).unwrap()), expected);
        }
    }
}
