//! What the AWS configuration says about each service's endpoint, without the files that say it.
//!
//! The SDK keeps two copies of all profiles in the configuration of each account: 200 MB where 300 accounts have a profile
//! each. Invariant: every service that has a client here is among those that are asked for.

use aws_config::SdkConfig;
use aws_types::service_config::{LoadServiceConfig, ServiceConfigKey};

/// The services' ids in the SDK. That is all that their clients ask the configuration files for.
const SERVICES: [&str; 5] =
    ["CloudWatch Logs", "Organizations", "Resource Groups Tagging API", "SageMaker", "STS"];
/// The names of the setting, as variable and in a file.
const SETTING: (&str, &str) = ("AWS_ENDPOINT_URL", "endpoint_url");

/// The endpoints of one account's services, where they have their own.
#[derive(Debug)]
struct Endpoints(Vec<(&'static str, String)>);

impl LoadServiceConfig for Endpoints {
    fn load_config(&self, key: ServiceConfigKey<'_>) -> Option<String> {
        let found = self.0.iter().find(|(service, _)| *service == key.service_id());
        found.filter(|_| key.profile() == SETTING.1).map(|(_, url)| url.clone())
    }
}

/// The same configuration with nothing of its files but the endpoints.
pub(super) fn alone(config: &SdkConfig) -> SdkConfig {
    let of = |service: &'static str| {
        let files = config.service_config()?;
        let key = ServiceConfigKey::builder().service_id(service).env(SETTING.0).profile(SETTING.1);
        Some((service, files.load_config(key.build().ok()?)?))
    };
    let endpoints = Endpoints(SERVICES.into_iter().filter_map(of).collect());
    let mut narrow = config.to_builder().service_config(endpoints);
    // The default for bearer tokens holds the files too, and no service here takes one.
    narrow.set_token_provider(None);
    narrow.build()
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    /// Answers everything and remembers what was asked.
    #[derive(Clone, Debug, Default)]
    struct Asked(Arc<Mutex<Vec<(String, String)>>>);

    impl LoadServiceConfig for Asked {
        fn load_config(&self, key: ServiceConfigKey<'_>) -> Option<String> {
            self.0.lock().unwrap().push((key.service_id().to_owned(), key.profile().to_owned()));
            Some(format!("http://127.0.0.1/{}", key.service_id().replace(' ', "-")))
        }
    }

    fn build_clients(config: &SdkConfig) {
        let _ = aws_sdk_cloudwatchlogs::Config::from(config);
        let _ = aws_sdk_organizations::Config::from(config);
        let _ = aws_sdk_resourcegroupstagging::Config::from(config);
        let _ = aws_sdk_sagemaker::Config::from(config);
        let _ = aws_sdk_sts::Config::from(config);
    }

    #[test]
    fn the_clients_ask_for_nothing_that_is_left_out() {
        let asked = Asked::default();
        let config = SdkConfig::builder().service_config(asked.clone()).build();
        build_clients(&config);
        let by_clients = std::mem::take(&mut *asked.0.lock().unwrap());
        let narrow = alone(&config);
        let by_us = std::mem::take(&mut *asked.0.lock().unwrap());
        let sorted = |mut asked: Vec<(String, String)>| {
            asked.sort();
            asked.dedup();
            asked
        };
        assert_eq!(sorted(by_clients), sorted(by_us));
        build_clients(&narrow);
        assert!(asked.0.lock().unwrap().is_empty(), "the files are not needed any more");
        let key = ServiceConfigKey::builder().service_id("STS").env(SETTING.0).profile(SETTING.1);
        let known = narrow.service_config().unwrap().load_config(key.build().unwrap());
        assert_eq!(known.as_deref(), Some("http://127.0.0.1/STS"));
    }
}
