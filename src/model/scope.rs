//! Where a resource lives: account and region. A *scope* is one account in one region.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// A twelve-digit AWS account id. Ordered and printed as its digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(u64);

impl FromStr for AccountId {
    type Err = NotAnAccountId;

    fn from_str(text: &str) -> Result<Self, NotAnAccountId> {
        let digits = text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit());
        text.parse().ok().filter(|_| digits).map(Self).ok_or(NotAnAccountId)
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:012}", self.0)
    }
}

impl fmt::Debug for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// The text is not exactly twelve digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an account id is exactly twelve digits")]
pub struct NotAnAccountId;

/// An AWS region code such as `eu-west-1`. Only lower-case letters, digits and hyphens, so it can be shown as it is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(Arc<str>);

impl Region {
    /// Nothing when the text cannot be a region code.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        ((1..=32).contains(&text.len()) && text.bytes().all(fits)).then(|| Self(Arc::from(text)))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// One account in one region: the unit of listing, throttling and failure.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope {
    pub account: AccountId,
    pub region: Region,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn account_ids_keep_their_leading_zeros() {
        let id: AccountId = "012345678901".parse().unwrap();
        assert_eq!(id.to_string(), "012345678901");
        assert!("12345678901".parse::<AccountId>().is_err());
        assert!("+12345678901".parse::<AccountId>().is_err());
    }

    #[test]
    fn regions_are_plain_codes() {
        assert!(Region::parse("us-gov-east-1").is_some());
        assert!(Region::parse("eu west").is_none());
        assert!(Region::parse("").is_none());
        assert!(Region::parse("\u{1b}[2J").is_none());
    }
}
