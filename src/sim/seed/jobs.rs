//! The demo's jobs: a few that tell a story, and a hundred ordinary ones of the last thirty days.
//!
//! `cast` holds the stories, `training` and its neighbours write descriptions in AWS's words. Invariant: each job is drawn
//! by its own place and number, so that one more changes no other; what still runs ends by itself when its time comes.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::sim::clock::{epoch, shifted};
use crate::sim::dice::{self, Dice};
use crate::sim::world::{Item, LogStream, World};

use super::cast::{ACCOUNTS, Member, REGIONS};
use super::{DAY, HOUR, MINUTE};

mod cast;
mod processing;
mod search;
mod training;
mod transform;

/// Accounts that run jobs and how many are drawn for each in the two regions.
const DRAWN: [(&str, [i64; 2]); 6] = [
    ("ds-retail", [34, 8]),
    ("ds-risk", [26, 6]),
    ("ds-vision", [22, 12]),
    ("ds-nlp", [14, 4]),
    ("uat-ml", [8, 2]),
    ("prod-batch", [12, 4]),
];

/// Puts all jobs into the world.
pub(super) fn settle(world: &mut World, start: Timestamp) {
    for member in ACCOUNTS {
        let drawn = DRAWN.iter().find(|(name, _)| *name == member.name).map_or([0, 0], |(_, drawn)| *drawn);
        for (region, count) in REGIONS.iter().zip(drawn) {
            for number in 0..count {
                draw(world, member, region, number, start);
            }
        }
    }
    cast::perform(world, start);
    search::perform(world, start);
}

/// A job before it is written down.
#[derive(Clone, Debug)]
struct Job {
    name: String,
    account: &'static str,
    region: &'static str,
    /// The account's name, of which buckets and roles are called.
    team: &'static str,
    created: Timestamp,
    /// Seconds from its creation until its code runs.
    waits: i64,
    /// Seconds that its code runs.
    runs: i64,
    ends: Ends,
    machine: &'static str,
    count: i64,
    spot: bool,
    isolated: bool,
}

/// How a job ends.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Ends {
    Well,
    Stopped,
    /// With this reason.
    Badly(&'static str),
    /// Not while one looks on.
    Never,
}

impl Job {
    fn begins(&self) -> Timestamp {
        shifted(self.created, self.waits)
    }

    fn over(&self) -> Timestamp {
        shifted(self.begins(), self.runs)
    }

    fn status(&self) -> &'static str {
        match self.ends {
            Ends::Well => "Completed",
            Ends::Stopped => "Stopped",
            Ends::Badly(_) => "Failed",
            Ends::Never => "InProgress",
        }
    }

    fn reason(&self) -> Option<&'static str> {
        if let Ends::Badly(reason) = self.ends { Some(reason) } else { None }
    }

    fn image(&self, repository: &str, tag: &str) -> String {
        // Images come from the shared services account.
        format!("284419076635.dkr.ecr.{}.amazonaws.com/{repository}:{tag}", self.region)
    }

    fn role(&self, of: &str) -> String {
        format!("arn:aws:iam::{}:role/SageMaker{of}-{}", self.account, self.team)
    }

    fn bucket(&self, path: &str) -> String {
        format!("s3://{}-{}/{path}", self.team, self.region)
    }

    fn key(&self) -> String {
        super::fleet::key(self.account, self.region)
    }

    /// Subnets and security groups.
    fn network(&self) -> Value {
        let id = |front: &str, zone: &str| {
            format!("{front}-{}", dice::hex(0, &[self.account, self.region, zone], 17))
        };
        json!({ "Subnets": [id("subnet", "a"), id("subnet", "b")], "SecurityGroupIds": [id("sg", "jobs")] })
    }

    /// The job as it is at the start of the demo and how it ends later, when it still runs: `ended` is what its
    /// description gains then.
    fn item(&self, start: Timestamp, whole: Value, status: &str, ended: Value) -> Item {
        let mut item = Item::new(whole);
        if self.ends == Ends::Never {
            return item;
        }
        let mut ended = ended;
        if let Some(members) = ended.as_object_mut() {
            members.insert(status.into(), json!(self.status()));
            if let Some(reason) = self.reason() {
                members.insert("FailureReason".into(), json!(reason));
            }
            members.insert("LastModifiedTime".into(), epoch(self.over()));
            if self.over() <= start {
                // It is over: there is nothing to turn.
                item.whole.append(members);
                return item;
            }
        }
        item.then(self.over(), ended)
    }

    /// Puts it into the world with the log that jobs of its kind write.
    fn put(&self, world: &mut World, of: Sort, item: Item) {
        let (path, group, lines) = match of {
            Sort::Training => ("training-job", "TrainingJobs", training::lines(self)),
            Sort::Processing => ("processing-job", "ProcessingJobs", processing::lines(self)),
            Sort::Transform => ("transform-job", "TransformJobs", transform::lines(self)),
        };
        world.put_item(self.account, self.region, path, item);
        self.log(world, group, lines);
    }

    /// Its log in a group, one stream for its first machine.
    fn log(&self, world: &mut World, group: &str, lines: Vec<(Timestamp, String)>) {
        let stream = format!("{}/algo-1-{}", self.name, self.begins().as_second());
        let group = format!("/aws/sagemaker/{group}");
        world.put_stream(self.account, self.region, LogStream::lines(&group, &stream, lines));
    }
}

/// Which kind of job it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Training,
    Processing,
    Transform,
}

fn draw(world: &mut World, member: &'static Member, region: &'static str, number: i64, start: Timestamp) {
    let mut dice = Dice::named(world.seed, &["job", member.id, region, &number.to_string()]);
    let dice = &mut dice;
    // Many are young, some are a month old.
    let age = if dice.happens(45) { dice.between(20 * MINUTE, 5 * DAY) } else { dice.between(DAY, 30 * DAY) };
    let created = shifted(start, -age);
    let topic = dice.pick(member.topics);
    let most = if dice.happens(25) { 9 * HOUR } else { 80 * MINUTE };
    let runs = dice.between(6 * MINUTE, most);
    let ends = match dice.between(0, 100) {
        0..5 => Ends::Badly(dice.pick(&REASONS)),
        5..9 => Ends::Stopped,
        _ => Ends::Well,
    };
    let mut job = Job {
        name: format!("{topic}-{{}}-{}-{number:02}", created.strftime("%Y-%m-%d-%H%M")),
        account: member.id,
        region,
        team: member.name,
        created,
        waits: dice.between(90, 420),
        runs,
        ends,
        machine: dice.pick(&MACHINES),
        count: dice.pick(&[1_i64, 1, 1, 2, 4]),
        spot: dice.happens(30),
        isolated: dice.happens(40),
    };
    let tags = [("owner", dice.pick(member.people)), ("Project", topic)];
    let tagged = dice.happens(80);
    let of = match dice.between(0, 100) {
        0..26 => Sort::Processing,
        26..40 => Sort::Transform,
        _ => Sort::Training,
    };
    // Spot is a matter of training.
    job.spot &= of == Sort::Training;
    let task = match of {
        Sort::Training => "train",
        Sort::Processing => dice.pick(&["prepare", "evaluate", "features", "bias"]),
        Sort::Transform => "score",
    };
    job.name = job.name.replace("{}", task);
    let item = match of {
        Sort::Training => training::item(&job, start, Vec::new()),
        Sort::Processing => processing::item(&job, start, &format!("{task}.py")),
        Sort::Transform => transform::item(&job, start, &format!("{topic}-champion")),
    };
    let item = if tagged { item.tagged(&tags) } else { item };
    job.put(world, of, item);
}

const MACHINES: [&str; 7] = [
    "ml.m5.xlarge",
    "ml.m5.4xlarge",
    "ml.c5.2xlarge",
    "ml.g4dn.xlarge",
    "ml.g5.xlarge",
    "ml.g5.2xlarge",
    "ml.g5.12xlarge",
];

/// Why ordinary jobs fail.
const REASONS: [&str; 4] = [
    "AlgorithmError: ExecuteUserScriptError:\nExitCode 1\nErrorMessage \"KeyError: 'label'\"",
    "ClientError: Data download failed: No S3 objects found under S3 URL given in input data source.",
    "CapacityError: Unable to provision requested ML compute capacity. Please retry using a different ML instance type.",
    "AlgorithmError: ExecuteUserScriptError:\nExitCode 1\nErrorMessage \"ValueError: Input contains NaN\"",
];
