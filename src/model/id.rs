//! Identifiers as AWS writes them. They are compared and sent raw; they are shown through [`Arn::safe`].

use std::fmt;
use std::sync::Arc;

use super::text::Safe;

/// An Amazon Resource Name, `arn:partition:service:region:account:resource`, held exactly as AWS gave it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Arn(Arc<str>);

impl Arn {
    /// Takes the text as it is; nothing is checked, since an unusual ARN must still be shown.
    pub fn new(raw: impl AsRef<str>) -> Self {
        Self(Arc::from(raw.as_ref()))
    }

    /// The exact bytes that AWS gave, for calls and comparison.
    pub fn raw(&self) -> &str {
        &self.0
    }

    /// The form that may be shown.
    pub fn safe(&self) -> Safe {
        Safe::new(&*self.0)
    }

    /// The n-th colon-separated part; the sixth and last (`resource`) keeps its own colons.
    fn part(&self, index: usize) -> Option<&str> {
        let mut parts = self.0.splitn(6, ':');
        (parts.next()? == "arn").then(|| parts.nth(index - 1)).flatten().filter(|part| !part.is_empty())
    }

    /// `aws`, `aws-cn` or `aws-us-gov`.
    pub fn partition(&self) -> Option<&str> {
        self.part(1)
    }

    /// The service prefix, for example `sagemaker`.
    pub fn service(&self) -> Option<&str> {
        self.part(2)
    }

    /// The region, absent for global resources.
    pub fn region(&self) -> Option<&str> {
        self.part(3)
    }

    /// The twelve-digit account id, absent for some global resources.
    pub fn account(&self) -> Option<&str> {
        self.part(4)
    }

    /// Everything behind the account, for example `notebook-instance/churn-eda`.
    pub fn resource(&self) -> Option<&str> {
        self.part(5)
    }
}

impl fmt::Debug for Arn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_and_the_resource_keeps_its_colons() {
        let arn = Arn::new("arn:aws:logs:eu-west-1:111122223333:log-group:/aws/x:*");
        assert_eq!(arn.partition(), Some("aws"));
        assert_eq!(arn.service(), Some("logs"));
        assert_eq!(arn.region(), Some("eu-west-1"));
        assert_eq!(arn.account(), Some("111122223333"));
        assert_eq!(arn.resource(), Some("log-group:/aws/x:*"));
    }

    #[test]
    fn a_text_that_is_no_arn_has_no_parts() {
        assert_eq!(Arn::new("not:an:arn").service(), None);
        assert_eq!(Arn::new("arn:aws:iam::111122223333:root").region(), None);
    }
}
