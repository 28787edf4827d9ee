//! An act as JSON, for scripts, the pager and the copy menu. Strings carry the raw text.

use jiff::Timestamp;
use serde_json::{Map, Value as Json};

use super::Act;
use crate::model::text::Safe;
use crate::model::time::rfc3339;

/// One act with everything that was written down; what was not is absent.
pub fn json(act: &Act) -> Json {
    let text = |text: &Safe| Some(Json::from(text.raw()));
    let some = |text: &Option<Safe>| text.as_ref().map(|text| Json::from(text.raw()));
    let before = object([
        ("status", some(&act.before.status)),
        ("modified", act.before.modified.map(|at| Json::from(rfc3339(at)))),
    ]);
    let answer = act.answer.as_ref().map(|answer| {
        object([
            ("at", Some(time(answer.at))),
            ("answer", text(&answer.answer)),
            ("request_id", some(&answer.request_id)),
            ("text", text(&answer.text)),
        ])
    });
    let outcome = act.outcome.as_ref().map(|outcome| {
        object([
            ("at", Some(time(outcome.at))),
            ("ending", text(&outcome.ending)),
            ("after", some(&outcome.after)),
            ("text", text(&outcome.text)),
        ])
    });
    object([
        ("seq", Some(Json::from(act.seq))),
        ("at", Some(time(act.at))),
        ("action", text(&act.action)),
        ("kind", text(&act.kind)),
        ("name", text(&act.name)),
        ("arn", Some(Json::from(act.arn.raw()))),
        ("account", text(&act.account)),
        ("account_name", text(&act.account_name)),
        ("account_role", some(&act.account_role)),
        ("region", text(&act.region)),
        ("owner", some(&act.owner)),
        ("by", text(&act.by)),
        ("caller", text(&act.caller)),
        ("via", text(&act.via)),
        ("tags", (!act.tags.is_empty()).then(|| act.tags.iter().map(Safe::raw).collect())),
        ("plan", text(&act.plan)),
        ("before", Some(before)),
        ("answer", answer),
        ("outcome", outcome),
        ("deed", text(&act.id)),
        ("undoes", some(&act.undoes)),
        ("run", text(&act.run)),
        ("simulated", act.simulated.then_some(Json::from(true))),
    ])
}

fn time(at: Timestamp) -> Json {
    Json::from(rfc3339(at))
}

fn object<const N: usize>(members: [(&str, Option<Json>); N]) -> Json {
    let known = members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Json::Object(known.collect::<Map<_, _>>())
}
