//! The fleet of profiles: files on disk, calls to the simulator.

use std::path::PathBuf;

use sagedeck::model::account::Via;
use sagedeck::sim::{Assume, Sim, World};
use tempfile::TempDir;

use super::*;

const RETAIL: &str = "111122223333";
const RISK: &str = "222233334444";

fn world() -> World {
    World::empty()
        .account(RETAIL, "retail", "Workloads", &[])
        .account(RISK, "risk", "Workloads", &[])
        .with_account(RISK, |account| account.assume = Assume::ExternalId("x-7".into()))
}

/// Settings over two files, which live as long as the folder.
pub(super) fn files(config: &str, credentials: &str) -> (TempDir, Settings) {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| -> PathBuf {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let mut settings = Settings::new(Arc::new(start));
    settings.config_file = Some(write("config", config));
    settings.credentials_file = Some(write("credentials", credentials));
    settings.regions = vec![region("eu-west-1")];
    (folder, settings)
}

fn profiles(names: &[&str]) -> FleetSource {
    FleetSource::Profiles(names.iter().map(|name| (*name).to_owned()).collect())
}

fn over(sim: &Sim, config: &str, names: &[&str]) -> (TempDir, Settings) {
    let keys = format!(
        "[keys]\naws_access_key_id = {}\naws_secret_access_key = s\n[retail-keys]\naws_access_key_id = {}\naws_secret_access_key = s\n",
        sim::access_key(sim::MANAGEMENT),
        sim::access_key(RETAIL)
    );
    let (folder, mut settings) = files(config, &keys);
    settings.http = Some(SharedHttpClient::new(sim.clone()));
    settings.fleet = profiles(names);
    let clock = sim.clone();
    settings.now = Arc::new(move || clock.now());
    (folder, settings)
}

const CONFIG: &str = "
[profile ds-retail]
role_arn = arn:aws:iam::111122223333:role/Reader
source_profile = keys
[profile ds-risk]
role_arn = arn:aws:iam::222233334444:role/Reader
source_profile = keys
external_id = x-7
[profile two-hops]
role_arn = arn:aws:iam::222233334444:role/Second
source_profile = ds-retail
external_id = x-7
[profile mfa]
role_arn = arn:aws:iam::111122223333:role/Reader
source_profile = keys
mfa_serial = arn:aws:iam::210987654321:mfa/vision
[profile lost]
role_arn = arn:aws:iam::111122223333:role/Reader
";

#[tokio::test]
async fn globs_become_accounts_and_broken_profiles_become_lines() {
    let sim = Sim::new(world(), start());
    let (_folder, settings) = over(&sim, CONFIG, &["ds-*", "mfa", "lost", "keys", "nobody"]);
    let sessions = sessions(settings);
    let seen = read(&sessions).await;
    assert_eq!(seen.result, None);
    assert_eq!(seen.names(), ["ds-retail", "ds-risk", "keys"], "{}", seen.lines());
    assert!(seen.logins.values().all(|login| matches!(login, Login::Ok { .. })), "{}", seen.lines());
    let says = |words: &str| seen.notices.iter().any(|notice| notice.contains(words));
    assert!(says("there is no profile `nobody`") && says("one-time code") && says("neither source_profile"));
    assert!(matches!(&seen.accounts()[0].via, Via::Profile(name) if name.raw() == "ds-retail"));
    assert_eq!(sessions.scoped(id(RETAIL)), Some(true));
    assert_eq!(sessions.scoped(id(sim::MANAGEMENT)), Some(false));
}

#[tokio::test]
async fn a_role_profile_is_held_by_the_session_policy_and_a_chain_only_at_its_end() {
    let sim = Sim::new(world(), start());
    let (_folder, settings) = over(&sim, CONFIG, &["two-hops"]);
    let sessions = sessions(settings);
    let seen = read(&sessions).await;
    // The first hop must be able to assume the second, which the policy would not let it.
    assert!(matches!(seen.login(RISK), Login::Ok { .. }), "{}", seen.lines());
    assert_eq!(sim.count("AssumeRole"), 2);
    let client = aws_sdk_sagemaker::Client::new(&sessions.config(&scope(RISK)).await.unwrap());
    assert!(client.list_notebook_instances().send().await.is_ok());
    assert!(client.stop_notebook_instance().notebook_instance_name("any").send().await.is_err());
}

#[tokio::test]
async fn two_profiles_of_one_account_are_one_account() {
    let sim = Sim::new(world(), start());
    let (_folder, settings) = over(&sim, CONFIG, &["ds-retail", "retail-keys"]);
    let seen = read(&sessions(settings)).await;
    assert_eq!(seen.names(), ["ds-retail"]);
    let line =
        "profiles `ds-retail` and `retail-keys` lead into the same account 111122223333: `ds-retail` is used";
    assert_eq!(seen.notices, [line]);
}

#[tokio::test]
async fn of_two_profiles_the_one_that_works_stands_in() {
    let sim = Sim::new(world().with_account(RETAIL, |account| account.assume = Assume::Denied), start());
    let (_folder, settings) = over(&sim, CONFIG, &["ds-retail", "retail-keys"]);
    let seen = read(&sessions(settings)).await;
    assert_eq!(seen.names(), ["retail-keys"]);
    assert!(matches!(seen.login(RETAIL), Login::Ok { .. }));
    assert!(seen.notices[0].ends_with("`retail-keys` is used"), "{:?}", seen.notices);
}

#[tokio::test]
async fn a_single_broken_profile_is_the_answer() {
    let sim = Sim::new(world(), start());
    let (_folder, settings) = over(&sim, CONFIG, &["mfa"]);
    let seen = read(&sessions(settings)).await;
    let failure = seen.result.unwrap();
    assert_eq!(failure.kind, FailureKind::MfaNeeded);
    assert!(failure.todo.raw().contains("credential_process"), "{failure}");
    assert!(seen.notices.is_empty());
}

#[tokio::test]
async fn without_a_region_the_guess_is_said() {
    let sim = Sim::new(world(), start());
    let (_folder, mut settings) = over(&sim, CONFIG, &["ds-retail"]);
    settings.regions.clear();
    if std::env::var_os("AWS_REGION").or_else(|| std::env::var_os("AWS_DEFAULT_REGION")).is_some() {
        return;
    }
    let seen = read(&sessions(settings)).await;
    assert_eq!(seen.accounts()[0].regions, [region("us-east-1")]);
    assert!(
        seen.notices[0].starts_with("no region is set for ds-retail: us-east-1 is read"),
        "{:?}",
        seen.notices
    );
}

#[tokio::test]
async fn renewed_keys_in_the_file_are_found() {
    let sim = Sim::new(world(), start());
    let (folder, mut settings) = files(
        "",
        "[p]\naws_access_key_id = AKIAWRONG\naws_secret_access_key = s\naws_account_id = 111122223333\n",
    );
    settings.http = Some(SharedHttpClient::new(sim.clone()));
    settings.fleet = profiles(&["p"]);
    let sessions = sessions(settings);
    let seen = read(&sessions).await;
    assert_eq!(seen.failed(RETAIL).kind, FailureKind::LoginNeeded, "{}", seen.lines());
    let good = format!("[p]\naws_access_key_id = {}\naws_secret_access_key = s\n", sim::access_key(RETAIL));
    std::fs::write(folder.path().join("credentials"), good).unwrap();
    assert!(matches!(sessions.identity(id(RETAIL)).await, Login::Ok { .. }));
}
