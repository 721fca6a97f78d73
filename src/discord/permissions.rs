//! What the bot may do in a channel, and what it needs there.

use serenity::all::{ChannelId, GuildChannel, GuildId, Member, PartialGuild, Permissions, Route, UserId};

use super::Door;
use super::rest::{Call, Identified, Rest, RestError, code};
use crate::domain::guild::Settings;
use crate::domain::ids;

/// What posting a daily takes: the permission and its name in Discord's settings.
const TO_POST: [(Permissions, &str); 4] = [
    (Permissions::VIEW_CHANNEL, "View Channel"),
    (Permissions::SEND_MESSAGES, "Send Messages"),
    (Permissions::EMBED_LINKS, "Embed Links"),
    (Permissions::READ_MESSAGE_HISTORY, "Read Message History"),
];

/// What its thread takes besides.
const TO_DISCUSS: [(Permissions, &str); 2] = [
    (Permissions::CREATE_PUBLIC_THREADS, "Create Public Threads"),
    (Permissions::SEND_MESSAGES_IN_THREADS, "Send Messages in Threads"),
];

/// What mentioning a role takes that not everybody may mention.
const TO_MENTION: (Permissions, &str) =
    (Permissions::MENTION_EVERYONE, "Mention @everyone, @here, and All Roles");

/// What the bot finds in a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    /// What it lacks of what it needs: the names as Discord's settings show them.
    Lacks(Vec<&'static str>),
    /// The channel is gone.
    Gone,
}

/// What the bot lacks behind `door` in the channel of `settings` to post a daily there.
///
/// # Errors
///
/// [`RestError`] when Discord cannot be asked.
pub async fn access(door: &Door, guild: ids::GuildId, settings: &Settings) -> Result<Access, RestError> {
    lacking(&door.rest, guild, settings).await
}

/// What the bot lacks in the channel of `settings` to post a daily there.
///
/// # Errors
///
/// [`RestError`] when Discord cannot be asked.
pub(super) async fn lacking(
    rest: &Rest,
    guild: ids::GuildId,
    settings: &Settings,
) -> Result<Access, RestError> {
    let channel: GuildChannel = match rest
        .fetch(Call::get(Route::Channel { channel_id: ChannelId::new(settings.channel.0) }))
        .await
    {
        Ok(channel) => channel,
        Err(error) => {
            return match error.code() {
                Some(code::UNKNOWN_CHANNEL) => Ok(Access::Gone),
                Some(code::MISSING_ACCESS) => Ok(Access::Lacks(vec![TO_POST[0].1])),
                _ => Err(error),
            };
        }
    };
    if channel.guild_id.get() != guild.0 {
        return Ok(Access::Gone);
    }
    let guild_id = GuildId::new(guild.0);
    let server: PartialGuild = rest.fetch(Call::get(Route::Guild { guild_id })).await?;
    let me: Identified = rest.fetch(Call::get(Route::UserMe)).await?;
    let user_id = UserId::new(me.id.get());
    let member: Member = rest.fetch(Call::get(Route::GuildMember { guild_id, user_id })).await?;
    let held = server.user_permissions_in(&channel, &member);
    Ok(Access::Lacks(missing(held, settings, &server)))
}

fn missing(held: Permissions, settings: &Settings, server: &PartialGuild) -> Vec<&'static str> {
    let mut needed = TO_POST.to_vec();
    if settings.discussion {
        needed.extend(TO_DISCUSS);
    }
    let role = settings.mention.map(|role| serenity::all::RoleId::new(role.0));
    if role.and_then(|role| server.roles.get(&role)).is_some_and(|role| !role.mentionable) {
        needed.push(TO_MENTION);
    }
    needed.into_iter().filter(|(permission, _)| !held.contains(*permission)).map(|(_, name)| name).collect()
}
