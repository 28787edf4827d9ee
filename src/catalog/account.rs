//! An AWS account of the fleet, as it is declared.

use super::{KindSpec, Section, column, wide};
use crate::model::field::Field as F;
use crate::model::kind::Kind;

/// An AWS account of the fleet.
pub const SPEC: KindSpec = KindSpec {
    kind: Kind::Account,
    title: "Accounts",
    area: None,
    has_horizon: false,
    columns: &[
        column(F::Name, 14, 36, 0),
        column(F::AccountId, 12, 12, 1),
        column(F::AccountRole, 8, 15, 1),
        column(F::AccountState, 7, 10, 3),
        column(F::Login, 8, 22, 0),
        column(F::NotebookCount, 9, 9, 2),
        column(F::OuPath, 10, 40, 4),
        wide(F::Profile, 8, 24),
        wide(F::Caller, 12, 60),
    ],
    sections: &[
        Section {
            title: "Account",
            fields: &[F::AccountId, F::AccountState, F::OuPath, F::AccountRole, F::AccountRoleSource],
        },
        Section { title: "Access", fields: &[F::Profile, F::Login, F::Caller] },
    ],
    links: &[],
    logs: None,
    actions: &[],
    details: &[],
    calls: &[
        "sts:GetCallerIdentity",
        "sts:AssumeRole",
        "organizations:DescribeOrganization",
        "organizations:ListRoots",
        "organizations:ListOrganizationalUnitsForParent",
        "organizations:ListAccountsForParent",
        "organizations:ListTagsForResource",
    ],
    console: None,
    describe: None,
};
