//! Wall 4 and the policies that the program emits, enforced by the simulator: enough for everything it does, and for
//! nothing else.

use super::*;
use sagedeck::sim::MANAGEMENT;

/// What `sagedeck iam-policy` prints.
fn emitted(arguments: &[&str]) -> String {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_sagedeck"))
        .arg("iam-policy")
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

pub fn guarded(notebooks: usize) -> World {
    let reader = emitted(&["reader"]);
    let operator = emitted(&["operator"]);
    let management = emitted(&["reader", "--management", "--role", "Sagedeck*"]);
    let mut world = world(notebooks).policy(MANAGEMENT, "platform-engineer", &management);
    for account in [ONE, PROD] {
        world = world.policy(account, READER_ROLE, &reader).policy(account, OPERATOR_ROLE, &operator);
    }
    world
}

#[tokio::test(start_paused = true)]
async fn the_emitted_policies_are_enough_for_every_screen_and_every_action() {
    let config = sagedeck::sim::LifecycleConfig { name: "auto".into(), ..Default::default() };
    let mut world = guarded(1).lifecycle_config(ONE, EU, config);
    world.notebook_mut(ONE, EU, "nb-0").unwrap().lifecycle_config = Some("auto".into());
    let stream = sagedeck::sim::LogStream::jupyter("nb-0", start(), None);
    let (sim, disk) = (Sim::new(world.log_stream(ONE, EU, stream), start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    let rows = operator.rows(ONE).await;
    let target = Target::of(&rows[0].resource);
    let configs = Cell { scope: scope(ONE), kind: Kind::LifecycleConfig };
    let mut questions = vec![
        Fetch::List(configs, Horizon::default()),
        Fetch::BulkTags(scope(ONE)),
        Fetch::Streams(target.clone()),
    ];
    questions.extend(catalog::spec(Kind::Notebook).details.iter().map(|d| Fetch::Detail(target.clone(), *d)));
    // The model registry and pipelines.
    for kind in [Kind::ModelGroup, Kind::ModelVersion, Kind::Pipeline, Kind::PipelineRun] {
        questions.push(Fetch::List(Cell { scope: scope(ONE), kind }, Horizon::default()));
    }
    let stream = Safe::new("nb-0/jupyter.log");
    let from = sagedeck::model::fetch::LogFrom::Tail;
    questions.push(Fetch::Events { target: target.clone(), stream, from });
    for question in questions {
        let arrivals = operator.ask(question.clone()).await;
        assert!(matches!(arrivals.last(), Some(Arrival::Done(_))), "{question:?}: {arrivals:?}");
    }
    operator.stop(&[]).await;
    for (verb, tags) in [
        (Verb::Start, vec![]),
        (Verb::AddTags, vec![tag("team", "vision")]),
        (Verb::RemoveTags, vec![tag("team", "vision")]),
    ] {
        let approved = operator.approve(verb, &[], &tags).await;
        let ended = operator.act(approved).await;
        assert_eq!(ending(&ended[0]), Some(Ending::Done), "{verb}: {ended:?}");
    }
    assert_eq!(sim.applied(), 4);
    let denied: Vec<_> =
        sim.requests().into_iter().filter(|one| one.status.is_some_and(|s| s >= 400)).collect();
    assert!(denied.is_empty(), "{denied:?}");
}

#[tokio::test(start_paused = true)]
async fn a_reader_s_policy_is_not_enough_to_act() {
    let mut world = guarded(1);
    let reader = emitted(&["reader"]);
    world = world.policy(ONE, OPERATOR_ROLE, &reader);
    let (sim, disk) = (Sim::new(world, start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    let ended = operator.stop(&[]).await;
    assert_eq!((ending(&ended[0]), sim.applied()), (Some(Ending::Refused), 0));
}

/// The raw SDK with the credentials that the program reads with: walls 1, 2 and 3 are not there.
async fn raw(sim: &Sim, role: &str, policy: Option<&str>) -> aws_sdk_sagemaker::Client {
    let config = |keys: Credentials| {
        aws_config::SdkConfig::builder()
            .behavior_version(aws_config::BehaviorVersion::latest())
            .region(aws_config::Region::new(EU))
            .credentials_provider(SharedCredentialsProvider::new(keys))
            .time_source(sim.clock())
            .http_client(SharedHttpClient::new(sim.clone()))
            .build()
    };
    let home = config(Credentials::new(ACCESS_KEY, SECRET_KEY, None, None, "sim"));
    let call = aws_sdk_sts::Client::new(&home).assume_role().role_session_name("x");
    let call = call.role_arn(format!("arn:aws:iam::{ONE}:role/{role}"));
    let given = call.set_policy(policy.map(str::to_owned)).send().await.unwrap().credentials.unwrap();
    let keys = Credentials::new(
        given.access_key_id,
        given.secret_access_key,
        Some(given.session_token),
        None,
        "sim",
    );
    aws_sdk_sagemaker::Client::new(&config(keys))
}

#[tokio::test(start_paused = true)]
async fn wall_4_alone_holds_what_reads_even_where_the_role_may_do_everything() {
    let sim = Sim::new(world(1), start());
    let policy = sagedeck::aws::session::READER_SESSION_POLICY;
    let client = raw(&sim, "Administrator", Some(policy)).await;
    assert!(client.list_notebook_instances().send().await.is_ok());
    assert!(client.stop_notebook_instance().notebook_instance_name("nb-0").send().await.is_err());
    assert_eq!((sim.writes(), sim.applied()), (1, 0));
    let open = raw(&sim, "Administrator", None).await;
    assert!(open.stop_notebook_instance().notebook_instance_name("nb-0").send().await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_read_only_process_has_no_hand_whatever_it_holds() {
    let (sim, disk) = (Sim::new(world(1), start()), Disk::new());
    let read_only = Settings { read_only: true, ..settings(&sim) };
    let operator = Operator::with(&sim, read_only, &disk, "a").await;
    // A permit that must not exist: walls 2 and 3 stand behind it.
    let writer = operator.engine.writer(&scope(ONE), &WritePermit::mint()).await.unwrap();
    let rows = operator.rows(ONE).await;
    let action = sagedeck::model::action::Action::plain(Verb::Stop);
    let sent = writer.carry_out(&action, &Target::of(&rows[0].resource)).await;
    assert!(matches!(sent, sagedeck::aws::write::Sent::Refused(_)), "{sent:?}");
    assert_eq!(sim.writes(), 0);
}

#[tokio::test(start_paused = true)]
async fn production_is_not_planned() {
    let (sim, disk) = (Sim::new(world(1), start()), Disk::new());
    let operator = Operator::new(&sim, &disk, "a").await;
    let rows = operator.rows(PROD).await;
    assert_eq!(rows[0].account.role, Some(AccountRole::Production));
    let plan = plan(&[&rows[0]], Verb::Stop, &[]);
    assert_eq!(plan.confirm(), None);
    assert_eq!(plan.left_out[0].why.raw(), "a production account allows no actions");
}
