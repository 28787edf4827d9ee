//! The box that asks in which form and where to what is shown is exported.
//!
//! Invariant: it stays until the file is written, so that a path that cannot be used can be mended.

use super::Overlay;
use crate::app::export;
use crate::app::input::LineInput;
use crate::app::model::Model;
use crate::app::msg::Effect;
use crate::model::export::{Form, Order, Written};
use crate::model::fetch::Severity;
use crate::model::text::Safe;

/// State of the box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportBox {
    pub form: Form,
    pub path: LineInput,
    /// The path as it was offered.
    offered: String,
    /// Which rows, in words.
    pub which: Safe,
    /// What is missing of them, a sentence each.
    pub missing: Vec<Safe>,
    /// Why the last attempt failed.
    pub mistake: Option<Safe>,
    /// The name does not end as the form does, and whoever typed it was told so.
    told: bool,
    /// The file is being written.
    pub writing: bool,
}

pub(in crate::app) fn open(model: &mut Model) {
    let Some(which) = export::which(model) else {
        return model.say(Severity::Info, "There is no row to export here");
    };
    let form = model.desk.form;
    let offered = export::name_for(model, form);
    let path = LineInput::new(offered.clone());
    let missing = export::missing(model);
    super::open(
        model,
        Overlay::Export(ExportBox {
            form,
            path,
            offered,
            which,
            missing,
            mistake: None,
            told: false,
            writing: false,
        }),
    );
}

pub(super) fn edited(model: &mut Model) {
    if let Some(Overlay::Export(state)) = model.overlays.last_mut() {
        (state.mistake, state.told) = (None, false);
    }
}

impl ExportBox {
    /// That the name does not end as the form does: letters typed for the list of forms go into the name.
    pub fn odd(&self) -> Option<Safe> {
        let (path, form) = (self.path.text().trim(), self.form.name());
        let file = path.rsplit('/').next().unwrap_or_default();
        let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
        let is_odd = !file.is_empty() && !ending.eq_ignore_ascii_case(form);
        is_odd
            .then(|| Safe::new(format!("the name does not end in .{form}; it would be {form} all the same")))
    }
}

/// Goes to the next form, or to the one before.
pub(in crate::app) fn turn(model: &mut Model, forward: bool) {
    let Some(Overlay::Export(state)) = model.overlays.last() else { return };
    let forms = Form::ALL;
    let at = forms.iter().position(|form| *form == state.form).unwrap_or_default();
    let by = if forward { 1 } else { forms.len() - 1 };
    choose(model, (at + by) % forms.len());
}

/// Chooses a form by its line; the ending of the path follows where it was one of ours.
pub(in crate::app) fn choose(model: &mut Model, at: usize) {
    let Some(Overlay::Export(state)) = model.overlays.last_mut() else { return };
    let form = Form::ALL.get(at).copied().unwrap_or_default();
    let ending = format!(".{}", state.form.name());
    let other = |text: &str| text.strip_suffix(&ending).map(|stem| format!("{stem}.{}", form.name()));
    if let Some(path) = other(state.path.text()) {
        state.path.set(path);
    }
    if let Some(offered) = other(&state.offered) {
        state.offered = offered;
    }
    (state.form, state.mistake, state.told) = (form, None, false);
    model.desk.form = form;
}

pub(super) fn accept(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Overlay::Export(state)) = model.overlays.last() else { return };
    if state.writing {
        return;
    }
    if let Some(odd) = state.odd().filter(|_| !state.told) {
        let Some(Overlay::Export(state)) = model.overlays.last_mut() else { return };
        state.mistake =
            Some(Safe::new(format!("Not written so far, {}: the same key again writes it", odd.raw())));
        state.told = true;
        return;
    }
    let (form, path) = (state.form, state.path.text().trim().to_owned());
    let numbered = path == state.offered;
    let export = if path.is_empty() { None } else { export::export(model, form) };
    let Some(Overlay::Export(state)) = model.overlays.last_mut() else { return };
    match export {
        Some(export) => {
            state.which = export.about.which.clone();
            state.missing.clone_from(&export.about.missing);
            (state.writing, state.mistake) = (true, None);
            out.push(Effect::Export(Box::new(Order { export, path, numbered })));
        }
        None if path.is_empty() => state.mistake = Some(Safe::new("Type where to; Esc closes")),
        None => state.mistake = Some(Safe::new("There is no row left to export")),
    }
}

/// How the writing ended.
pub(in crate::app) fn written(model: &mut Model, end: Result<Written, Safe>) {
    let at =
        model.overlays.iter().position(|overlay| matches!(overlay, Overlay::Export(box_) if box_.writing));
    match (end, at) {
        (Ok(written), at) => {
            if let Some(at) = at {
                model.overlays.remove(at);
            }
            let rows = crate::app::detail::thousands(written.rows);
            let plural = if written.rows == 1 { "row" } else { "rows" };
            let path = written.path.raw();
            let text = format!("{rows} {plural} in {path}");
            if written.complete {
                model.well(text);
            } else {
                model.say(Severity::Warning, format!("{text} · incomplete"));
            }
        }
        (Err(why), Some(at)) => {
            if let Some(Overlay::Export(state)) = model.overlays.get_mut(at) {
                (state.writing, state.mistake) = (false, Some(why));
            }
        }
        // The box was closed in the meantime.
        (Err(why), None) => model.say(Severity::Error, format!("Not exported: {}", why.raw())),
    }
    model.touch();
}
