//! Floor 4: draws a model. `view` is pure: it reads the model and the theme and fills the frame's cells.
//!
//! Not here: keys, state, IO, the terminal. Invariant: every text that came from outside is drawn from its
//! [`crate::model::text::Safe`] form, and nothing is cut without `…`.

mod canvas;
pub mod color;
pub mod picture;
pub mod text;
pub mod theme;
mod value;
mod widget;
