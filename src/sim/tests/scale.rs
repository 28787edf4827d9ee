use super::*;

#[tokio::test(start_paused = true)]
async fn a_hundred_thousand_notebooks_are_paged_without_walking_them_all() {
    let mut world = World::empty();
    let scope = world.scope_mut(MANAGEMENT, EU);
    for number in 0..100_000 {
        let name = format!("nb-{number:06}");
        scope.notebooks.insert(name.clone(), Notebook { name, ..Notebook::default() });
    }
    let sim = Sim::new(world, start());
    let client = sagemaker(&config(&sim, MANAGEMENT));
    let mut token = None;
    let mut last = String::new();
    let begun = std::time::Instant::now();
    for _ in 0..20 {
        let page =
            client.list_notebook_instances().max_results(100).set_next_token(token).send().await.unwrap();
        token = page.next_token().map(str::to_owned);
        for item in page.notebook_instances() {
            let name = item.notebook_instance_name().unwrap();
            assert!(name > last.as_str());
            name.clone_into(&mut last);
        }
    }
    assert_eq!(last, "nb-001999");
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}
