//! Floor 2: everything that speaks to AWS. SDK types never leave this module; what comes out are the nouns of
//! [`crate::model`].

pub mod failure;
pub mod settings;
