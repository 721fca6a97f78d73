//! Who is told about what.

use serde_json::Value;
use twilight_model::guild::Permissions;

use super::State;
use crate::gateway::intents;
use crate::snowflake::Snowflake;

/// Who hears of an event.
#[derive(Clone, Debug, Default)]
pub(crate) struct Audience {
    guild: Option<Snowflake>,
    channel: Option<Snowflake>,
    /// Intents of which a session needs at least one; 0 needs none.
    intents: u64,
    only: Option<Snowflake>,
    /// This bot hears of it whatever its intents are.
    pub(crate) or_bot: Option<Snowflake>,
    /// The app may have left the guild already.
    outside: bool,
}

impl Audience {
    /// Every app in the guild with one of the intents.
    pub(crate) fn guild(guild: Snowflake, intents: u64) -> Self {
        Self { guild: Some(guild), intents, ..Self::default() }
    }

    /// Every app that sees the channel and has one of the intents.
    pub(crate) fn channel(state: &State, channel: Snowflake, intents: u64) -> Self {
        let guild = state.channels.get(&channel).and_then(|channel| channel.guild);
        Self { guild, channel: Some(channel), intents, ..Self::default() }
    }

    /// The messages of a channel: guild and direct ones have different intents.
    pub(crate) fn messages(state: &State, channel: Snowflake) -> Self {
        let in_guild = state.channels.get(&channel).is_some_and(|channel| channel.guild.is_some());
        Self::channel(
            state,
            channel,
            if in_guild { intents::GUILD_MESSAGES } else { intents::DIRECT_MESSAGES },
        )
    }

    /// The reactions of a channel.
    pub(crate) fn reactions(state: &State, channel: Snowflake) -> Self {
        let in_guild = state.channels.get(&channel).is_some_and(|channel| channel.guild.is_some());
        let intents =
            if in_guild { intents::GUILD_MESSAGE_REACTIONS } else { intents::DIRECT_MESSAGE_REACTIONS };
        Self::channel(state, channel, intents)
    }

    /// One app, about a guild that it may just have left.
    pub(crate) fn app_in(app: Snowflake, guild: Snowflake, intents: u64) -> Self {
        Self { guild: Some(guild), intents, only: Some(app), outside: true, ..Self::default() }
    }

    /// One app, whatever its intents.
    pub(crate) fn app(app: Snowflake, guild: Option<Snowflake>) -> Self {
        Self { guild, only: Some(app), outside: true, ..Self::default() }
    }

    fn includes(&self, state: &State, session: &super::Session) -> bool {
        if self.only.is_some_and(|only| only != session.app) {
            return false;
        }
        let Some(app) = state.apps.get(&session.app) else { return false };
        let wanted = self.intents == 0 || session.intents & self.intents != 0;
        if !wanted && self.or_bot != Some(app.bot) {
            return false;
        }
        let (shard, shards) = session.shard;
        if let Some(guild) = self.guild {
            let inside = state.guilds.get(&guild).is_some_and(|guild| guild.members.contains_key(&app.bot));
            if guild.shard(shards) != shard || (!inside && !self.outside) {
                return false;
            }
        } else if shard != 0 {
            return false;
        }
        self.channel
            .is_none_or(|channel| state.permissions_in(app.bot, channel).contains(Permissions::VIEW_CHANNEL))
    }
}

impl State {
    /// Sends an event to everyone in the audience; `make` gives each app its own view, or `None` to spare it.
    pub(crate) fn emit(
        &mut self,
        name: &'static str,
        audience: &Audience,
        make: impl Fn(&Self, Snowflake) -> Option<Value>,
    ) -> bool {
        let mut letters = Vec::new();
        for session in self.sessions.values().filter(|session| session.ready) {
            if audience.includes(self, session)
                && let Some(data) = make(self, session.app)
            {
                letters.push((session.id.clone(), data));
            }
        }
        let sent = !letters.is_empty();
        for (id, data) in letters {
            let Some(session) = self.sessions.get_mut(&id) else { continue };
            let silent = self.apps.get(&session.app).is_some_and(|app| app.silent);
            session.push(name, data, silent);
        }
        sent
    }
}
