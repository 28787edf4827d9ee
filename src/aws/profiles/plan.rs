//! What a profile says about credentials, as steps: where the first come from and which roles are assumed on the way.
//!
//! The order of precedence is the SDK's (`aws-config`, profile credentials), which does not do three things that
//! are needed here: ask for a session policy, take an endpoint from the command line, and notice `mfa_serial`.

use std::fmt;

use super::{Book, place, variable};
use crate::model::failure::{Failure, FailureKind};
use crate::model::scope::{AccountId, Region};
use crate::model::text::Safe;
use crate::source::did_you_mean;

/// How a profile leads to credentials.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The profile.
    pub name: String,
    pub(in crate::aws) base: Base,
    /// The roles, first to last.
    pub(in crate::aws) hops: Vec<Hop>,
    /// The profile's own region.
    pub region: Option<Region>,
    /// The account that the profile says it leads into.
    pub expected: Option<AccountId>,
    /// The command that renews the login.
    pub renew: Option<Safe>,
}

/// Where credentials come from, without any secret.
impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        match &self.base {
            Base::Keys { token: None, .. } => write!(f, "long-lived keys in profile {name}")?,
            Base::Keys { .. } => write!(f, "session keys in profile {name}")?,
            Base::Process(_) => write!(f, "credential_process of profile {name}")?,
            Base::Sso { profile } => write!(f, "SSO login of profile {profile}")?,
            Base::WebIdentity(identity) => write!(f, "web identity token, role {}", identity.role_arn)?,
            Base::Environment => f.write_str("keys in the environment")?,
            Base::Instance | Base::LastResort(_) => f.write_str("the role of this instance")?,
            Base::Container => f.write_str("the role of this container")?,
        }
        self.hops.iter().try_for_each(|hop| write!(f, ", then role {}", hop.role_arn))
    }
}

/// Where the first credentials come from.
#[derive(Clone)]
pub(in crate::aws) enum Base {
    Keys {
        id: String,
        secret: String,
        token: Option<String>,
    },
    /// The command line of a `credential_process`.
    Process(String),
    /// A profile with SSO settings, which the SDK resolves.
    Sso {
        profile: String,
    },
    WebIdentity(WebIdentity),
    Environment,
    /// The instance metadata service.
    Instance,
    /// The container credentials service.
    Container,
    /// The instance metadata service because nothing else has credentials; the failure says what was looked for.
    LastResort(Box<Failure>),
}

#[derive(Clone, Debug)]
pub(in crate::aws) struct WebIdentity {
    pub role_arn: String,
    pub token_file: String,
    pub session_name: Option<String>,
}

/// A role to assume.
#[derive(Clone, Debug)]
pub(in crate::aws) struct Hop {
    pub role_arn: String,
    pub external_id: Option<String>,
    pub session_name: Option<String>,
    pub seconds: Option<i32>,
}

pub(super) fn plan(book: &Book, name: &str) -> Result<Plan, Failure> {
    let mut hops = Vec::new();
    let mut visited: Vec<String> = Vec::new();
    let mut at = name.to_owned();
    let base = loop {
        if !book.has(&at) {
            let what = match visited.last() {
                Some(last) => format!("source_profile `{at}` of profile `{last}` does not exist"),
                None => format!("there is no profile `{at}`"),
            };
            return Err(wrong(what, &book.looked_in));
        }
        let loops = visited.contains(&at);
        let get = |key: &str| book.get(&at, key);
        // Behind the first profile keys win over everything; a profile may also be its own source.
        if !visited.is_empty()
            && let Some(keys) = keys(book, &at)?
        {
            break keys;
        }
        if loops {
            return Err(wrong(format!("the source_profile of `{at}` leads back to itself"), &book.looked_in));
        }
        visited.push(at.clone());
        let (Some(role_arn), None) = (get("role_arn"), get("web_identity_token_file")) else {
            break base(book, &at)?;
        };
        if let Some(device) = get("mfa_serial") {
            return Err(mfa(name, device));
        }
        hops.push(Hop {
            role_arn: role_arn.to_owned(),
            external_id: get("external_id").map(str::to_owned),
            session_name: get("role_session_name").map(str::to_owned),
            seconds: get("duration_seconds").and_then(|text| text.parse().ok()),
        });
        match (get("source_profile"), get("credential_source")) {
            (Some(next), None) => at = next.to_owned(),
            (None, Some(source)) => break named(source, &at, book)?,
            (Some(_), Some(_)) => {
                let what = format!("profile `{at}` has both source_profile and credential_source");
                return Err(wrong(what, &book.looked_in));
            }
            (None, None) => {
                let what =
                    format!("profile `{at}` has a role_arn but neither source_profile nor credential_source");
                return Err(wrong(what, &book.looked_in));
            }
        }
    };
    hops.reverse();
    let expected = expected(book, name, &base, &hops);
    let renew = renew(book, visited.last().map_or(name, String::as_str), &base);
    let region = book.get(name, "region").and_then(Region::parse);
    Ok(Plan { name: name.to_owned(), base, hops, region, expected, renew })
}

/// The default chain of the SDK: environment, the selected profile, web identity, container, instance.
pub(super) fn default_plan(book: &Book) -> Result<Plan, Failure> {
    let bare = |name: &str, base| {
        let region = book.get(&book.selected, "region").and_then(Region::parse);
        Plan { name: name.to_owned(), base, hops: Vec::new(), region, expected: None, renew: None }
    };
    let set = |name: &str| variable(name).is_some();
    if set("AWS_ACCESS_KEY_ID") && (set("AWS_SECRET_ACCESS_KEY") || set("SECRET_ACCESS_KEY")) {
        return Ok(bare("environment", Base::Environment));
    }
    if book.has(&book.selected) {
        match plan(book, &book.selected) {
            Err(failure) if failure.kind == FailureKind::NoCredentials => {}
            planned => return planned,
        }
    } else if book.selected != "default" {
        let known = did_you_mean(&book.selected, book.names());
        let hint = known.map_or_else(String::new, |hint| format!("; {hint}"));
        let what =
            format!("AWS_PROFILE names `{}`, which is no profile in {}{hint}", book.selected, book.looked_in);
        return Err(Failure::new(
            FailureKind::NoCredentials,
            Safe::new(what),
            "correct AWS_PROFILE, or name one with --profile",
        ));
    }
    if let (Some(role_arn), Some(token_file)) =
        (variable("AWS_ROLE_ARN"), variable("AWS_WEB_IDENTITY_TOKEN_FILE"))
    {
        let session_name = variable("AWS_ROLE_SESSION_NAME");
        let expected = role_account(&role_arn);
        let base = Base::WebIdentity(WebIdentity { role_arn, token_file, session_name });
        return Ok(Plan { expected, ..bare("web identity", base) });
    }
    if set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") || set("AWS_CONTAINER_CREDENTIALS_FULL_URI") {
        return Ok(bare("container", Base::Container));
    }
    let nothing = nothing(book);
    if variable("AWS_EC2_METADATA_DISABLED").is_some_and(|value| value.eq_ignore_ascii_case("true")) {
        return Err(nothing);
    }
    Ok(bare("instance", Base::LastResort(Box::new(nothing))))
}

/// What was looked for and where, when there is nothing.
fn nothing(book: &Book) -> Failure {
    let profile =
        if book.has(&book.selected) { "which holds no credentials" } else { "which does not exist" };
    let off = variable("AWS_EC2_METADATA_DISABLED")
        .map_or("no answer from", |_| "AWS_EC2_METADATA_DISABLED switches off");
    let what = format!(
        "no AWS credentials were found. Looked for: AWS_ACCESS_KEY_ID in the environment; profile `{}` in {}, {profile}; AWS_WEB_IDENTITY_TOKEN_FILE; a container role; {off} the instance metadata service",
        book.selected, book.looked_in
    );
    let todo = "run `aws configure sso` or `aws configure`, or name a profile with --profile; to look around without credentials: `sagedeck --demo`";
    Failure::new(FailureKind::NoCredentials, Safe::new(what), todo)
}

/// What a profile without a role to assume has.
fn base(book: &Book, name: &str) -> Result<Base, Failure> {
    let get = |key: &str| book.get(name, key);
    if let Some(source) = get("credential_source") {
        return named(source, name, book);
    }
    if let Some(token_file) = get("web_identity_token_file") {
        let Some(role_arn) = get("role_arn") else {
            let what = format!("profile `{name}` has a web_identity_token_file but no role_arn");
            return Err(wrong(what, &book.looked_in));
        };
        let session_name = get("role_session_name").map(str::to_owned);
        let (role_arn, token_file) = (role_arn.to_owned(), token_file.to_owned());
        return Ok(Base::WebIdentity(WebIdentity { role_arn, token_file, session_name }));
    }
    if ["sso_session", "sso_start_url", "sso_account_id", "sso_role_name"]
        .into_iter()
        .any(|key| get(key).is_some())
    {
        return sso(book, name);
    }
    if get("login_session").is_some() {
        let what =
            format!("profile `{name}` uses a console login (login_session), which this program cannot read");
        let todo = format!(
            "add to a new profile: credential_process = aws configure export-credentials --profile {name}"
        );
        return Err(Failure::new(FailureKind::Invalid, Safe::new(what), Safe::new(todo)));
    }
    if let Some(command) = get("credential_process") {
        return Ok(Base::Process(command.to_owned()));
    }
    keys(book, name)?.ok_or_else(|| {
        let what = format!("profile `{name}` holds no credentials and no way to them");
        let todo = format!("run `aws configure sso --profile {name}`, or take it out of the list");
        Failure::new(FailureKind::NoCredentials, Safe::new(what), Safe::new(todo))
    })
}

fn sso(book: &Book, name: &str) -> Result<Base, Failure> {
    let get = |key: &str| book.get(name, key);
    if let Some(session) = get("sso_session")
        && book.sections.sso_session(session).is_none()
    {
        let what = format!("profile `{name}` names the sso-session `{session}`, which does not exist");
        return Err(wrong(what, &book.looked_in));
    }
    if let Some(missing) = ["sso_account_id", "sso_role_name"].into_iter().find(|key| get(key).is_none()) {
        return Err(wrong(format!("profile `{name}` uses SSO but has no {missing}"), &book.looked_in));
    }
    Ok(Base::Sso { profile: name.to_owned() })
}

/// Keys written down in the profile.
fn keys(book: &Book, name: &str) -> Result<Option<Base>, Failure> {
    let get = |key: &str| book.get(name, key).map(str::to_owned);
    match (get("aws_access_key_id"), get("aws_secret_access_key")) {
        (None, None) => Ok(None),
        (Some(id), Some(secret)) => Ok(Some(Base::Keys { id, secret, token: get("aws_session_token") })),
        (Some(_), None) => Err(wrong(
            format!("profile `{name}` has an aws_access_key_id without its secret"),
            &book.looked_in,
        )),
        (None, Some(_)) => Err(wrong(
            format!("profile `{name}` has an aws_secret_access_key without its id"),
            &book.looked_in,
        )),
    }
}

/// `credential_source`.
fn named(source: &str, name: &str, book: &Book) -> Result<Base, Failure> {
    match source.to_ascii_lowercase().as_str() {
        "environment" => Ok(Base::Environment),
        "ec2instancemetadata" => Ok(Base::Instance),
        "ecscontainer" => Ok(Base::Container),
        _ => {
            let what = format!(
                "credential_source `{source}` of profile `{name}` is unknown: it can be Environment, Ec2InstanceMetadata or EcsContainer"
            );
            Err(wrong(what, &book.looked_in))
        }
    }
}

/// The account of a role's ARN.
pub(in crate::aws) fn role_account(arn: &str) -> Option<AccountId> {
    arn.split(':').nth(4)?.parse().ok()
}

fn expected(book: &Book, name: &str, base: &Base, hops: &[Hop]) -> Option<AccountId> {
    if let Some(hop) = hops.last() {
        return role_account(&hop.role_arn);
    }
    match base {
        Base::WebIdentity(identity) => role_account(&identity.role_arn),
        Base::Sso { profile } => book.get(profile, "sso_account_id")?.parse().ok(),
        Base::Keys { .. } | Base::Process(_) => book.get(name, "aws_account_id")?.parse().ok(),
        Base::Environment | Base::Instance | Base::Container | Base::LastResort(_) => None,
    }
}

fn renew(book: &Book, last: &str, base: &Base) -> Option<Safe> {
    let Base::Sso { profile } = base else {
        return matches!(base, Base::Process(_))
            .then(|| Safe::new(format!("aws sts get-caller-identity --profile {last}")));
    };
    let session =
        book.get(profile, "sso_session").map(|session| format!("aws sso login --sso-session {session}"));
    Some(Safe::new(session.unwrap_or_else(|| format!("aws sso login --profile {profile}"))))
}

/// A console in the background cannot ask for a code, and waiting for one would look like hanging.
fn mfa(name: &str, device: &str) -> Failure {
    let what = format!("profile `{name}` asks for a one-time code (mfa_serial {device})");
    let todo = format!(
        "put `credential_process = aws configure export-credentials --profile {name}` into a profile of its own and log in with the AWS CLI first, or use SSO"
    );
    Failure::new(FailureKind::MfaNeeded, Safe::new(what), Safe::new(todo)).at(place(name))
}

fn wrong(what: String, looked_in: &str) -> Failure {
    Failure::new(FailureKind::Invalid, Safe::new(what), Safe::new(format!("correct {looked_in}")))
}

/// Names the kind and nothing that is secret.
impl fmt::Debug for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Keys { .. } => "Keys",
            Self::Process(_) => "Process",
            Self::Sso { .. } => "Sso",
            Self::WebIdentity(_) => "WebIdentity",
            Self::Environment => "Environment",
            Self::Instance => "Instance",
            Self::Container => "Container",
            Self::LastResort(_) => "LastResort",
        })
    }
}
