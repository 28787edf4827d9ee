//! Floor 0: the nouns of the platform. Plain data over std, jiff and serde_json: no IO, no clock, no rules, no drawing.
//!
//! Invariant: every string that came from outside the process is a [`text::Safe`] or an identifier type
//! ([`id::Arn`], [`scope::Region`]) whose raw form only goes back to AWS.

pub mod account;
pub mod action;
pub mod audit;
pub mod calls;
pub mod capacity;
pub mod exit;
pub mod export;
pub mod failure;
pub mod fetch;
pub mod field;
pub mod glob;
pub mod id;
pub mod idle;
pub mod inventory;
pub mod json;
pub mod kind;
pub mod logs;
pub mod memory;
pub mod money;
pub mod permit;
pub mod protect;
pub mod resource;
pub mod row;
pub mod scope;
pub mod secret;
pub mod steps;
pub mod text;
pub mod time;
pub mod value;
