//! What the row names, and what names it: the way from a resource to its neighbours, and back.
//!
//! Invariant: what is named and not known stands there with the reason; it is never left out.

use super::Overlay;
use crate::app::model::Model;
use crate::app::msg::Effect;
use crate::app::open;
use crate::app::pick::Pick;
use crate::app::run;
use crate::catalog;
use crate::model::fetch::{Cell, Severity};
use crate::model::field::Field;
use crate::model::id::Arn;
use crate::model::inventory::CellState;
use crate::model::kind::Kind;
use crate::model::resource::Resource;
use crate::model::text::Safe;

/// One neighbour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkItem {
    /// The field that names it.
    pub field: Field,
    /// The row names it; otherwise it names the row.
    pub from_here: bool,
    pub kind: Kind,
    pub name: Safe,
    /// Nothing: it is named and not known here.
    pub arn: Option<Arn>,
}

/// State of the box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkMenu {
    /// Whose neighbours.
    pub title: Safe,
    pub items: Vec<LinkItem>,
    pub pick: Pick,
}

/// Goes to the only neighbour that the row names, or asks to which of several.
pub(in crate::app) fn begin(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(row) = model.desk.table.current() else {
        return model.say(Severity::Info, "There is no row here");
    };
    let resource = &row.resource;
    let mut items = named(model, resource);
    items.extend(naming(model, resource));
    match items.as_slice() {
        [] => model.say(Severity::Info, "Nothing that is known here names it or is named by it"),
        [LinkItem { from_here: true, arn: Some(arn), .. }] => {
            let arn = arn.clone();
            run::reveal(model, &arn, out);
        }
        _ => {
            let (title, pick) = (resource.name.clone(), Pick::new(items.len(), 10));
            super::open(model, Overlay::Links(LinkMenu { title, items, pick }));
        }
    }
}

pub(super) fn accept(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(Overlay::Links(menu)) = model.overlays.last() else { return };
    let Some(item) = menu.items.get(menu.pick.at).cloned() else { return };
    let Some(arn) = item.arn else {
        let text = format!("The {} {} is not among what was read here", item.kind, item.name.raw());
        return model.say(Severity::Warning, text);
    };
    model.overlays.pop();
    run::reveal(model, &arn, out);
}

/// What the resource names.
fn named(model: &Model, resource: &Resource) -> Vec<LinkItem> {
    let mut items: Vec<LinkItem> = Vec::new();
    for link in catalog::spec(resource.kind).links {
        for text in catalog::references(resource, *link) {
            let found = catalog::referred(&model.inventory, link.kind, resource, &text);
            let item = LinkItem {
                field: link.field,
                from_here: true,
                // A step of a run began whatever it began.
                kind: found.map(|found| found.kind).or_else(|| kind_of(&text)).unwrap_or(link.kind),
                name: found.map_or_else(|| short(&text), |found| found.name.clone()),
                arn: found.map(|found| found.arn.clone()),
            };
            if !items.contains(&item) {
                items.push(item);
            }
        }
    }
    items
}

/// The last name in an ARN; what is no ARN as it is.
fn short(text: &Safe) -> Safe {
    if text.raw().starts_with("arn:") { Safe::new(Arn::new(text.raw()).split().1) } else { text.clone() }
}

/// The kind that an ARN names.
fn kind_of(text: &Safe) -> Option<Kind> {
    let resource = Arn::new(text.raw()).resource()?;
    resource.split('/').next().and_then(open::kind_of)
}

/// What names the resource, in its own account and region.
fn naming(model: &Model, resource: &Resource) -> Vec<LinkItem> {
    let (word, arn) = (resource.reference(), resource.arn.raw());
    let names_it = |other: &Resource, link| {
        catalog::references(other, link).iter().any(|text| *text == word || text.raw() == arn)
    };
    let mut items = Vec::new();
    for kind in Kind::ALL {
        for link in catalog::spec(kind).links.iter().filter(|link| link.kind == resource.kind) {
            let cell = Cell { scope: resource.scope.clone(), kind };
            let members = model.inventory.cell(&cell).into_iter().flat_map(CellState::members);
            let others = members.filter_map(|id| model.inventory.at(id));
            items.extend(others.filter(|other| names_it(other, *link)).map(|other| LinkItem {
                field: link.field,
                from_here: false,
                kind,
                name: other.name.clone(),
                arn: Some(other.arn.clone()),
            }));
        }
    }
    items
}
