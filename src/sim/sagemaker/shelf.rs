//! Kinds of resources that are kept as their descriptions: how each is named, listed, described and moved, as data.
//!
//! Members of a description that begin with a dot are the simulator's own: other operations answer from them.
//! Invariant: a listing gives only the members that AWS's summary has, whatever the description holds.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{Here, invalid_token, page_of};
use crate::sim::call::{Call, Refusal, State};
use crate::sim::clock::{epoch, shifted};
use crate::sim::dice::Dice;
use crate::sim::pager;
use crate::sim::world::{Item, Scope, World};

/// One kind of resource as SageMaker speaks of it.
#[derive(Debug)]
pub(in crate::sim) struct Shelf {
    /// How its ARN goes on behind the account: `training-job`.
    pub path: &'static str,
    /// The member with its ARN: `TrainingJobArn`.
    pub arn: &'static str,
    /// The members that identify it, in the order in which they stand in its ARN: `TrainingJobName`.
    pub key: &'static [&'static str],
    /// The member with its state, where it has one.
    pub status: &'static str,
    pub list: &'static str,
    /// The list of the listing's answer: `TrainingJobSummaries`.
    pub items: &'static str,
    /// The members of a summary; `A=B` where the description calls `B` what the summary calls `A`.
    pub summary: &'static [&'static str],
    /// Members of the listing's input that must equal a member of the resource: input, resource.
    pub within: &'static [(&'static str, &'static str)],
    pub describe: &'static str,
    /// Operations that move it.
    pub moves: &'static [Move],
}

/// An operation that moves a resource from one state into another.
#[derive(Debug)]
pub(in crate::sim) struct Move {
    pub operation: &'static str,
    pub from: &'static [&'static str],
    pub through: &'static str,
    /// Empty: it is gone then.
    pub until: &'static str,
    /// Seconds that it takes, from and to.
    pub takes: (i64, i64),
}

impl Shelf {
    /// Where it stands among its like: its identifying members, joined.
    pub(in crate::sim) fn id(&self, whole: &Map<String, Value>) -> String {
        let part = |member: &&str| match whole.get(*member)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        };
        self.key.iter().filter_map(part).collect::<Vec<_>>().join("/")
    }

    /// The ARN of the resource with that id; SageMaker writes names in ARNs in lower case.
    pub(in crate::sim) fn arn(&self, account: &str, region: &str, id: &str) -> String {
        format!("arn:aws:sagemaker:{region}:{account}:{}/{}", self.path, id.to_lowercase())
    }

    /// The members that tell a new state: the status, and the finer one where the kind has both.
    fn moved(&self, whole: &Map<String, Value>, state: &str) -> Map<String, Value> {
        let finer = whole.keys().find(|member| member.ends_with("SecondaryStatus")).map(String::as_str);
        let members = [Some(self.status), finer].into_iter().flatten();
        members.map(|member| (member.to_owned(), json!(state))).collect()
    }

    /// The ARN of one of its resources, where the call names one by it.
    pub(in crate::sim) fn arn_in(&self, call: &Call) -> Option<String> {
        let texts = call.input.as_object()?.values().filter_map(Value::as_str);
        let mut arns = texts.filter(|text| place(text).is_some_and(|(path, _)| path == self.path));
        call.text(self.arn).or_else(|| arns.next()).map(str::to_owned)
    }

    fn named(&self, call: &Call, scope: &Scope) -> Result<String, Refusal> {
        if let Some(arn) = self.arn_in(call) {
            let is_it = |item: &&Item| item.whole.get(self.arn).and_then(Value::as_str) == Some(&arn);
            let item = scope.shelf(self.path).find(is_it);
            return item.map(|item| self.id(&item.whole)).ok_or_else(|| missing(self, &arn));
        }
        // The last member must be there; AWS knows some resources by one of two owners.
        let last = self.key.last().copied().unwrap_or_default();
        call.required(last).or_else(|refusal| call.required(self.arn).map_err(|_absent| refusal))?;
        Ok(self.id(call.input.as_object().unwrap_or(&Map::new())))
    }
}

impl Here<'_> {
    /// Answers for a kind that is kept on a shelf; nothing for an operation of another.
    pub(super) fn on_shelf(
        &self,
        state: &mut State,
        shelf: &'static Shelf,
    ) -> Option<Result<Value, Refusal>> {
        let operation = self.call.operation.as_str();
        if let Some(step) = shelf.moves.iter().find(|step| step.operation == operation) {
            return Some(self.move_item(state, shelf, step));
        }
        let nothing = Scope::default();
        let scope = state.world.scope(self.account, &self.call.region).unwrap_or(&nothing);
        match operation {
            _ if operation == shelf.list => Some(self.list_items(scope, shelf)),
            _ if operation == shelf.describe => Some(self.describe_item(scope, shelf)),
            _ => None,
        }
    }

    fn list_items(&self, scope: &Scope, shelf: &Shelf) -> Result<Value, Refusal> {
        let size = self.call.limit("MaxResults", 10, 100)?;
        let key = self.call.listing(self.account);
        let after = match self.call.text("NextToken") {
            None => 0,
            Some(token) => {
                let cursor = pager::open(&key, token).ok_or_else(invalid_token)?;
                cursor.parse::<usize>().map_err(|_no_number| invalid_token())?
            }
        };
        let mut fitting: Vec<Map<String, Value>> = scope
            .shelf(shelf.path)
            .filter_map(|item| item.at(self.now))
            .filter(|whole| self.is_asked_for(shelf, whole))
            .collect();
        let by = match self.call.text("SortBy") {
            Some("Name") => shelf.key.last().copied().unwrap_or_default(),
            Some("Status") => shelf.status,
            Some(by) if by.ends_with("Time") => by,
            _ => "CreationTime",
        };
        fitting.sort_by(|a, b| compared(a.get(by), b.get(by)).then_with(|| shelf.id(a).cmp(&shelf.id(b))));
        if self.call.text("SortOrder") == Some("Descending") {
            fitting.reverse();
        }
        let more = fitting.len() > after + size;
        let summary = |whole: &Map<String, Value>| {
            let members = shelf.summary.iter();
            let named = members.map(|name| name.split_once('=').unwrap_or((name, name)));
            named.filter_map(|(name, from)| Some((name.to_owned(), whole.get(from)?.clone()))).collect()
        };
        let page = fitting.iter().skip(after).take(size).map(summary).collect();
        Ok(page_of(shelf.items, page, more.then(|| pager::issue(&key, &(after + size).to_string()))))
    }

    fn is_asked_for(&self, shelf: &Shelf, whole: &Map<String, Value>) -> bool {
        let input = &self.call.input;
        let text = |member: &str| whole.get(member).and_then(Value::as_str).unwrap_or_default();
        let equal = |asked: &str, member: &str| {
            let asked = input.get(asked);
            asked.is_none() || asked == whole.get(member)
        };
        let time = |member: &str| whole.get(member).and_then(Value::as_f64);
        let within = |asked: &str, member: &str| {
            let at = |end: &str| input.get(format!("{asked}{end}")).and_then(Value::as_f64);
            at("After").is_none_or(|after| time(member).is_some_and(|time| time > after))
                && at("Before").is_none_or(|before| time(member).is_some_and(|time| time < before))
        };
        let named = self.call.text("NameContains").map(str::to_lowercase);
        equal("StatusEquals", shelf.status)
            && shelf.within.iter().all(|(asked, member)| equal(asked, member))
            && within("CreationTime", "CreationTime")
            && within("Created", "CreationTime")
            && within("LastModifiedTime", "LastModifiedTime")
            && named.is_none_or(|part| {
                shelf.key.last().is_some_and(|member| text(member).to_lowercase().contains(&part))
            })
    }

    fn describe_item(&self, scope: &Scope, shelf: &Shelf) -> Result<Value, Refusal> {
        let id = shelf.named(self.call, scope)?;
        let item = scope.item(shelf.path, &id).and_then(|item| item.at(self.now));
        let mut whole = item.ok_or_else(|| missing(shelf, &id))?;
        whole.retain(|name, _| !name.starts_with('.'));
        Ok(Value::Object(whole))
    }

    fn move_item(&self, state: &mut State, shelf: &Shelf, step: &Move) -> Result<Value, Refusal> {
        let (account, region) = (self.account, &self.call.region);
        let id = shelf.named(self.call, state.world.scope_mut(account, region))?;
        let takes = Dice::named(state.world.seed, &[step.operation, account, region, &id]);
        let ends = shifted(self.now, takes.clone().between(step.takes.0, step.takes.1));
        let item = state.world.scope_mut(account, region).item_mut(shelf.path, &id);
        let item = item.ok_or_else(|| missing(shelf, &id))?;
        let arn = item.whole.get(shelf.arn).and_then(Value::as_str).unwrap_or_default().to_owned();
        let whole = item.at(self.now).ok_or_else(|| missing(shelf, &id))?;
        let status = whole.get(shelf.status).and_then(Value::as_str).unwrap_or_default();
        if !step.from.contains(&status) {
            let what = format!("{} cannot be done to {arn}: its status is {status}.", step.operation);
            return Err(Refusal::validation(what));
        }
        // What it failed of before is over.
        let mut members = shelf.moved(&whole, step.through);
        members.insert("FailureReason".into(), Value::Null);
        item.turn(self.now, Value::Object(members));
        if step.until.is_empty() {
            item.gone = Some(ends);
        } else {
            let mut last = shelf.moved(&whole, step.until);
            // What tells when it ended is known from then on.
            let end = shelf.summary.iter().find(|member| member.ends_with("EndTime"));
            last.extend(end.map(|member| ((*member).to_owned(), epoch(ends))));
            last.insert("LastModifiedTime".to_owned(), epoch(ends));
            item.later.push((ends, last));
        }
        // A job's log ends with the job.
        let group = format!("/aws/sagemaker/{}", shelf.list.trim_start_matches("List"));
        let front = format!("{id}/");
        let groups = &mut state.world.scope_mut(account, region).log_groups;
        let streams = groups.get_mut(&group).into_iter().flat_map(|group| group.streams.values_mut());
        streams.filter(|stream| stream.name.starts_with(&front)).for_each(|stream| stream.stop(ends));
        Ok(json!({ shelf.arn: arn }))
    }
}

fn missing(shelf: &Shelf, id: &str) -> Refusal {
    Refusal::new("ResourceNotFound", format!("Could not find {} \"{id}\".", shelf.path))
}

/// Numbers by size, all else as text.
fn compared(a: Option<&Value>, b: Option<&Value>) -> std::cmp::Ordering {
    if let (Some(a), Some(b)) = (a.and_then(Value::as_f64), b.and_then(Value::as_f64)) {
        return a.total_cmp(&b);
    }
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    text(a).cmp(&text(b))
}

impl World {
    /// Adds a resource by the path of its ARN, for example `training-job`; its ARN is made where its description lacks it.
    /// Nothing comes of a path that no kind has.
    #[must_use]
    pub fn item(mut self, account: &str, region: &str, path: &str, item: Item) -> Self {
        self.put_item(account, region, path, item);
        self
    }

    /// Adds a resource in place.
    pub fn put_item(&mut self, account: &str, region: &str, path: &str, mut item: Item) {
        let Some(shelf) = super::SHELVES.iter().find(|shelf| shelf.path == path) else { return };
        let id = shelf.id(&item.whole);
        let arn = shelf.arn(account, region, &id);
        item.whole.entry(shelf.arn).or_insert_with(|| Value::String(arn));
        self.scope_mut(account, region).put_item(shelf.path, id, item);
    }
}

/// What is on the shelves of a scope by ARN, as of a time.
pub(in crate::sim) fn find<'s>(scope: &'s Scope, arn: &str, now: Timestamp) -> Option<&'s Item> {
    let (path, _) = place(arn)?;
    let shelf = super::SHELVES.iter().find(|shelf| shelf.path == path)?;
    let is_it = |item: &&Item| item.whole.get(shelf.arn).and_then(Value::as_str) == Some(arn);
    scope.shelf(shelf.path).find(is_it).filter(|item| item.gone.is_none_or(|gone| now < gone))
}

/// The same, to change it.
pub(in crate::sim) fn find_mut<'s>(scope: &'s mut Scope, arn: &str) -> Option<&'s mut Item> {
    let (path, _) = place(arn)?;
    let shelf = super::SHELVES.iter().find(|shelf| shelf.path == path)?;
    let is_it = |item: &&mut Item| item.whole.get(shelf.arn).and_then(Value::as_str) == Some(arn);
    scope.shelf_mut(shelf.path).find(is_it)
}

/// The ARN's path and what follows it.
fn place(arn: &str) -> Option<(&str, &str)> {
    arn.splitn(6, ':').nth(5)?.split_once('/')
}
