//! One message in, the changed state and the effects out.

use super::model::Model;
use super::msg::{Effect, Msg};

/// The first effects.
pub fn start(_model: &mut Model) -> Vec<Effect> {
    Vec::new()
}

/// Takes one message in.
pub fn update(_model: &mut Model, _msg: Msg) -> Vec<Effect> {
    Vec::new()
}
