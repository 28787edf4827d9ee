//! `credential_process`: a command of the configuration that prints credentials.
//!
//! The SDK's own provider waits for ever, leaves the command running when the wait is given up and shows its error
//! output as it is. Invariant: the command never gets the terminal, is ended with the wait, and what it prints is
//! shown without secrets.
//! Source of the format: AWS SDKs and Tools reference, "Process credential provider".

use std::fmt;
use std::process::Stdio;
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{self, ProvideCredentials, future};
use jiff::Timestamp;
use serde::Deserialize;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::Command;

use super::keys::system_time;
use crate::aws::failure::{Worded, redact};
use crate::model::failure::{Failure, FailureKind, Place};
use crate::model::text::Safe;

/// More output than this is not credentials.
const LONGEST: u64 = 64 * 1024;

pub(super) struct Process {
    pub command: String,
    /// The profile.
    pub place: Place,
    pub patience: Duration,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Printed {
    version: u32,
    access_key_id: String,
    secret_access_key: String,
    session_token: Option<String>,
    expiration: Option<Timestamp>,
}

impl Process {
    async fn run(&self) -> provider::Result {
        let result = tokio::time::timeout(self.patience, self.output()).await;
        let wait = self.patience.as_secs_f32();
        let result = result.unwrap_or_else(|_| Err(format!("did not answer within {wait} s and was ended")));
        let printed = result.and_then(|text| parse(&text)).map_err(|why| {
            let what = Safe::new(format!("the credential_process {why}"));
            let todo = "run the command by hand; work resumes by itself when it prints credentials";
            let failure = Failure::new(FailureKind::LoginNeeded, what, todo).at(self.place.clone());
            CredentialsError::provider_error(Worded(failure))
        })?;
        Ok(Credentials::new(
            printed.access_key_id,
            printed.secret_access_key,
            printed.session_token,
            printed.expiration.map(system_time),
            "credential_process",
        ))
    }

    async fn output(&self) -> Result<String, String> {
        let (shell, flag) = if cfg!(windows) { ("cmd.exe", "/C") } else { ("sh", "-c") };
        let mut command = Command::new(shell);
        command
            .arg(flag)
            .arg(&self.command)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child =
            command.kill_on_drop(true).spawn().map_err(|error| format!("could not be started: {error}"))?;
        let (out, err) = (read(child.stdout.take()), read(child.stderr.take()));
        let (out, err, status) = tokio::join!(out, err, child.wait());
        let status = status.map_err(|error| format!("could not be waited for: {error}"))?;
        if status.success() {
            return Ok(out);
        }
        let said = redact(&err);
        let said = if said.is_empty() { String::new() } else { format!(": {said}") };
        Err(format!("ended with {status}{said}"))
    }
}

async fn read(pipe: Option<impl AsyncRead + Unpin>) -> String {
    let mut bytes = Vec::new();
    if let Some(pipe) = pipe {
        // What was read before an error is still worth judging; an incomplete answer will not parse.
        let _ = pipe.take(LONGEST).read_to_end(&mut bytes).await;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What was printed is never quoted: it may hold half of a secret.
fn parse(text: &str) -> Result<Printed, String> {
    let printed: Printed = serde_json::from_str(text).map_err(|error| {
        format!("printed no credentials (line {}, column {} of its output)", error.line(), error.column())
    })?;
    match printed.version {
        1 => Ok(printed),
        other => Err(format!("printed credentials of version {other}, which is unknown")),
    }
}

impl ProvideCredentials for Process {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.run())
    }
}

/// The command may hold a password.
impl fmt::Debug for Process {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Process")
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    async fn run(command: &str) -> Result<Credentials, String> {
        let place = Place { name: Some(Safe::new("p")), ..Place::default() };
        let patience = Duration::from_millis(300);
        let process = Process { command: command.to_owned(), place, patience };
        process.provide_credentials().await.map_err(|error| {
            let place = Place::default();
            crate::aws::failure::from_credentials(&error, place, &crate::aws::failure::Access::default())
                .to_string()
        })
    }

    #[tokio::test]
    async fn printed_credentials_are_read() {
        let json = r#"{"Version":1,"AccessKeyId":"AKID","SecretAccessKey":"s","SessionToken":"t","Expiration":"2026-11-23T16:00:00Z"}"#;
        let credentials = run(&format!("echo '{json}'")).await.unwrap();
        assert_eq!(credentials.access_key_id(), "AKID");
        assert_eq!(super::super::keys::expiry(&credentials), "2026-11-23T16:00:00Z".parse().ok());
    }

    #[tokio::test]
    async fn a_hanging_command_is_ended() {
        let folder = tempfile::tempdir().unwrap();
        let mark = folder.path().join("late");
        let error = run(&format!("sleep 0.8; touch {}", mark.display())).await.unwrap_err();
        assert!(error.contains("did not answer within 0.3 s"), "{error}");
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert!(!mark.exists());
    }

    #[tokio::test]
    async fn garbage_and_failures_are_worded_without_secrets() {
        let garbage = run("echo AKIAIOSFODNN7EXAMPLE").await.unwrap_err();
        assert!(garbage.contains("printed no credentials") && !garbage.contains("AKIA"), "{garbage}");
        let failed = run("echo token eyJhbGciOiJIUzI1NiJ9.eyJzdWIi.x is bad >&2; exit 3").await.unwrap_err();
        assert!(failed.contains("exit status: 3: token [hidden] is bad"), "{failed}");
        assert!(run("exit 1").await.unwrap_err().contains("· p ·"));
    }
}
