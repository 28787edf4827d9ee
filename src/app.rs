//! Floor 3: the whole console as a pure state machine. [`update()`] takes one [`Msg`] and returns the [`Effect`]s that
//! the runtime is to carry out; `ui::draw` draws the [`Model`].
//!
//! Not here: the terminal, the clock, the network. Invariant: nothing that the screen shows is computed by the view
//! in proportion to the fleet; it stands in the model.

pub mod acts;
pub mod columns;
pub mod command;
pub mod context;
pub mod detail;
pub mod export;
pub mod fleet;
pub mod hints;
pub mod history;
pub mod input;
pub mod jobs;
pub mod kept;
pub mod key;
pub mod keymap;
pub mod layout;
pub mod loading;
pub mod model;
pub mod msg;
pub mod nav;
pub mod open;
pub mod overlay;
pub mod pick;
pub mod pointer;
mod press;
mod run;
pub mod screen;
mod settle;
pub mod setup;
pub mod strip;
pub mod table;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_support;
pub mod tree;
pub mod update;
pub mod view;

pub use command::Command;
pub use context::Context;
pub use key::{Code, Key};
pub use keymap::Keymap;
pub use model::Model;
pub use msg::{Effect, Msg, Signal, Size};
pub use overlay::Overlay;
pub use screen::ScreenId;
pub use setup::{Mode, Setup};
pub use update::{start, update};
