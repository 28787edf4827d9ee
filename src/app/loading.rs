//! When what is asked: listings, bulk tags, details, logins. Visible work first, the rest within a bound, failed
//! work after a pause that grows.

/// State of all of it.
#[derive(Clone, Debug, Default)]
pub struct Loading {}
