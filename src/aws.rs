//! Floor 2: everything that speaks to AWS. SDK types never leave this module; what comes out are the nouns of
//! [`crate::model`].

pub mod failure;
mod fleet;
pub mod http;
mod identity;
pub mod organizations;
pub mod partition;
pub mod profiles;
pub mod session;
pub mod settings;
