//! Wall 2: refuses operations that are not registered before a request is built, presigned URLs included. Only the
//! client of a writer, which needs a permit, may be asked for a change, and only while the mode is *operate*.
//!
//! It also stamps each request with its account and operation for the gate behind it, and looks at each answer
//! before it is believed: a success without the member that a whole answer has is not AWS's, or not whole.
//! It fails closed, and it is pushed as permanent, so that no configuration of a single call can switch it off.

use std::fmt;

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::context::{
    AfterDeserializationInterceptorContextRef, BeforeSerializationInterceptorContextMut,
    BeforeTransmitInterceptorContextMut,
};
use aws_smithy_runtime_api::client::interceptors::{Intercept, SharedInterceptor};
use aws_smithy_runtime_api::client::orchestrator::Metadata;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};

use super::failure::Refusal;
use super::mode::Mode;
use super::operations::{self, Operation, Wire};
use crate::model::permit::WritePermit;
use crate::model::scope::AccountId;

/// What a request says about itself to the gate. It stays inside the process.
#[derive(Clone, Copy, Debug)]
pub struct Stamp {
    pub account: Option<AccountId>,
    pub operation: &'static Operation,
    /// It comes from a client that may change something.
    pub writes: bool,
}

/// Why an answer was not believed. Its text is meant for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotWhole {
    #[error("the answer is empty")]
    Empty,
    #[error("the answer is not whole: {0} is missing from it")]
    Lacks(&'static str),
    #[error("the answer is not the JSON that AWS sends")]
    NotJson,
}

/// The interceptor for clients that are never meant to change anything, whatever the mode: all but a writer's.
pub fn reads_only(account: Option<AccountId>) -> SharedInterceptor {
    SharedInterceptor::permanent(Wall { mode: Mode::new(true), account, writes: false })
}

/// The interceptor for a writer's client in one account.
pub(super) fn writes(mode: Mode, account: AccountId, _: &WritePermit) -> SharedInterceptor {
    SharedInterceptor::permanent(Wall { mode, account: Some(account), writes: true })
}

#[derive(Debug)]
struct Wall {
    mode: Mode,
    account: Option<AccountId>,
    writes: bool,
}

impl Wall {
    fn operation(&self, bag: &ConfigBag) -> Result<&'static Operation, Refusal> {
        let metadata = bag.load::<Metadata>();
        let metadata = metadata.ok_or_else(|| Refusal("a call without operation metadata".to_owned()))?;
        let operation = operations::by_metadata(metadata.service(), metadata.name());
        let operation = operation.ok_or_else(|| {
            let (service, name) = (metadata.service(), metadata.name());
            Refusal(format!("{service} {name} is not an operation that this program may call"))
        })?;
        match (self.mode.permits(operation), self.writes) {
            (true, _) => Ok(operation),
            (false, true) => Err(Refusal(format!(
                "{} would change something, and this process is read-only",
                operation.id
            ))),
            (false, false) => {
                Err(Refusal(format!("{} would change something, and this client only reads", operation.id)))
            }
        }
    }
}

impl Intercept for Wall {
    fn name(&self) -> &'static str {
        "RegisteredOperationsOnly"
    }

    // Not `read_before_execution`: the operation's metadata is not there yet.
    fn modify_before_serialization(
        &self,
        _: &mut BeforeSerializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.operation(bag).map(|_| ()).map_err(Into::into)
    }

    fn modify_before_transmit(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let stamp = Stamp { account: self.account, operation: self.operation(bag)?, writes: self.writes };
        context.request_mut().add_extension(stamp);
        Ok(())
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        bag: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if context.output_or_error().is_err() {
            return Ok(());
        }
        let operation = self.operation(bag)?;
        let (Wire::Json { .. }, Some(member)) = (operation.wire, operation.answer) else { return Ok(()) };
        whole(context.response().body().bytes().unwrap_or_default(), member).map_err(Into::into)
    }
}

/// Whether a JSON answer holds a member that is not null. Nothing of it is kept.
fn whole(body: &[u8], member: &'static str) -> Result<(), NotWhole> {
    if body.trim_ascii().is_empty() {
        return Err(NotWhole::Empty);
    }
    let mut json = serde_json::Deserializer::from_slice(body);
    match Has(member).deserialize(&mut json) {
        Ok(true) => Ok(()),
        Ok(false) => Err(NotWhole::Lacks(member)),
        Err(_) => Err(NotWhole::NotJson),
    }
}

/// Looks for one member of an object without building anything.
struct Has(&'static str);

impl<'de> DeserializeSeed<'de> for Has {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<bool, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Has {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with {}", self.0)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        let mut found = false;
        while let Some(key) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            if key == self.0 {
                found = map.next_value::<Option<IgnoredAny>>().map_err(A::Error::custom)?.is_some();
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_answer_has_its_member() {
        assert_eq!(whole(br#"{"Next":"x","Items":[]}"#, "Items"), Ok(()));
        assert_eq!(whole(br#"{"Items":null}"#, "Items"), Err(NotWhole::Lacks("Items")));
        assert_eq!(whole(b"{}", "Items"), Err(NotWhole::Lacks("Items")));
        assert_eq!(whole(b" \n", "Items"), Err(NotWhole::Empty));
        assert_eq!(whole(br#"{"Items":[1,"#, "Items"), Err(NotWhole::NotJson));
        assert_eq!(whole(b"<html>", "Items"), Err(NotWhole::NotJson));
        assert_eq!(whole(b"[]", "Items"), Err(NotWhole::NotJson));
    }
}
