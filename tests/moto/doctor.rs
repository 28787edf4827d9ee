//! What the doctor finds out of an account at a real server.

use serde_json::Value;

use super::server::Moto;

#[test]
fn the_doctor_says_who_one_is_and_what_of_each_region_is_known() {
    let moto = Moto::shared();
    let account = moto.seed.accounts.iter().find(|one| one.name == "ds-retail").unwrap();
    let profile = account.profile();
    let regions = ["eu-west-1", "us-east-1"];
    let output =
        moto.sagedeck(&["doctor", "--profile", &profile, "--region", &regions.join(","), "-o", "json"]);
    let told: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    let findings = told["findings"].as_array().unwrap();
    let bad = findings.iter().filter(|one| one["level"] == "bad").count();
    assert_eq!(told["problems"], bad);
    assert_eq!(output.status.code(), Some(if bad > 0 { 2 } else { 0 }), "{told:#}");
    let start = format!("ds-retail {}", account.id);
    let mut of_account = findings
        .iter()
        .filter(|one| one["area"] == "accounts" && one["what"].to_string().contains("ds-retail"));
    let who = of_account.next().unwrap();
    assert_eq!(who["level"], "ok", "{who:#}");
    let what = who["what"].as_str().unwrap();
    assert!(what.starts_with(&start) && what.contains(&format!("arn:aws:sts::{}:", account.id)), "{what}");
    assert!(who["more"].to_string().contains("credentials: long-lived keys in profile ds-retail"), "{who:#}");
    // Moto knows some of the reads only by name: what is not known is said to be so, region by region.
    let rest: Vec<_> = of_account.collect();
    assert!(!rest.is_empty() && rest.iter().all(|one| one["level"] == "unknown"), "{rest:#?}");
    for one in rest {
        let what = one["what"].as_str().unwrap();
        assert!(regions.iter().all(|region| what.contains(region)), "{what}");
        assert!(!what.contains("ListNotebookInstances "), "it is allowed: {what}");
    }
    assert!(moto.calls().iter().all(super::server::Call::only_reads));
}
