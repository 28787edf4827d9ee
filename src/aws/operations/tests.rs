use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::*;

#[test]
fn every_operation_stands_once_and_is_named_after_its_service() {
    let ids: BTreeSet<_> = ALL.iter().map(|operation| operation.id).collect();
    assert_eq!(ids.len(), ALL.len());
    for operation in ALL {
        assert_eq!(operation.id, format!("{}:{}", operation.service, operation.name));
        assert!(operation.rate.per_second > 0.0 && operation.rate.burst >= 1.0, "{}", operation.id);
    }
}

#[test]
fn what_is_called_a_read_is_named_like_one_and_what_writes_says_on_what() {
    let reads = ["List", "Describe", "Get"];
    for operation in ALL.iter().filter(|operation| operation.class != Class::Session) {
        let named = reads.iter().any(|prefix| operation.name.starts_with(prefix));
        assert_eq!(named, operation.class != Class::Write, "{}", operation.id);
        assert_eq!(operation.on.is_some(), operation.class == Class::Write, "{}", operation.id);
    }
}

/// Reads every source file of the AWS floor and finds the calls of generated clients in it.
#[test]
fn every_call_in_the_sources_is_registered_and_every_entry_is_called() {
    let called = calls(&sources());
    let known: BTreeSet<String> = ALL.iter().map(|operation| snake(operation.name)).collect();
    let unknown: Vec<_> = called.difference(&known).collect();
    assert!(unknown.is_empty(), "called but not in the registry: {unknown:?}");
    // These are called by the credential chain inside the SDK, not by our sources.
    let chain = ALL.iter().filter(|operation| operation.class == Class::Session).map(|o| snake(o.name));
    let chain: BTreeSet<String> = chain.collect();
    let unused: Vec<_> = known.difference(&called).filter(|name| !chain.contains(*name)).collect();
    assert!(unused.is_empty(), "in the registry but never called: {unused:?}");
}

fn sources() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = vec![root.join("aws.rs")];
    collect(&root.join("aws"), &mut files);
    files.iter().map(|file| fs::read_to_string(file).unwrap()).collect()
}

fn collect(folder: &Path, into: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, into);
        } else if path.extension().is_some_and(|ext| ext == "rs") && !path.ends_with("tests.rs") {
            into.push(path);
        }
    }
}

/// The operations that generated clients are asked for: `client.x()` and `Client::new(..).x()`. Whatever holds a
/// client is called so in these sources.
fn calls(text: &str) -> BTreeSet<String> {
    let squeezed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let behind = |word: &'static str| squeezed.split(word).skip(1);
    let made = behind("Client::new(").filter_map(|rest| rest.split_once(')')?.1.strip_prefix('.'));
    let name = |rest: &str| {
        let (name, _) = rest.split_once("()")?;
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let plain = !name.is_empty() && name.chars().all(fits);
        (plain && name.contains('_')).then(|| name.to_owned())
    };
    behind("client.").chain(made).filter_map(name).collect()
}

#[test]
fn no_client_is_made_without_the_interceptor() {
    let text = sources();
    let bare = [" ", "(", ":"].map(|before| text.matches(&format!("{before}Client::new(")).count());
    assert_eq!(bare, [0; 3], "clients are made by Client::from_conf, with the interceptor");
    assert_eq!(text.matches("Client::from_conf(").count(), text.matches(".push_interceptor(").count());
}

#[test]
fn the_search_for_calls_finds_them() {
    let text =
        "let a = client\n    .list_tags()\n .send(); Client::new(&x).stop_it().send(); client.clone();";
    assert_eq!(calls(text).into_iter().collect::<Vec<_>>(), ["list_tags", "stop_it"]);
}

/// `DescribeAutoMLJobV2` is `describe_auto_ml_job_v2`: a word begins behind a small letter, or with the last capital of many.
fn snake(name: &str) -> String {
    let mut out = String::new();
    let letters: Vec<char> = name.chars().collect();
    for (at, c) in letters.iter().enumerate() {
        let small =
            |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(char::is_ascii_lowercase);
        if at > 0 && c.is_ascii_uppercase() && (small(at.checked_sub(1)) || small(Some(at + 1))) {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}
