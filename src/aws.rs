//! Floor 2: everything that speaks to AWS. SDK types never leave this module; what comes out are the nouns of
//! [`crate::model`].

pub mod calls;
pub mod failure;
pub mod gate;
pub mod governor;
pub mod http;
mod identity;
pub mod interceptor;
pub mod mode;
pub mod operations;
mod fleet;
pub mod http;
mod identity;
pub mod organizations;
pub mod partition;
pub mod interceptor;
pub mod mode;
pub mod operations;
pub mod profiles;
pub mod session;
pub mod settings;

mod attempt;
mod clients;
mod collect;
mod convert;
mod identity;
mod lifecycle;
mod logs;
mod notebooks;
mod partition;
mod reader;
mod tags;
