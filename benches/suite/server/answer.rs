//! What each operation answers.

use std::fmt::Write as _;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use super::request::Request;
use super::{Details, State};
use crate::fleet::{HOME, Notebook, PAGE};

/// An answer and when it leaves.
pub struct Answer {
    /// Head and body.
    pub bytes: Arc<[u8]>,
    pub after: Duration,
    /// It leaves only when details are answered.
    pub held: bool,
    /// Rows in it of an account that is slow.
    pub slow_rows: usize,
}

/// The most accounts that Organizations gives at once.
const ACCOUNTS: usize = 20;
/// Within this prefix in the answers' only log stream a notebook was used last.
const LAST_EVENT_MS: u64 = 1_760_000_000_000;

/// Answers, and counts that it did.
pub fn answer(state: &State, request: &Request<'_>) -> Answer {
    let rules = state.rules();
    let is_login = matches!(request.operation, "AssumeRole" | "GetCallerIdentity");
    let throttled = !is_login && rules.throttle.is_some_and(|bucket| !state.takes(request, bucket));
    {
        let mut counts = state.counts();
        counts.throttled += usize::from(throttled);
        *counts.by_operation.entry(request.operation.to_owned()).or_default() += 1;
    }
    let slow = !is_login && rules.slow.contains(&request.account);
    let denied = !is_login && rules.denied.contains(&request.account);
    let detail = is_detail(request.operation);
    let bytes = if throttled {
        refusal("ThrottlingException", "Rate exceeded").into()
    } else if denied {
        refusal("AccessDeniedException", "User is not authorized to perform this operation").into()
    } else {
        body(state, request)
    };
    let whole = slow && !throttled && request.operation == "ListNotebookInstances";
    Answer {
        bytes,
        after: if slow { rules.slow_by } else { rules.latency },
        held: detail && rules.details == Details::Held,
        slow_rows: if whole { PAGE.min(state.fleet.rows) } else { 0 },
    }
}

fn is_detail(operation: &str) -> bool {
    let describes = operation.starts_with("Describe") && operation != "DescribeOrganization";
    describes || matches!(operation, "ListTags" | "GetResources" | "GetLogEvents")
}

fn body(state: &State, request: &Request<'_>) -> Arc<[u8]> {
    let pages = state.pages.read().unwrap_or_else(PoisonError::into_inner);
    let answer = match request.operation {
        "ListNotebookInstances" => {
            let first = request.number("NextToken").unwrap_or(0);
            let size = request.number("MaxResults").unwrap_or(10).clamp(1, PAGE);
            return pages.notebooks(request.account, request.region, first, size);
        }
        "AssumeRole" => return assumed(request).into(),
        "GetCallerIdentity" => return identity(request.account).into(),
        "DescribeNotebookInstance" => described(request, pages.generation),
        "DescribeNotebookInstanceLifecycleConfig" => lifecycle(request),
        "ListNotebookInstanceLifecycleConfigs" => r#"{"NotebookInstanceLifecycleConfigs":[]}"#.to_owned(),
        // No jobs are part of the benchmark.
        "ListTrainingJobs" => r#"{"TrainingJobSummaries":[]}"#.to_owned(),
        "ListProcessingJobs" => r#"{"ProcessingJobSummaries":[]}"#.to_owned(),
        "ListTransformJobs" => r#"{"TransformJobSummaries":[]}"#.to_owned(),
        "ListHyperParameterTuningJobs" => r#"{"HyperParameterTuningJobSummaries":[]}"#.to_owned(),
        "ListAutoMLJobs" => r#"{"AutoMLJobSummaries":[]}"#.to_owned(),
        "ListCompilationJobs" => r#"{"CompilationJobSummaries":[]}"#.to_owned(),
        "ListLabelingJobs" => r#"{"LabelingJobSummaryList":[]}"#.to_owned(),
        "ListTags" | "ListTagsForResource" => r#"{"Tags":[]}"#.to_owned(),
        "GetResources" => tagged(state, request),
        "DescribeLogStreams" => streams(request),
        "GetLogEvents" => r#"{"events":[],"nextForwardToken":"f/0","nextBackwardToken":"b/0"}"#.to_owned(),
        "DescribeOrganization" => {
            format!(r#"{{"Organization":{{"Id":"o-benchmark0","MasterAccountId":"{HOME:012}"}}}}"#)
        }
        "ListRoots" => r#"{"Roots":[{"Id":"r-root","Name":"Root"}]}"#.to_owned(),
        "ListOrganizationalUnitsForParent" => r#"{"OrganizationalUnits":[]}"#.to_owned(),
        "ListAccounts" | "ListAccountsForParent" => accounts(state, request),
        // Of everything else that is listed there is nothing.
        other => match sagedeck::aws::operations::ALL.iter().find(|known| known.name == other) {
            Some(known) if other.starts_with("List") => {
                known.answer.map_or_else(|| "{}".to_owned(), |member| format!(r#"{{"{member}":[]}}"#))
            }
            _ => return refusal("UnknownOperationException", "not part of the benchmark").into(),
        },
    };
    json(&answer).into()
}

fn described(request: &Request<'_>, generation: u64) -> String {
    let name = request.member("NotebookInstanceName").unwrap_or_default();
    let number = name.rsplit('-').next().and_then(|digits| digits.parse().ok()).unwrap_or(0);
    let notebook = Notebook::of(request.account, number, generation);
    let mut text = String::with_capacity(1_024);
    notebook.write(&mut text, request.account, request.region);
    // The listing's members and those that only this call has.
    text.pop();
    let account = request.account;
    let _ = write!(
        text,
        r#","SubnetId":"subnet-0a1b2c3d4e5f60718","SecurityGroups":["sg-0123456789abcdef0"],"RoleArn":"arn:aws:iam::{account:012}:role/service-role/NotebookRole","NetworkInterfaceId":"eni-0123456789abcdef0","DirectInternetAccess":"Enabled","VolumeSizeInGB":50,"RootAccess":"Enabled","PlatformIdentifier":"notebook-al2-v3","InstanceMetadataServiceConfiguration":{{"MinimumInstanceMetadataServiceVersion":"2"}}}}"#
    );
    text
}

fn lifecycle(request: &Request<'_>) -> String {
    let name = request.member("NotebookInstanceLifecycleConfigName").unwrap_or_default();
    format!(r#"{{"NotebookInstanceLifecycleConfigName":"{name}","OnCreate":[],"OnStart":[]}}"#)
}

/// Every notebook has an owner, as the tagging API tells it.
fn tagged(state: &State, request: &Request<'_>) -> String {
    let first = request.number("PaginationToken").unwrap_or(0);
    let last = (first + PAGE).min(state.fleet.rows);
    let mut text = String::from("{\"ResourceTagMappingList\":[");
    for number in first..last {
        let notebook = Notebook::of(request.account, number, 0);
        let arn = notebook.arn(request.account, request.region);
        let comma = if number > first { "," } else { "" };
        let _ = write!(
            text,
            r#"{comma}{{"ResourceARN":"{arn}","Tags":[{{"Key":"owner","Value":"team-{}"}},{{"Key":"environment","Value":"dev"}}]}}"#,
            number % 40
        );
    }
    let next = if last < state.fleet.rows { last.to_string() } else { String::new() };
    let _ = write!(text, "],\"PaginationToken\":\"{next}\"}}");
    text
}

fn streams(request: &Request<'_>) -> String {
    let prefix = request.member("logStreamNamePrefix").unwrap_or_default();
    let name = if prefix.ends_with('/') { format!("{prefix}jupyter.log") } else { prefix.to_owned() };
    format!(r#"{{"logStreams":[{{"logStreamName":"{name}","lastEventTimestamp":{LAST_EVENT_MS}}}]}}"#)
}

fn accounts(state: &State, request: &Request<'_>) -> String {
    let first = request.number("NextToken").unwrap_or(0);
    let size = request.number("MaxResults").unwrap_or(ACCOUNTS).clamp(1, ACCOUNTS);
    let last = (first + size).min(state.fleet.accounts as usize);
    let all: Vec<String> = (first + 1..=last)
        .map(|number| {
            let stage = ["dev", "stg", "prod"][number % 3];
            format!(
                r#"{{"Id":"{number:012}","Arn":"arn:aws:organizations::{HOME:012}:account/o-benchmark0/{number:012}","Email":"a{number}@example.com","Name":"ml-{stage}-{number:04}","Status":"ACTIVE","State":"ACTIVE","JoinedMethod":"CREATED","JoinedTimestamp":1600000000.0}}"#
            )
        })
        .collect();
    let next = if last < state.fleet.accounts as usize {
        format!(",\"NextToken\":\"{last}\"")
    } else {
        String::new()
    };
    format!("{{\"Accounts\":[{}]{next}}}", all.join(","))
}

fn assumed(request: &Request<'_>) -> Vec<u8> {
    // `arn%3Aaws%3Aiam%3A%3A000000000001%3Arole%2FReader`
    let role = request.field("RoleArn").unwrap_or_default();
    let account: String = role.split("%3A").nth(4).unwrap_or_default().to_owned();
    xml(&format!(
        "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials>\
         <AccessKeyId>ASIA{account}0000</AccessKeyId><SecretAccessKey>none</SecretAccessKey>\
         <SessionToken>token-{account}</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>\
         <AssumedRoleUser><AssumedRoleId>AROA{account}:bench</AssumedRoleId>\
         <Arn>arn:aws:sts::{account}:assumed-role/Reader/bench</Arn></AssumedRoleUser></AssumeRoleResult>\
         <ResponseMetadata><RequestId>0</RequestId></ResponseMetadata></AssumeRoleResponse>"
    ))
}

fn identity(account: u64) -> Vec<u8> {
    xml(&format!(
        "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>\
         <Arn>arn:aws:sts::{account:012}:assumed-role/Reader/bench</Arn><UserId>AROA{account:012}:bench</UserId>\
         <Account>{account:012}</Account></GetCallerIdentityResult>\
         <ResponseMetadata><RequestId>0</RequestId></ResponseMetadata></GetCallerIdentityResponse>"
    ))
}

/// A whole answer with a JSON body.
pub(super) fn json(body: &str) -> Vec<u8> {
    whole("200 OK", "application/x-amz-json-1.1", body)
}

fn xml(body: &str) -> Vec<u8> {
    whole("200 OK", "text/xml", body)
}

fn refusal(code: &str, message: &str) -> Vec<u8> {
    let body = format!(r#"{{"__type":"{code}","message":"{message}"}}"#);
    whole("400 Bad Request", "application/x-amz-json-1.1", &body)
}

fn whole(status: &str, kind: &str, body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\
         x-amzn-requestid: 00000000-0000-4000-8000-000000000000\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}
