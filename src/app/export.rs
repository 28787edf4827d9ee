//! What of the screen is taken along as a file: the marked rows, else the rows shown, and what is missing of them.
//!
//! Not the file: [`Effect::Export`](super::Effect) carries all that is needed to write one.

use jiff::Timestamp;

use super::detail::thousands;
use super::fleet::FleetState;
use super::model::Model;
use super::strip;
use super::view::sort_words;
use crate::model::account::{AccountState, Login};
use crate::model::export::{About, Export, Form, Source};
use crate::model::fetch::Severity;
use crate::model::row::Row;
use crate::model::text::Safe;

/// Which rows would be exported now, in words; nothing when there are none.
pub fn which(model: &Model) -> Option<Safe> {
    let table = &model.desk.table;
    let rows =
        |count: usize| if count == 1 { "1 row".to_owned() } else { format!("{} rows", thousands(count)) };
    if table.marks.is_empty() {
        let (shown, all) = (table.totals.shown, table.totals.all);
        let of = if shown == all { String::new() } else { format!(" of {}", thousands(all)) };
        return (shown > 0).then(|| Safe::new(format!("{}{of}, as shown", rows(shown))));
    }
    let marked = table.marks.len();
    let shown = table.shown().filter(|row| table.is_marked(&row.resource.arn)).count();
    let hidden = match marked.saturating_sub(shown) {
        0 => String::new(),
        count => format!(", {} of them not shown now", thousands(count)),
    };
    let rows = if marked == 1 { "row" } else { "rows" };
    Some(Safe::new(format!("the {} marked {rows}{hidden}", thousands(marked))))
}

/// Everything that a file needs to know, with the rows as they are now.
pub(super) fn export(model: &Model, form: Form) -> Option<Export> {
    let which = which(model)?;
    let screen = &model.desk;
    let table = &screen.table;
    // Rows are shared: what is cloned are handles, and what is computed is computed elsewhere.
    let rows: Vec<Row> = if table.marks.is_empty() {
        table.shown().cloned().collect()
    } else {
        table.chosen().into_iter().cloned().collect()
    };
    let columns = screen.shown_columns();
    let about = About {
        version: model.setup.version,
        simulated: model.setup.demo.is_some(),
        what: table.area.spec().name,
        at: model.now,
        oldest: model.strip.oldest,
        which,
        query: Safe::new(query(model)),
        sort: sort_words(table.sort),
        accounts: sources(model),
        missing: missing(model),
    };
    Some(Export { form, rows, columns: columns.iter().map(|column| column.field).collect(), about })
}

/// What narrows the rows, as far as it can be said in the filter language and beyond it.
fn query(model: &Model) -> String {
    let screen = &model.desk;
    let node = screen.narrow.as_ref().and_then(|key| screen.tree.lines.iter().find(|node| node.key == *key));
    let parts = [
        Some(screen.table.filter.text.clone()).filter(|text| !text.is_empty()),
        node.map(|node| format!("within {}", node.label.raw())),
        screen.table.only_problems.then(|| "problems only".to_owned()),
        screen.table.only_mine.then(|| "mine only".to_owned()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

fn sources(model: &Model) -> Vec<Source> {
    let fleet = &model.fleet;
    let counted = fleet.accounts.iter().filter(|account| !fleet.off_accounts.contains(&account.id));
    let source = |account: &std::sync::Arc<crate::model::account::Account>| {
        let caller = match (&account.login, account.state) {
            (_, AccountState::Suspended) => Err(Safe::new("suspended, never asked")),
            (Login::Ok { caller, .. }, _) => Ok(caller.clone()),
            (Login::Unknown, _) => Err(Safe::new("not asked so far")),
            (Login::Failed(failure), _) => Err(Safe::new(failure.to_string())),
        };
        Source { id: account.id, name: account.name.clone(), caller }
    };
    counted.map(source).collect()
}

/// What is missing of the rows or in them, a sentence each.
pub fn missing(model: &Model) -> Vec<Safe> {
    let strip = &model.strip;
    let mut missing: Vec<Safe> = Vec::new();
    match model.fleet.state {
        FleetState::Asking => missing.push(Safe::new("Which accounts there are is still being read")),
        FleetState::Failed(_) => missing.push(Safe::new("Which accounts there are could not be read")),
        FleetState::Known(_) => {}
    }
    let plural = |count: usize, one: &str, many: &str| {
        if count == 1 { format!("1 {one}") } else { format!("{} {many}", thousands(count)) }
    };
    if model.is_partial() {
        let (ok, total) = (strip.scopes_ok, strip.scopes_total.saturating_sub(strip.disabled));
        missing.push(Safe::new(format!("Listings are whole in {ok} of {total} scopes")));
    }
    if strip.loading > 0 {
        missing.push(Safe::new(format!("{} under way", plural(strip.loading, "listing is", "listings are"))));
    }
    if strip.details > 0 {
        let details = plural(strip.details, "detail is", "details are");
        missing.push(Safe::new(format!("{details} still to be read; their cells are empty")));
    }
    let fleet = &model.fleet;
    for account in fleet.accounts.iter().filter(|account| !fleet.off_accounts.contains(&account.id)) {
        if let Login::Failed(failure) = &account.login {
            missing.push(Safe::new(format!("No way into {}: {failure}", account.name.raw())));
        }
    }
    // Of all problems those of reading: what somebody did is none of the rows'.
    let listings = model.problems.iter().filter(|problem| problem.cell.is_some());
    let grave = listings.filter(|problem| problem.severity > Severity::Info).cloned();
    missing.extend(grave.chain(strip::details(model)).map(|problem| problem.text));
    missing
}

/// The name that a file gets when nobody types one: never made of anything from AWS.
pub fn name(kind_title: &str, at: Timestamp, form: Form) -> String {
    format!("./sagedeck-{kind_title}-{}.{}", at.strftime("%Y%m%dT%H%M%SZ"), form.name())
}

/// The same for what the screen shows.
pub(super) fn name_for(model: &Model, form: Form) -> String {
    name(model.desk.table.area.spec().name, model.now, form)
}
