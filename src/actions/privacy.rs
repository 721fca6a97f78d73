//! What is kept about a member: shown, handed out, erased.

use serde_json::{Value, json};

use super::Services;
use crate::domain::ids::{GuildId, MemberId};
use crate::store::StoreError;

/// Whether others in the guild see a member's streak and place.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn is_listed(services: &Services, guild: GuildId, member: MemberId) -> Result<bool, StoreError> {
    services.store.is_listed(guild, member).await
}

/// Shows a member to others in the guild again, or to nobody: then results that name them are due to be shown anew.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn set_listed(
    services: &Services,
    guild: GuildId,
    member: MemberId,
    listed: bool,
) -> Result<(), StoreError> {
    services.store.set_listed(guild, member, listed, services.clock.now()).await
}

/// Everything that is kept about a member in every guild, as JSON that a person can read as well.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn export(services: &Services, member: MemberId) -> Result<Value, StoreError> {
    Ok(json!({
        "member_id": member.to_string(),
        "exported_at": services.clock.now().to_string(),
        "kept": services.store.export(member).await?,
    }))
}

/// Erases everything about a member in every guild. They leave the games that are on.
///
/// # Errors
///
/// Whatever the store refuses; then nothing is erased.
pub async fn erase(services: &Services, member: MemberId) -> Result<(), StoreError> {
    if !services.games.erase(member).await? {
        tracing::info!(
            "what was erased still stands in the write-ahead log, which is emptied once nobody reads it"
        );
    }
    Ok(())
}
