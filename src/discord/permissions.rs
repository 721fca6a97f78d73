//! What the bot may do in a channel, and what it needs there.

use serenity::all::{
    ChannelId, ChannelType, GuildChannel, GuildId, Member, PartialGuild, Permissions, Route, UserId,
};

use super::Door;
use super::rest::{Call, Rest, RestError, code};
use crate::domain::guild::Settings;
use crate::domain::ids;

/// What posting a daily takes: the permission and its name in Discord's settings.
const TO_POST: [(Permissions, &str); 4] = [
    (Permissions::VIEW_CHANNEL, "View Channel"),
    (Permissions::SEND_MESSAGES, "Send Messages"),
    (Permissions::EMBED_LINKS, "Embed Links"),
    (Permissions::READ_MESSAGE_HISTORY, "Read Message History"),
];

/// What a thread below it takes besides.
const TO_DISCUSS: [(Permissions, &str); 2] = [
    (Permissions::CREATE_PUBLIC_THREADS, "Create Public Threads"),
    (Permissions::SEND_MESSAGES_IN_THREADS, "Send Messages in Threads"),
];

/// All that the bot needs on a server, as Discord's bits: what its invitation asks for.
pub const NEEDED: u64 = union(&TO_POST).union(union(&TO_DISCUSS)).bits();

/// What posting in a thread takes, in place of sending messages.
const TO_POST_IN_THREAD: (Permissions, &str) = TO_DISCUSS[1];

/// What mentioning a role takes that not everybody may mention.
const TO_MENTION: (Permissions, &str) = (Permissions::MENTION_EVERYONE, MENTION_ALL_ROLES);

/// The name in Discord's settings of the permission that a role's own setting makes needless.
pub(super) const MENTION_ALL_ROLES: &str = "Mention @everyone, @here, and All Roles";

const fn union(needed: &[(Permissions, &str)]) -> Permissions {
    let (mut all, mut next) = (Permissions::empty(), 0);
    while next < needed.len() {
        all = all.union(needed[next].0);
        next += 1;
    }
    all
}

/// Whether these permissions let somebody manage the server: an administrator may do everything.
pub(super) fn may_manage(permissions: Permissions) -> bool {
    permissions.intersects(Permissions::MANAGE_GUILD | Permissions::ADMINISTRATOR)
}

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
    lacking(&door.rest, door.me, guild, settings).await
}

/// What the bot user `me` lacks in the channel of `settings` to post a daily there.
///
/// # Errors
///
/// [`RestError`] when Discord cannot be asked.
pub(super) async fn lacking(
    rest: &Rest,
    me: ids::MemberId,
    guild: ids::GuildId,
    settings: &Settings,
) -> Result<Access, RestError> {
    match look(rest, me, guild, settings.channel).await? {
        Look::Gone => Ok(Access::Gone),
        Look::Hidden => Ok(Access::Lacks(vec![TO_POST[0].1])),
        Look::Seen { held, server, .. } => Ok(Access::Lacks(missing(held, settings, &server))),
    }
}

/// What the bot user `me` lacks to post a game's messages in a channel or thread.
///
/// # Errors
///
/// [`RestError`] when Discord cannot be asked.
pub(super) async fn lacking_to_play(
    rest: &Rest,
    me: ids::MemberId,
    guild: ids::GuildId,
    channel: ids::ChannelId,
) -> Result<Access, RestError> {
    let (seen, place) = match look(rest, me, guild, channel).await? {
        // A thread has the permissions of the channel that it belongs to.
        Look::Seen { channel, .. } if is_thread(channel.kind) => match channel.parent_id {
            Some(parent) => (look(rest, me, guild, ids::ChannelId(parent.get())).await?, Place::Thread),
            None => return Ok(Access::Gone),
        },
        seen => (seen, Place::Channel),
    };
    Ok(match seen {
        Look::Gone => Access::Gone,
        Look::Hidden => Access::Lacks(vec![TO_POST[0].1]),
        Look::Seen { held, .. } => Access::Lacks(lacking_here(held, place)),
    })
}

/// Where a game's messages go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// All of them to a channel.
    Channel,
    /// All of them to a thread that is there.
    Thread,
    /// The lobby to a channel, the others to a thread that is opened below it.
    ThreadBelow,
}

impl Place {
    /// Where a game goes that is begun in a channel of this kind, as far as Discord says.
    pub(super) fn of(kind: Option<ChannelType>, in_thread: bool) -> Self {
        match kind {
            Some(kind) if is_thread(kind) => Self::Thread,
            _ if in_thread => Self::ThreadBelow,
            _ => Self::Channel,
        }
    }
}

/// Whether all that is lacking is for the thread: in the channel itself the game could be played.
pub(super) fn only_thread_lacks(held: Permissions, place: Place) -> bool {
    place == Place::ThreadBelow && lacking_here(held, Place::Channel).is_empty()
}

/// What is lacking of what posting a game's messages takes.
pub(super) fn lacking_here(held: Permissions, place: Place) -> Vec<&'static str> {
    let posting = TO_POST.map(|needed| match needed.0 {
        Permissions::SEND_MESSAGES if place == Place::Thread => TO_POST_IN_THREAD,
        _ => needed,
    });
    let below: &[_] = if place == Place::ThreadBelow { &TO_DISCUSS } else { &[] };
    let needed = posting.iter().chain(below);
    needed.filter(|(permission, _)| !held.contains(*permission)).map(|(_, name)| *name).collect()
}

/// Whether a channel of this kind is a thread.
fn is_thread(kind: ChannelType) -> bool {
    matches!(kind, ChannelType::PublicThread | ChannelType::PrivateThread | ChannelType::NewsThread)
}

/// Whether a thread can begin at a message in a channel of this kind: not in a thread, nor beside a voice channel.
///
/// Source: <https://discord.com/developers/docs/resources/channel#start-thread-from-message>
pub(super) fn has_threads(kind: ChannelType) -> bool {
    matches!(kind, ChannelType::Text | ChannelType::News)
}

/// A look at a channel.
enum Look {
    /// It is not there, or not in this server.
    Gone,
    /// It is hidden from the bot.
    Hidden,
    /// It is there.
    Seen {
        channel: Box<GuildChannel>,
        /// What the bot may do in it.
        held: Permissions,
        server: Box<PartialGuild>,
    },
}

async fn look(
    rest: &Rest,
    me: ids::MemberId,
    guild: ids::GuildId,
    channel: ids::ChannelId,
) -> Result<Look, RestError> {
    let channel: GuildChannel =
        match rest.fetch(Call::get(Route::Channel { channel_id: ChannelId::new(channel.0) })).await {
            Ok(channel) => channel,
            Err(error) => {
                return match error.code() {
                    Some(code::UNKNOWN_CHANNEL) => Ok(Look::Gone),
                    Some(code::MISSING_ACCESS) => Ok(Look::Hidden),
                    _ => Err(error),
                };
            }
        };
    if channel.guild_id.get() != guild.0 {
        return Ok(Look::Gone);
    }
    let (guild_id, user_id) = (GuildId::new(guild.0), UserId::new(me.0));
    let server = rest.fetch::<PartialGuild>(Call::get(Route::Guild { guild_id }));
    let member = rest.fetch::<Member>(Call::get(Route::GuildMember { guild_id, user_id }));
    let (server, member) = tokio::try_join!(server, member)?;
    let held = server.user_permissions_in(&channel, &member);
    Ok(Look::Seen { channel: Box::new(channel), held, server: Box::new(server) })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_operators_page_names_every_permission() {
        let page = include_str!("../../docs/operating.md");
        let row = page.lines().find(|line| line.starts_with("| Discord permissions |")).unwrap();
        for (_, name) in TO_POST.iter().chain(&TO_DISCUSS).chain([&TO_MENTION]) {
            assert!(row.contains(name), "{name}");
        }
    }
}
