//! Profiles as they are written in the wild, and what is made of them.

use std::io::Write;
use std::sync::Arc;

use jiff::Timestamp;

use super::*;
use crate::model::scope::Region;

const CONFIG: &str = "
[default]
region = eu-west-1

[profile ds-retail]
role_arn = arn:aws:iam::111122223333:role/Reader
source_profile = keys
external_id = x-1
role_session_name = vision
duration_seconds = 1800

[profile ds-risk]
sso_session = corp
sso_account_id = 222233334444
sso_role_name = Reader
region = eu-central-1

[sso-session corp]
sso_region = eu-west-1
sso_start_url = https://corp.awsapps.com/start

[profile old-sso]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 333344445555
sso_role_name = Reader

[profile two-hops]
role_arn = arn:aws:iam::444455556666:role/Second
source_profile = ds-retail

[profile mfa]
role_arn = arn:aws:iam::111122223333:role/Admin
source_profile = keys
mfa_serial = arn:aws:iam::999900001111:mfa/vision

[profile loop-a]
role_arn = arn:aws:iam::111122223333:role/A
source_profile = loop-b
[profile loop-b]
role_arn = arn:aws:iam::111122223333:role/B
source_profile = loop-a

[profile own-source]
role_arn = arn:aws:iam::111122223333:role/A
source_profile = own-source
aws_access_key_id = AKIDOWN
aws_secret_access_key = s

[profile lost]
role_arn = arn:aws:iam::111122223333:role/A

[profile typo]
role_arn = arn:aws:iam::111122223333:role/A
source_profile = kyes

[profile instance]
role_arn = arn:aws:iam::555566667777:role/A
credential_source = Ec2InstanceMetadata

[profile web]
role_arn = arn:aws:iam::666677778888:role/Web
web_identity_token_file = /var/run/token

[profile process]
credential_process = /opt/creds --user vision
";
const CREDENTIALS: &str =
    "[keys]\naws_access_key_id = AKIDKEYS\naws_secret_access_key = s\n[half]\naws_access_key_id = A\n";

async fn book() -> Book {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::File::create(&path).unwrap().write_all(text.as_bytes()).unwrap();
        path
    };
    let mut settings = Settings::new(Arc::new(|| Timestamp::UNIX_EPOCH));
    settings.config_file = Some(write("config", CONFIG));
    settings.credentials_file = Some(write("credentials", CREDENTIALS));
    Book::load(&settings).await.unwrap()
}

#[tokio::test]
async fn names_and_globs_become_profiles_and_what_means_none_is_said() {
    let book = book().await;
    let (found, notices) =
        book.expand(&["ds-*".into(), "ds-risk".into(), "keys".into(), "ds-retial".into(), "x*".into()]);
    assert_eq!(found, ["ds-retail", "ds-risk", "keys"]);
    let texts: Vec<&str> = notices.iter().map(|notice| notice.text.raw()).collect();
    assert!(
        texts[0].starts_with("there is no profile `ds-retial`")
            && texts[0].ends_with("did you mean `ds-retail`?")
    );
    assert!(texts[1].starts_with("no profile matches `x*`"));
}

#[tokio::test]
async fn a_role_is_planned_with_all_it_needs() {
    let plan = book().await.plan("ds-retail").unwrap();
    assert!(matches!(&plan.base, Base::Keys { id, .. } if id == "AKIDKEYS"));
    let hop = &plan.hops[0];
    assert_eq!(hop.external_id.as_deref(), Some("x-1"));
    assert_eq!(hop.session_name.as_deref(), Some("vision"));
    assert_eq!(hop.seconds, Some(1800));
    assert_eq!(plan.expected, "111122223333".parse().ok());
}

#[tokio::test]
async fn a_chain_ends_with_the_profiles_own_role() {
    let plan = book().await.plan("two-hops").unwrap();
    let roles: Vec<&str> = plan.hops.iter().map(|hop| hop.role_arn.as_str()).collect();
    assert_eq!(roles, ["arn:aws:iam::111122223333:role/Reader", "arn:aws:iam::444455556666:role/Second"]);
    assert_eq!(plan.expected, "444455556666".parse().ok());
}

#[tokio::test]
async fn sso_knows_its_account_and_the_exact_login_command() {
    let book = book().await;
    let plan = book.plan("ds-risk").unwrap();
    assert!(matches!(plan.base, Base::Sso { .. }));
    assert_eq!(plan.expected, "222233334444".parse().ok());
    assert_eq!(plan.renew, Some(Safe::new("aws sso login --sso-session corp")));
    assert_eq!(plan.region, Region::parse("eu-central-1"));
    assert_eq!(book.plan("old-sso").unwrap().renew, Some(Safe::new("aws sso login --profile old-sso")));
}

#[tokio::test]
async fn the_other_sources_are_known() {
    let book = book().await;
    assert!(matches!(book.plan("own-source").unwrap().base, Base::Keys { .. }));
    assert!(matches!(book.plan("instance").unwrap().base, Base::Instance));
    assert!(matches!(book.plan("process").unwrap().base, Base::Process(_)));
    let web = book.plan("web").unwrap();
    assert!(matches!(web.base, Base::WebIdentity(_)) && web.hops.is_empty());
    assert_eq!(web.expected, "666677778888".parse().ok());
}

#[tokio::test]
async fn what_cannot_work_says_why_and_where() {
    let book = book().await;
    for (name, kind, words) in [
        ("mfa", FailureKind::MfaNeeded, "one-time code"),
        ("loop-a", FailureKind::Invalid, "leads back"),
        ("lost", FailureKind::Invalid, "neither source_profile nor credential_source"),
        ("typo", FailureKind::Invalid, "source_profile `kyes` of profile `typo` does not exist"),
        ("half", FailureKind::Invalid, "without its secret"),
        ("default", FailureKind::NoCredentials, "holds no credentials"),
        ("nobody", FailureKind::Invalid, "there is no profile `nobody`"),
    ] {
        let failure = book.plan(name).unwrap_err();
        assert_eq!(failure.kind, kind, "{failure}");
        assert!(failure.what.raw().contains(words), "{failure}");
        assert!(!failure.todo.raw().is_empty());
    }
}

#[test]
fn a_plan_never_prints_keys() {
    let base = Base::Keys { id: "AKID".into(), secret: "hush".into(), token: None };
    assert_eq!(format!("{base:?}"), "Keys");
}
