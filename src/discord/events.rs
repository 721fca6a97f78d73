//! What the gateway tells: presses, guilds come and gone, the connection itself.

use serenity::all::{ConnectionStage, FullEvent, Interaction};
use tracing::{error, info, warn};

use super::{Bot, presses};
use crate::actions::challenge::run;
use crate::domain::ids::{ChannelId, GuildId};
use crate::store::StoreError;

/// What a command or event handler may fail with: told in words where a member waits, logged elsewhere.
pub(super) type Failure = StoreError;

/// Handles one event.
///
/// # Errors
///
/// Whatever the store refuses.
pub(super) async fn handle(bot: &Bot, event: &FullEvent) -> Result<(), Failure> {
    let clock = &bot.services.clock;
    match event {
        FullEvent::Ready { data_about_bot } => {
            info!(guilds = data_about_bot.guilds.len(), "on the gateway");
            bot.presence.connected();
            bot.wake.notify_one();
        }
        FullEvent::Resume { .. } => {
            bot.presence.connected();
            bot.wake.notify_one();
        }
        FullEvent::ShardStageUpdate { event } => match event.new {
            ConnectionStage::Connected => {
                bot.presence.connected();
                bot.wake.notify_one();
            }
            stage => {
                warn!(%stage, "the gateway is not connected");
                bot.presence.lost(clock.now());
            }
        },
        FullEvent::GuildCreate { guild, .. } => {
            bot.services.store.guild_returned(GuildId(guild.id.get()), clock.now()).await?;
            bot.wake.notify_one();
        }
        FullEvent::GuildDelete { incomplete, .. } if !incomplete.unavailable => {
            info!(guild = %incomplete.id, "removed from a guild");
            let guild = GuildId(incomplete.id.get());
            bot.services.store.guild_left(guild, clock.now()).await?;
            run::removed_from(&bot.services, guild).await?;
        }
        FullEvent::ChannelDelete { channel, .. } => {
            run::channel_deleted(&bot.services, ChannelId(channel.id.get())).await?;
        }
        FullEvent::ThreadDelete { thread, .. } => {
            run::channel_deleted(&bot.services, ChannelId(thread.id.get())).await?;
        }
        FullEvent::InteractionCreate { interaction: Interaction::Component(component) } => {
            let _in_hand = bot.in_hand.read().await;
            presses::handle(bot, component).await;
        }
        _ => {}
    }
    Ok(())
}

/// Logs what went wrong where no member waits for words.
pub(super) fn log(error: &Failure) {
    error!(%error, "an event could not be handled");
}
