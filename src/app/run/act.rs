//! From a key to a plan: which rows are meant, what would be done to them, and the box that asks. Nothing is done here.

use crate::app::acts::{Doing, Stage, may_have_happened};
use crate::app::command::Command;
use crate::app::loading::remembered;
use crate::app::model::Model;
use crate::app::msg::Effect;
use crate::app::overlay::confirm;
use crate::app::setup::Mode;
use crate::catalog;
use crate::model::action::Verb;
use crate::model::audit::Progress;
use crate::model::fetch::{Severity, Target};
use crate::model::id::Arn;
use crate::model::resource::{Resource, Tag};
use crate::model::row::Row;
use crate::model::text::Safe;
use crate::plan::tags::Spellings;
use crate::plan::{Plan, Rules};

/// The row's safe action, or that of the marked rows: stop what runs; where nothing runs, start.
pub(super) fn safe(model: &mut Model) {
    let table = &model.desk.table;
    let rows = table.chosen();
    if rows.is_empty() {
        return model.say(Severity::Info, "There is no row here");
    }
    let any = |verb: Verb| {
        rows.iter().any(|row| {
            let spec = catalog::action(row.resource.kind, verb);
            let from = spec.map_or(&[][..], |spec| spec.from);
            row.resource.status.as_ref().is_some_and(|status| from.contains(&status.raw()))
        })
    };
    let verb = if !any(Verb::Stop) && any(Verb::Start) { Verb::Start } else { Verb::Stop };
    begin(model, verb, &[]);
}

/// Plans an action on the chosen rows and asks; where nothing of it may be done, says why.
pub(in crate::app) fn begin(model: &mut Model, verb: Verb, tags: &[Tag]) {
    let plan = plan(model, &model.desk.table.chosen(), verb, |_| tags);
    ask(model, plan, None);
}

fn ask(model: &mut Model, plan: Plan, undoes: Option<u32>) {
    if !plan.items.is_empty() {
        return confirm::open(model, plan, undoes);
    }
    let Some(first) = plan.left_out.first() else {
        return model.say(Severity::Info, "There is no row here");
    };
    let more = match plan.left_out.len() {
        1 => String::new(),
        count => format!(" (and {} more)", count - 1),
    };
    let text = format!("{}: {}{more}", first.target.name.raw(), first.why.raw());
    model.say(Severity::Warning, text);
}

/// Why an action can be done to none of the chosen rows; nothing where it can.
pub(in crate::app) fn refused(model: &Model, verb: Verb) -> Option<Safe> {
    let rows = model.desk.table.chosen();
    // Tags are chosen later: any key that is nobody's tells whether any could be added.
    let probe = Tag { key: Safe::new("sagedeck:probe"), value: Safe::new("x") };
    let tags = if verb == Verb::AddTags { vec![probe] } else { Vec::new() };
    let plan = plan(model, &rows, verb, |_| &tags);
    if plan.items.is_empty() { plan.left_out.first().map(|first| first.why.clone()) } else { None }
}

fn plan<'a>(model: &Model, rows: &[&Row], verb: Verb, tags: impl Fn(&Resource) -> &'a [Tag]) -> Plan {
    let read_only = match &model.setup.mode {
        Mode::Operate(_) => None,
        Mode::ReadOnly(why) => Some(why),
    };
    let policy = &model.setup.policy;
    let spellings = Spellings { required: &policy.required, aliases: &policy.aliases };
    let rules = Rules { read_only, protect: &policy.protect, spellings };
    let spec = |resource: &Resource| catalog::action(resource.kind, verb);
    let mut plan = Plan::of(rows, verb, tags, spec, rules, model.now);
    // What something is being done to already is not touched by a second hand.
    let is_busy = |item: &crate::plan::Item| {
        model.acts.open().any(|(_, doing)| {
            doing.item.target.arn == item.target.arn && !matches!(doing.stage, Stage::Following)
        })
    };
    let (busy, free) = plan.items.into_iter().partition(is_busy);
    plan.items = free;
    let busy: Vec<crate::plan::Item> = busy;
    // One resource is looked at once more before anything is done to it, under the eyes of whoever agreed; of many,
    // nobody would notice which were not what they seemed.
    if rows.len() > 1 {
        let (unseen, seen) = plan.items.into_iter().partition(|item| is_unseen(model, item));
        plan.items = seen;
        let unseen: Vec<crate::plan::Item> = unseen;
        plan.left_out.extend(unseen.into_iter().map(|item| crate::plan::LeftOut {
            why: remembered::unseen(item.seen, model.now),
            target: item.target,
            account: item.account,
        }));
    }
    plan.left_out.extend(busy.into_iter().map(|item| crate::plan::LeftOut {
        target: item.target,
        account: item.account,
        why: Safe::new("something is being done to it: wait for its end"),
    }));
    plan
}

/// Whether all that is known of it is remembered from an earlier session.
fn is_unseen(model: &Model, item: &crate::plan::Item) -> bool {
    model.inventory.get(&item.target.arn).is_some_and(|resource| model.inventory.is_remembered(resource))
}

/// Takes the last act back: a plan like any other, that asks like any other.
pub(super) fn undo(model: &mut Model) {
    let Some(act) = model.acts.last_undoable() else {
        return model.say(Severity::Info, "Nothing was done in this session that could be undone");
    };
    let spec = act.items.first().map(|doing| doing.item.spec);
    let Some((number, verb)) = spec.and_then(|spec| Some((act.number, spec.undo?))) else {
        return model.say(Severity::Info, "What was done cannot be undone");
    };
    let touched: Vec<_> = act.items.iter().filter(|doing| may_have_happened(&doing.stage)).collect();
    let rows: Vec<&Row> = touched.iter().filter_map(|doing| model.row(&doing.item.target.arn)).collect();
    if rows.is_empty() {
        return model
            .say(Severity::Warning, "What was done cannot be undone: its resources are not shown any more");
    }
    let done = |arn: &Arn| touched.iter().find(|doing| doing.item.target.arn == *arn);
    // From each resource only what was added to it: it may have had the others before.
    let tags = |resource: &Resource| done(&resource.arn).map_or(&[][..], |doing| &doing.item.action.tags);
    let deed = |target: &Target| done(&target.arn).and_then(|doing| doing.deed.clone());
    let plan = plan(model, &rows, verb, tags).undoing(deed);
    let runs = |doing: &&&Doing| doing.stage.is_open();
    if plan.items.is_empty()
        && let Some(doing) = touched.iter().find(runs)
    {
        let (name, key) = (doing.item.target.name.raw(), model.key_of(Command::Undo));
        let when = doing.item.spec.until.map_or("has ended".to_owned(), |until| format!("is {until}"));
        let text = format!("{name}: {} still runs; press {key} again when it {when}", act.verb);
        return model.say(Severity::Warning, text);
    }
    ask(model, plan, Some(number));
}

/// The session can change nothing from here on; there is no way back without a restart.
pub(super) fn read_only(model: &mut Model, out: &mut Vec<Effect>) {
    if matches!(model.setup.mode, Mode::ReadOnly(_)) {
        return model.say(Severity::Info, "This session is read-only already");
    }
    let why = Safe::new("switched in this session");
    model.setup.mode = Mode::ReadOnly(why.clone());
    out.push(Effect::Disarm(why));
    model.well("Read-only from here on; only a restart leads back");
    model.touch_counts();
}

/// Takes in what happens to a resource of an act.
pub(in crate::app) fn progressed(
    model: &mut Model,
    number: u32,
    at: usize,
    progress: Progress,
    out: &mut Vec<Effect>,
) {
    if let Progress::Seen(patch) = progress {
        return crate::app::loading::arrive::looked(model, *patch);
    }
    let now = model.now;
    let Some(doing) = model.acts.progress(number, at, &progress, now) else { return };
    let name = doing.item.target.name.clone();
    match &doing.stage {
        Stage::Ended(ending, text) => {
            let (good, text) = (ending.is_good(), format!("{}: {}", name.raw(), text.raw()));
            if good { model.well(text) } else { model.say(Severity::Error, text) }
        }
        Stage::Unknown(_) => {
            let text = format!("{}: the answer was lost; looking what became of it", name.raw());
            model.say(Severity::Warning, text);
        }
        _ => {}
    }
    crate::app::screen::audit::refresh(model, out);
    model.touch_counts();
}

/// Takes in what was found out about a deed of an earlier session.
pub(in crate::app) fn resolved(model: &mut Model, id: &Safe, progress: &Progress, out: &mut Vec<Effect>) {
    let Some(earlier) = model.acts.found(id, progress) else { return };
    let (act, found) = (&earlier.act, earlier.found.as_ref());
    let what = match found {
        Some(Stage::Ended(_, text) | Stage::Skipped(text)) => text.raw(),
        _ => "",
    };
    let good = found.is_some_and(Stage::is_good);
    let text = format!("Earlier session, {} {}: {what}", act.action.raw(), act.name.raw());
    if good {
        model.well(text);
    } else {
        model.say(Severity::Warning, text);
    }
    crate::app::screen::audit::refresh(model, out);
    model.touch_counts();
}
