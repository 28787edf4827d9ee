//! What one variant of an endpoint runs on, as one word in a list of facts, and read back from it.
//!
//! Invariant: what was written is read back the same; an unknown count or type stays unknown.

use std::fmt;

/// The capacity of one variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Capacity {
    Instances {
        /// How many there are now.
        count: Option<i64>,
        /// Nothing where the type is not known, or where there are several.
        instance: Option<String>,
    },
    /// Paid by use.
    Serverless,
}

const SERVERLESS: &str = "serverless";
const UNKNOWN: &str = "?";

impl Capacity {
    /// The count of this, where both are counted instances of one type.
    pub fn count_of(&mut self, other: &Self) -> Option<&mut i64> {
        match (self, other) {
            (
                Self::Instances { count: Some(count), instance: Some(instance) },
                Self::Instances { count: Some(_), instance: Some(other) },
            ) if instance == other => Some(count),
            _ => None,
        }
    }

    /// What [`fmt::Display`] wrote; nothing for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        if text == SERVERLESS {
            return Some(Self::Serverless);
        }
        let (count, instance) = text.split_once(' ')?;
        let count = if count == UNKNOWN { None } else { Some(count.parse().ok()?) };
        Some(Self::Instances { count, instance: (instance != UNKNOWN).then(|| instance.to_owned()) })
    }
}

impl fmt::Display for Capacity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Serverless => f.write_str(SERVERLESS),
            Self::Instances { count, instance } => {
                match count {
                    Some(count) => write!(f, "{count} ")?,
                    None => write!(f, "{UNKNOWN} ")?,
                }
                f.write_str(instance.as_deref().unwrap_or(UNKNOWN))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_back() {
        for count in [None, Some(0), Some(12)] {
            for instance in [None, Some("ml.m5.xlarge".to_owned())] {
                let capacity = Capacity::Instances { count, instance };
                assert_eq!(Capacity::parse(&capacity.to_string()), Some(capacity));
            }
        }
        assert_eq!(Capacity::parse(&Capacity::Serverless.to_string()), Some(Capacity::Serverless));
        for other in ["", "ml.m5.xlarge", "two ml.m5.xlarge"] {
            assert_eq!(Capacity::parse(other), None, "{other}");
        }
    }
}
