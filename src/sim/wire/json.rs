//! awsJson 1.1: `X-Amz-Target` names the operation, the body is one object, errors carry `__type`.
//!
//! No knowledge of operations. Invariant: an answer of nothing is an empty body, as SageMaker's writes give.

use serde_json::{Map, Value, json};

use crate::sim::call::Refusal;

/// Reads a request body; an empty one is an empty object.
pub(in crate::sim) fn read(body: &[u8]) -> Result<Value, Refusal> {
    if body.is_empty() {
        return Ok(Value::Object(Map::new()));
    }
    match serde_json::from_slice(body) {
        Ok(value @ Value::Object(_)) => Ok(value),
        _ => Err(Refusal::new("SerializationException", "The request body is not a JSON object")),
    }
}

/// Writes an answer; `Null` is an answer without body.
pub(in crate::sim) fn write(answer: &Value) -> String {
    if answer.is_null() { String::new() } else { answer.to_string() }
}

/// Writes an error body.
pub(in crate::sim) fn write_error(refusal: &Refusal) -> String {
    json!({ "__type": refusal.code, "message": refusal.message }).to_string()
}
