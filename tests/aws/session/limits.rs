//! A process that may take little of the machine: few open files (P17), little memory (P16). The real program asks a
//! real socket, started by a shell that sets the limit first.

use std::process::{Command, Output};

use super::loopback::{Closes, Loopback, ids, profiles_of};

/// The names that the program lists of so many accounts below a limit, as `ulimit` takes it.
fn listed(limit: &str, server: &Loopback, accounts: usize) -> Output {
    let home = tempfile::tempdir().unwrap();
    let credentials = home.path().join("credentials");
    std::fs::write(&credentials, profiles_of(&ids(accounts))).unwrap();
    // By name, so that each connection resolves one, as it would for AWS.
    let url = format!("http://localhost:{}", server.port);
    Command::new("/bin/sh")
        .args(["-c", &format!("ulimit {limit} && exec \"$0\" \"$@\"")])
        .arg(env!("CARGO_BIN_EXE_sagedeck"))
        .args(["get", "notebooks", "--no-details", "-o", "name", "--profile", "p*", "--endpoint-url", &url])
        .args(["--region", "eu-west-1"])
        .env_clear()
        .env("HOME", home.path())
        .env("XDG_CONFIG_HOME", home.path())
        .env("AWS_CONFIG_FILE", "/dev/null")
        .env("AWS_SHARED_CREDENTIALS_FILE", credentials)
        .output()
        .unwrap()
}

fn assert_whole(output: &Output, rows: usize) -> String {
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{errors}");
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), rows, "{errors}");
    errors
}

#[test]
fn p17_with_64_files_fewer_calls_leave_at_a_time_and_it_is_said() {
    let server = Loopback::new(Closes::Never);
    let errors = assert_whole(&listed("-n 64", &server, 120), 120);
    assert!(errors.contains("only 64 files may be open: 16 calls at a time"), "{errors}");
    assert!(server.most_open() <= 32, "{} connections", server.most_open());
    assert_eq!(server.requests(), 240, "nothing had to be asked twice");
}

#[test]
fn p17_a_soft_limit_is_raised_instead_and_nothing_is_said() {
    let server = Loopback::new(Closes::Never);
    let errors = assert_whole(&listed("-S -n 64", &server, 120), 120);
    assert!(!errors.contains("files"), "{errors}");
}

#[test]
fn p16_a25_three_hundred_megabytes_of_addresses_are_enough_for_ten_thousand_rows() {
    let server = Loopback::holding(34, Closes::Never);
    assert_whole(&listed("-v 300000", &server, 300), 300 * 34);
    assert_eq!(server.requests(), 600, "nothing had to be asked twice");
}
