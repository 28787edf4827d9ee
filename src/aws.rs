//! Floor 2: everything that speaks to AWS. SDK types never leave this module; what comes out are the nouns of
//! [`crate::model`].

pub mod calls;
pub mod failure;
pub mod gate;
pub mod governor;
pub mod interceptor;
pub mod mode;
pub mod operations;
pub mod settings;
