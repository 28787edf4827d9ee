//! What all kinds of jobs have in common, as it is declared: the columns of their one table, and how one is stopped.

use super::{Column, Section, column, wide};
use crate::model::action::{ActionSpec, Risk, Verb};
use crate::model::field::Field as F;

pub(super) const COLUMNS: &[Column] = &[
    column(F::Name, 26, 48, 0),
    column(F::AccountName, 9, 20, 2),
    column(F::Region, 9, 14, 6),
    column(F::Status, 12, 13, 0),
    column(F::InstanceType, 13, 16, 5),
    column(F::InstanceCount, 5, 5, 7),
    column(F::Duration, 8, 8, 1),
    column(F::Created, 10, 10, 4),
    column(F::FailureReason, 12, 40, 8),
    wide(F::Owner, 6, 14),
    wide(F::SecondaryStatus, 9, 24),
    wide(F::ManagedSpot, 4, 5),
    wide(F::BillableTime, 8, 8),
    wide(F::UsdHour, 6, 8),
    wide(F::UsdTotal, 6, 8),
    wide(F::Started, 10, 10),
    wide(F::Ended, 10, 10),
    wide(F::AccountRole, 8, 15),
    wide(F::RoleArn, 10, 40),
    wide(F::Image, 10, 60),
];

/// For what runs on machines that nobody chooses.
pub(super) const WITHOUT_MACHINES: &[Column] = &[
    column(F::Name, 14, 48, 0),
    column(F::AccountName, 9, 20, 2),
    column(F::Region, 9, 14, 5),
    column(F::Status, 11, 13, 0),
    column(F::TargetDevice, 10, 16, 3),
    column(F::Duration, 8, 8, 1),
    column(F::Created, 10, 10, 4),
    column(F::FailureReason, 12, 40, 6),
];

pub(super) const LABELING: &[Column] = &[
    column(F::Name, 14, 48, 0),
    column(F::AccountName, 9, 20, 2),
    column(F::Region, 9, 14, 5),
    column(F::Status, 12, 13, 0),
    column(F::TotalLabeled, 7, 8, 1),
    column(F::Unlabeled, 8, 8, 1),
    column(F::Created, 10, 10, 4),
    column(F::FailureReason, 12, 40, 6),
];

pub(super) const NETWORK: Section = Section {
    title: "Network and access",
    fields: &[F::Subnets, F::SecurityGroupIds, F::NetworkIsolation, F::TrafficEncryption, F::RoleArn],
};

/// Stopping a job that runs. There is no way back: a job that is stopped is over.
pub(super) const fn stop(operation: &'static str, consequences: &'static [&'static str]) -> ActionSpec {
    ActionSpec {
        verb: Verb::Stop,
        risk: Risk::Disruptive,
        undo: None,
        operation,
        from: &["InProgress"],
        through: &["Stopping"],
        until: Some("Stopped"),
        patience_s: 15 * 60,
        consequences,
    }
}
