//! The host begins, goes on, cancels and stops. Who manages the server may do the same.

use super::{Acted, Which, tell};
use crate::actions::Services;
use crate::domain::challenge::{Asker, EndReason, Event};
use crate::domain::ids::{ChannelId, GuildId};
use crate::store::StoreError;

/// Begins the game before the lobby's wait is over.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn begin(services: &Services, which: Which, by: Asker) -> Result<Acted, StoreError> {
    tell(services, which, Event::Begun { by }).await
}

/// Goes on to the next question before the reading time is over.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn go_on(services: &Services, which: Which, by: Asker) -> Result<Acted, StoreError> {
    tell(services, which, Event::WentOn { by }).await
}

/// Cancels the lobby, or stops the game with the standings so far.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn stop(services: &Services, which: Which, by: Asker) -> Result<Acted, StoreError> {
    tell(services, which, Event::Stopped { by }).await
}

/// Stops the game that is on in a channel, or in this thread. [`Acted::Unknown`]: there is none.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn stop_in(
    services: &Services,
    guild: GuildId,
    channel: ChannelId,
    by: Asker,
) -> Result<Acted, StoreError> {
    match services.games.live_in(channel) {
        Some(game) => stop(services, Which { guild, challenge: game.id() }, by).await,
        None => Ok(Acted::Unknown),
    }
}

/// The bot was removed from a server: its games are over.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn removed_from(services: &Services, guild: GuildId) -> Result<(), StoreError> {
    for game in services.games.live_of(guild) {
        services.games.tell(guild, game.id(), Event::Failed { reason: EndReason::Removed }).await?;
    }
    Ok(())
}

/// A channel or thread was deleted: the game in it is over.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn channel_deleted(services: &Services, channel: ChannelId) -> Result<(), StoreError> {
    if let Some(game) = services.games.live_in(channel) {
        let event = Event::Failed { reason: EndReason::ChannelGone };
        services.games.tell(game.now().guild(), game.id(), event).await?;
    }
    Ok(())
}
