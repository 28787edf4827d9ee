//! The demo's fixed cast: accounts, regions, and the notebook instances that every seed has.
//!
//! Data and where it is put. Invariant: names, ids and stories here do not depend on the seed.

use jiff::Timestamp;

use crate::sim::MANAGEMENT;
use crate::sim::clock::shifted;
use crate::sim::world::{LogStream, NOTEBOOK_LOGS, Notebook, World, owned};

use super::{DAY, HOUR, MINUTE, fleet, seconds};

/// The regions that the organization has enabled.
pub(super) const REGIONS: [&str; 2] = [EU, US];
const EU: &str = "eu-west-1";
const US: &str = "us-east-1";

/// An account of the demo and how many notebook instances are drawn for it in each region.
pub(super) struct Member {
    pub id: &'static str,
    pub name: &'static str,
    pub ou: &'static str,
    pub tags: &'static [(&'static str, &'static str)],
    pub drawn: [usize; 2],
    pub topics: &'static [&'static str],
    pub people: &'static [&'static str],
}

/// Lists no notebook instances to anyone.
pub(super) const DENIED: &str = "198377254001";
/// Answers six SageMaker requests a second, where others answer whatever is asked.
pub(super) const THROTTLED: &str = "745120963347";
/// Closed some weeks ago.
pub(super) const SUSPENDED: &str = "806614520779";
const RETAIL: &str = "402268819153";
const RISK: &str = "518830472206";
const VISION: &str = "633907415528";
const LAKE: &str = "371146902284";
const SCORING: &str = "927745038810";

/// All accounts, the management account first.
pub(super) const ACCOUNTS: &[Member] = &[
    Member {
        id: MANAGEMENT,
        name: "org-management",
        ou: "",
        tags: &[("owner", "cloud-governance")],
        drawn: [1, 0],
        topics: &["billing"],
        people: &["finops"],
    },
    Member {
        id: DENIED,
        name: "security-audit",
        ou: "Security",
        tags: &[("owner", "security-office"), ("environment", "shared")],
        drawn: [2, 0],
        topics: &["forensics"],
        people: &["security-office"],
    },
    Member {
        id: "284419076635",
        name: "shared-services",
        ou: "Shared Services",
        tags: &[("owner", "ml-platform"), ("environment", "shared")],
        drawn: [4, 2],
        topics: &["image-build", "registry", "toolchain"],
        people: &["ml-platform", "n.okafor"],
    },
    Member {
        id: LAKE,
        name: "data-lake",
        ou: "Data Management",
        tags: &[("owner", "data-engineering"), ("environment", "shared")],
        drawn: [6, 3],
        topics: &["catalog", "quality", "ingest", "lineage"],
        people: &["data-engineering", "t.varga", "l.moreau"],
    },
    Member {
        id: RETAIL,
        name: "ds-retail",
        ou: "Workloads/DataScience",
        tags: &[("owner", "team-retail"), ("environment", "dev"), ("CostCenter", "4110")],
        drawn: [24, 8],
        topics: &["basket", "churn", "demand", "pricing", "promo", "uplift"],
        people: &["a.lindqvist", "m.ferrari", "vision", "j.novak", "s.haddad"],
    },
    Member {
        id: RISK,
        name: "ds-risk",
        ou: "Workloads/DataScience",
        tags: &[("owner", "team-risk"), ("environment", "dev"), ("CostCenter", "4120")],
        drawn: [20, 6],
        topics: &["aml", "credit", "fraud", "ifrs9", "limits", "scorecard"],
        people: &["k.brandt", "p.oduya", "risk", "y.tanaka"],
    },
    Member {
        id: VISION,
        name: "ds-vision",
        ou: "Workloads/DataScience",
        tags: &[("owner", "team-vision"), ("environment", "dev"), ("CostCenter", "4130")],
        drawn: [17, 7],
        topics: &["defect", "detector", "ocr", "pose", "segment", "shelf"],
        people: &["team-vision", "r.castellano", "h.ibsen", "d.popescu"],
    },
    Member {
        id: THROTTLED,
        name: "ds-nlp",
        ou: "Workloads/DataScience",
        tags: &[("owner", "team-nlp"), ("environment", "dev"), ("CostCenter", "4140")],
        drawn: [12, 5],
        topics: &["chat", "embed", "intent", "rag", "summary"],
        people: &["team-nlp", "e.kowalska", "b.adeyemi"],
    },
    Member {
        id: "859203364417",
        name: "uat-ml",
        ou: "Workloads/UAT",
        tags: &[("owner", "ml-platform"), ("environment", "uat")],
        drawn: [6, 3],
        topics: &["acceptance", "regression", "shadow"],
        people: &["qa-ml", "ml-platform"],
    },
    Member {
        id: SCORING,
        name: "prod-scoring",
        ou: "Workloads/Production",
        tags: &[("owner", "ml-platform"), ("environment", "prod"), ("CostCenter", "5000")],
        drawn: [2, 1],
        topics: &["drift", "scoring"],
        people: &["ml-platform"],
    },
    Member {
        id: "964418230056",
        name: "prod-batch",
        ou: "Workloads/Production",
        tags: &[("owner", "data-engineering"), ("environment", "prod")],
        drawn: [2, 1],
        topics: &["batch", "backfill"],
        people: &["data-engineering"],
    },
    Member {
        id: SUSPENDED,
        name: "ds-legacy",
        ou: "Workloads/DataScience",
        tags: &[("environment", "dev")],
        drawn: [0, 0],
        topics: &[],
        people: &[],
    },
];

/// When a notebook's Jupyter last wrote, for a member of the cast.
enum Log {
    /// It still writes.
    Running,
    /// It fell silent so many seconds before the start.
    Silent(i64),
    /// There is no stream.
    Missing,
}

/// Puts the cast on the stage.
pub(super) fn perform(world: &mut World, start: Timestamp) {
    let stage = &mut Stage { world, start };
    idle(stage);
    under_way(stage);
    excused(stage);
    odd(stage);
}

/// The world at its start, while the cast is put into it.
struct Stage<'w> {
    world: &'w mut World,
    start: Timestamp,
}

impl Stage<'_> {
    fn ago(&self, seconds: i64) -> Timestamp {
        shifted(self.start, -seconds)
    }

    fn notebook(&self, name: &str, instance_type: &str, created: i64, started: i64) -> Notebook {
        Notebook {
            name: name.into(),
            instance_type: instance_type.into(),
            created: self.ago(created),
            modified: self.ago(started),
            volume_gb: 100,
            ..Notebook::default()
        }
    }

    fn put(&mut self, account: &str, region: &str, mut notebook: Notebook, log: &Log) {
        if !notebook.direct_internet {
            fleet::in_network(&mut notebook, account, region);
        }
        let until = match log {
            Log::Running => Some(None),
            Log::Silent(since) => Some(Some(self.ago(*since))),
            Log::Missing => None,
        };
        if let Some(until) = until {
            let day_before = until.map(|until| shifted(until, -DAY));
            let from = notebook.modified.min(day_before.unwrap_or(notebook.modified));
            self.world.put_stream(account, region, LogStream::jupyter(&notebook.name, from, until));
        }
        self.world.scope_mut(account, region).notebooks.insert(notebook.name.clone(), notebook);
    }
}

/// The idle GPU notebooks that a cleanup finds first.
fn idle(stage: &mut Stage) {
    let churn = Notebook {
        tags: owned(&[("owner", "vision"), ("environment", "dev"), ("Project", "churn")]),
        root_access: true,
        direct_internet: true,
        kms_key_id: Some(fleet::key(RETAIL, EU)),
        ..stage.notebook("churn-eda", "ml.p3.2xlarge", 74 * DAY, 11 * DAY + 3 * HOUR)
    };
    stage.put(RETAIL, EU, churn, &Log::Silent(6 * DAY + 4 * HOUR + 22 * MINUTE));
    let fraud = Notebook {
        root_access: true,
        ..stage.notebook("fraud-scratch", "ml.g5.xlarge", 33 * DAY, 5 * DAY + 2 * HOUR)
    };
    stage.put(RISK, EU, fraud, &Log::Silent(2 * DAY + HOUR + 7 * MINUTE));
    let detector = Notebook {
        tags: owned(&[("owner", "team-vision"), ("environment", "dev"), ("team", "vision")]),
        volume_gb: 500,
        ..stage.notebook("detector-finetune", "ml.p3.8xlarge", 120 * DAY, 19 * DAY)
    };
    stage.put(VISION, US, detector, &Log::Silent(17 * DAY + 5 * HOUR));
}

/// What is in the middle of something, or failed in it.
fn under_way(stage: &mut Stage) {
    // One that is being stopped while one looks, and one that is being started.
    let mut stopping = stage.notebook("feature-test", "ml.m5.xlarge", 51 * DAY, 2 * DAY);
    stopping.tags =
        owned(&[("owner", "risk"), ("environment", "dev"), ("Project", "features"), ("CostCenter", "4110")]);
    stopping.begin(stage.ago(30), "Stopping", "Stopped", seconds(105));
    stage.put(RETAIL, US, stopping, &Log::Silent(9 * HOUR));
    let mut pending = stage.notebook("ocr-labelling", "ml.g4dn.xlarge", 15 * DAY, DAY);
    pending.tags = owned(&[("owner", "h.ibsen"), ("environment", "dev"), ("Project", "ocr")]);
    pending.begin(stage.ago(45), "Pending", "InService", seconds(170));
    let runs_from = stage.ago(-125);
    stage.put(VISION, EU, pending, &Log::Silent(16 * HOUR));
    if let Some(group) = stage.world.scope_mut(VISION, EU).log_groups.get_mut(NOTEBOOK_LOGS)
        && let Some(stream) = group.streams.get_mut("ocr-labelling/jupyter.log")
    {
        stream.resume(runs_from);
    }
    // One that failed, and says why.
    let failed = Notebook {
        status: "Failed".into(),
        failure_reason: Some(
            "Notebook Instance Lifecycle Config 'arn:aws:sagemaker:eu-west-1:518830472206:\
             notebook-instance-lifecycle-config/base-setup' for Notebook Instance 'credit-backtest' took longer than \
             5 minutes. Please check your CloudWatch logs for more details if your Notebook Instance has Internet \
             access."
                .into(),
        ),
        lifecycle_config: Some("base-setup".into()),
        tags: owned(&[("owner", "k.brandt"), ("environment", "dev"), ("Project", "credit"), ("CostCenter", "4120")]),
        ..stage.notebook("credit-backtest", "ml.m5.4xlarge", 8 * DAY, 3 * HOUR)
    };
    let line = |before: i64, text: &str| (shifted(failed.modified, -before), text.to_owned());
    let lines = vec![
        line(312, "Setting up the environment"),
        line(309, "Looking in indexes: https://artifacts.shared.example.com/pypi/simple"),
        line(
            249,
            "WARNING: Retrying (Retry(total=4)) after connection broken by 'ConnectTimeoutError': /pypi/simple/nbdime/",
        ),
        line(
            129,
            "WARNING: Retrying (Retry(total=2)) after connection broken by 'ConnectTimeoutError': /pypi/simple/nbdime/",
        ),
        line(
            9,
            "ERROR: Could not find a version that satisfies the requirement nbdime (from versions: none)",
        ),
    ];
    let stream = LogStream::lines(NOTEBOOK_LOGS, "credit-backtest/LifecycleConfigOnStart", lines);
    stage.world.put_stream(RISK, EU, stream);
    stage.put(RISK, EU, failed, &Log::Missing);
}

/// Silent for a good reason.
fn excused(stage: &mut Stage) {
    // Switched off at night by a schedule, so silence in the evening is no waste.
    let office = Notebook {
        tags: owned(&[
            ("owner", "team-vision"),
            ("environment", "dev"),
            ("maid_offhours", "off=(M-F,19);on=(M-F,7);tz=cet"),
        ]),
        ..stage.notebook("shelf-monitor", "ml.g4dn.2xlarge", 210 * DAY, 9 * HOUR)
    };
    stage.put(VISION, EU, office, &Log::Silent(5 * HOUR));
    // Stops itself, so it is never long idle.
    let own_stop = Notebook {
        lifecycle_config: Some("auto-stop-idle".into()),
        tags: owned(&[
            ("owner", "j.novak"),
            ("environment", "dev"),
            ("Project", "pricing"),
            ("CostCenter", "4110"),
        ]),
        ..stage.notebook("pricing-sandbox", "ml.m5.2xlarge", 40 * DAY, 4 * HOUR)
    };
    stage.put(RETAIL, EU, own_stop, &Log::Silent(35 * MINUTE));
}

/// What does not fit a table: an unknown price, unknown activity, a name in mixed case, every rule broken, an account
/// without a role.
fn odd(stage: &mut Stage) {
    // A type that no price list knows yet.
    let novel = Notebook {
        tags: owned(&[("owner", "r.castellano"), ("environment", "dev"), ("Project", "segment")]),
        ..stage.notebook("segment-preview", "ml.p7e.24xlarge", 4 * DAY, 2 * DAY)
    };
    stage.put(VISION, US, novel, &Log::Running);
    // Its role may not write logs: nobody knows whether it is idle.
    let mute = Notebook {
        tags: owned(&[("owner", "p.oduya"), ("environment", "dev"), ("Project", "limits")]),
        role: "NotebookWithoutLogs".into(),
        ..stage.notebook("limits-review", "ml.r5.4xlarge", 62 * DAY, 13 * DAY)
    };
    stage.put(RISK, US, mute, &Log::Missing);
    // Busy, and mixed case: SageMaker writes the ARN in lower case.
    let forecast = Notebook {
        tags: owned(&[("Owner", "a.lindqvist"), ("environment", "dev"), ("Project", "demand")]),
        ..stage.notebook("Demand-Forecast-Q3", "ml.c5.2xlarge", 28 * DAY, 6 * HOUR)
    };
    stage.put(RETAIL, EU, forecast, &Log::Running);
    // Everything that a guardrail forbids, in production.
    let hotfix = Notebook {
        root_access: true,
        direct_internet: true,
        imds_version: "1".into(),
        platform: "notebook-al1-v1".into(),
        tags: owned(&[("owner", "ml-platform"), ("environment", "dev")]),
        ..stage.notebook("scoring-hotfix", "ml.m5.xlarge", 96 * DAY, 12 * DAY)
    };
    stage.put(SCORING, EU, hotfix, &Log::Silent(11 * DAY));
    // Waste in the management account, which has no role to read or act through.
    let explorer = Notebook {
        tags: owned(&[("owner", "finops"), ("environment", "shared"), ("Project", "billing")]),
        ..stage.notebook("cost-explorer", "ml.m5.xlarge", 47 * DAY, 5 * DAY)
    };
    stage.put(MANAGEMENT, EU, explorer, &Log::Silent(3 * DAY));
    // Protected: a long run that must not be stopped.
    let protected = Notebook {
        tags: owned(&[
            ("owner", "data-engineering"),
            ("environment", "shared"),
            ("Project", "lineage"),
            ("sagedeck:protected", "true"),
        ]),
        ..stage.notebook("lineage-rebuild", "ml.m5.12xlarge", 18 * DAY, 3 * DAY)
    };
    stage.put(LAKE, EU, protected, &Log::Running);
}
