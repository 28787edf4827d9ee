//! Identifiers as AWS writes them. They are compared and sent raw; they are shown through [`Arn::safe`].

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use hashbrown::HashSet;

use super::text::Safe;

/// An Amazon Resource Name, `arn:partition:service:region:account:resource`, held exactly as AWS gave it.
///
/// It is kept in two parts, since what stands in front of the last name is the same for all resources of a listing and
/// needs to be there only once.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Arn {
    /// Up to the last `/` or `:`, and with it.
    head: Arc<str>,
    tail: Arc<str>,
}

impl Arn {
    /// Takes the text as it is; nothing is checked, since an unusual ARN must still be shown.
    pub fn new(raw: impl AsRef<str>) -> Self {
        let (head, tail) = split(raw.as_ref());
        Self { head: Arc::from(head), tail: Arc::from(tail) }
    }

    /// The same as [`Arn::new`], sharing what it has in common with another one.
    #[must_use]
    pub fn beside(&self, raw: &str) -> Self {
        let (head, tail) = split(raw);
        let head = if *self.head == *head { Arc::clone(&self.head) } else { Arc::from(head) };
        Self { head, tail: Arc::from(tail) }
    }

    /// Refers to the copies of its parts that are there already: its front in `heads`, and `name` where it ends with it.
    pub(super) fn share(&mut self, heads: &mut HashSet<Arc<str>>, name: &Safe) {
        match heads.get(&self.head) {
            Some(known) => self.head = Arc::clone(known),
            None => drop(heads.insert(Arc::clone(&self.head))),
        }
        if let Some(name) = name.shared(&self.tail) {
            self.tail = name;
        }
    }

    /// The exact text that AWS gave, for calls and comparison.
    pub fn raw(&self) -> String {
        [&*self.head, &*self.tail].concat()
    }

    /// The exact text in two parts, without a copy of it. The first ends with the last `/` or `:`.
    pub fn split(&self) -> (&str, &str) {
        (&self.head, &self.tail)
    }

    /// The form that may be shown.
    pub fn safe(&self) -> Safe {
        Safe::new(self.raw())
    }

    /// The n-th colon-separated part; the sixth and last (`resource`) keeps its own colons.
    fn part(&self, index: usize) -> Option<String> {
        let raw = self.raw();
        let mut parts = raw.splitn(6, ':');
        let part = (parts.next()? == "arn").then(|| parts.nth(index - 1)).flatten();
        part.filter(|part| !part.is_empty()).map(str::to_owned)
    }

    /// `aws`, `aws-cn` or `aws-us-gov`.
    pub fn partition(&self) -> Option<String> {
        self.part(1)
    }

    /// The service prefix, for example `sagemaker`.
    pub fn service(&self) -> Option<String> {
        self.part(2)
    }

    /// The region, absent for global resources.
    pub fn region(&self) -> Option<String> {
        self.part(3)
    }

    /// The twelve-digit account id, absent for some global resources.
    pub fn account(&self) -> Option<String> {
        self.part(4)
    }

    /// Everything behind the account, for example `notebook-instance/churn-eda`.
    pub fn resource(&self) -> Option<String> {
        self.part(5)
    }
}

/// In front of the last name, and the last name.
fn split(raw: &str) -> (&str, &str) {
    raw.split_at(raw.rfind(['/', ':']).map_or(0, |at| at + 1))
}

/// By the whole text.
impl Ord for Arn {
    fn cmp(&self, other: &Self) -> Ordering {
        if Arc::ptr_eq(&self.head, &other.head) {
            return self.tail.cmp(&other.tail);
        }
        let (head, other_head) = (self.head.as_bytes(), other.head.as_bytes());
        // Fronts of different accounts, regions or types differ before either ends, and nothing behind them matters.
        let common = head.len().min(other_head.len());
        head.get(..common).cmp(&other_head.get(..common)).then_with(|| {
            head.iter().chain(self.tail.as_bytes()).cmp(other_head.iter().chain(other.tail.as_bytes()))
        })
    }
}

impl PartialOrd for Arn {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Debug for Arn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.raw())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_and_the_resource_keeps_its_colons() {
        let arn = Arn::new("arn:aws:logs:eu-west-1:111122223333:log-group:/aws/x:*");
        assert_eq!(arn.partition().as_deref(), Some("aws"));
        assert_eq!(arn.service().as_deref(), Some("logs"));
        assert_eq!(arn.region().as_deref(), Some("eu-west-1"));
        assert_eq!(arn.account().as_deref(), Some("111122223333"));
        assert_eq!(arn.resource().as_deref(), Some("log-group:/aws/x:*"));
    }

    #[test]
    fn a_text_that_is_no_arn_has_no_parts() {
        assert_eq!(Arn::new("not:an:arn").service(), None);
        assert_eq!(Arn::new("arn:aws:iam::111122223333:root").region(), None);
    }
}
