//! How long it takes, printed and not judged: `cargo test --release --lib store::tests::speed -- --ignored --nocapture`.

use std::time::Instant;

use super::*;

#[test]
#[ignore = "measures, and needs an optimised build to mean anything"]
fn a_hundred_thousand_rows() {
    let home = Home::new();
    let mut store = home.open();
    let mut accounts = Vec::new();
    let mut batch = Vec::new();
    for number in 0..100_u64 {
        let id = format!("{:012}", 100_000_000_000 + number).parse().unwrap();
        accounts.push(Account {
            id,
            regions: ["eu-west-1", "us-east-1"].iter().filter_map(|region| Region::parse(region)).collect(),
            ..account()
        });
        for region in &accounts.last().unwrap().regions {
            let scope = Scope { account: id, region: region.clone() };
            let row = |n| {
                let name = format!("notebook-{number}-{n}");
                let arn = format!("arn:aws:sagemaker:{region}:{id}:notebook-instance/{name}");
                shared(Whole {
                    arn: Arn::new(arn),
                    scope: scope.clone(),
                    ..notebook(&name, "InService", at(0))
                })
            };
            let rows = (0..500).map(row).collect();
            let cell = Cell { scope: scope.clone(), kind: Kind::Notebook };
            batch.push(Memory::Listing(Listed { cell, rows, at: at(0) }));
        }
    }
    let everyone = Memory::Accounts(accounts.iter().cloned().map(Arc::new).collect(), at(0));
    store.remember(&[everyone], at(1)).unwrap();
    let began = Instant::now();
    store.remember(&batch, at(1)).unwrap();
    let written = began.elapsed();
    let began = Instant::now();
    store.remember(&batch, at(2)).unwrap();
    let again = began.elapsed();
    drop(store);
    let began = Instant::now();
    let store = home.open();
    let (accounts, _) = store.accounts().unwrap().unwrap();
    let opened = began.elapsed();
    let (mut first, mut count) = (None, 0);
    store
        .listings(&accounts, |recalled| {
            first.get_or_insert_with(|| began.elapsed());
            count += recalled.rows.len();
        })
        .unwrap();
    let read = began.elapsed();
    let bytes = fs::metadata(home.file()).unwrap().len();
    println!("{count} rows, {bytes} bytes, {} a row", bytes / count as u64);
    println!("written {written:?}, again unchanged {again:?}");
    println!("accounts after {opened:?}, first listing after {first:?}, all after {read:?}");
    assert_eq!(count, 100_000);
}
