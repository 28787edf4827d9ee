//! The demo's endpoints: one that rolls back, one that failed, one between two models, one whose data drifts, one that
//! nobody asks any more; and what a team has besides.
//!
//! Models are versions of the registry in the shared account. Invariant: the cast is the same for every seed.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::sim::clock::{epoch, shifted};
use crate::sim::dice::{self, Dice};
use crate::sim::world::{Item, LogStream, World};

use super::cast::{ACCOUNTS, Member, REGIONS};
use super::{DAY, HOUR, MINUTE, fleet};

mod monitors;
mod stories;

/// The account with the registry and the images.
const SHARED: &str = "284419076635";

/// Puts all endpoints into the world.
pub(super) fn settle(world: &mut World, start: Timestamp) {
    let mut stage = Stage { world, start };
    stories::perform(&mut stage);
    for member in ACCOUNTS {
        for (region, drawn) in REGIONS.iter().zip(member.drawn) {
            let serves = member.ou.starts_with("Workloads/") && drawn > 2;
            for topic in member.topics.iter().filter(|_| serves) {
                draw(&mut stage, member, region, topic);
            }
        }
    }
}

/// The world at its start, while endpoints are put into it.
struct Stage<'w> {
    world: &'w mut World,
    start: Timestamp,
}

/// Account and region.
type Place<'a> = (&'a str, &'a str);

/// An endpoint in service, before what is particular to it.
struct Served<'a> {
    place: Place<'a>,
    name: &'a str,
    /// Seconds before the start: when it was created, and when it was updated last.
    age: (i64, i64),
    variants: &'a [Variant<'a>],
    /// Besides the others, without an answer that counts.
    shadow: Option<Variant<'a>>,
    tags: &'a [(&'a str, &'a str)],
}

/// A variant: its name, its model, on how many of what, and its weight. Without a type it is serverless.
#[derive(Clone, Copy)]
struct Variant<'a> {
    name: &'a str,
    model: &'a str,
    instance: Option<&'a str>,
    count: i64,
    weight: f64,
}

impl<'a> Variant<'a> {
    const fn only(model: &'a str, instance: &'a str, count: i64) -> Self {
        Self { name: "AllTraffic", model, instance: Some(instance), count, weight: 1.0 }
    }

    fn planned(&self) -> Value {
        let mut out =
            json!({ "VariantName": self.name, "ModelName": self.model, "InitialVariantWeight": self.weight });
        match self.instance {
            Some(instance) => {
                out["InstanceType"] = json!(instance);
                out["InitialInstanceCount"] = json!(self.count.max(1));
            }
            None => out["ServerlessConfig"] = json!({ "MemorySizeInMB": 4096, "MaxConcurrency": 20 }),
        }
        out
    }

    fn running(&self, region: &str, resolved: Timestamp) -> Value {
        let image = format!("{SHARED}.dkr.ecr.{region}.amazonaws.com/inference/{}", family(self.model));
        let digest = dice::hex(0, &[self.model, "image"], 64);
        let mut out = json!({
            "VariantName": self.name,
            "CurrentWeight": self.weight,
            "DesiredWeight": self.weight,
            "DeployedImages": [{
                "SpecifiedImage": format!("{image}:stable"),
                "ResolvedImage": format!("{image}@sha256:{digest}"),
                "ResolutionTime": epoch(resolved),
            }],
        });
        match self.instance {
            Some(_) => {
                out["CurrentInstanceCount"] = json!(self.count);
                out["DesiredInstanceCount"] = json!(self.count);
            }
            None => {
                out["CurrentServerlessConfig"] = json!({ "MemorySizeInMB": 4096, "MaxConcurrency": 20 });
            }
        }
        out
    }
}

/// The image family of a model: its name without the version.
fn family(model: &str) -> &str {
    model.rsplit_once("-v").map_or(model, |(family, _)| family)
}

impl Stage<'_> {
    fn ago(&self, seconds: i64) -> Timestamp {
        shifted(self.start, -seconds)
    }

    /// A model, unless it is there; `name-v3` is version 3 of the registry's group `name`.
    fn model(&mut self, (account, region): Place<'_>, name: &str, age: i64, isolated: bool) {
        let version = name.rsplit_once("-v").map(|(group, version)| {
            let registry = stories::registry(group);
            json!({ "ModelPackageName": format!("arn:aws:sagemaker:{region}:{registry}:model-package/{group}/{version}") })
        });
        let container = version.unwrap_or_else(|| {
            json!({
                "Image": format!("{SHARED}.dkr.ecr.{region}.amazonaws.com/inference/{name}:latest"),
                "Mode": "SingleModel",
                "ModelDataUrl": format!("s3://models-{account}-{region}/{name}/model.tar.gz"),
                "Environment": { "SAGEMAKER_PROGRAM": "inference.py", "FEATURE_STORE_TOKEN": "sim-5f2c0c77" },
            })
        });
        let network =
            |what: &str, kind: &str| format!("{kind}-{}", dice::hex(0, &[account, region, what], 17));
        let item = Item::new(json!({
            "ModelName": name,
            "PrimaryContainer": container,
            "ExecutionRoleArn": format!("arn:aws:iam::{account}:role/SageMakerModelExecution"),
            "VpcConfig": {
                "SecurityGroupIds": [network("hosting", "sg")],
                "Subnets": [network("a", "subnet"), network("b", "subnet")],
            },
            "EnableNetworkIsolation": isolated,
            "CreationTime": epoch(self.ago(age)),
        }));
        self.world.put_item(account, region, "model", item);
    }

    /// A configuration with the models that it names; nothing of it that is not in `more` besides.
    fn config(&mut self, served: &Served<'_>, name: &str, age: i64, more: Value) {
        let (account, region) = served.place;
        let isolated = account == stories::PRODUCTION;
        for variant in served.variants.iter().chain(&served.shadow) {
            self.model(served.place, variant.model, age + HOUR, isolated);
        }
        let variants = served.variants.iter().map(Variant::planned).collect::<Vec<_>>();
        let mut whole = json!({
            "EndpointConfigName": name,
            "ProductionVariants": variants,
            "CreationTime": epoch(self.ago(age)),
            "EnableNetworkIsolation": isolated,
        });
        if served.variants.iter().all(|variant| variant.instance.is_some()) {
            whole["KmsKeyId"] = json!(fleet::key(account, region));
        }
        if let Some(shadow) = &served.shadow {
            whole["ShadowProductionVariants"] = json!([shadow.planned()]);
        }
        self.world.put_item(account, region, "endpoint-config", Item::new(merged(whole, more)));
    }

    /// The endpoint's description with its configuration, models and log.
    fn endpoint(&mut self, served: &Served<'_>, of_config: Value, more: Value) -> Item {
        let (created, updated) = served.age;
        let name = format!("{}-{}", served.name, self.ago(updated).strftime("%Y%m%d-%H%M"));
        self.config(served, &name, updated + 5 * MINUTE, of_config);
        let region = served.place.1;
        let at = self.ago(updated);
        let mut whole = json!({
            "EndpointName": served.name,
            "EndpointConfigName": name,
            "EndpointStatus": "InService",
            "ProductionVariants": served.variants.iter().map(|one| one.running(region, at)).collect::<Vec<_>>(),
            "CreationTime": epoch(self.ago(created)),
            "LastModifiedTime": epoch(at),
        });
        if let Some(shadow) = &served.shadow {
            whole["ShadowProductionVariants"] = json!([shadow.running(region, at)]);
        }
        let mut item = Item::new(merged(whole, more));
        if !served.tags.is_empty() {
            item = item.tagged(served.tags);
        }
        item
    }

    fn put(&mut self, (account, region): Place<'_>, item: Item) {
        self.world.put_item(account, region, "endpoint", item);
    }

    /// What the containers of the endpoint's first variant wrote, from a time on until another: access lines, one about
    /// every so many seconds. It may go on into the future.
    fn access_log(&mut self, served: &Served<'_>, from: Timestamp, until: Timestamp, every_s: i64) {
        let (account, region) = served.place;
        let Some(variant) = served.variants.first() else { return };
        let mut dice = Dice::named(0, &["access", account, region, served.name]);
        let mut lines = Vec::new();
        let mut at = from;
        while at < until {
            let (host, took) = (dice.between(4, 250), dice.between(6, 90));
            let path = if dice.happens(20) { "GET /ping" } else { "POST /invocations" };
            lines
                .push((at, format!("169.254.178.2 - - \"{path} HTTP/1.1\" 200 {host} \"AHC/2.0\" {took}ms")));
            at = shifted(at, dice.between(every_s / 2, every_s * 2).max(1));
        }
        self.log(served.place, served.name, variant.name, lines);
    }

    fn log(
        &mut self,
        (account, region): Place<'_>,
        endpoint: &str,
        variant: &str,
        lines: Vec<(Timestamp, String)>,
    ) {
        let instance = dice::hex(0, &[account, region, endpoint, variant], 17);
        let group = format!("/aws/sagemaker/Endpoints/{endpoint}");
        let stream = LogStream::lines(&group, &format!("{variant}/i-{instance}"), lines);
        self.world.put_stream(account, region, stream);
    }
}

/// The members of both; those of the second win, and its `null` takes a member away.
fn merged(mut whole: Value, more: Value) -> Value {
    if let (Value::Object(whole), Value::Object(more)) = (&mut whole, more) {
        for (name, value) in more {
            if value.is_null() {
                whole.remove(&name);
            } else {
                whole.insert(name, value);
            }
        }
    }
    whole
}

/// That so many percent of the requests are written down, in the words of an endpoint and of its configuration.
fn captured(account: &str, percent: i64) -> (Value, Value) {
    let to = format!("s3://capture-{account}/endpoints");
    let summary = json!({
        "EnableCapture": percent > 0,
        "CaptureStatus": if percent > 0 { "Started" } else { "Stopped" },
        "CurrentSamplingPercentage": percent,
        "DestinationS3Uri": to,
        "KmsKeyId": fleet::key(account, "eu-west-1"),
    });
    let options = json!([{ "CaptureMode": "Input" }, { "CaptureMode": "Output" }]);
    let config = json!({
        "EnableCapture": percent > 0,
        "InitialSamplingPercentage": percent,
        "DestinationS3Uri": to,
        "CaptureOptions": options,
    });
    (json!({ "DataCaptureConfig": summary }), json!({ "DataCaptureConfig": config }))
}

/// A small endpoint of a team, or none: about a third of the topics are served.
fn draw(stage: &mut Stage<'_>, member: &Member, region: &str, topic: &str) {
    let mut dice = Dice::named(stage.world.seed, &["endpoint", member.id, region, topic]);
    if !dice.happens(34) {
        return;
    }
    let model = format!("{topic}-candidate");
    let instance = dice.pick(&[
        "ml.m5.large",
        "ml.m5.xlarge",
        "ml.m5.xlarge",
        "ml.c5.xlarge",
        "ml.g4dn.xlarge",
        "ml.g5.xlarge",
    ]);
    let variants = [Variant::only(&model, instance, dice.between(1, 3))];
    let created = dice.between(4, 160) * DAY + dice.between(0, DAY);
    let updated = dice.between(HOUR, created);
    let owner = dice.pick(member.people);
    let all = [("owner", owner), ("environment", "dev"), ("Project", topic)];
    let tags = all.get(..dice.between(0, 4) as usize).unwrap_or_default();
    let name = format!("{topic}-{}", dice.pick(&["test", "serving", "preview", "api"]));
    let served = Served {
        place: (member.id, region),
        name: &name,
        age: (created, updated),
        variants: &variants,
        shadow: None,
        tags,
    };
    let item = stage.endpoint(&served, Value::Object(Map::new()), Value::Object(Map::new()));
    stage.put(served.place, item);
    let until = if dice.happens(60) { stage.start } else { stage.ago(dice.between(DAY, 30 * DAY)) };
    stage.access_log(&served, shifted(until, -HOUR), until, 120);
}
