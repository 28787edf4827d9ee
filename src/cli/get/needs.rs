//! Which calls a question needs: nothing is asked of AWS that the answer does not show.

use std::collections::BTreeSet;

use crate::catalog;
use crate::model::field::Field;
use crate::model::kind::Kind;
use crate::model::resource::Detail;
use crate::query::{Key, Query};

/// What must be read for the rows of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::cli) struct Needs {
    pub details: BTreeSet<Detail>,
    /// Lifecycle configurations with their details: a notebook's own auto-stop belongs to its idleness.
    pub lifecycles: bool,
}

impl Needs {
    /// Everything that there is to know about the kind.
    pub(in crate::cli) fn all(kind: Kind) -> Self {
        let details = catalog::spec(kind).details.iter().copied().collect();
        Self { details, lifecycles: kind == Kind::Notebook }
    }

    /// What both need.
    pub(in crate::cli) fn and(mut self, other: Self) -> Self {
        self.details.extend(other.details);
        self.lifecycles |= other.lifecycles;
        self
    }

    /// What these fields and this query speak about.
    pub(in crate::cli) fn of(kind: Kind, fields: &[Field], query: &Query) -> Self {
        let mut needs = Self::default();
        for field in fields {
            needs.add(kind, *field);
        }
        let asked = [
            (Key::Owner, Field::Owner),
            (Key::Tag, Field::Tags),
            (Key::Idle, Field::IdleFor),
            (Key::Cost, Field::UsdMonth),
        ];
        for (key, field) in asked {
            if query.uses(key) {
                needs.add(kind, field);
            }
        }
        // Bare words are looked for in the owner too.
        if query.has_words() {
            needs.add(kind, Field::Owner);
        }
        needs
    }

    fn add(&mut self, kind: Kind, field: Field) {
        let spec = catalog::spec(kind);
        let details: &[Detail] = match (kind, field) {
            (Kind::Account, _) => &[],
            (_, Field::Tags | Field::Owner | Field::OwnerSource) => &[Detail::Tags],
            (Kind::Notebook, Field::IdleFor | Field::IdleVerdict | Field::IdleConfidence) => {
                self.lifecycles = true;
                &[Detail::Tags, Detail::Activity, Detail::Describe]
            }
            (Kind::Notebook, Field::LastLogEvent) => &[Detail::Activity],
            (Kind::Notebook, field) if in_listing(field) => &[],
            (_, field) if field.is_common() => &[],
            _ => &[Detail::Describe],
        };
        self.details.extend(details.iter().filter(|detail| spec.details.contains(detail)));
    }
}

/// What `ListNotebookInstances` says already.
const fn in_listing(field: Field) -> bool {
    matches!(
        field,
        Field::InstanceType
            | Field::Url
            | Field::LifecycleConfigName
            | Field::DefaultCodeRepository
            | Field::AdditionalCodeRepositories
            | Field::UsdHour
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    fn needs(fields: &[Field], query: &str) -> Needs {
        Needs::of(Kind::Notebook, fields, &Query::parse(&Source::new("--where", query)).unwrap())
    }

    #[test]
    fn a_listing_is_enough_for_what_it_says() {
        let listed = [Field::Name, Field::Status, Field::Region, Field::InstanceType, Field::UsdHour];
        assert_eq!(needs(&listed, "status:stopped"), Needs::default());
    }

    #[test]
    fn each_detail_is_read_only_where_it_is_asked_for() {
        assert_eq!(needs(&[Field::Owner], "").details, BTreeSet::from([Detail::Tags]));
        assert_eq!(needs(&[Field::SubnetId], "").details, BTreeSet::from([Detail::Describe]));
        assert_eq!(needs(&[Field::Name], "tag:team=vision").details, BTreeSet::from([Detail::Tags]));
        let idle = needs(&[Field::Name], "idle>4h");
        assert!(idle.lifecycles);
        assert_eq!(idle, Needs::all(Kind::Notebook));
    }

    #[test]
    fn accounts_need_no_call_beyond_the_fleet() {
        assert_eq!(Needs::of(Kind::Account, Field::ALL, &Query::default()), Needs::default());
    }
}
