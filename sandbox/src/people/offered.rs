//! Which commands there are for a member in a channel.

use twilight_model::application::command::{Command, CommandType};
use twilight_model::application::interaction::InteractionContextType;
use twilight_model::guild::Permissions;

use crate::snowflake::Snowflake;
use crate::state::State;

/// The chat commands that a member is offered in a channel, each with its application.
pub(crate) fn offered(state: &State, user: Snowflake, channel: Snowflake) -> Vec<(Snowflake, &Command)> {
    let mut found = here(state, channel);
    found.retain(|(_, command)| may_use(state, user, channel, command));
    found
}

/// The chat command of that name in a channel, whoever may use it.
pub(super) fn find<'a>(state: &'a State, channel: Snowflake, name: &str) -> Option<(Snowflake, &'a Command)> {
    here(state, channel).into_iter().find(|(_, command)| command.name == name)
}

/// Whether a member may use a command in a channel, by the permissions that the command asks for.
pub(super) fn may_use(state: &State, user: Snowflake, channel: Snowflake, command: &Command) -> bool {
    let in_guild = state.channels.get(&channel).is_some_and(|channel| channel.guild.is_some());
    if !in_guild {
        return true;
    }
    let permissions = state.permissions_in(user, channel);
    let needed = command.default_member_permissions.unwrap_or(Permissions::empty());
    // A command that needs no named permission but has the field set is for administrators.
    let only_admin = command.default_member_permissions.is_some_and(|bits| bits.is_empty());
    permissions.contains(Permissions::USE_SLASH_COMMANDS)
        && permissions.contains(needed)
        && (!only_admin || permissions.contains(Permissions::ADMINISTRATOR))
}

fn here(state: &State, place: Snowflake) -> Vec<(Snowflake, &Command)> {
    let guild = state.channels.get(&place).and_then(|channel| channel.guild);
    let context = if guild.is_some() { InteractionContextType::Guild } else { InteractionContextType::BotDm };
    let present = |bot: Snowflake| match guild.and_then(|guild| state.guilds.get(&guild)) {
        Some(guild) => guild.members.contains_key(&bot),
        None => state.channels.get(&place).is_some_and(|channel| channel.recipients.contains(&bot)),
    };
    let fits = |command: &&Command| {
        let here = command.contexts.as_ref().is_none_or(|contexts| contexts.contains(&context));
        command.kind == CommandType::ChatInput && here
    };
    let apps = state.apps.values().filter(|app| present(app.bot));
    apps.flat_map(|app| app.visible_commands(guild).into_iter().map(|command| (app.id, command)))
        .filter(|(_, command)| fits(command))
        .collect()
}
