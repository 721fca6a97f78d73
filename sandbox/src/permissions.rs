//! Who may do what: permissions computed as Discord documents it.
//!
//! [Discord's documentation](https://discord.com/developers/docs/topics/permissions)

use jiff::Timestamp;
use twilight_model::guild::Permissions;

use crate::snowflake::Snowflake;
use crate::state::{Channel, Guild, Member};

/// What remains to a member in time-out.
const TIMED_OUT: Permissions = Permissions::VIEW_CHANNEL.union(Permissions::READ_MESSAGE_HISTORY);

/// What a channel takes away from a member who may not send messages there.
const NEED_SENDING: Permissions = Permissions::MENTION_EVERYONE
    .union(Permissions::SEND_TTS_MESSAGES)
    .union(Permissions::ATTACH_FILES)
    .union(Permissions::EMBED_LINKS);

/// A member's permissions in the guild as a whole.
pub(crate) fn in_guild(guild: &Guild, member: &Member, now: Timestamp) -> Permissions {
    let base = base(guild, member);
    if is_all(base) { Permissions::all() } else { timed_out(base, member, now) }
}

/// A member's permissions in a channel; for a thread, `parent` is the channel it belongs to.
pub(crate) fn in_channel(
    guild: &Guild,
    member: &Member,
    channel: &Channel,
    parent: Option<&Channel>,
    now: Timestamp,
) -> Permissions {
    let base = base(guild, member);
    if is_all(base) {
        return Permissions::all();
    }
    let place = parent.unwrap_or(channel);
    let mut permissions = overwritten(base, guild, member, place);
    if !permissions.contains(Permissions::VIEW_CHANNEL) {
        return Permissions::empty();
    }
    let sending =
        if parent.is_some() { Permissions::SEND_MESSAGES_IN_THREADS } else { Permissions::SEND_MESSAGES };
    if !permissions.contains(sending) {
        permissions -= NEED_SENDING;
    }
    timed_out(permissions, member, now)
}

fn is_all(permissions: Permissions) -> bool {
    permissions.contains(Permissions::ADMINISTRATOR)
}

fn base(guild: &Guild, member: &Member) -> Permissions {
    if guild.owner == member.user {
        return Permissions::all();
    }
    let of = |id: Snowflake| guild.roles.get(&id).map_or(Permissions::empty(), |role| role.permissions);
    member.roles.iter().fold(of(guild.id), |sum, role| sum | of(*role))
}

/// Overwrites apply in order: @everyone, then all roles together, then the member.
fn overwritten(base: Permissions, guild: &Guild, member: &Member, channel: &Channel) -> Permissions {
    let mut permissions = base;
    if let Some(everyone) = channel.overwrites.get(&guild.id) {
        permissions = (permissions - everyone.deny) | everyone.allow;
    }
    let (mut allow, mut deny) = (Permissions::empty(), Permissions::empty());
    for overwrite in member.roles.iter().filter_map(|role| channel.overwrites.get(role)) {
        allow |= overwrite.allow;
        deny |= overwrite.deny;
    }
    permissions = (permissions - deny) | allow;
    if let Some(own) = channel.overwrites.get(&member.user) {
        permissions = (permissions - own.deny) | own.allow;
    }
    permissions
}

fn timed_out(permissions: Permissions, member: &Member, now: Timestamp) -> Permissions {
    if member.timeout_until.is_some_and(|until| until > now) { permissions & TIMED_OUT } else { permissions }
}
