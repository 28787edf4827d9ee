//! The reading service clients of one account and region, each behind both walls. What writes is in `write`.
//!
//! Where resources are read, the SDK's retries are off: every attempt goes through the governor, which paces it. So there is no
//! retry quota that accounts could take from each other either.

use aws_config::SdkConfig;
use aws_config::retry::RetryConfig;

use super::interceptor::reads_only;
use crate::model::scope::AccountId;

macro_rules! clients {
    ($($(#[$doc:meta])* $name:ident $service:ident;)+) => {
        $($(#[$doc])*
        pub(super) fn $name(config: &SdkConfig, account: AccountId) -> $service::Client {
            let mut builder = $service::config::Builder::from(config).retry_config(RetryConfig::disabled());
            // Pushed as it is: `interceptor()` would make it one that a single call can switch off.
            builder.push_interceptor(reads_only(Some(account)));
            $service::Client::from_conf(builder.build())
        })+
    };
}

clients! {
    sagemaker aws_sdk_sagemaker;
    tagging aws_sdk_resourcegroupstagging;
    logs aws_sdk_cloudwatchlogs;
}

/// Who the caller is. Asked before anything is paced, so it keeps the SDK's retries.
pub(super) fn sts(config: &SdkConfig, account: Option<AccountId>) -> aws_sdk_sts::Client {
    let mut builder = aws_sdk_sts::config::Builder::from(config);
    builder.push_interceptor(reads_only(account));
    aws_sdk_sts::Client::from_conf(builder.build())
}

/// The organization. Read once with each look at the fleet, so it keeps the SDK's retries.
pub(super) fn organizations(config: &SdkConfig, account: AccountId) -> aws_sdk_organizations::Client {
    let mut builder = aws_sdk_organizations::config::Builder::from(config);
    builder.push_interceptor(reads_only(Some(account)));
    aws_sdk_organizations::Client::from_conf(builder.build())
}
