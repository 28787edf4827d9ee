use super::*;

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

#[test]
fn same_seed_same_world_and_other_seed_another() {
    let text = |seed| format!("{:?}", world(seed, start()));
    assert_eq!(text(7), text(7));
    assert_ne!(text(7), text(8));
}
