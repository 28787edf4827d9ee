//! The reads of Studio, tried about a domain that cannot exist.

use aws_sdk_sagemaker::Client;
use aws_sdk_sagemaker::types::AppType;

use super::{NOTHING, Probe};
use crate::aws::attempt::Caller;
use crate::aws::operations::{
    DESCRIBE_APP, DESCRIBE_DOMAIN, DESCRIBE_SPACE, DESCRIBE_USER_PROFILE, LIST_APPS, LIST_DOMAINS,
    LIST_SPACES, LIST_USER_PROFILES,
};

/// It is shaped like an id, and too long to be one.
const DOMAIN: &str = "d-sagedeckdoctor";

/// Tries all of them, at the same time.
pub(super) async fn tried(caller: &Caller, client: &Client) -> Vec<Probe> {
    let of_user = || client.describe_app().domain_id(DOMAIN).user_profile_name(NOTHING);
    let app = || of_user().app_type(AppType::JupyterServer).app_name(NOTHING);
    let all = tokio::join!(
        ask!(caller, LIST_DOMAINS, client.list_domains().max_results(1)),
        ask!(caller, LIST_USER_PROFILES, client.list_user_profiles().max_results(1)),
        ask!(caller, LIST_SPACES, client.list_spaces().max_results(1)),
        ask!(caller, LIST_APPS, client.list_apps().max_results(1)),
        ask!(caller, DESCRIBE_DOMAIN, client.describe_domain().domain_id(DOMAIN)),
        ask!(
            caller,
            DESCRIBE_USER_PROFILE,
            client.describe_user_profile().domain_id(DOMAIN).user_profile_name(NOTHING)
        ),
        ask!(caller, DESCRIBE_SPACE, client.describe_space().domain_id(DOMAIN).space_name(NOTHING)),
        ask!(caller, DESCRIBE_APP, app()),
    );
    vec![all.0, all.1, all.2, all.3, all.4, all.5, all.6, all.7]
}
