//! Applications and their commands.

use std::collections::BTreeMap;

use twilight_model::application::command::Command;

use super::State;
use crate::snowflake::Snowflake;

/// A bot's application.
#[derive(Clone, Debug)]
pub(crate) struct App {
    pub(crate) id: Snowflake,
    pub(crate) bot: Snowflake,
    pub(crate) name: String,
    pub(crate) token: String,
    /// The privileged intents switched on in the developer portal.
    pub(crate) privileged: u64,
    /// How many shards its bot is told to connect with.
    pub(crate) shards: u32,
    pub(crate) commands: BTreeMap<Snowflake, Command>,
    pub(crate) guild_commands: BTreeMap<Snowflake, BTreeMap<Snowflake, Command>>,
    /// The gateway sends nothing and acknowledges nothing.
    pub(crate) silent: bool,
}

impl App {
    /// The commands of a guild, or the global ones.
    pub(crate) fn commands_in(&self, guild: Option<Snowflake>) -> impl Iterator<Item = &Command> {
        let of_guild = guild.and_then(|guild| self.guild_commands.get(&guild));
        let chosen = if guild.is_some() { of_guild } else { Some(&self.commands) };
        chosen.into_iter().flat_map(BTreeMap::values)
    }

    pub(crate) fn commands_mut(&mut self, guild: Option<Snowflake>) -> &mut BTreeMap<Snowflake, Command> {
        match guild {
            Some(guild) => self.guild_commands.entry(guild).or_default(),
            None => &mut self.commands,
        }
    }

    /// What a member can type in a guild: its own commands first, then the global ones they don't hide.
    pub(crate) fn visible_commands(&self, guild: Option<Snowflake>) -> Vec<&Command> {
        let mut found: Vec<&Command> =
            guild.map(|guild| self.commands_in(Some(guild)).collect()).unwrap_or_default();
        for command in self.commands.values() {
            let hidden = found.iter().any(|other| other.name == command.name && other.kind == command.kind);
            if !hidden {
                found.push(command);
            }
        }
        found
    }
}

impl State {
    /// A new application with its bot user.
    pub(crate) fn create_app(&mut self, name: &str) -> Snowflake {
        if let Some(known) = self.apps.values().find(|app| app.name == name) {
            return known.id;
        }
        let bot = self.ensure_user(name, true);
        let token = self.new_token(bot);
        let app = App {
            id: bot,
            bot,
            name: name.to_owned(),
            token,
            privileged: 0,
            shards: 1,
            commands: BTreeMap::new(),
            guild_commands: BTreeMap::new(),
            silent: false,
        };
        self.apps.insert(bot, app);
        bot
    }

    /// A token in Discord's form: the id, a time and a signature, which libraries check before they connect.
    pub(crate) fn new_token(&mut self, id: Snowflake) -> String {
        format!("{}.{}.{}", base64(&id.to_string()), self.secret(6), self.secret(38))
    }

    pub(crate) fn app_of_bot(&self, bot: Snowflake) -> Option<Snowflake> {
        self.apps.values().find(|app| app.bot == bot).map(|app| app.id)
    }
}

fn base64(text: &str) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let bits =
            chunk.iter().fold(0_u32, |sum, byte| (sum << 8) | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            let index = (bits >> (18 - 6 * place)) & 63;
            out.push(char::from(ALPHABET[index as usize]));
        }
    }
    out
}
