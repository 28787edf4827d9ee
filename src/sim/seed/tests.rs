use super::*;
use crate::sim::world::NOTEBOOK_LOGS;

fn start() -> Timestamp {
    "2026-11-23T15:04:11Z".parse().unwrap()
}

#[test]
fn the_story_has_its_parts_whatever_the_seed() {
    for seed in 0..20 {
        let world = world(seed, start());
        assert_eq!(world.accounts.len(), 12);
        let notebooks: Vec<_> = world
            .scopes
            .values()
            .flat_map(|regions| regions.values())
            .flat_map(|scope| scope.notebooks.values())
            .collect();
        assert!((140..=160).contains(&notebooks.len()), "seed {seed}: {}", notebooks.len());
        let status = |word: &str| notebooks.iter().filter(|n| n.status_at(start()) == word).count();
        assert_eq!((status("Failed"), status("Stopping"), status("Pending")), (1, 1, 1));
        assert!(status("InService") > 50 && status("Stopped") > 30, "seed {seed}");
        assert!(notebooks.iter().any(|n| n.tags.is_empty() && !n.was_tagged));
        for notebook in &notebooks {
            assert!(notebook.created < notebook.modified, "{}", notebook.name);
            assert!(notebook.modified <= start(), "{}", notebook.name);
        }
    }
}

/// What runs in that account, has been silent for a day, and has no lifecycle configuration that might stop it.
fn idle<'w>(world: &'w World, account: &str) -> Vec<&'w str> {
    let account = world.accounts.iter().find(|known| known.name == account).unwrap();
    let mut names = Vec::new();
    for scope in world.scopes[&account.id].values() {
        for (name, notebook) in &scope.notebooks {
            let stream = scope.log_groups[NOTEBOOK_LOGS].streams.get(&format!("{name}/jupyter.log"));
            let silent = stream.is_some_and(|log| log.len(shifted(start(), -DAY)) == log.len(start()));
            if silent && notebook.status_at(start()) == "InService" && notebook.lifecycle_config.is_none() {
                names.push(name.as_str());
            }
        }
    }
    names
}

#[test]
fn there_is_enough_to_stop_and_some_of_it_where_no_role_leads() {
    let world = world(7, start());
    let science = ["ds-retail", "ds-risk", "ds-vision"].map(|account| idle(&world, account).len());
    assert!(science.iter().sum::<usize>() >= 5, "{science:?}");
    assert!(idle(&world, "org-management").contains(&"cost-explorer"));
}

#[test]
fn same_seed_same_world_and_other_seed_another() {
    let text = |seed| format!("{:?}", world(seed, start()));
    assert_eq!(text(7), text(7));
    assert_ne!(text(7), text(8));
}

/// What the registry and the pipelines tell is the same for every seed.
#[test]
fn models_and_pipelines_have_their_story_whatever_the_seed() {
    for seed in 0..3 {
        let world = world(seed, start());
        let items = |path: &'static str| {
            let scopes = world.scopes.values().flat_map(|regions| regions.values());
            scopes.flat_map(move |scope| scope.shelf(path)).filter_map(|item| item.at(start()))
        };
        let time = |whole: &serde_json::Map<String, serde_json::Value>, member: &str| whole[member].as_f64();
        let waiting: Vec<_> = items("model-package")
            .filter(|one| one["ModelApprovalStatus"] == "PendingManualApproval")
            .collect();
        let three_days = epoch_of(shifted(start(), -3 * DAY));
        assert!(waiting.iter().any(|one| time(one, "CreationTime") < Some(three_days)));
        let of = |name: &'static str| {
            items("pipeline-execution").filter(move |one| one[".PipelineName"] == name).collect::<Vec<_>>()
        };
        let churn = of("churn-train");
        let latest = churn
            .iter()
            .max_by(|a, b| time(a, "CreationTime").partial_cmp(&time(b, "CreationTime")).unwrap());
        assert_eq!(latest.unwrap()["PipelineExecutionStatus"], "Failed");
        assert_eq!(latest.unwrap()[".Steps"].as_array().unwrap().last().unwrap()["StepName"], "evaluate");
        assert!(of("shelf-detector").iter().any(|one| one["PipelineExecutionStatus"] == "Executing"));
        // None ends before it began, and what has ended did so by now.
        for run in items("pipeline-execution") {
            assert!(time(&run, "LastModifiedTime") >= time(&run, "CreationTime"), "{run:?}");
            assert!(time(&run, "LastModifiedTime") <= Some(epoch_of(start())), "{run:?}");
        }
    }
}

fn epoch_of(at: Timestamp) -> f64 {
    at.as_millisecond() as f64 / 1000.0
}
