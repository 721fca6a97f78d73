//! A bot's application.

use std::fmt;
use std::sync::Arc;

use crate::core::Core;
use crate::gateway::intents;
use crate::snowflake::Snowflake;
use crate::state::State;

/// A bot's application, as its developer sees it.
#[derive(Clone)]
pub struct Application {
    pub(crate) core: Arc<Core>,
    id: Snowflake,
}

impl fmt::Debug for Application {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Application")
            .field("id", &self.id)
            .field("name", &self.name())
            .finish_non_exhaustive()
    }
}

impl Application {
    pub(crate) const fn new(core: Arc<Core>, id: Snowflake) -> Self {
        Self { core, id }
    }

    /// The application's id.
    #[must_use]
    pub const fn id(&self) -> Snowflake {
        self.id
    }

    /// The id of its bot user.
    #[must_use]
    pub const fn bot_user_id(&self) -> Snowflake {
        // Discord gives a new application's bot the application's own id.
        self.id
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> String {
        self.core.read(|state| state.apps.get(&self.id).map(|app| app.name.clone()).unwrap_or_default())
    }

    /// The token that its bot logs in with.
    #[must_use]
    pub fn token(&self) -> String {
        self.core.read(|state| state.apps.get(&self.id).map(|app| app.token.clone()).unwrap_or_default())
    }

    /// Gives it a new token; the old one is refused from then on.
    pub fn reset_token(&self) {
        let token = self.core.with(|state| state.new_token(self.id));
        self.set_token(&token);
    }

    /// Gives it this token, for a bot whose configuration is fixed.
    pub fn set_token(&self, token: &str) {
        self.core.with(|state| {
            if let Some(app) = state.apps.get_mut(&self.id) {
                token.clone_into(&mut app.token);
            }
        });
    }

    /// Switches privileged intents on as in the developer portal, by their bits; others in `bits` don't matter. Without
    /// this a bot that asks for one is closed with 4014.
    pub fn allow_privileged_intents(&self, bits: u64) {
        self.core.with(|state| {
            if let Some(app) = state.apps.get_mut(&self.id) {
                app.privileged = bits & intents::PRIVILEGED;
            }
        });
    }

    /// Recommends this many shards to its bot from now on, as Discord does to one in thousands of guilds.
    pub fn recommend_shards(&self, shards: u32) {
        self.core.with(|state| {
            if let Some(app) = state.apps.get_mut(&self.id) {
                app.shards = shards;
            }
        });
    }

    /// Whether its bot has a live gateway session.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        let live = |state: &State| {
            state.sessions.values().any(|session| session.app == self.id && session.is_live())
        };
        self.core.read(live)
    }

    /// The names of its commands, global ones first.
    #[must_use]
    pub fn command_names(&self) -> Vec<String> {
        self.core.read(|state| {
            let Some(app) = state.apps.get(&self.id) else { return Vec::new() };
            let of_guilds = app.guild_commands.values().flat_map(|list| list.values());
            app.commands.values().chain(of_guilds).map(|command| command.name.clone()).collect()
        })
    }
}
