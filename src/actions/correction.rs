//! Members are told of answers that a corrected key has changed.

use super::Services;
use crate::domain::ids::{GuildId, MemberId};
use crate::store::{CorrectedAnswer, StoreError};

/// What a member has not been told yet.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn to_tell(
    services: &Services,
    guild: GuildId,
    member: MemberId,
) -> Result<Vec<CorrectedAnswer>, StoreError> {
    services.store.corrected_answers(guild, member, services.clock.now()).await
}

/// The member has been told of these.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn told(
    services: &Services,
    guild: GuildId,
    member: MemberId,
    corrected: &[CorrectedAnswer],
) -> Result<(), StoreError> {
    let told = corrected.iter().map(|corrected| (corrected.answer, corrected.right)).collect();
    services.store.told_of_corrections(guild, member, told).await
}
