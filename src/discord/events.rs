//! What the gateway tells: presses, forms, guilds come and gone, the connection itself.

use jiff::Timestamp;
use serenity::all::{FullEvent, Interaction, ShardId};
use tracing::{error, info};

use super::comings::Coming;
use super::{Bot, forms, greetings, presses};
use crate::actions::challenge::run;
use crate::domain::ids::{ChannelId, GuildId};
use crate::domain::shards::Shards;
use crate::metrics::Joined;
use crate::store::StoreError;

/// What a command or event handler may fail with: told in words where a member waits, logged elsewhere.
pub(super) type Failure = StoreError;

/// Handles one event.
///
/// # Errors
///
/// Whatever the store refuses.
pub(super) async fn handle(bot: &Bot, shard: ShardId, event: &FullEvent) -> Result<(), Failure> {
    match event {
        FullEvent::Ready { data_about_bot } => {
            info!(shard = shard.0, guilds = data_about_bot.guilds.len(), "on the gateway");
            if let Some(shards) = data_about_bot.shard.and_then(|it| Shards::new(it.id.0, it.id.0, it.total))
            {
                let guilds = data_about_bot.guilds.iter().map(|guild| GuildId(guild.id.get())).collect();
                bot.comings.put(Coming::Listed(shards, guilds));
            }
            joined(bot, shard, Joined::Anew);
        }
        FullEvent::Resume { .. } => joined(bot, shard, Joined::Resumed),
        FullEvent::GuildCreate { guild, .. } => bot.comings.put(Coming::There {
            guild: GuildId(guild.id.get()),
            joined_at: Timestamp::from_second(guild.joined_at.unix_timestamp()).unwrap_or_default(),
            system_channel: guild.system_channel_id.map(|channel| ChannelId(channel.get())),
        }),
        FullEvent::GuildDelete { incomplete, .. } if !incomplete.unavailable => {
            info!(guild = %incomplete.id, "removed from a guild");
            bot.comings.put(Coming::Removed(GuildId(incomplete.id.get())));
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
        FullEvent::InteractionCreate { interaction: Interaction::Modal(modal) } => {
            let _in_hand = bot.in_hand.read().await;
            forms::handle(bot, modal).await;
        }
        _ => {}
    }
    Ok(())
}

fn joined(bot: &Bot, shard: ShardId, how: Joined) {
    bot.gateway.joined(shard.0, how);
    // Whether the others are connected as well, this one cannot say.
    bot.shard_joined.notify_one();
}

/// Notes whether the bot is in a server.
///
/// # Errors
///
/// Whatever the store refuses.
pub(super) async fn note(bot: &Bot, coming: Coming) -> Result<(), Failure> {
    let (store, now) = (&bot.services.store, bot.services.clock.now());
    match coming {
        Coming::There { guild, joined_at, system_channel } => {
            greetings::greet(bot, guild, joined_at, system_channel).await?;
            store.guild_returned(guild, now).await?;
            bot.wake.notify_one();
        }
        Coming::Removed(guild) => removed(bot, guild).await?,
        Coming::Listed(shards, guilds) => {
            for guild in store.guilds_not_among(shards, guilds).await? {
                info!(%guild, "removed from a guild meanwhile");
                removed(bot, guild).await?;
            }
        }
    }
    Ok(())
}

async fn removed(bot: &Bot, guild: GuildId) -> Result<(), Failure> {
    // First: who is noted as gone is not looked for again if this fails.
    run::removed_from(&bot.services, guild).await?;
    bot.services.store.guild_left(guild, bot.services.clock.now()).await
}

/// Logs what went wrong where no member waits for words.
pub(super) fn log(error: &Failure) {
    error!(%error, "an event could not be handled");
}
