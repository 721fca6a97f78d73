//! A member joins or leaves a game.

use super::{Acted, Which, tell};
use crate::actions::Services;
use crate::domain::challenge::{Event, Team};
use crate::domain::ids::MemberId;
use crate::store::StoreError;

/// A member joins a lobby or, from the next round on, a game; or changes to another team of a lobby.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn join(
    services: &Services,
    which: Which,
    member: MemberId,
    team: Option<Team>,
) -> Result<Acted, StoreError> {
    let newcomer = services.store.newcomer(which.guild, member).await?;
    tell(services, which, Event::Joined { newcomer, team }).await
}

/// A member leaves and keeps their points; the invited one of a duel declines.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn leave(services: &Services, which: Which, member: MemberId) -> Result<Acted, StoreError> {
    tell(services, which, Event::Left { member }).await
}
