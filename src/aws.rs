//! Floor 2: everything that speaks to AWS. SDK types never leave this module; what comes out are the nouns of
//! [`crate::model`].

mod attempt;
pub mod calls;
mod clients;
mod collect;
mod convert;
mod endpoints;
pub mod engine;
pub mod failure;
mod fleet;
pub mod gate;
pub mod governor;
mod hosting;
pub mod http;
mod identity;
pub mod interceptor;
mod lifecycle;
mod logs;
pub mod mode;
mod model_registry;
mod notebooks;
pub mod operations;
pub mod organizations;
pub mod partition;
mod pipelines;
pub mod probe;
pub mod profiles;
mod reader;
mod recent;
pub mod session;
pub mod settings;
mod sheet;
pub mod skew;
pub mod sockets;
mod studio;
mod tags;
pub mod write;
