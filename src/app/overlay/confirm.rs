//! The box in which a person agrees to a plan.
//!
//! Invariants: nothing counts before the box has stood on the terminal for a moment; Enter alone never agrees; a key
//! that is repeated, that came together with others in one read, or a paste never agrees. What is agreed to is the plan
//! that is shown.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};

use super::Overlay;
use crate::app::input::LineInput;
use crate::app::key::{Code, Key};
use crate::app::model::Model;
use crate::app::msg::{Effect, Size};
use crate::app::pick::Pick;
use crate::app::setup::Mode;
use crate::model::fetch::Severity;
use crate::model::id::Arn;
use crate::model::text::Safe;
use crate::plan::{Confirm, Plan};

/// The same key again within this time is a key that is held, or a hand that hammers.
const REPEAT: SignedDuration = SignedDuration::from_secs(1);

const TOO_EARLY: &str = "Too early: keys count when this box has been in sight for a moment";

/// State of the box.
#[derive(Clone, Debug, PartialEq)]
pub struct ConfirmBox {
    /// Tells this box from every other of the session.
    pub number: u64,
    pub plan: Plan,
    pub confirm: Confirm,
    /// What is typed, where something must be typed.
    pub input: LineInput,
    /// It has stood on the terminal for a moment.
    pub ready: bool,
    /// Why the last key did not count.
    pub refused: Option<&'static str>,
    /// The first line in sight of a list that does not fit.
    pub pick: Pick,
    /// The act that this one takes back.
    pub undoes: Option<u32>,
    /// How many of the resources the filter hides.
    pub hidden: usize,
    /// The keys of the last moment and when each was pressed.
    recent: Vec<(Key, Timestamp)>,
    /// When the typed text was changed last.
    edited: Option<Timestamp>,
}

/// Opens the box, unless there is nothing to agree to.
pub(in crate::app) fn open(model: &mut Model, plan: Plan, undoes: Option<u32>) {
    let Some(confirm) = plan.confirm() else { return };
    model.boxes += 1;
    let hidden = hidden(model, &plan);
    let state = ConfirmBox {
        number: model.boxes,
        plan,
        confirm,
        input: LineInput::default(),
        ready: false,
        refused: None,
        pick: Pick::default(),
        undoes,
        hidden,
        recent: Vec::new(),
        edited: None,
    };
    super::open(model, Overlay::Confirm(Box::new(state)));
}

/// How many of the resources are marked and not shown: marks stay where the filter hides them.
fn hidden(model: &Model, plan: &Plan) -> usize {
    let table = &model.desk.table;
    // The row under the cursor is in sight, and no other needs to be looked at.
    if table.marks.is_empty() {
        return 0;
    }
    let shown: HashSet<&Arn> = table.shown().map(|row| &row.resource.arn).collect();
    plan.items.iter().filter(|item| !shown.contains(&item.target.arn)).count()
}

/// Whether a box is open and has not stood on the terminal for long enough: then what is typed is dropped.
pub(in crate::app) fn is_too_early(model: &mut Model) -> bool {
    let Some(Overlay::Confirm(state)) = model.overlays.last_mut() else { return false };
    if !state.ready {
        state.refused = Some(TOO_EARLY);
    }
    !state.ready
}

/// Notes a key, and says whether it may agree.
pub(in crate::app) fn counts(model: &mut Model, key: Key) -> bool {
    let (now, together) = (model.now, model.together);
    let Some(Overlay::Confirm(state)) = model.overlays.last_mut() else { return true };
    state.recent.retain(|(_, at)| now.duration_since(*at).abs() < REPEAT);
    let repeated = state.recent.iter().any(|(last, _)| *last == key);
    state.recent.push((key, now));
    let typed = matches!(state.confirm, Confirm::Type { .. });
    let why = if !state.ready {
        Some(TOO_EARLY)
    } else if repeated && key.code != Code::Enter {
        Some("A repeated key does not count: wait a second and press it once")
    } else if together || state.edited == Some(now) {
        Some("Keys that come all at once do not count: press it by itself")
    } else if key.code == Code::Enter && !typed {
        Some("Enter alone does not agree")
    } else if repeated {
        Some("A repeated key does not count: wait a second and press it once")
    } else {
        None
    };
    state.refused = why;
    why.is_none()
}

/// A character was typed.
pub(super) fn edited(model: &mut Model) {
    let now = model.now;
    if let Some(Overlay::Confirm(state)) = model.overlays.last_mut() {
        state.edited = Some(now);
        state.refused = None;
    }
}

/// A paste agrees to nothing, and neither does it fill the field.
pub(in crate::app) fn pasted(model: &mut Model) {
    if let Some(Overlay::Confirm(state)) = model.overlays.last_mut() {
        state.refused = Some("Nothing can be pasted here: type it");
    }
}

/// The person agrees: the plan goes out.
pub(super) fn agree(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Overlay::Confirm(state)) = model.overlays.last_mut() else { return };
    let typed = matches!(state.confirm, Confirm::Type { .. }).then(|| state.input.text().to_owned());
    let Some(approved) = state.plan.approve(typed.as_deref()) else {
        state.refused = Some(if state.plan.items.len() > 1 {
            "That is not it: type the number of resources"
        } else {
            "That is not it: the words must be the same, letter by letter"
        });
        return;
    };
    let undoes = state.undoes;
    let Mode::Operate(permit) = &model.setup.mode else {
        return model.say(Severity::Error, "Nothing was done: this session is read-only");
    };
    let permit = permit.clone();
    model.overlays.pop();
    if let Some(number) = undoes {
        model.acts.close(number);
    }
    // What was decided is done with: the next key is about what is marked next.
    for item in approved.items() {
        model.desk.table.marks.remove(&item.target.arn);
    }
    let number = model.acts.begin(&approved, undoes.is_some(), model.now);
    if approved.items().len() > 1 {
        super::acts::open(model);
    }
    out.push(Effect::Act(number, permit, approved));
    model.touch_counts();
}

/// Forgets that a box was in sight: it was moved, or something else was there.
pub(in crate::app) fn out_of_sight(model: &mut Model) {
    for overlay in &mut model.overlays {
        if let Overlay::Confirm(state) = overlay {
            state.ready = false;
        }
    }
}

/// The box with that number has stood on the terminal for a moment.
pub(in crate::app) fn in_sight(model: &mut Model, number: u64) {
    if model.out_of_sight() != Some(number) {
        return;
    }
    if let Some(Overlay::Confirm(state)) = model.overlays.last_mut() {
        state.ready = true;
        model.touch();
    }
}

/// Lines of a box that are no list: its frame, the question and the screen's edge; then at most these above a list.
const AROUND: u16 = 8;
const HEAD: u16 = 10;

impl ConfirmBox {
    /// How far it can be scrolled on a terminal of that size, or a little further: the view stops at the last line.
    pub(in crate::app) fn fit(&mut self, size: Size) {
        let plan = &self.plan;
        let (lines, around) = match plan.items.as_slice() {
            [_] => (20, AROUND),
            items => (items.len() + plan.by_account().len() + plan.left_out.len() + 1, AROUND + HEAD),
        };
        let shown = usize::from(size.height.saturating_sub(around)).max(2);
        let last = lines.saturating_sub(shown);
        if (self.pick.len, self.pick.height) != (last + 1, shown) {
            self.pick.fit(last + 1, shown);
        }
    }

    /// What must be typed, where something must be.
    pub const fn word(&self) -> Option<&Safe> {
        match &self.confirm {
            Confirm::Key => None,
            Confirm::Type { word, .. } => Some(word),
        }
    }
}
