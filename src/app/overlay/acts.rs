//! The list of what was done in this session, resource by resource; Enter goes to the resource.

use super::Overlay;
use crate::app::model::Model;
use crate::app::msg::Effect;
use crate::app::pick::Pick;
use crate::app::run;
use crate::model::fetch::Severity;

pub(in crate::app) fn open(model: &mut Model) {
    let count = model.acts.each().count();
    if count == 0 {
        return model
            .say(Severity::Info, "Nothing was done in this session; the audit screen shows earlier ones");
    }
    let mut pick = Pick::new(count, 10);
    // What was begun last begins at the last act's first line.
    pick.go(count - model.acts.all.last().map_or(1, |act| act.items.len()));
    super::open(model, Overlay::Acts(pick));
}

pub(super) fn accept(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Overlay::Acts(pick)) = model.overlays.last() else { return };
    let arn = model.acts.each().nth(pick.at).map(|(_, doing)| doing.item.target.arn.clone());
    if let Some(arn) = arn {
        run::reveal(model, &arn, out);
    }
}
