//! What the doctor says of the accounts: who one is there, where the credentials come from and when they end, what may
//! be read in which region, and what is missing.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::finding::{Area, Finding};
use super::look::Looked;
use crate::aws::operations::{ALL, Class};
use crate::aws::probe::Told;
use crate::model::account::{Account, AccountState, Login, Via};
use crate::model::failure::Failure;
use crate::model::fetch::Severity;
use crate::model::scope::Region;
use crate::model::text::Safe;
use crate::model::time::short_span;

/// Credentials that end sooner are worth a word.
const SOON_S: i64 = 600;

/// `operates` says whether this process may change anything, which is never tried here.
pub(super) fn findings(looked: &Looked, now: Timestamp, operates: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    for notice in &looked.notices {
        findings.push(match notice.severity {
            Severity::Info | Severity::Warning => Finding::note(Area::Accounts, notice.text.raw()),
            // A notice says in its own sentence what to do.
            Severity::Error => Finding::bad(Area::Accounts, notice.text.raw(), ""),
        });
    }
    for account in &looked.accounts {
        let who = who(account, looked, now);
        let is_in = matches!(account.login, Login::Ok { .. });
        let told = if is_in { reads(account, looked, who) } else { vec![who] };
        findings.extend(told.into_iter().map(|finding| finding.of(account)));
    }
    if let Some(failure) = &looked.failure {
        findings.push(failed("", failure));
    } else if looked.accounts.is_empty() && looked.notices.is_empty() {
        let todo = "configure a profile with `aws configure sso`, or name one with --profile";
        findings.push(Finding::bad(Area::Accounts, "no account was found", todo));
    }
    if looked.cut_off {
        let what = "not everything had answered when time was up; what is missing above is not known";
        findings.push(Finding::unknown(Area::Accounts, what));
    }
    if operates && !looked.accounts.is_empty() {
        let what = format!("whether actions are allowed was not tried: {}", names(Class::Write));
        let todo = "`sagedeck iam-policy operator` prints what they need";
        findings.push(Finding::note(Area::Accounts, what).todo(todo));
    }
    findings
}

fn names(class: Class) -> String {
    let of_class: Vec<&str> =
        ALL.iter().filter(|operation| operation.class == class).map(|operation| operation.id).collect();
    of_class.join(", ")
}

fn who(account: &Account, looked: &Looked, now: Timestamp) -> Finding {
    let via = match &account.via {
        Via::Profile(name) => format!("profile {}", name.raw()),
        Via::Role(role) => format!("role {}", role.raw()),
    };
    let place = format!("{} {} ({via})", account.name.raw(), account.id);
    let origin = match looked.origins.get(&account.id) {
        Some(Ok(origin)) => origin.raw().to_owned(),
        Some(Err(failure)) => format!("not known: {}", failure.what.raw()),
        None => "not known".to_owned(),
    };
    match &account.login {
        _ if account.state == AccountState::Suspended => {
            Finding::note(Area::Accounts, format!("{place}: suspended by AWS, skipped"))
        }
        Login::Unknown => Finding::unknown(Area::Accounts, format!("{place}: no answer so far"))
            .more(format!("credentials: {origin}")),
        Login::Failed(failure) => failed(&place, failure).more(format!("credentials: {origin}")),
        Login::Ok { caller, expires, scoped } => {
            let left = expires.map(|at| at.as_second() - now.as_second());
            let ends = match left {
                Some(left) if left < SOON_S => format!("they end in {}, soon", short_span(left)),
                Some(left) => format!("they end in {}", short_span(left)),
                None => "they do not end by themselves".to_owned(),
            };
            let wall =
                if *scoped { "a session policy lets them read only" } else { "no session policy on them" };
            // The role stands in the caller already.
            let place = format!("{} {}", account.name.raw(), account.id);
            Finding::fine(Area::Accounts, format!("{place}: {}", caller.raw()))
                .more(format!("credentials: {origin}; {ends}; {wall}"))
        }
    }
}

fn failed(place: &str, failure: &Failure) -> Finding {
    let at = failure.place.to_string();
    let place = if place.is_empty() { at.as_str() } else { place };
    let what = failure.what.raw();
    let what = if place.is_empty() { what.to_owned() } else { format!("{place}: {what}") };
    Finding::bad(Area::Accounts, what, failure.todo.raw())
}

/// What was told of one operation, by what it amounts to.
type Same<'a> = BTreeMap<(&'static str, &'a Safe), (Vec<&'a Region>, &'a Failure)>;

/// What may be read in an account: a line to `who` for what is allowed, and a finding for each thing that is not or is
/// not known.
fn reads(account: &Account, looked: &Looked, who: Finding) -> Vec<Finding> {
    let (mut denied, mut unknown): (Same<'_>, Same<'_>) = (BTreeMap::new(), BTreeMap::new());
    let (mut findings, mut whole) = (Vec::new(), Vec::new());
    let name = account.name.raw();
    for region in &account.regions {
        let probed =
            looked.probes.iter().find(|(scope, _)| scope.account == account.id && scope.region == *region);
        let probes = match probed {
            Some((_, Ok(probes))) if !probes.is_empty() => probes,
            Some((_, Err(failure))) => {
                findings.push(failed(&format!("{name} {region}"), failure));
                continue;
            }
            _ => {
                findings.push(Finding::unknown(Area::Accounts, format!("{name} {region}: no answer so far")));
                continue;
            }
        };
        // Where a region is off, every service says so; one line is enough.
        if let Some(failure) = probes.iter().find_map(|probe| match &probe.told {
            Told::Disabled(failure) => Some(failure),
            _ => None,
        }) {
            findings.push(failed(&format!("{name} {region}"), failure));
            continue;
        }
        let allowed = probes.iter().filter(|probe| probe.told == Told::Allowed).count();
        if allowed == probes.len() {
            whole.push(region.as_str());
        }
        for probe in probes {
            let (same, failure) = match &probe.told {
                Told::Denied(failure) => (&mut denied, failure),
                Told::Unknown(failure) => (&mut unknown, failure),
                Told::Allowed | Told::Disabled(_) => continue,
            };
            let one = same.entry((probe.operation.id, &failure.what)).or_insert((Vec::new(), failure));
            one.0.push(region);
        }
    }
    let place = |regions: &[&Region]| {
        let regions: Vec<&str> = regions.iter().map(|region| region.as_str()).collect();
        format!("{name} {}", regions.join(" "))
    };
    for ((operation, what), (regions, failure)) in denied {
        let head = format!("{}: {operation} is missing", place(&regions));
        let finding = Finding::bad(Area::Accounts, head, failure.todo.raw());
        findings.push(finding.more(format!("without it: {}", costs(operation))).more(what.raw()));
    }
    for ((operation, what), (regions, failure)) in unknown {
        let head = format!("{}: whether {operation} is allowed is not known", place(&regions));
        findings.push(Finding::unknown(Area::Accounts, head).more(what.raw()).todo(failure.todo.raw()));
    }
    let who = if whole.is_empty() {
        who
    } else {
        who.more(format!("{}: enabled, every read is allowed", whole.join(" ")))
    };
    findings.insert(0, who);
    findings
}

/// What is not seen without an operation.
fn costs(operation: &str) -> &'static str {
    match operation {
        "sagemaker:ListNotebookInstances" => "no notebook instance is seen at all",
        "sagemaker:DescribeNotebookInstance" => "no details: network, encryption, root access",
        "sagemaker:ListTags" => "owners and tags are not known, so rules that need them judge nothing",
        "sagemaker:ListNotebookInstanceLifecycleConfigs"
        | "sagemaker:DescribeNotebookInstanceLifecycleConfig" => {
            "a notebook's own auto-stop is not known, so that idleness is less certain"
        }
        "sagemaker:ListDomains" | "sagemaker:DescribeDomain" => {
            "Studio domains and what holds for all of their users are not known"
        }
        "sagemaker:ListUserProfiles" | "sagemaker:DescribeUserProfile" => {
            "Studio's users, their roles and their idle shutdown are not known"
        }
        "sagemaker:ListSpaces" | "sagemaker:DescribeSpace" => {
            "Studio's spaces are not seen, and apps in them have no owner"
        }
        "sagemaker:ListApps" => "no Studio app is seen at all",
        "sagemaker:DescribeApp" => "the last use of a Studio app is not known, so that none counts as idle",
        // Hosting.
        "sagemaker:ListEndpoints" => "no endpoint is seen at all",
        "sagemaker:DescribeEndpoint" => "why an endpoint fails and what it runs on is not known",
        "sagemaker:ListEndpointConfigs" | "sagemaker:DescribeEndpointConfig" => {
            "instance types, models and prices of endpoints are not known"
        }
        "sagemaker:ListModels" | "sagemaker:DescribeModel" => "what endpoints serve is known by name only",
        "sagemaker:ListInferenceComponents" | "sagemaker:DescribeInferenceComponent" => {
            "what shares the instances of an endpoint is not known"
        }
        "sagemaker:ListMonitoringSchedules" | "sagemaker:DescribeMonitoringSchedule" => {
            "drift and violations are not seen"
        }
        // The model registry.
        "sagemaker:ListModelPackageGroups" => "no model of the registry is seen at all",
        "sagemaker:ListModelPackages" => "no version of a model is seen, nor what waits for an approval",
        "sagemaker:DescribeModelPackage" | "sagemaker:DescribeModelPackageGroup" => {
            "who registered and who approved a model, its image and its metrics are not known"
        }
        // Pipelines.
        "sagemaker:ListPipelines" => "no pipeline is seen at all",
        "sagemaker:ListPipelineExecutions" => "no run of a pipeline is seen, nor how the last one ended",
        "sagemaker:DescribePipeline" | "sagemaker:DescribePipelineExecution" => {
            "who started a run, and its state while it is acted on, are not known"
        }
        "sagemaker:ListPipelineExecutionSteps" | "sagemaker:ListPipelineParametersForExecution" => {
            "the steps of runs, what failed in them and their parameters are not known"
        }
        "sagemaker:DescribePipelineDefinitionForExecution" => {
            "which step waits for which, and which did not begin, is not known"
        }
        "tag:GetResources" => "tags are read one by one, which takes many more calls",
        "logs:DescribeLogStreams" => {
            "the last use of a notebook is not known, so that nothing counts as idle"
        }
        "logs:GetLogEvents" => "logs cannot be read in the console",
        // Jobs.
        "sagemaker:ListTrainingJobs"
        | "sagemaker:ListProcessingJobs"
        | "sagemaker:ListTransformJobs"
        | "sagemaker:ListHyperParameterTuningJobs"
        | "sagemaker:ListAutoMLJobs"
        | "sagemaker:ListCompilationJobs"
        | "sagemaker:ListLabelingJobs" => "no job of this kind is seen at all",
        "sagemaker:DescribeTrainingJob"
        | "sagemaker:DescribeProcessingJob"
        | "sagemaker:DescribeTransformJob"
        | "sagemaker:DescribeHyperParameterTuningJob"
        | "sagemaker:DescribeAutoMLJobV2"
        | "sagemaker:DescribeCompilationJob"
        | "sagemaker:DescribeLabelingJob" => "no details of such jobs: machines, times, data, reasons",
        _ => "a part of what is shown stays unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cost_of_every_read_is_told() {
        let regional = ALL.iter().filter(|operation| {
            matches!(operation.class, Class::Read | Class::ReadCost | Class::ReadSensitive)
                && !matches!(operation.service, "organizations" | "sts")
        });
        for operation in regional {
            assert!(!costs(operation.id).starts_with("a part"), "{}", operation.id);
        }
    }
}
