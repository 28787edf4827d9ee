//! Draws the rest of the demo's fleet: believable names, types, owners, tags, settings and histories.
//!
//! Invariant: each notebook instance is drawn by its own name and place, so that one more changes no other.

use jiff::Timestamp;

use crate::sim::clock::shifted;
use crate::sim::dice::{self, Dice};
use crate::sim::world::{LifecycleConfig, LogStream, NOTEBOOK_LOGS, Notebook, Tag, World, owned};

use super::cast::{Member, REGIONS};
use super::scripts;
use super::{DAY, HOUR, MINUTE};

const TASKS: [&str; 16] = [
    "eda", "features", "baseline", "train", "tuning", "eval", "report", "scratch", "demo", "bench", "labels",
    "explain", "review", "migrate", "poc", "monitor",
];
const SMALL: [&str; 6] =
    ["ml.t3.medium", "ml.t3.large", "ml.m5.large", "ml.m5.xlarge", "ml.c5.xlarge", "ml.t3.xlarge"];
const LARGE: [&str; 4] = ["ml.m5.4xlarge", "ml.r5.2xlarge", "ml.c5.4xlarge", "ml.m5.2xlarge"];
const GPU: [&str; 5] =
    ["ml.g4dn.xlarge", "ml.g5.xlarge", "ml.g5.2xlarge", "ml.p3.2xlarge", "ml.g4dn.4xlarge"];

/// What kind of account it is, by the unit that it stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Science,
    Careful,
}

/// Fills an account: lifecycle configurations, notebook instances, log streams.
pub(super) fn settle(world: &mut World, member: &Member, start: Timestamp) {
    let style = if member.ou.ends_with("DataScience") { Style::Science } else { Style::Careful };
    for (region, drawn) in REGIONS.iter().zip(member.drawn) {
        if drawn > 0 {
            lifecycle_configs(world, member, region, start);
        }
        let mut count = 0;
        let mut number = 0;
        while count < drawn {
            let mut dice = Dice::named(world.seed, &["name", member.id, region, &number.to_string()]);
            let name = format!("{}-{}", dice.pick(member.topics), dice.pick(&TASKS));
            number += 1;
            let name = if number > 8 * drawn { format!("{name}-{number}") } else { name };
            if world.scope_mut(member.id, region).notebooks.contains_key(&name) {
                continue;
            }
            notebook(world, member, region, &name, style, start);
            count += 1;
        }
    }
}

/// Puts a notebook instance into the account's network of a region.
pub(super) fn in_network(notebook: &mut Notebook, account: &str, region: &str) {
    let mut dice = Dice::named(0, &["subnet", account, region, &notebook.name]);
    let zone = dice.pick(&["a", "b", "c"]);
    notebook.subnet_id = Some(format!("subnet-{}", dice::hex(0, &[account, region, zone], 17)));
    notebook.security_groups = vec![format!("sg-{}", dice::hex(0, &[account, region, "notebooks"], 17))];
}

/// The ARN of the account's key in a region.
pub(super) fn key(account: &str, region: &str) -> String {
    format!("arn:aws:kms:{region}:{account}:key/{}", dice::uuid(0, &[account, region, "key"]))
}

fn lifecycle_configs(world: &mut World, member: &Member, region: &str, start: Timestamp) {
    let age = Dice::named(world.seed, &["config", member.id, region]).between(60, 500) * DAY;
    let config = |name: &str, on_create: Option<&str>, on_start: &str| LifecycleConfig {
        name: name.into(),
        on_create: on_create.map(str::to_owned),
        on_start: Some(on_start.into()),
        created: shifted(start, -age),
        modified: shifted(start, -age / 3),
        tags: owned(&[("owner", "ml-platform")]),
    };
    let base = config("base-setup", Some(scripts::ON_CREATE), scripts::ON_START);
    let auto = config("auto-stop-idle", None, scripts::AUTO_STOP);
    for config in [base, auto] {
        world.scope_mut(member.id, region).lifecycle_configs.insert(config.name.clone(), config);
    }
}

fn notebook(world: &mut World, member: &Member, region: &str, name: &str, style: Style, start: Timestamp) {
    let mut dice = Dice::named(world.seed, &["notebook", member.id, region, name]);
    let dice = &mut dice;
    let science = style == Style::Science;
    let created = dice.between(5, 420) * DAY + dice.between(0, DAY);
    let running = dice.happens(if science { 56 } else { 42 });
    let auto_stop = dice.happens(12);
    let active = running && (auto_stop || dice.happens(58));
    // Seconds before the demo's start: when it last started, and when its Jupyter last wrote.
    let (started, silent) = if active {
        (dice.between(HOUR, 40 * HOUR), 0)
    } else if running {
        let silent =
            if dice.happens(30) { dice.between(2 * HOUR, 20 * HOUR) } else { dice.between(DAY, 24 * DAY) };
        (silent + dice.between(2 * HOUR, 5 * DAY), silent)
    } else {
        let stopped = dice.between(6 * HOUR, 90 * DAY);
        (stopped + dice.between(2 * HOUR, 9 * DAY), stopped + dice.between(MINUTE, 6 * HOUR))
    };
    let started = started.min(created - HOUR);
    let silent = silent.min(started);
    let modified = if running { started } else { silent.saturating_sub(20 * MINUTE).max(5 * HOUR) };
    let mut notebook = Notebook {
        name: name.into(),
        status: if running { "InService" } else { "Stopped" }.into(),
        instance_type: instance_type(dice, science).into(),
        created: shifted(start, -created),
        modified: shifted(start, -modified.min(created)),
        lifecycle_config: lifecycle(dice, auto_stop),
        volume_gb: i32::try_from(dice.pick(&[5_i64, 20, 50, 50, 100, 100, 250, 1000])).unwrap_or(5),
        root_access: dice.happens(if science { 45 } else { 10 }),
        direct_internet: dice.happens(if science { 25 } else { 5 }),
        kms_key_id: dice.happens(if science { 60 } else { 92 }).then(|| key(member.id, region)),
        imds_version: if dice.happens(25) { "1" } else { "2" }.into(),
        platform: dice.pick(&["notebook-al2-v2", "notebook-al2-v3", "notebook-al2023-v1"]).into(),
        repository: dice.happens(20).then(|| format!("https://git.example.com/{}/{name}.git", member.name)),
        role: format!("SageMakerNotebook-{}", member.name),
        ..Notebook::default()
    };
    if !notebook.direct_internet || dice.happens(50) {
        in_network(&mut notebook, member.id, region);
    }
    (notebook.tags, notebook.was_tagged) = tags(dice, member, name, science);
    let from = shifted(start, -started);
    let until = (!active).then(|| shifted(start, -silent));
    world.put_stream(member.id, region, LogStream::jupyter(name, from, until));
    if notebook.lifecycle_config.is_some() {
        let line = |after: i64, text: &str| (shifted(from, after), text.to_owned());
        let lines = vec![
            line(-40, "Setting up the environment"),
            line(-22, "Collecting nbdime"),
            line(-4, "Lifecycle configuration finished"),
        ];
        let stream = LogStream::lines(NOTEBOOK_LOGS, &format!("{name}/LifecycleConfigOnStart"), lines);
        world.put_stream(member.id, region, stream);
    }
    world.scope_mut(member.id, region).notebooks.insert(name.into(), notebook);
}

fn instance_type(dice: &mut Dice, science: bool) -> &'static str {
    match dice.between(0, 100) {
        0..26 if science => dice.pick(&GPU),
        26..44 => dice.pick(&LARGE),
        _ => dice.pick(&SMALL),
    }
}

fn lifecycle(dice: &mut Dice, auto_stop: bool) -> Option<String> {
    if auto_stop {
        return Some("auto-stop-idle".into());
    }
    dice.happens(40).then(|| "base-setup".into())
}

/// Tags, and whether there ever were any: most are complete, some are half there, some are missing.
fn tags(dice: &mut Dice, member: &Member, name: &str, science: bool) -> (Vec<Tag>, bool) {
    let environment = match member.ou {
        "Workloads/DataScience" => "dev",
        "Workloads/UAT" => "uat",
        "Workloads/Production" => "prod",
        _ => "shared",
    };
    let project = name.split('-').next().unwrap_or(name);
    let owner = dice.pick(member.people);
    let center = format!("{}", 4000 + dice.between(1, 60) * 10);
    let team = member.name.trim_start_matches("ds-");
    let all = [
        ("owner", owner),
        ("environment", environment),
        ("Project", project),
        ("CostCenter", center.as_str()),
        ("team", team),
    ];
    let share = dice.between(0, 100);
    let sloppy = if science { 0 } else { 12 };
    match share + sloppy {
        0..10 => (Vec::new(), false),
        10..15 => (Vec::new(), true),
        15..24 => (owned(&[("environment", environment), ("Project", project)]), true),
        24..30 => (owned(&[("Owner", owner), ("env", environment)]), true),
        30..38 => (owned(&[("owner", owner), ("environment", "development"), ("Project", project)]), true),
        38..62 => (owned(all.get(..3).unwrap_or_default()), true),
        62..80 => (owned(all.get(..4).unwrap_or_default()), true),
        _ => (owned(&all), true),
    }
}
