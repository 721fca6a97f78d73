//! A member answers a question of a game.

use super::{Acted, Which, tell};
use crate::actions::Services;
use crate::domain::challenge::{Event, Pressed};
use crate::store::StoreError;

/// Locks in a choice. What it is worth is told when the round closes.
///
/// [`Acted::Done`]'s changes say whether it replaced an earlier choice, and whether it closed the round.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn answer(services: &Services, which: Which, pressed: Pressed) -> Result<Acted, StoreError> {
    tell(services, which, Event::Answered(pressed)).await
}
