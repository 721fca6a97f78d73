//! A server, named to somebody who reads it elsewhere.

use crate::discord::limits::{self, escape, fit};
use crate::domain::ids::GuildId;

/// `**Study Hall**`; a link where the server's name is not known.
pub(super) fn server(guild: GuildId, name: Option<&str>) -> String {
    let name = name.map(|name| escape(&fit(name.trim(), limits::GUILD_NAME)));
    match name.filter(|name| !name.is_empty()) {
        Some(name) => format!("**{name}**"),
        None => format!("[this server](https://discord.com/channels/{guild})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_words_and_nothing_else_and_without_one_there_is_a_link() {
        assert_eq!(server(GuildId(1), Some("Study Hall")), "**Study Hall**");
        assert_eq!(
            server(GuildId(1), Some("@everyone [*free*](https://a.test)")),
            "**@\u{200b}everyone \\[\\*free\\*\\]\\(https\\://a.test\\)**"
        );
        for unknown in [None, Some(""), Some(" ")] {
            assert_eq!(server(GuildId(1), unknown), "[this server](https://discord.com/channels/1)");
        }
    }
}
