//! The way into an account to change something: a session of its own, which may do the changes of the registry and
//! nothing else. What reads keeps its own credentials, which cannot write.
//!
//! Invariant: nobody gets a configuration to act with unless the caller was verified a moment ago.

use aws_config::SdkConfig;

use super::{Purpose, Seat, Sessions, Way};
use crate::aws::identity::{Caller, Proof, verify};
use crate::aws::session::door::Door;
use crate::model::failure::Failure;
use crate::model::permit::WritePermit;
use crate::model::scope::Scope;

impl Sessions {
    /// The SDK configuration to act with in a scope, and who acts.
    pub(in crate::aws) async fn acting(
        &self,
        scope: &Scope,
        _: &WritePermit,
    ) -> Result<(SdkConfig, Caller), Failure> {
        let seat = self.seat(scope.account).ok_or_else(|| super::unknown(scope.account))?;
        let mut hand = seat.hand().await;
        let known = hand.is_some();
        let (door, caller) = match self.verified(&seat, hand.take()).await {
            Ok(found) => found,
            // A login may have been renewed since the door was opened.
            Err(_) if known => self.verified(&seat, None).await?,
            Err(failure) => return Err(failure),
        };
        let region = aws_config::Region::new(scope.region.to_string());
        let config = door.config.to_builder().region(region).build();
        *hand = Some(door);
        Ok((config, caller))
    }

    async fn verified(&self, seat: &Seat, known: Option<Door>) -> Result<(Door, Caller), Failure> {
        let door = match known {
            Some(door) => door,
            None => self.acting_door(seat).await?,
        };
        let caller = verify(&door, Some(seat.id), Proof::Asked).await?;
        Ok((door, caller))
    }

    async fn acting_door(&self, seat: &Seat) -> Result<Door, Failure> {
        match &seat.way {
            Way::Profile(name) => self.profile_door(name.as_deref(), None, Purpose::Act).await,
            Way::Home => self.profile_door(self.home_profile(), None, Purpose::Act).await,
            Way::Member { act, .. } => self.member_door(seat, act, false, Purpose::Act).await,
        }
    }
}
