//! C07: this machine's clock is wrong. AWS's is learned from its answers, calls are signed with it, and times are its.

use super::*;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use jiff::SignedDuration;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The simulator behind what AWS does first: it refuses what was signed at another time than its own.
#[derive(Clone, Debug)]
struct Strict {
    sim: Sim,
    refused: Arc<AtomicUsize>,
}

#[derive(Debug)]
struct Behind(SharedHttpConnector, Strict);

impl HttpClient for Strict {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        parts: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(Behind(self.sim.http_connector(settings, parts), self.clone()))
    }
}

impl HttpConnector for Behind {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let Self(inner, Strict { sim, refused }) = self;
        let signed = request.headers().get("x-amz-date").expect("it is signed");
        let signed: Timestamp = signed.parse().unwrap();
        if sim.now().duration_since(signed).abs() <= SignedDuration::from_mins(5) {
            return inner.call(request);
        }
        refused.fetch_add(1, Ordering::Relaxed);
        let (code, text) = ("SignatureDoesNotMatch", "Signature expired");
        let body = if request.headers().get("x-amz-target").is_some() {
            format!(r#"{{"__type":"{code}","message":"{text}"}}"#)
        } else {
            format!(
                "<ErrorResponse><Error><Code>{code}</Code><Message>{text}</Message></Error></ErrorResponse>"
            )
        };
        let mut answer = HttpResponse::new(403.try_into().unwrap(), SdkBody::from(body));
        let date = sim.now().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
        answer.headers_mut().insert("date", date);
        HttpConnectorFuture::ready(Ok(answer))
    }
}

/// An engine on a machine whose clock is so many seconds off.
fn off_by(seconds: i64) -> (Engine, Strict) {
    let sim = Sim::new(world(3), start());
    let strict = Strict { sim: sim.clone(), refused: Arc::default() };
    let clock = sim.clock();
    let ours = move || clock.now() + SignedDuration::from_secs(seconds);
    let settings = Settings {
        fleet: FleetSource::Organization(Organization {
            role: READER_ROLE.into(),
            ..Organization::default()
        }),
        regions: vec![Region::parse(EU).unwrap()],
        ..Settings::new(Arc::new(ours)).with_http(strict.clone(), ACCESS_KEY, SECRET_KEY)
    };
    (Engine::new(settings), strict)
}

#[tokio::test(start_paused = true)]
async fn c07_ten_minutes_either_way_are_corrected_from_the_first_answer() {
    for seconds in [600, -600] {
        let (engine, strict) = off_by(seconds);
        assert_eq!(engine.skew(), None, "nothing has answered");
        assert_eq!(ask(&engine, Fetch::Fleet).await.end, Ok(()), "{seconds}");
        assert_eq!(engine.calls().skew_s, -seconds);
        assert_eq!(engine.skew().map(|skew| skew.as_secs()), Some(-seconds));
        let refused = strict.refused.load(Ordering::Relaxed);
        assert!(refused > 0, "AWS refused the first calls");
        // What reads has no retries of its own: it must be signed right the first time.
        let answered = ask(&engine, Fetch::List(cell(ONE), Horizon::default())).await;
        assert_eq!(answered.end, Ok(()), "{seconds}");
        assert_eq!(strict.refused.load(Ordering::Relaxed), refused, "no further call was refused");
        let off = |at: Timestamp| at.duration_since(strict.sim.now()).abs();
        let rows = answered.rows();
        assert_eq!(rows.len(), 3);
        assert!(rows.iter().all(|row| off(row.seen()) < SignedDuration::from_secs(2)), "{seconds}");
        assert!(
            off(engine.clock()()) < SignedDuration::from_secs(2),
            "idle times are counted from AWS's now"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_right_is_left_alone() {
    let (engine, strict) = off_by(0);
    assert_eq!(ask(&engine, Fetch::Fleet).await.end, Ok(()));
    assert_eq!((engine.calls().skew_s, strict.refused.load(Ordering::Relaxed)), (0, 0));
    assert_eq!(engine.clock()(), strict.sim.now());
    assert!(engine.skew().is_some_and(|skew| skew.abs() < SignedDuration::from_secs(2)));
}

#[tokio::test(start_paused = true)]
async fn c07_a_proxy_that_answers_in_place_of_aws_sets_no_clock() {
    let mut rig = Rig::new(world(3)).await;
    for effect in [Effect::Redirect302, Effect::ProxyAuth407] {
        rig.sim.clear_faults();
        rig.sim.add_fault(Fault::new(effect).operation(LIST));
        rig.sim.add_fault(Fault::new(Effect::SkewDate(86_400)).operation(LIST));
        for _ in 0..20 {
            assert!(rig.list(ONE).await.end.is_err());
        }
        assert_eq!(rig.engine.calls().skew_s, 0);
    }
}
