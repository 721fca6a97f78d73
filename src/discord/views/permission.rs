//! Permissions by the names that Discord's own settings show.

use serenity::all::Permissions;

/// The permissions that the bot may need in a channel, in the order of Discord's settings.
const NAMES: [(Permissions, &str); 7] = [
    (Permissions::VIEW_CHANNEL, "View Channel"),
    (Permissions::SEND_MESSAGES, "Send Messages"),
    (Permissions::SEND_MESSAGES_IN_THREADS, "Send Messages in Threads"),
    (Permissions::CREATE_PUBLIC_THREADS, "Create Public Threads"),
    (Permissions::EMBED_LINKS, "Embed Links"),
    (Permissions::MENTION_EVERYONE, "Mention @everyone, @here, and All Roles"),
    (Permissions::READ_MESSAGE_HISTORY, "Read Message History"),
];

/// The names of these permissions, those that the bot never needs left out.
#[must_use]
pub fn names(permissions: Permissions) -> Vec<&'static str> {
    NAMES.iter().filter(|(one, _)| permissions.contains(*one)).map(|(_, name)| *name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permissions_are_named_as_discord_shows_them() {
        let missing = Permissions::EMBED_LINKS | Permissions::SEND_MESSAGES | Permissions::BAN_MEMBERS;
        assert_eq!(names(missing), ["Send Messages", "Embed Links"]);
        assert!(names(Permissions::empty()).is_empty());
    }
}
