//! Amazon SageMaker: notebook instances, their lifecycle configurations, stop and start; the tags are in `tags`.
//!
//! Invariant: a page costs its own length, not the list's: names are kept in order and other orders are made once.

use std::ops::Bound;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::call::{Call, Caller, Refusal, State, unknown_operation};
use super::clock::epoch;
use super::dice::Dice;
use super::pager;
use super::world::{LifecycleConfig, NOTEBOOK_LOGS, Notebook, Scope};

pub(super) mod shelf;
mod shelves;
mod tags;

use shelf::Shelf;
use shelves::{pipelines, registry, studio};

/// The kinds that are kept as their descriptions.
pub(super) const SHELVES: &[&Shelf] = &[
    // Studio.
    &studio::DOMAIN,
    &studio::USER_PROFILE,
    &studio::SPACE,
    &studio::APP,
    // Hosting.
    &shelves::hosting::ENDPOINT,
    &shelves::hosting::ENDPOINT_CONFIG,
    &shelves::hosting::MODEL,
    &shelves::hosting::INFERENCE_COMPONENT,
    &shelves::hosting::MONITORING_SCHEDULE,
    // Jobs.
    &shelves::jobs::TRAINING,
    &shelves::jobs::PROCESSING,
    &shelves::jobs::TRANSFORM,
    &shelves::jobs::TUNING,
    &shelves::jobs::AUTOML,
    &shelves::jobs::COMPILATION,
    &shelves::jobs::LABELING,
    // The model registry.
    &registry::GROUPS,
    &registry::VERSIONS,
    // Pipelines.
    &pipelines::PIPELINES,
    &pipelines::EXECUTIONS,
];

pub(super) fn answer(
    state: &mut State,
    call: &Call,
    caller: &Caller,
    now: Timestamp,
) -> Result<Value, Refusal> {
    let here = Here { call, account: &caller.account, now };
    if let Some(answer) = registry::answer(call).or_else(|| here.of_execution(state)) {
        return answer;
    }
    if let Some(answer) = SHELVES.iter().find_map(|shelf| here.on_shelf(state, shelf)) {
        return answer;
    }
    let nothing = Scope::default();
    match call.operation.as_str() {
        "ListNotebookInstances" => here.list_notebooks(state),
        "StopNotebookInstance" => here.stop(state),
        "StartNotebookInstance" => here.start(state),
        "AddTags" => here.add_tags(state),
        "DeleteTags" => here.delete_tags(state),
        operation => {
            let scope = state.world.scope(&caller.account, &call.region).unwrap_or(&nothing);
            match operation {
                "DescribeNotebookInstance" => here.describe_notebook(scope),
                "ListNotebookInstanceLifecycleConfigs" => here.list_configs(scope),
                "DescribeNotebookInstanceLifecycleConfig" => here.describe_config(scope),
                "ListTags" => here.list_tags(scope),
                _ => Err(unknown_operation(call)),
            }
        }
    }
}

/// The ARN of a notebook instance; SageMaker writes names in ARNs in lower case.
pub(super) fn notebook_arn(account: &str, region: &str, name: &str) -> String {
    format!("arn:aws:sagemaker:{region}:{account}:notebook-instance/{}", name.to_lowercase())
}

/// The ARN of a lifecycle configuration.
pub(super) fn config_arn(account: &str, region: &str, name: &str) -> String {
    format!("arn:aws:sagemaker:{region}:{account}:notebook-instance-lifecycle-config/{}", name.to_lowercase())
}

/// The ARN of what a call names among the kinds that are kept as their descriptions.
pub(super) fn shelved_arn(call: &Call, account: &str) -> Option<String> {
    let operation = call.operation.as_str();
    let is_its = |shelf: &&&Shelf| {
        operation == shelf.describe || shelf.moves.iter().any(|step| step.operation == operation)
    };
    let shelf = SHELVES.iter().find(is_its)?;
    if let Some(arn) = shelf.arn_in(call) {
        return Some(arn);
    }
    let id = shelf.id(call.input.as_object()?);
    Some(shelf.arn(account, &call.region, &id))
}

/// One call's account, region and time.
struct Here<'a> {
    call: &'a Call,
    account: &'a str,
    now: Timestamp,
}

impl Here<'_> {
    fn list_notebooks(&self, state: &mut State) -> Result<Value, Refusal> {
        let size = self.call.limit("MaxResults", 10, 100)?;
        let key = self.call.listing(self.account);
        let cursor = self.cursor(&key)?;
        let order = self.order(state);
        let nothing = Scope::default();
        let scope = state.world.scope(self.account, &self.call.region).unwrap_or(&nothing);
        let filter = Filter::of(self.call);
        let mut fitting = self
            .walk(scope, order.as_deref(), cursor)
            .filter(|(_, notebook)| filter.fits(notebook, self.now));
        let page: Vec<(String, &Notebook)> = fitting.by_ref().take(size).collect();
        // One more than fits tells whether there is another page.
        let last = page.last().filter(|_| fitting.next().is_some());
        let next = last.map(|(cursor, _)| pager::issue(&key, cursor));
        let items = page.iter().map(|(_, notebook)| self.summary(notebook)).collect();
        Ok(page_of("NotebookInstances", items, next))
    }

    /// Notebooks after the cursor in the asked order, each with the cursor that stands behind it.
    fn walk<'s>(
        &self,
        scope: &'s Scope,
        order: Option<&'s Vec<String>>,
        cursor: Option<String>,
    ) -> Box<dyn Iterator<Item = (String, &'s Notebook)> + 's> {
        let descending = self.call.text("SortOrder") == Some("Descending");
        let by_name = |(name, notebook): (&'s String, &'s Notebook)| (name.clone(), notebook);
        match (order, descending) {
            (None, false) => {
                let after = cursor.map_or(Bound::Unbounded, Bound::Excluded);
                Box::new(scope.notebooks.range((after, Bound::Unbounded)).map(by_name))
            }
            (None, true) => {
                let before = cursor.map_or(Bound::Unbounded, Bound::Excluded);
                Box::new(scope.notebooks.range((Bound::Unbounded, before)).rev().map(by_name))
            }
            (Some(names), _) => {
                let start = cursor.and_then(|at| at.parse::<usize>().ok()).map_or(0, |at| at + 1);
                Box::new((start..names.len()).filter_map(move |at| {
                    let name = names.get(if descending { names.len() - 1 - at } else { at })?;
                    Some((at.to_string(), scope.notebooks.get(name)?))
                }))
            }
        }
    }

    /// Names in the asked order, unless that is by name; kept until something changes.
    fn order(&self, state: &mut State) -> Option<Arc<Vec<String>>> {
        let by = self.call.text("SortBy").filter(|by| *by != "Name")?;
        let key = format!("{}/{}/{by}", self.account, self.call.region);
        if let Some(known) = state.orders.get(&key) {
            return Some(known.clone());
        }
        let scope = state.world.scope(self.account, &self.call.region)?;
        let mut all: Vec<&Notebook> = scope.notebooks.values().collect();
        if by == "Status" {
            all.sort_by_key(|notebook| notebook.status_at(self.now));
        } else {
            all.sort_by_key(|notebook| notebook.created);
        }
        let names: Vec<String> = all.iter().map(|notebook| notebook.name.clone()).collect();
        let names = Arc::new(names);
        state.orders.insert(key, names.clone());
        Some(names)
    }

    fn summary(&self, notebook: &Notebook) -> Map<String, Value> {
        let mut out = Map::new();
        let name = &notebook.name;
        out.insert("NotebookInstanceName".into(), json!(name));
        let arn = notebook_arn(self.account, &self.call.region, name);
        out.insert("NotebookInstanceArn".into(), json!(arn));
        let status = notebook.status_at(self.now);
        out.insert("NotebookInstanceStatus".into(), json!(status));
        let url = format!("{}.notebook.{}.sagemaker.aws", name.to_lowercase(), self.call.region);
        out.insert("Url".into(), json!(url));
        out.insert("InstanceType".into(), json!(notebook.instance_type));
        out.insert("CreationTime".into(), epoch(notebook.created));
        out.insert("LastModifiedTime".into(), epoch(notebook.modified_at(self.now)));
        if let Some(config) = &notebook.lifecycle_config {
            out.insert("NotebookInstanceLifecycleConfigName".into(), json!(config));
        }
        if let Some(repository) = &notebook.repository {
            out.insert("DefaultCodeRepository".into(), json!(repository));
        }
        out
    }

    fn describe_notebook(&self, scope: &Scope) -> Result<Value, Refusal> {
        let name = self.call.required("NotebookInstanceName")?;
        let notebook = scope.notebooks.get(name).ok_or_else(not_found)?;
        let mut out = self.summary(notebook);
        let mut put = |name: &str, value: Value| out.insert(name.into(), value);
        if let Some(reason) =
            notebook.failure_reason.as_ref().filter(|_| notebook.status_at(self.now) == "Failed")
        {
            put("FailureReason", json!(reason));
        }
        if let Some(subnet) = &notebook.subnet_id {
            put("SubnetId", json!(subnet));
            put("SecurityGroups", json!(notebook.security_groups));
            let interface = super::dice::hex(0, &[self.account, &self.call.region, &notebook.name], 17);
            put("NetworkInterfaceId", json!(format!("eni-{interface}")));
        }
        if let Some(key) = &notebook.kms_key_id {
            put("KmsKeyId", json!(key));
        }
        put("RoleArn", json!(format!("arn:aws:iam::{}:role/{}", self.account, notebook.role)));
        put("DirectInternetAccess", json!(enabled(notebook.direct_internet)));
        put("VolumeSizeInGB", json!(notebook.volume_gb));
        put("RootAccess", json!(enabled(notebook.root_access)));
        put("PlatformIdentifier", json!(notebook.platform));
        put("IpAddressType", json!("ipv4"));
        let metadata = json!({ "MinimumInstanceMetadataServiceVersion": notebook.imds_version });
        put("InstanceMetadataServiceConfiguration", metadata);
        Ok(Value::Object(out))
    }

    fn list_configs(&self, scope: &Scope) -> Result<Value, Refusal> {
        let size = self.call.limit("MaxResults", 10, 100)?;
        let key = self.call.listing(self.account);
        let after = self.cursor(&key)?.map_or(Bound::Unbounded, Bound::Excluded);
        let mut items: Vec<_> =
            scope.lifecycle_configs.range((after, Bound::Unbounded)).take(size + 1).collect();
        let more = items.len() > size;
        items.truncate(size);
        let next = items.last().filter(|_| more).map(|(name, _)| pager::issue(&key, name));
        let items = items.iter().map(|(_, config)| self.config(config)).collect();
        Ok(page_of("NotebookInstanceLifecycleConfigs", items, next))
    }

    fn describe_config(&self, scope: &Scope) -> Result<Value, Refusal> {
        let name = self.call.required("NotebookInstanceLifecycleConfigName")?;
        let config = scope.lifecycle_configs.get(name).ok_or_else(|| {
            Refusal::validation(format!("Unable to describe Notebook Instance Lifecycle Config '{name}'. (Details: Notebook Instance Lifecycle Config does not exist.)"))
        })?;
        let mut out = self.config(config);
        for (member, script) in [("OnCreate", &config.on_create), ("OnStart", &config.on_start)] {
            let scripts: Vec<Value> =
                script.iter().map(|text| json!({ "Content": STANDARD.encode(text) })).collect();
            out.insert(member.into(), Value::Array(scripts));
        }
        Ok(Value::Object(out))
    }

    fn config(&self, config: &LifecycleConfig) -> Map<String, Value> {
        let mut out = Map::new();
        out.insert("NotebookInstanceLifecycleConfigName".into(), json!(config.name));
        let arn = config_arn(self.account, &self.call.region, &config.name);
        out.insert("NotebookInstanceLifecycleConfigArn".into(), json!(arn));
        out.insert("CreationTime".into(), epoch(config.created));
        out.insert("LastModifiedTime".into(), epoch(config.modified));
        out
    }

    fn stop(&self, state: &mut State) -> Result<Value, Refusal> {
        self.change(state, &["InService"], "Stopping", "Stopped", (30, 90))
    }

    fn start(&self, state: &mut State) -> Result<Value, Refusal> {
        self.change(state, &["Stopped", "Failed"], "Pending", "InService", (120, 240))
    }

    fn change(
        &self,
        state: &mut State,
        from: &[&str],
        through: &str,
        until: &str,
        (low, high): (i64, i64),
    ) -> Result<Value, Refusal> {
        let name = self.call.required("NotebookInstanceName")?;
        let seed = state.world.seed;
        let (account, region) = (self.account, &self.call.region);
        let notebook = state.world.notebook_mut(account, region, name).ok_or_else(not_found)?;
        let status = notebook.status_at(self.now);
        if !from.contains(&status) {
            return Err(Refusal::validation(format!(
                "Status ({status}) not in ([{}]). Unable to transition to ({through}) for Notebook Instance ({})",
                from.join(", "),
                notebook_arn(account, region, name)
            )));
        }
        let takes = Dice::named(seed, &[through, account, region, name]).between(low, high);
        notebook.begin(self.now, through, until, Duration::from_secs(takes.unsigned_abs()));
        let runs_from = (until == "InService").then(|| super::clock::shifted(self.now, takes));
        let logs = state.world.scope_mut(account, region).log_groups.get_mut(NOTEBOOK_LOGS);
        if let Some(stream) = logs.and_then(|group| group.streams.get_mut(&format!("{name}/jupyter.log"))) {
            match runs_from {
                Some(from) => stream.resume(from),
                None => stream.stop(self.now),
            }
        }
        Ok(Value::Null)
    }

    fn cursor(&self, key: &str) -> Result<Option<String>, Refusal> {
        match self.call.text("NextToken") {
            None => Ok(None),
            Some(token) => pager::open(key, token).map(Some).ok_or_else(invalid_token),
        }
    }
}

/// The filters of ListNotebookInstances.
struct Filter<'a> {
    status: Option<&'a str>,
    name: Option<String>,
    config: Option<&'a str>,
    repository: Option<&'a str>,
    created: (Option<f64>, Option<f64>),
    modified: (Option<f64>, Option<f64>),
}

impl<'a> Filter<'a> {
    fn of(call: &'a Call) -> Self {
        let time = |name: &str| call.input.get(name).and_then(Value::as_f64);
        Self {
            status: call.text("StatusEquals"),
            name: call.text("NameContains").map(str::to_lowercase),
            config: call.text("NotebookInstanceLifecycleConfigNameContains"),
            repository: call.text("DefaultCodeRepositoryContains"),
            created: (time("CreationTimeAfter"), time("CreationTimeBefore")),
            modified: (time("LastModifiedTimeAfter"), time("LastModifiedTimeBefore")),
        }
    }

    fn fits(&self, notebook: &Notebook, now: Timestamp) -> bool {
        let within = |(after, before): (Option<f64>, Option<f64>), at: Timestamp| {
            let at = at.as_millisecond() as f64 / 1000.0;
            after.is_none_or(|after| at > after) && before.is_none_or(|before| at < before)
        };
        let holds = |part: Option<&str>, whole: &Option<String>| {
            part.is_none_or(|part| whole.as_ref().is_some_and(|whole| whole.contains(part)))
        };
        self.status.is_none_or(|status| status == notebook.status_at(now))
            && self.name.as_ref().is_none_or(|part| notebook.name.to_lowercase().contains(part))
            && holds(self.config, &notebook.lifecycle_config)
            && holds(self.repository, &notebook.repository)
            && within(self.created, notebook.created)
            && within(self.modified, notebook.modified_at(now))
    }
}

fn page_of(name: &str, items: Vec<Map<String, Value>>, next: Option<String>) -> Value {
    let mut out = Map::new();
    out.insert(name.into(), Value::Array(items.into_iter().map(Value::Object).collect()));
    if let Some(next) = next {
        out.insert("NextToken".into(), Value::String(next));
    }
    Value::Object(out)
}

fn enabled(yes: bool) -> &'static str {
    if yes { "Enabled" } else { "Disabled" }
}

fn invalid_token() -> Refusal {
    Refusal::validation("Invalid NextToken: it does not belong to this request.")
}

fn not_found() -> Refusal {
    Refusal::validation("RecordNotFound")
}
