//! Everything the local Discord knows, behind one lock.

mod application;
mod channel;
mod events;
mod guild;
mod interaction;
mod message;
mod news;
mod reaction;
mod session;

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use twilight_model::guild::Permissions;

use crate::audit::Audit;
use crate::clock::Clock;
use crate::error::{ApiError, ApiResult};
use crate::files::Files;
use crate::permissions;
use crate::snowflake::{Snowflake, Snowflakes};
use crate::traffic::Traffic;

pub(crate) use application::App;
pub(crate) use channel::{Channel, ChannelKind, Overwrite, OverwriteKind, Thread};
pub(crate) use events::Audience;
pub(crate) use guild::{Guild, Member, Role, User};
pub(crate) use interaction::{
    Act, Answer, Deferred, FIRST_ANSWER_LIMIT, Interaction, InteractionKind, Outcome,
};
pub(crate) use message::{Draft, Message, flags};
pub(crate) use news::{News, Since};
pub(crate) use session::{Outgoing, Session};

/// The whole of the local Discord.
pub(crate) struct State {
    pub(crate) clock: Clock,
    pub(crate) audit: Audit,
    pub(crate) traffic: Traffic,
    pub(crate) address: String,
    ids: Snowflakes,
    rng: StdRng,
    pub(crate) users: BTreeMap<Snowflake, User>,
    pub(crate) apps: BTreeMap<Snowflake, App>,
    pub(crate) guilds: BTreeMap<Snowflake, Guild>,
    pub(crate) channels: BTreeMap<Snowflake, Channel>,
    pub(crate) messages: BTreeMap<Snowflake, BTreeMap<Snowflake, Message>>,
    pub(crate) interactions: BTreeMap<Snowflake, Interaction>,
    pub(crate) tokens: HashMap<String, Snowflake>,
    pub(crate) sessions: BTreeMap<String, Session>,
    /// Which messages changed lately.
    pub(crate) news: News,
    /// What was uploaded, to be shown.
    pub(crate) files: Files,
}

impl State {
    pub(crate) fn new(clock: Clock, audit: Audit, traffic: Traffic, seed: u64) -> Self {
        Self {
            clock,
            audit,
            traffic,
            address: String::new(),
            ids: Snowflakes::default(),
            rng: StdRng::seed_from_u64(seed),
            users: BTreeMap::new(),
            apps: BTreeMap::new(),
            guilds: BTreeMap::new(),
            channels: BTreeMap::new(),
            messages: BTreeMap::new(),
            interactions: BTreeMap::new(),
            tokens: HashMap::new(),
            sessions: BTreeMap::new(),
            news: News::default(),
            files: Files::default(),
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) fn next_id(&mut self) -> Snowflake {
        let now = self.clock.now();
        self.ids.next(now)
    }

    /// A secret of `length` characters that is safe in a URL.
    pub(crate) fn secret(&mut self, length: usize) -> String {
        const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        (0..length).map(|_| char::from(ALPHABET[self.rng.random_range(0..ALPHABET.len())])).collect()
    }

    pub(crate) fn user(&self, id: Snowflake) -> ApiResult<&User> {
        self.users.get(&id).ok_or(ApiError::UNKNOWN_USER)
    }

    pub(crate) fn guild(&self, id: Snowflake) -> ApiResult<&Guild> {
        self.guilds.get(&id).ok_or(ApiError::UNKNOWN_GUILD)
    }

    pub(crate) fn guild_mut(&mut self, id: Snowflake) -> ApiResult<&mut Guild> {
        self.guilds.get_mut(&id).ok_or(ApiError::UNKNOWN_GUILD)
    }

    pub(crate) fn channel(&self, id: Snowflake) -> ApiResult<&Channel> {
        self.channels.get(&id).ok_or(ApiError::UNKNOWN_CHANNEL)
    }

    pub(crate) fn channel_mut(&mut self, id: Snowflake) -> ApiResult<&mut Channel> {
        self.channels.get_mut(&id).ok_or(ApiError::UNKNOWN_CHANNEL)
    }

    pub(crate) fn app(&self, id: Snowflake) -> ApiResult<&App> {
        self.apps.get(&id).ok_or(ApiError::UNKNOWN_APPLICATION)
    }

    /// The application that `token` belongs to.
    pub(crate) fn app_by_token(&self, token: &str) -> Option<Snowflake> {
        self.apps.values().find(|app| app.token == token).map(|app| app.id)
    }

    /// What `user` may do in a channel; nothing when the channel is out of reach, everything in one's own DM.
    pub(crate) fn permissions_in(&self, user: Snowflake, channel: Snowflake) -> Permissions {
        let Some(place) = self.channels.get(&channel) else { return Permissions::empty() };
        let Some(guild) = place.guild.and_then(|id| self.guilds.get(&id)) else {
            let mine = place.recipients.contains(&user);
            return if mine { Permissions::all() } else { Permissions::empty() };
        };
        let Some(member) = guild.members.get(&user) else { return Permissions::empty() };
        let parent = place.thread.as_ref().and(place.parent).and_then(|parent| self.channels.get(&parent));
        let mut found = permissions::in_channel(guild, member, place, parent, self.now());
        if place.kind == ChannelKind::PrivateThread && !found.contains(Permissions::MANAGE_THREADS) {
            let inside = place.thread.as_ref().is_some_and(|thread| thread.members.contains_key(&user));
            if !inside {
                found = Permissions::empty();
            }
        }
        found
    }

    /// What `user` may do in the guild as a whole; nothing for a stranger.
    pub(crate) fn permissions_in_guild(&self, user: Snowflake, guild: Snowflake) -> Permissions {
        let Some(guild) = self.guilds.get(&guild) else { return Permissions::empty() };
        let Some(member) = guild.members.get(&user) else { return Permissions::empty() };
        permissions::in_guild(guild, member, self.now())
    }

    /// Refuses unless `user` sees the channel (50001) and has `needed` in it (50013).
    pub(crate) fn require(
        &self,
        user: Snowflake,
        channel: Snowflake,
        needed: Permissions,
    ) -> ApiResult<Permissions> {
        self.channel(channel)?;
        let found = self.permissions_in(user, channel);
        if !found.contains(Permissions::VIEW_CHANNEL) {
            return Err(ApiError::MISSING_ACCESS);
        }
        if !found.contains(needed) {
            return Err(ApiError::MISSING_PERMISSIONS);
        }
        Ok(found)
    }

    /// Refuses unless `user` is in the guild (10004, as Discord hides guilds) and has `needed` there (50013).
    pub(crate) fn require_in_guild(
        &self,
        user: Snowflake,
        guild: Snowflake,
        needed: Permissions,
    ) -> ApiResult<()> {
        let known = self.guild(guild)?;
        if !known.members.contains_key(&user) {
            return Err(ApiError::MISSING_ACCESS);
        }
        if self.permissions_in_guild(user, guild).contains(needed) {
            Ok(())
        } else {
            Err(ApiError::MISSING_PERMISSIONS)
        }
    }
}
