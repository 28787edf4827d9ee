//! Amazon CloudWatch Logs: groups, streams and events. Reads only.
use jiff::Timestamp;
use serde_json::Value;

use super::call::{Call, Caller, Refusal, unknown_operation};
use super::world::World;

pub(super) fn answer(
    _world: &World,
    call: &Call,
    _caller: &Caller,
    _now: Timestamp,
) -> Result<Value, Refusal> {
    Err(unknown_operation(call))
}
