//! Studio in the demo's data-science accounts: a domain each, its users with their private spaces, shared spaces, and apps
//! that run, idle, fail and hide.
//!
//! Where it is put; who and what there is stands in `labs`. Invariant: the stories do not depend on the seed; times of use
//! and sizes of volumes do.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::sim::clock::{epoch, shifted};
use crate::sim::dice::{self, Dice};
use crate::sim::world::{Item, LogStream, World};

use super::{DAY, MINUTE, cast, fleet};

mod labs;

use labs::{App, LABS, Lab, Owner, State};

const REGION: &str = "eu-west-1";
/// The log group that Studio writes to.
const LOGS: &str = "/aws/sagemaker/studio";
/// SageMaker's own image account in that region.
const IMAGES: &str = "arn:aws:sagemaker:eu-west-1:819792524951:image";

/// Puts the domains, users, spaces and apps into the world.
pub(super) fn settle(world: &mut World, start: Timestamp) {
    for lab in &LABS {
        if let Some(member) = cast::ACCOUNTS.iter().find(|member| member.name == lab.account) {
            let id = format!("d-{}", dice::hex(0, &["domain", member.id, lab.name], 12));
            Stage { world, start, lab, account: member.id, id }.fill();
        }
    }
}

struct Stage<'w> {
    world: &'w mut World,
    start: Timestamp,
    lab: &'static Lab,
    account: &'static str,
    id: String,
}

impl Stage<'_> {
    fn ago(&self, seconds: i64) -> Value {
        epoch(shifted(self.start, -seconds))
    }

    fn put(&mut self, path: &str, item: Item) {
        self.world.put_item(self.account, REGION, path, item);
    }

    fn dice(&self, parts: &[&str]) -> Dice {
        let parts: Vec<&str> = ["studio", self.account].into_iter().chain(parts.iter().copied()).collect();
        Dice::named(self.world.seed, &parts)
    }

    fn fill(&mut self) {
        self.domain();
        for (at, user) in self.lab.users.iter().enumerate() {
            self.user(user, at);
        }
        for (name, owner) in self.lab.shared {
            self.space(name, owner, "JupyterLab", true);
        }
        for app in self.lab.apps {
            self.app(app);
        }
    }

    fn domain(&mut self) {
        let lab = self.lab;
        let role = |name: &str| format!("arn:aws:iam::{}:role/{name}-{}", self.account, lab.account);
        let groups = [format!("sg-{}", dice::hex(0, &[self.account, REGION, "studio"], 17))];
        let mut users = json!({ "ExecutionRole": role("SageMakerStudio"), "SecurityGroups": groups });
        let mut shared = json!({ "ExecutionRole": role("SageMakerStudioShared"), "SecurityGroups": groups });
        if let Some(minutes) = lab.idle_minutes {
            users["JupyterLabAppSettings"] = idle(minutes);
            shared["JupyterLabAppSettings"] = idle(2 * minutes);
        }
        let subnets =
            ["a", "b"].map(|zone| format!("subnet-{}", dice::hex(0, &[self.account, REGION, zone], 17)));
        let mut whole = json!({
            "DomainId": self.id,
            "DomainName": lab.name,
            "Status": "InService",
            "AuthMode": if lab.sso { "SSO" } else { "IAM" },
            "AppNetworkAccessType": if lab.vpc_only { "VpcOnly" } else { "PublicInternetOnly" },
            "VpcId": format!("vpc-{}", dice::hex(0, &[self.account, REGION, "vpc"], 17)),
            "SubnetIds": subnets,
            "HomeEfsFileSystemId": format!("fs-{}", dice::hex(0, &[self.account, REGION, "efs"], 17)),
            "Url": format!("https://{}.studio.{REGION}.sagemaker.aws", self.id),
            "DefaultUserSettings": users,
            "DefaultSpaceSettings": shared,
            "CreationTime": self.ago(410 * DAY),
            "LastModifiedTime": self.ago(33 * DAY),
        });
        if lab.encrypted {
            whole["KmsKeyId"] = json!(fleet::key(self.account, REGION));
        }
        if lab.sso {
            let application = dice::hex(0, &[self.account, "sso"], 16);
            whole["SingleSignOnApplicationArn"] = json!(format!(
                "arn:aws:sso::100000000001:application/ssoins-7223a1b2c3d4e5f6/apl-{application}"
            ));
        }
        let project = ("Project", "data_science");
        let tags = [("owner", "ml-platform"), ("environment", "dev"), project];
        self.put("domain", Item::new(whole).tagged(&tags));
    }

    fn user(&mut self, user: &'static str, at: usize) {
        let created = 400 * DAY - 31 * DAY * at as i64;
        let mut settings = json!({});
        if let Some((_, minutes)) = self.lab.exempt.filter(|(exempt, _)| *exempt == user) {
            settings["JupyterLabAppSettings"] = idle(minutes);
            let role = format!("arn:aws:iam::{}:role/SageMakerStudio-{user}", self.account);
            settings["ExecutionRole"] = json!(role);
        }
        let mut whole = json!({
            "DomainId": self.id,
            "UserProfileName": user,
            "Status": "InService",
            "HomeEfsFileSystemUid": (200_000 + 5 * at).to_string(),
            "UserSettings": settings,
            "CreationTime": self.ago(created),
            "LastModifiedTime": self.ago(created / 3),
        });
        if self.lab.sso {
            whole["SingleSignOnUserIdentifier"] = json!("UserName");
            whole["SingleSignOnUserValue"] = json!(format!("{user}@example.com"));
        }
        // The guide wants an owner on each; some were forgotten.
        let owner = user.replacen('-', ".", 1);
        let item = Item::new(whole);
        let item = if at % 4 == 3 { item } else { item.tagged(&[("owner", &owner), ("environment", "dev")]) };
        self.put("user-profile", item);
        for kind in ["JupyterLab", "CodeEditor"] {
            let is_open =
                |app: &App| app.kind == kind && matches!(app.owner, Owner::Private(of) if of == user);
            if self.lab.apps.iter().any(is_open) || (kind == "JupyterLab" && at % 3 != 2) {
                self.space(&private(user, kind), user, kind, false);
            }
        }
    }

    fn space(&mut self, name: &str, owner: &str, kind: &str, shared: bool) {
        let gigabytes = self.dice(&["volume", name]).pick(&[5_i64, 5, 20, 50, 100, 250]);
        let sharing = json!({ "SharingType": if shared { "Shared" } else { "Private" } });
        let storage = json!({ "EbsStorageSettings": { "EbsVolumeSizeInGb": gigabytes } });
        let settings = json!({ "AppType": kind, "SpaceStorageSettings": storage });
        let owned = json!({ "OwnerUserProfileName": owner });
        let created = self.dice(&["created", name]).between(14, 320) * DAY;
        let whole = json!({
            "DomainId": self.id,
            "SpaceName": name,
            "Status": "InService",
            "SpaceSettings": settings,
            "SpaceSettingsSummary": settings,
            "SpaceSharingSettings": sharing,
            "SpaceSharingSettingsSummary": sharing,
            "OwnershipSettings": owned,
            "OwnershipSettingsSummary": owned,
            "SpaceDisplayName": name,
            "Url": format!("https://{}.studio.{REGION}.sagemaker.aws/{name}", self.id),
            "CreationTime": self.ago(created),
            "LastModifiedTime": self.ago(created / 5),
        });
        self.put("space", Item::new(whole));
    }

    fn app(&mut self, app: &App) {
        let (member, owner) = match app.owner {
            Owner::User(user) => ("UserProfileName", user.to_owned()),
            Owner::Private(user) => ("SpaceName", private(user, app.kind)),
            Owner::Shared(space) => ("SpaceName", space.to_owned()),
        };
        let stream = format!("{}/{owner}/{}/{}", self.id, app.kind, app.name);
        let mut whole = json!({
            "DomainId": self.id,
            member: owner,
            "AppType": app.kind,
            "AppName": app.name,
            "Status": "InService",
            "CreationTime": self.ago(app.opened),
            "ResourceSpec": {
                "InstanceType": app.instance,
                "SageMakerImageArn": format!("{IMAGES}/{}", image(app)),
            },
        });
        let mut later = Vec::new();
        match app.state {
            State::Idle(silent) => {
                whole["LastUserActivityTimestamp"] = self.ago(silent);
                whole["LastHealthCheckTimestamp"] = self.ago(3 * MINUTE);
            }
            State::Used => {
                let ago = self.dice(&["used", &stream]).between(30, 9 * MINUTE);
                whole["LastUserActivityTimestamp"] = self.ago(ago);
                whole["LastHealthCheckTimestamp"] = self.ago(20);
                // It is used on while one looks.
                for step in 1..60 {
                    later.push(self.seen(step * 6 * MINUTE, step * 6 * MINUTE + 25));
                }
            }
            State::Checked => {
                whole["LastUserActivityTimestamp"] = self.ago(4 * MINUTE);
                whole["LastHealthCheckTimestamp"] = self.ago(4 * MINUTE);
                for step in 1..60 {
                    later.push(self.seen(step * 6 * MINUTE, step * 6 * MINUTE));
                }
            }
            State::Opening => {
                whole["Status"] = json!("Pending");
                later.push((shifted(self.start, 75), members(json!({ "Status": "InService" }))));
            }
            State::Failed(why) => {
                whole["Status"] = json!("Failed");
                whole["FailureReason"] = json!(why);
            }
            State::Deleted(_) => whole["Status"] = json!("Deleted"),
        }
        self.logs(app, &stream);
        let mut item = Item::new(whole);
        item.later = later;
        self.put("app", item);
    }

    /// The two timestamps from a time on, both in seconds after the start.
    fn seen(&self, used: i64, checked: i64) -> (Timestamp, Map<String, Value>) {
        let at = |after: i64| self.ago(-after);
        let both = json!({ "LastUserActivityTimestamp": at(used), "LastHealthCheckTimestamp": at(checked) });
        (shifted(self.start, checked.max(used)), members(both))
    }

    fn logs(&mut self, app: &App, stream: &str) {
        let line = |before: i64, text: &str| (shifted(self.start, -before), text.to_owned());
        let opened = app.opened;
        let lines = match app.state {
            State::Failed(why) => {
                vec![line(opened, "Starting the app"), line(opened - 40, &format!("ERROR: {why}"))]
            }
            State::Opening => vec![line(opened, "Starting the app")],
            State::Used | State::Checked => vec![
                line(opened, "Starting the app"),
                line(opened - 35, "[I ServerApp] Jupyter Server is running"),
                line(opened - 50, "[I ServerApp] Kernel started: 4f2c6d1e-88aa-4c1b-9f27-0a5f61f9d3aa"),
                line(2 * MINUTE, "[I ServerApp] Saving file at /notebook.ipynb"),
            ],
            State::Idle(silent) | State::Deleted(silent) => vec![
                line(opened, "Starting the app"),
                line(opened - 35, "[I ServerApp] Jupyter Server is running"),
                line(silent, "[I ServerApp] Kernel interrupted: 4f2c6d1e-88aa-4c1b-9f27-0a5f61f9d3aa"),
            ],
        };
        let log = LogStream::lines(LOGS, stream, lines);
        self.world.put_stream(self.account, REGION, log);
        let started = vec![line(opened - 10, "Lifecycle configuration finished")];
        let log = LogStream::lines(LOGS, &format!("{stream}/LifecycleConfigOnStart"), started);
        self.world.put_stream(self.account, REGION, log);
    }
}

/// The name of a user's private space for a type of app.
fn private(user: &str, kind: &str) -> String {
    format!("{user}-{}", if kind == "CodeEditor" { "code" } else { "lab" })
}

/// Settings that stop an idle app after so many minutes; none at 0.
fn idle(minutes: i64) -> Value {
    let settings = if minutes == 0 {
        json!({ "LifecycleManagement": "DISABLED" })
    } else {
        json!({ "LifecycleManagement": "ENABLED", "IdleTimeoutInMinutes": minutes })
    };
    json!({ "AppLifecycleManagement": { "IdleSettings": settings } })
}

fn image(app: &App) -> &'static str {
    let gpu = ["ml.g", "ml.p"].iter().any(|family| app.instance.starts_with(family));
    match (app.kind, gpu) {
        ("JupyterServer", _) => "jupyter-server-3",
        ("KernelGateway", true) => "pytorch-2.0.1-gpu-py310",
        ("KernelGateway", false) => "sagemaker-data-science-310-v1",
        (_, true) => "sagemaker-distribution-gpu",
        (_, false) => "sagemaker-distribution-cpu",
    }
}

fn members(value: Value) -> Map<String, Value> {
    if let Value::Object(members) = value { members } else { Map::new() }
}
