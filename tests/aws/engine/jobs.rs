//! Jobs of every kind: how far back they are listed, what their descriptions tell, their logs.

use std::collections::HashSet;

use super::*;
use sagedeck::model::field::Field;
use sagedeck::model::resource::Phase;
use sagedeck::model::value::Value;
use sagedeck::sim::{Item, LogStream};
use serde_json::json;

const DAY_S: i64 = 86_400;

/// What differs between the kinds: the front of its members, the path of its ARN, its listing.
struct Of {
    kind: Kind,
    front: &'static str,
    path: &'static str,
    list: &'static str,
}

const ALL: [Of; 7] = [
    Of { kind: Kind::TrainingJob, front: "TrainingJob", path: "training-job", list: "ListTrainingJobs" },
    Of {
        kind: Kind::ProcessingJob,
        front: "ProcessingJob",
        path: "processing-job",
        list: "ListProcessingJobs",
    },
    Of { kind: Kind::TransformJob, front: "TransformJob", path: "transform-job", list: "ListTransformJobs" },
    Of {
        kind: Kind::TuningJob,
        front: "HyperParameterTuningJob",
        path: "hyper-parameter-tuning-job",
        list: "ListHyperParameterTuningJobs",
    },
    Of { kind: Kind::AutoMlJob, front: "AutoMLJob", path: "automl-job", list: "ListAutoMLJobs" },
    Of {
        kind: Kind::CompilationJob,
        front: "CompilationJob",
        path: "compilation-job",
        list: "ListCompilationJobs",
    },
    Of { kind: Kind::LabelingJob, front: "LabelingJob", path: "labeling-job", list: "ListLabelingJobs" },
];

impl Of {
    fn cell(&self) -> Cell {
        Cell { scope: scope(ONE), kind: self.kind }
    }

    fn target(&self, name: &str) -> Target {
        let arn = format!("arn:aws:sagemaker:{EU}:{ONE}:{}/{name}", self.path);
        let arn = sagedeck::model::id::Arn::new(arn);
        Target { arn, kind: self.kind, name: name.into(), within: None, scope: scope(ONE) }
    }

    fn job(&self, name: &str, age_s: i64, status: &str) -> Item {
        let created = start().as_second() - age_s;
        Item::new(json!({
            format!("{}Name", self.front): name,
            format!("{}Status", self.front): status,
            "CreationTime": created,
            "LastModifiedTime": created + 60,
        }))
    }

    /// So many completed jobs, one a minute, the newest with the highest number.
    fn world(&self, jobs: i64) -> World {
        let add = |world: World, number: i64| {
            let age = (jobs - number) * 60;
            world.item(ONE, EU, self.path, self.job(&format!("job-{number:04}"), age, "Completed"))
        };
        (0..jobs).fold(world(0), add)
    }
}

fn names(answered: &Answered) -> Vec<String> {
    answered.rows().iter().map(|row| row.name.raw().to_owned()).collect()
}

#[tokio::test(start_paused = true)]
async fn only_what_the_horizon_covers_is_listed() {
    for of in ALL {
        let ages = [("now", 60), ("week", 6 * DAY_S), ("month", 20 * DAY_S), ("old", 400 * DAY_S)];
        let add = |world: World, (name, age): (&str, i64)| {
            world.item(ONE, EU, of.path, of.job(name, age, "InProgress"))
        };
        let mut rig = Rig::new(ages.into_iter().fold(world(0), add)).await;
        for (days, count) in [(Some(7), 2), (Some(30), 3), (None, 4)] {
            let answered = rig.ask(Fetch::List(of.cell(), Horizon(days))).await;
            assert_eq!(answered.end, Ok(()), "{}", of.list);
            let expected: Vec<&str> = ages[..count].iter().map(|(name, _)| *name).collect();
            assert_eq!(names(&answered), expected, "{} newest first", of.list);
            assert!(answered.rows().iter().all(|row| row.phase == Phase::Ok));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_listing_of_several_pages_has_each_job_once_and_nothing_is_missing() {
    for of in ALL {
        let mut rig = Rig::new(of.world(250)).await;
        rig.sim.add_fault(Fault::new(Effect::DupItems(5)).operation(of.list));
        let answered = rig.ask(Fetch::List(of.cell(), Horizon(Some(7)))).await;
        let different: HashSet<String> = names(&answered).into_iter().collect();
        assert_eq!((answered.rows().len(), different.len()), (250, 250), "{}", of.list);
        assert_eq!(rig.sim.count(of.list), 3);
    }
}

#[tokio::test(start_paused = true)]
async fn a_denial_is_a_failure_and_no_empty_list() {
    for of in ALL {
        let denied = vec![format!("sagemaker:{}", of.list)];
        let world = of.world(2).with_account(ONE, |account| account.denied = denied);
        let answered = Rig::new(world).await.ask(Fetch::List(of.cell(), Horizon(Some(7)))).await;
        assert_eq!(answered.failure().kind, FailureKind::Denied, "{}", of.list);
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_description_lacks_stays_absent() {
    for of in ALL {
        let mut rig = Rig::new(of.world(1)).await;
        let described = rig.detail(of.target("job-0000"), Detail::Describe).await.unwrap();
        assert_eq!(described.status.map(|(_, phase)| phase), Some(Phase::Done), "{}", of.list);
        let told: Vec<Field> = described.facts.iter().map(|(field, _)| field).collect();
        assert_eq!(told, [], "{}", of.list);
    }
}

#[tokio::test(start_paused = true)]
async fn the_demo_s_stories_are_told() {
    let demo = Sim::demo(7, start());
    let now = demo.now();
    let mut rig = Rig::over(demo).await;
    let of = &ALL[0];
    let risk = Scope { account: "518830472206".parse().unwrap(), region: Region::parse(EU).unwrap() };
    let target = Target {
        arn: sagedeck::model::id::Arn::new(
            "arn:aws:sagemaker:eu-west-1:518830472206:training-job/fraud-transformer-b192",
        ),
        scope: risk,
        ..of.target("fraud-transformer-b192")
    };
    let described = rig.detail(target.clone(), Detail::Describe).await.unwrap();
    let reason = described.facts.get(Field::FailureReason).and_then(Value::as_text).unwrap();
    assert!(reason.raw().contains("CUDA out of memory"), "{reason}");
    assert!(described.facts.get(Field::Ended).unwrap().as_time().unwrap() < now);
    assert!(!format!("{described:?}").contains("hf_0a1b2c3d4e5f"), "a token is masked");
    let answered = rig.ask(Fetch::Streams(target)).await;
    let [Arrival::Streams(streams)] = &answered.arrivals[..] else { panic!("{:?}", answered.arrivals) };
    assert_eq!(streams.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn only_its_own_streams_are_read() {
    let of = &ALL[0];
    let line = || vec![(start(), "x".to_owned())];
    let stream = |name: &str| LogStream::lines("/aws/sagemaker/TrainingJobs", name, line());
    let world = of.world(1).log_stream(ONE, EU, stream("job-0000/algo-1-1"));
    let world = world.log_stream(ONE, EU, stream("job-0000/algo-2-1"));
    let world = world.log_stream(ONE, EU, stream("job-0000-again/algo-1-1"));
    let answered = Rig::new(world).await.ask(Fetch::Streams(of.target("job-0000"))).await;
    let [Arrival::Streams(streams)] = &answered.arrivals[..] else { panic!("{:?}", answered.arrivals) };
    assert_eq!(streams.len(), 2, "{streams:?}");
}
