//! What the caller may read is told apart: allowed, denied, not enabled, not known.

use super::*;
use sagedeck::aws::operations::{ALL, Class, Operation};
use sagedeck::aws::probe::Told;

fn error(code: &str) -> Effect {
    Effect::Error { code: code.into(), message: "no".into(), status: 400 }
}

/// Every read of the registry that is made in a region of an account.
fn regional(operation: &Operation) -> bool {
    matches!(operation.class, Class::Read | Class::ReadCost | Class::ReadSensitive)
        && !matches!(operation.service, "organizations" | "sts")
}

#[tokio::test(start_paused = true)]
async fn every_regional_read_of_the_registry_is_tried_once_and_nothing_is_changed() {
    let rig = Rig::new(world(3)).await;
    let before = rig.sim.requests().len();
    let probes = Box::pin(rig.engine.probe(&scope(ONE))).await.unwrap();
    let mut tried: Vec<_> = probes.iter().map(|probe| probe.operation.id).collect();
    let mut known: Vec<_> =
        ALL.iter().filter(|operation| regional(operation)).map(|operation| operation.id).collect();
    tried.sort_unstable();
    known.sort_unstable();
    assert_eq!(tried, known);
    assert_eq!(rig.sim.requests().len() - before, known.len());
    assert_eq!(rig.sim.writes(), 0);
    for probe in probes {
        assert_eq!(probe.told, Told::Allowed, "{}", probe.operation.id);
    }
}

#[tokio::test(start_paused = true)]
async fn a_denial_is_told_for_its_operation_alone() {
    let rig = Rig::new(world(3)).await;
    rig.sim.add_fault(Fault::new(error("AccessDeniedException")).operation("ListTags"));
    for probe in Box::pin(rig.engine.probe(&scope(ONE))).await.unwrap() {
        let denied = matches!(probe.told, Told::Denied(_));
        assert_eq!(denied, probe.operation.id == "sagemaker:ListTags", "{probe:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_says_nothing_about_permission_is_not_known() {
    let hanging = Effect::Hang;
    for effect in [error("ValidationException"), error("InternalFailure"), Effect::Garbage, hanging] {
        let rig = Rig::new(world(3)).await;
        rig.sim.add_fault(Fault::new(effect.clone()).operation("DescribeNotebookInstance"));
        for probe in Box::pin(rig.engine.probe(&scope(ONE))).await.unwrap() {
            let unknown = matches!(probe.told, Told::Unknown(_));
            assert_eq!(unknown, probe.operation.name == "DescribeNotebookInstance", "{effect:?} {probe:?}");
        }
    }
    let rig = Rig::new(world(3)).await;
    rig.sim.add_fault(Fault::new(Effect::Disabled).region(EU).service("sagemaker"));
    let probes = Box::pin(rig.engine.probe(&scope(ONE))).await.unwrap();
    assert!(probes.iter().any(|probe| matches!(probe.told, Told::Disabled(_))), "{probes:?}");
}
