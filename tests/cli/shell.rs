//! What makes a shell a home: completions, the manual page, a first configuration, the doctor.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

use super::program::{READABLE, Run, run, run_in};

/// Whether that program is on this machine.
fn is_there(program: &str) -> bool {
    Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

/// Gives a text to a program's standard input.
fn piped(program: &str, arguments: &[&str], text: &str) -> Run {
    let mut child = Command::new(program)
        .args(arguments)
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let text = text.to_owned();
    // Beside the reading, since a full pipe on either side would hold up the other.
    let writing = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writing.join().unwrap().unwrap();
    output.into()
}

#[test]
fn completions_know_kinds_formats_actions_columns_and_themes() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = run(&["completions", shell]);
        assert_eq!(script.code, Some(0), "{shell}");
        for word in ["doctor", "iam-policy", "read-only"] {
            assert!(script.out.contains(word), "{shell}: {word}");
        }
        // These generators write the values of arguments; elvish and powershell have none for them.
        if matches!(shell, "bash" | "zsh" | "fish") {
            for word in ["lifecycle-config", "usd_month", "jsonl", "graphite", "add-tags"] {
                assert!(script.out.contains(word), "{shell}: {word}");
            }
        }
    }
    let checks: [(&str, &[&str]); 3] = [("bash", &["-n"]), ("zsh", &["-n"]), ("fish", &["--no-execute"])];
    for (shell, arguments) in checks.into_iter().filter(|(shell, _)| is_there(shell)) {
        let script = run(&["completions", shell]).out;
        let checked = piped(shell, arguments, &script);
        assert_eq!((checked.code, checked.err.as_str()), (Some(0), ""), "{shell}");
    }
}

#[test]
fn bash_completes_kinds_and_the_words_of_an_option() {
    if !is_there("bash") {
        return;
    }
    let script = run(&["completions", "bash"]).out;
    let complete = |words: &[&str]| {
        let list = words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" ");
        let (last, before) = (words[words.len() - 1], words[words.len() - 2]);
        let call = format!(
            "{script}\nCOMP_WORDS=({list}); COMP_CWORD={}\n_sagedeck sagedeck '{last}' '{before}'\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"\n",
            words.len() - 1
        );
        piped("bash", &["--norc", "-s"], &call).out
    };
    assert_eq!(complete(&["sagedeck", "get", "--sort", "usd_m"]), "usd_month\n");
    assert_eq!(complete(&["sagedeck", "get", "-o", "csv"]), "csv\n");
    assert_eq!(complete(&["sagedeck", "--theme", "graph"]), "graphite\n");
    assert!(complete(&["sagedeck", "get", "note"]).contains("notebook"));
}

#[test]
fn the_manual_renders_without_a_warning() {
    let page = run(&["man"]);
    assert_eq!(page.code, Some(0));
    for line in page.out.lines().filter(|line| line.starts_with('\'')) {
        assert!(line.starts_with("'\\\""), "a line would be taken for a request: {line}");
    }
    if is_there("groff") {
        let arguments = ["-Tutf8", "-mandoc", "-Kutf8", "-P-cbu", "-ww", "-rLL=80n"];
        let rendered = piped("groff", &arguments, &page.out);
        assert_eq!((rendered.code, rendered.err.as_str()), (Some(0), ""));
        assert!(rendered.out.contains("FILTER LANGUAGE") && rendered.out.contains("SAGEDECK_READ_ONLY"));
    }
}

const PROFILES: &str = "[default]\nregion = eu-west-1\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = s3cr3t\n\
    [profile retail]\nrole_arn = arn:aws:iam::111122223333:role/Reader\nsource_profile = default\n\
    [profile vision]\nrole_arn = arn:aws:iam::444455556666:role/Reader\nsource_profile = default\nregion = us-east-1\n\
    [profile broken]\nrole_arn = arn:aws:iam::444455556666:role/Reader\n";

#[test]
fn init_writes_a_file_that_passes_the_check_and_never_touches_one() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("aws-config"), PROFILES).unwrap();
    let printed = run_in(home.path(), &["init", "--print"]);
    assert_eq!((printed.code, printed.err.as_str()), (Some(0), ""));
    for text in [
        "profiles = [\"default\", \"retail\", \"vision\"]",
        "#regions = [\"eu-west-1\", \"us-east-1\"]",
        "# broken is left out: ",
        "#   role    = \"Reader\"",
    ] {
        assert!(printed.out.contains(text), "{text}:\n{}", printed.out);
    }
    assert!(!printed.out.contains("s3cr3t") && !printed.out.contains("AKIAEXAMPLE"));
    let file = home.path().join("config/sagedeck/config.toml");
    assert!(!file.exists(), "--print writes nothing");

    let written = run_in(home.path(), &["init"]);
    assert_eq!(written.code, Some(0), "{}", written.err);
    assert_eq!(fs::read_to_string(&file).unwrap(), printed.out);
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let check = run_in(home.path(), &["check"]);
    assert_eq!(check.code, Some(0), "{}", check.out);

    fs::write(&file, "mode = \"read-only\"\n").unwrap();
    let again = run_in(home.path(), &["init"]);
    assert_eq!(again.code, Some(2));
    assert!(again.err.contains("is there already and was left alone"), "{}", again.err);
    assert_eq!(fs::read_to_string(&file).unwrap(), "mode = \"read-only\"\n");
}

#[test]
fn init_with_every_option_switched_on_is_still_right() {
    let home = tempfile::tempdir().unwrap();
    let text = run_in(home.path(), &["init", "--print"]).out;
    let looks_set = |line: &str| {
        line.starts_with("#[") || line.split_once(" = ").is_some_and(|(key, _)| !key.contains(' '))
    };
    let on: Vec<String> = text
        .lines()
        .map(|line| if looks_set(line) { line.trim_start_matches('#').to_owned() } else { line.to_owned() })
        .collect();
    let file = home.path().join("all.toml");
    fs::write(&file, on.join("\n").replace("\"~/certs/corporate.pem\"", "\"/dev/null\"")).unwrap();
    let check = run_in(home.path(), &["check", "--config", file.to_str().unwrap()]);
    assert_eq!(check.code, Some(0), "{}", check.out);
}

#[test]
fn init_follows_no_link_and_says_why_it_cannot_write() {
    let home = tempfile::tempdir().unwrap();
    let (link, target) = (home.path().join("link.toml"), home.path().join("target.toml"));
    std::os::unix::fs::symlink(&target, &link).unwrap();
    let linked = run_in(home.path(), &["init", "--config", link.to_str().unwrap()]);
    assert_eq!(linked.code, Some(2));
    assert!(!target.exists());
    let below = home.path().join("file");
    fs::write(&below, "").unwrap();
    let path = below.join("config.toml");
    let blocked = run_in(home.path(), &["init", "--config", path.to_str().unwrap()]);
    assert_eq!(blocked.code, Some(2));
    assert!(blocked.err.contains("cannot be made"), "{}", blocked.err);
}

#[test]
fn the_doctor_tells_a_machine_what_it_tells_people() {
    let well = run(&["--demo=7", "doctor", "-o", "json", "--account", READABLE]);
    assert_eq!(well.code, Some(0), "{}", well.out);
    let json: serde_json::Value = serde_json::from_str(&well.out).unwrap();
    assert_eq!(json["problems"], 0);
    let findings = json["findings"].as_array().unwrap();
    let reads = |one: &&serde_json::Value| one["more"].to_string().contains("enabled, every read is allowed");
    assert_eq!(findings.iter().filter(reads).count(), 2, "{}", well.out);
    for area in ["configuration", "accounts", "clock", "network", "terminal", "store", "journal"] {
        assert!(findings.iter().any(|one| one["area"] == area), "{area}: {}", well.out);
    }
}

#[test]
fn the_doctor_names_what_is_denied_in_the_demo_and_what_to_do() {
    let ill = run(&["--demo=7", "doctor"]);
    assert_eq!(ill.code, Some(2));
    assert!(ill.out.contains("is missing\n        without it: "), "{}", ill.out);
    assert!(ill.out.contains("what to do: "), "{}", ill.out);
}
