//! Small widgets of our own. Each draws what it is handed, keeps nothing, and looks at visible lines only.

pub mod dialog;
pub mod grid;
pub mod hints;
pub mod input;
pub mod scroll;
pub mod tabs;
