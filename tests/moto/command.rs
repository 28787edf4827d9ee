//! `sagedeck act` at a real server: its exit codes, and what the server says afterwards.

use super::desk::{Desk, Way};
use super::server::{Look, Notebook};

/// Runs `act` on a notebook, and gives the exit code with what was printed and told.
fn act(desk: &Desk, words: &[&str], notebook: &Notebook) -> (Option<i32>, String) {
    let account = desk.moto.seed.accounts.iter().find(|one| one.id == notebook.account).unwrap();
    let profile = account.profile();
    let way = ["--profile", &profile, "--region", &notebook.region];
    let (verb, rest) = words.split_first().unwrap();
    let output = desk.sagedeck(&[&["act", verb, &notebook.arn], rest, &way].concat());
    let words = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    (output.status.code(), words.concat())
}

/// It ends with that code and those words, and neither at the server nor in the journal is anything new.
fn assert_does_nothing(desk: &Desk, words: &[&str], notebook: &Notebook, code: i32, why: &str) {
    let known =
        |desk: &Desk| (desk.moto.look(notebook), desk.moto.changes(notebook).len(), desk.lines().len());
    let before = known(desk);
    let (ended, told) = act(desk, words, notebook);
    assert_eq!(ended, Some(code), "{words:?}: {told}");
    assert!(told.contains(why), "{words:?}: {told}");
    assert_eq!(known(desk), before, "{words:?}");
}

fn assert_does(desk: &Desk, words: &[&str], notebook: &Notebook, done: &str) {
    let (ended, told) = act(desk, words, notebook);
    assert_eq!(ended, Some(0), "{words:?}: {told}");
    assert!(told.contains(done), "{words:?}: {told}");
}

fn operations(desk: &Desk, notebook: &Notebook) -> Vec<String> {
    desk.moto.changes(notebook).into_iter().map(|call| call.operation).collect()
}

/// Moto would take a second stop; that it is refused is the program's own doing.
#[test]
fn stop_and_start_are_done_once_each_and_refused_where_there_is_nothing_to_do() {
    let desk = Desk::new(Way::Profiles);
    let notebook = desk.moto.notebook("ds-retail-eu-003");
    assert_does_nothing(&desk, &["stop", "--yes", "--dry-run"], notebook, 0, "Lost: memory");
    assert_does_nothing(&desk, &["stop"], notebook, 2, "add --yes to agree");
    assert_does_nothing(
        &desk,
        &["stop", "--yes", "--read-only"],
        notebook,
        5,
        "read-only: --read-only was given",
    );
    assert_does_nothing(&desk, &["start", "--yes"], notebook, 5, "it is InService already");
    assert_does(&desk, &["stop", "--yes"], notebook, "done: it is Stopped");
    assert_eq!(desk.moto.look(notebook).status, "Stopped");
    assert_does_nothing(&desk, &["stop", "--yes"], notebook, 5, "it is Stopped already");
    assert_does(&desk, &["start", "--yes"], notebook, "done: it is InService");
    assert_eq!(desk.moto.look(notebook).status, "InService");
    assert_eq!(operations(&desk, notebook), ["StopNotebookInstance", "StartNotebookInstance"]);
    let deeds = desk.deeds();
    let words: Vec<_> = deeds.iter().rev().map(|deed| deed["action"].as_str().unwrap()).collect();
    assert_eq!(words, ["stop", "start"]);
}

/// Moto appends: a key that was given again would be there twice.
#[test]
fn tags_are_added_and_never_overwritten() {
    let desk = Desk::new(Way::Profiles);
    let notebook = desk.moto.notebook("ds-retail-eu-012");
    let Look { status, tags: mut expected } = desk.moto.look(notebook);
    assert!(expected.iter().any(|(key, _)| key == "owner"), "{expected:?}");
    let words = ["add-tags", "--tag", "owner=somebody-else", "--tag", "review=2026 Q4", "--yes"];
    assert_does_nothing(&desk, &[&words[..], &["--dry-run"]].concat(), notebook, 0, "review");
    assert_does(&desk, &words, notebook, "done: the tags are there");
    expected.push(("review".to_owned(), "2026 Q4".to_owned()));
    assert_eq!(desk.moto.look(notebook), Look { status, tags: expected });
    assert_does_nothing(&desk, &words, notebook, 5, "it has a tag with each of these keys");
    assert_eq!(operations(&desk, notebook), ["AddTags"]);
    assert_eq!(desk.deeds()[0]["tags"], serde_json::json!(["review=2026 Q4"]));
}

#[test]
fn where_the_account_has_no_role_its_name_is_asked_for() {
    let desk = Desk::new(Way::Profiles);
    let notebook = desk.moto.notebook("alpha-us-000");
    assert_does_nothing(&desk, &["stop", "--yes"], notebook, 2, "add --confirm with the account, alpha");
    assert_does_nothing(&desk, &["stop", "--confirm", "Alpha"], notebook, 2, "alpha");
    assert_does(&desk, &["stop", "--confirm", "alpha"], notebook, "done: it is Stopped");
    assert_eq!(desk.moto.look(notebook).status, "Stopped");
}

#[test]
fn an_account_that_allows_nothing_stays_as_it_is_whatever_is_confirmed() {
    let desk = Desk::new(Way::Profiles);
    let notebook = desk.moto.notebook("uat-serving-eu-001");
    for agreed in [&["--yes"][..], &["--confirm", "uat-serving"], &["--yes", "--dry-run"]] {
        assert_does_nothing(&desk, &[&["stop"], agreed].concat(), notebook, 5, "allows no actions");
    }
}
