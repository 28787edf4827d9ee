//! What must not be touched, whoever asks: `[protect]` of the policy. Asked when an action is planned, and again right
//! before its call, with what is true then.

use super::account::Account;
use super::glob::glob;
use super::resource::Tag;
use super::text::Safe;

/// The protected things. Names and accounts take `*`; tag keys and values are exact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protect {
    /// Key and value; without a value the key alone protects.
    pub tags: Vec<(String, Option<String>)>,
    /// Names of resources.
    pub names: Vec<String>,
    /// Ids or names of accounts.
    pub accounts: Vec<String>,
}

impl Default for Protect {
    fn default() -> Self {
        let tag = ("sagedeck:protected".to_owned(), Some("true".to_owned()));
        Self { tags: vec![tag], names: Vec::new(), accounts: Vec::new() }
    }
}

impl Protect {
    /// Why a resource must not be touched, if it must not.
    pub fn reason(&self, name: &Safe, tags: &[Tag], account: &Account) -> Option<Safe> {
        let tag = tags.iter().find(|tag| {
            self.tags.iter().any(|(key, value)| {
                tag.key.raw() == key && value.as_ref().is_none_or(|value| tag.value.raw() == value)
            })
        });
        let id = account.id.to_string();
        let of_account = |pattern: &&String| glob(pattern, account.name.raw()) || glob(pattern, &id);
        if let Some(tag) = tag {
            let (key, value) = (tag.key.raw(), tag.value.raw());
            Some(Safe::new(format!("protected by its tag {key}={value}")))
        } else if let Some(pattern) = self.names.iter().find(|pattern| glob(pattern, name.raw())) {
            Some(Safe::new(format!("its name is protected ({pattern} in [protect] of the policy)")))
        } else {
            let pattern = self.accounts.iter().find(of_account)?;
            Some(Safe::new(format!("its account is protected ({pattern} in [protect] of the policy)")))
        }
    }
}
