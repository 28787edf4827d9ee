//! The service clients of one account and region, each behind both walls.
//!
//! Their own retries are off: every attempt goes through the governor, which paces and counts it. So there is no
//! retry quota that accounts could take from each other either.

use aws_config::SdkConfig;
use aws_config::retry::RetryConfig;

use super::gate::Guard;
use crate::model::scope::AccountId;

macro_rules! clients {
    ($($(#[$doc:meta])* $name:ident $service:ident;)+) => {
        $($(#[$doc])*
        pub(super) fn $name(config: &SdkConfig, guard: &Guard, account: AccountId) -> $service::Client {
            let mut builder = $service::config::Builder::from(config).retry_config(RetryConfig::disabled());
            // Pushed as it is: `interceptor()` would make it one that a single call can switch off.
            builder.push_interceptor(guard.interceptor(Some(account)));
            $service::Client::from_conf(builder.build())
        })+
    };
}

clients! {
    sagemaker aws_sdk_sagemaker;
    tagging aws_sdk_resourcegroupstagging;
    logs aws_sdk_cloudwatchlogs;
}
