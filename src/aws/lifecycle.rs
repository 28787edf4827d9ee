//! Lifecycle configurations of notebook instances: sizes of their scripts and whether one stops idle instances.
//!
//! The scripts may hold secrets. They are decoded, looked at and dropped in here; no part of one is kept or logged.

use aws_sdk_sagemaker::operation::describe_notebook_instance_lifecycle_config::DescribeNotebookInstanceLifecycleConfigOutput;
use aws_sdk_sagemaker::types::{NotebookInstanceLifecycleConfigSummary, NotebookInstanceLifecycleHook};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;

use super::collect::{Answer, Named, named};
use super::convert::time;
use super::operations::{
    DESCRIBE_NOTEBOOK_INSTANCE_LIFECYCLE_CONFIG, LIST_NOTEBOOK_INSTANCE_LIFECYCLE_CONFIGS,
};
use super::reader::Reader;
use crate::model::failure::Failure;
use crate::model::fetch::{Cell, Described, Target};
use crate::model::field::Field;
use crate::model::resource::{Facts, Parts, Phase, Resource, Whole};
use crate::model::value::Value;

/// What a script that stops idle instances is called in the public samples and their copies.
const AUTO_STOP: &[&str] =
    &["autostop", "auto-stop", "auto_stop", "stop-notebook-instance", "stop_notebook_instance"];
/// A script that runs something from elsewhere may stop instances without a word of it standing here.
const FETCHES: &[&str] = &["curl ", "wget ", "aws s3 ", "git clone", "pip install", "gsutil "];

pub(super) async fn list(reader: &Reader, cell: &Cell) -> Result<(), Failure> {
    let client = reader.sagemaker();
    let ask = async |token: Option<String>| {
        let send = || {
            let ask = client.list_notebook_instance_lifecycle_configs();
            ask.max_results(100).set_next_token(token.clone()).send()
        };
        let page = reader.caller.call(LIST_NOTEBOOK_INSTANCE_LIFECYCLE_CONFIGS, send).await?;
        let items = page.notebook_instance_lifecycle_configs.unwrap_or_default();
        Ok(Answer { items, next: page.next_token })
    };
    let row = |item: &_| row(item, cell, reader.caller.now());
    reader.rows(cell, LIST_NOTEBOOK_INSTANCE_LIFECYCLE_CONFIGS, ask, row).await
}

pub(super) async fn describe(reader: &Reader, target: &Target) -> Result<Described, Failure> {
    let client = reader.sagemaker();
    let operation = DESCRIBE_NOTEBOOK_INSTANCE_LIFECYCLE_CONFIG;
    let send = || {
        let ask = client.describe_notebook_instance_lifecycle_config();
        ask.notebook_instance_lifecycle_config_name(target.name.raw()).send()
    };
    let answer = reader.caller.call(operation, send).await?;
    let described = described(&answer);
    reader.same(target, answer.notebook_instance_lifecycle_config_arn(), operation, described)
}

pub(super) fn row(item: &NotebookInstanceLifecycleConfigSummary, cell: &Cell, seen: Timestamp) -> Resource {
    let arn = item.notebook_instance_lifecycle_config_arn();
    let name = item.notebook_instance_lifecycle_config_name();
    let Named { arn, name, incomplete } = named(arn, name, "notebook-instance-lifecycle-config", &cell.scope);
    Whole {
        arn,
        name,
        incomplete,
        kind: cell.kind,
        scope: cell.scope.clone(),
        // A configuration has no status: it is there.
        status: None,
        phase: Phase::Ok,
        created: time(item.creation_time()),
        modified: time(item.last_modified_time()),
        tags: None,
        facts: Facts::default(),
        parts: Parts::default(),
        seen,
        source: LIST_NOTEBOOK_INSTANCE_LIFECYCLE_CONFIGS.id,
    }
    .into()
}

pub(super) fn described(answer: &DescribeNotebookInstanceLifecycleConfigOutput) -> Described {
    let create = script(answer.on_create.as_deref());
    let start = script(answer.on_start.as_deref());
    let bytes = |script: Option<&String>| script.map(|text| Value::Int(text.len() as i64));
    Described {
        status: None,
        modified: time(answer.last_modified_time()),
        facts: [
            (Field::OnCreateBytes, bytes(create.as_ref())),
            (Field::OnStartBytes, bytes(start.as_ref())),
            (Field::AutoStop, start.as_deref().and_then(auto_stop).map(Value::Bool)),
            (Field::AutoStopAfter, start.as_deref().and_then(stops_after).map(Value::Span)),
        ]
        .into_iter()
        .collect(),
        tags: None,
    }
}

/// The text of a hook: empty when there is none, nothing when it cannot be decoded.
fn script(hooks: Option<&[NotebookInstanceLifecycleHook]>) -> Option<String> {
    let mut text = String::new();
    for content in hooks.unwrap_or_default().iter().filter_map(NotebookInstanceLifecycleHook::content) {
        let plain: String = content.split_ascii_whitespace().collect();
        text.push_str(&String::from_utf8_lossy(&STANDARD.decode(plain).ok()?));
    }
    Some(text)
}

/// The lines that do something.
fn commands(script: &str) -> impl Iterator<Item = &str> {
    script.lines().map(str::trim).filter(|line| !line.starts_with('#'))
}

/// Whether the script installs an idle auto-stop. Not known when it runs code from elsewhere that is not shown.
fn auto_stop(script: &str) -> Option<bool> {
    let has = |words: &[&str]| {
        commands(script).any(|line| words.iter().any(|word| line.to_ascii_lowercase().contains(word)))
    };
    if has(AUTO_STOP) {
        Some(true)
    } else if has(FETCHES) {
        None
    } else {
        Some(false)
    }
}

/// The idle time in seconds: `IDLE_TIME=3600`, `--time 3600` or `-t 3600` behind an auto-stop script.
fn stops_after(script: &str) -> Option<i64> {
    if auto_stop(script) != Some(true) {
        return None;
    }
    let assigned = commands(script).find_map(|line| {
        let line = line.strip_prefix("export ").unwrap_or(line);
        let (name, value) = line.split_once('=')?;
        let idle = ["IDLE_TIME", "IDLE_TIMEOUT", "IDLE_SECONDS", "TIMEOUT_IN_SECS"].contains(&name.trim());
        if idle { number(value) } else { None }
    });
    let passed = || {
        commands(script).filter(|line| AUTO_STOP.iter().any(|word| line.contains(word))).find_map(|line| {
            let mut words = line.split(|c: char| c.is_whitespace() || c == '=' || c == '"' || c == '\'');
            words.find(|word| *word == "--time" || *word == "-t")?;
            words.find(|word| !word.is_empty()).and_then(number)
        })
    };
    assigned.or_else(passed).filter(|seconds| *seconds > 0)
}

/// The number that a text starts with.
fn number(text: &str) -> Option<i64> {
    let text = text.trim().trim_start_matches(['"', '\'']);
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let rest = text.chars().nth(digits.len());
    digits.parse().ok().filter(|_| rest.is_none_or(|c| !c.is_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shape of the public sample, shortened.
    const SAMPLE: &str = "#!/bin/bash\nset -e\n# PARAMETERS\nIDLE_TIME=3600\n\
        wget https://example.com/autostop.py\n\
        (crontab -l 2>/dev/null; echo \"*/5 * * * * /usr/bin/python $PWD/autostop.py --time $IDLE_TIME --ignore-connections\") | crontab -\n";

    #[test]
    fn the_public_sample_is_recognised_with_its_time() {
        assert_eq!((auto_stop(SAMPLE), stops_after(SAMPLE)), (Some(true), Some(3_600)));
    }

    #[test]
    fn the_time_may_be_an_argument() {
        let script = "echo '*/5 * * * * python autostop.py --time 7200' | crontab -";
        assert_eq!((auto_stop(script), stops_after(script)), (Some(true), Some(7_200)));
        let unread = "python autostop.py --time $LIMIT";
        assert_eq!((auto_stop(unread), stops_after(unread)), (Some(true), None));
    }

    #[test]
    fn a_comment_installs_nothing_and_foreign_code_is_not_known() {
        assert_eq!(auto_stop("# python autostop.py --time 60\necho hello"), Some(false));
        assert_eq!(auto_stop("curl https://example.com/setup.sh | bash"), None);
        assert_eq!(auto_stop(""), Some(false));
        assert_eq!(stops_after("IDLE_TIME=3600"), None);
    }

    #[test]
    fn hooks_are_decoded_and_a_broken_one_is_not_known() {
        let hook = |content: &str| NotebookInstanceLifecycleHook::builder().content(content).build();
        let answer = DescribeNotebookInstanceLifecycleConfigOutput::builder()
            .on_start(hook(&STANDARD.encode(SAMPLE)))
            .on_create(hook("%%%"))
            .build();
        let facts = described(&answer).facts;
        assert_eq!(facts.get(Field::OnStartBytes), Some(&Value::Int(SAMPLE.len() as i64)));
        assert_eq!(facts.get(Field::OnCreateBytes), None);
        assert_eq!(facts.get(Field::AutoStop), Some(&Value::Bool(true)));
        let empty = described(&DescribeNotebookInstanceLifecycleConfigOutput::builder().build()).facts;
        assert_eq!(empty.get(Field::AutoStop), Some(&Value::Bool(false)));
        assert_eq!(empty.get(Field::OnStartBytes), Some(&Value::Int(0)));
    }
}
