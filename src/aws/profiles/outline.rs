//! What the AWS configuration looks like from afar: its profiles, without a secret and without a call.

use super::Book;
use crate::model::scope::{AccountId, Region};
use crate::model::text::Safe;

/// One profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    pub name: String,
    /// The region that it names.
    pub region: Option<Region>,
    /// The account that it says it leads into.
    pub account: Option<AccountId>,
    /// Where its credentials come from, or why there are none.
    pub way: Result<Safe, Safe>,
    /// The profile and the role's name, where it assumes one role through another profile.
    pub through: Option<(String, String)>,
}

impl Book {
    /// Every profile, sorted by name.
    pub fn outlines(&self) -> Vec<Outline> {
        self.names().into_iter().map(|name| self.outline(name)).collect()
    }

    fn outline(&self, name: &str) -> Outline {
        let plan = self.plan(name);
        let role = || Some(self.get(name, "role_arn")?.rsplit_once('/')?.1.to_owned());
        let through = self.get(name, "source_profile").map(str::to_owned).zip(role());
        Outline {
            name: name.to_owned(),
            region: self.get(name, "region").and_then(Region::parse),
            account: plan.as_ref().ok().and_then(|plan| plan.expected),
            way: plan.map(|plan| Safe::new(plan.to_string())).map_err(|failure| failure.what),
            through,
        }
    }
}
