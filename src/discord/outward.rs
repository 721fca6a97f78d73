//! The jobs' way to the members: posts, edits, threads, direct messages.

use serde::Deserialize;
use serde_json::{Value, json};
use serenity::all::{ChannelId, GuildId, MessageFlags, MessageId, Route};
use tracing::{debug, warn};

use super::permissions::{self, Access};
use super::press::Press;
use super::rest::{Call, Identified, Rest, RestError, code};
use super::stage::missing;
use super::views::{self, View};
use crate::actions::Services;
use crate::domain::daily::Daily;
use crate::domain::guild::{Guild, PauseReason};
use crate::domain::ids;
use crate::jobs::{Outward, OutwardError};
use crate::store::{Closing, Unsent};

/// How far back from its planning a daily's message is looked for: clocks differ a little.
const LOOK_BACK: jiff::SignedDuration = jiff::SignedDuration::from_mins(2);

/// The most messages of one look: Discord's limit.
pub(super) const PAGE: u8 = 100;

/// Pages looked through at most.
pub(super) const PAGES: usize = 10;

/// Minutes without talk after which a daily's thread is archived: a day.
pub(super) const AUTO_ARCHIVE_MINUTES: u16 = 1_440;

/// Discord, as the jobs reach it.
#[derive(Clone, Debug)]
pub struct ToDiscord {
    pub(super) rest: Rest,
    pub(super) me: ids::MemberId,
    pub(super) services: Services,
}

impl ToDiscord {
    /// The way out for the bot user `me`.
    #[must_use]
    pub fn new(rest: Rest, me: ids::MemberId, services: Services) -> Self {
        Self { rest: rest.for_what_can_wait(), me, services }
    }

    /// What a refused call means for a guild's daily: asks Discord what exactly is missing.
    async fn reason(&self, error: RestError, guild: ids::GuildId) -> OutwardError {
        match error.code() {
            Some(code::UNKNOWN_CHANNEL) => OutwardError::Impossible(PauseReason::ChannelGone),
            Some(code::MISSING_ACCESS | code::MISSING_PERMISSIONS) => self.what_is_missing(guild).await,
            _ => passing_or_refused(error),
        }
    }

    async fn what_is_missing(&self, guild: ids::GuildId) -> OutwardError {
        let settings = match self.services.store.guild(guild).await {
            Ok(found) => found.map(|guild| guild.settings),
            Err(error) => return OutwardError::Later { after: None, said: error.to_string() },
        };
        let access = match &settings {
            Some(settings) => permissions::lacking(&self.rest, guild, settings).await,
            None => Ok(Access::Gone),
        };
        missing(access)
    }

    async fn open_thread(&self, daily: &Daily, message: ids::MessageId) -> Result<ChannelId, RestError> {
        let route =
            Route::ChannelMessageThreads { channel_id: channel(daily.channel), message_id: id(message) };
        let body = json!({
            "name": views::daily::thread_name(daily),
            "auto_archive_duration": AUTO_ARCHIVE_MINUTES,
        });
        match self.rest.fetch::<Identified>(Call::post(route, &body)).await {
            Ok(thread) => Ok(ChannelId::new(thread.id.get())),
            // A thread that begins at a message has the message's id.
            Err(error) if error.code() == Some(code::THREAD_EXISTS) => Ok(ChannelId::new(message.0)),
            Err(error) => Err(error),
        }
    }

    /// What a server is called, as [`name_of`] finds it.
    pub(super) async fn name_of(&self, guild: ids::GuildId) -> Option<String> {
        name_of(&self.rest, guild).await
    }

    async fn has_spoken_in(&self, thread: ChannelId) -> Result<bool, RestError> {
        let route = Route::ChannelMessages { channel_id: thread };
        let messages: Vec<Posted> =
            self.rest.fetch(Call::get(route).with(vec![("limit", PAGE.to_string())])).await?;
        Ok(messages.iter().any(|message| message.author.id.get() == self.me.0))
    }
}

impl Outward for ToDiscord {
    async fn post(&self, unsent: &Unsent) -> Result<ids::MessageId, OutwardError> {
        let daily = &unsent.daily;
        let mut body = message(&views::daily::post(unsent));
        body["nonce"] = json!(daily.nonce());
        body["enforce_nonce"] = json!(true);
        if let Some(role) = unsent.mention {
            body["allowed_mentions"] = json!({ "parse": [], "roles": [role.to_string()] });
        }
        let route = Route::ChannelMessages { channel_id: channel(daily.channel) };
        match self.rest.fetch::<Identified>(Call::post(route, &body)).await {
            Ok(message) => Ok(ids::MessageId(message.id.get())),
            Err(error) => Err(self.reason(error, daily.guild).await),
        }
    }

    async fn look_for(&self, unsent: &Unsent) -> Result<Option<ids::MessageId>, OutwardError> {
        let daily = &unsent.daily;
        let from = unsent.planned_at.saturating_sub(LOOK_BACK).unwrap_or(unsent.planned_at);
        let mut after = ids::earliest_snowflake(from);
        for _ in 0..PAGES {
            let route = Route::ChannelMessages { channel_id: channel(daily.channel) };
            let params = vec![("limit", PAGE.to_string()), ("after", after.to_string())];
            let messages: Vec<Posted> = match self.rest.fetch(Call::get(route).with(params)).await {
                Ok(messages) => messages,
                Err(error) => return Err(self.reason(error, daily.guild).await),
            };
            let found = messages
                .iter()
                .find(|message| message.author.id.get() == self.me.0 && shows(message, daily.id));
            if let Some(found) = found {
                return Ok(Some(ids::MessageId(found.id.get())));
            }
            match messages.iter().map(|message| message.id.get()).max() {
                Some(newest) if messages.len() >= usize::from(PAGE) => after = newest,
                _ => break,
            }
        }
        Ok(None)
    }

    async fn close(&self, closing: &Closing) -> Result<(), OutwardError> {
        let daily = &closing.daily;
        let Some(message_id) = daily.message else { return Ok(()) };
        let route = Route::ChannelMessage { channel_id: channel(daily.channel), message_id: id(message_id) };
        let body = message(&views::daily::closed(closing));
        match self.rest.tell(Call::patch(route, &body)).await {
            Err(error) => match error.code() {
                Some(code::UNKNOWN_CHANNEL | code::UNKNOWN_MESSAGE) => Ok(()),
                _ => Err(passing_or_refused(error)),
            },
            Ok(()) => Ok(()),
        }
    }

    async fn open_discussion(&self, daily: &Daily) -> Result<ids::ChannelId, OutwardError> {
        let Some(message_id) = daily.message else {
            return Err(OutwardError::Later { after: None, said: "it is not posted yet".into() });
        };
        let thread = self.open_thread(daily, message_id).await.map_err(passing_or_refused)?;
        if !self.has_spoken_in(thread).await.unwrap_or(false) {
            let mut body = message(&views::daily::thread_opener(daily));
            body["flags"] = json!(MessageFlags::SUPPRESS_NOTIFICATIONS);
            body["nonce"] = json!(format!("talk-{}", daily.id));
            body["enforce_nonce"] = json!(true);
            let opener = Call::post(Route::ChannelMessages { channel_id: thread }, &body);
            self.rest.tell(opener).await.map_err(passing_or_refused)?;
        }
        Ok(ids::ChannelId(thread.get()))
    }

    async fn tell_manager(&self, guild: &Guild) -> Result<(), OutwardError> {
        let open = json!({ "recipient_id": guild.manager.to_string() });
        let direct: Identified =
            self.rest.fetch(Call::post(Route::UserMeDmChannels, &open)).await.map_err(passing_or_refused)?;
        let name = self.name_of(guild.id).await;
        let mut body = message(&views::manager::paused(guild, name.as_deref()));
        let paused_ms = guild.paused.as_ref().map_or(0, |(at, _)| at.as_millisecond());
        body["nonce"] = json!(format!("paused-{:x}", guild.id.0 ^ paused_ms.unsigned_abs()));
        body["enforce_nonce"] = json!(true);
        let route = Route::ChannelMessages { channel_id: ChannelId::new(direct.id.get()) };
        self.rest.tell(Call::post(route, &body)).await.map_err(|error| {
            if error.code() == Some(code::CANNOT_MESSAGE_USER) {
                warn!(guild = %guild.id, "the manager takes no direct messages");
            }
            passing_or_refused(error)
        })
    }
}

/// What a server is called. `None` where Discord does not tell: whoever is told of it gets a link instead.
pub(super) async fn name_of(rest: &Rest, guild: ids::GuildId) -> Option<String> {
    let route = Route::Guild { guild_id: GuildId::new(guild.0) };
    match rest.fetch::<Named>(Call::get(route)).await {
        Ok(server) => Some(server.name),
        Err(error) => {
            debug!(%guild, %error, "the server's name could not be read");
            None
        }
    }
}

pub(super) fn passing_or_refused(error: RestError) -> OutwardError {
    match error {
        RestError::RateLimited { after } => {
            OutwardError::Later { after: Some(after), said: error.to_string() }
        }
        error if error.is_passing() => OutwardError::Later { after: None, said: error.to_string() },
        error => OutwardError::Impossible(PauseReason::Refused { said: error.to_string() }),
    }
}

/// The view as a message body that mentions nobody.
pub(super) fn message(view: &View) -> Value {
    json!({
        "content": view.content,
        "embeds": view.embeds,
        "components": view.rows,
        "allowed_mentions": { "parse": [] },
    })
}

/// Of a server, what it is called.
#[derive(Debug, Deserialize)]
struct Named {
    name: String,
}

/// Of a message in a channel, what tells whose it is and what it shows.
#[derive(Debug, Deserialize)]
pub(super) struct Posted {
    pub(super) id: MessageId,
    pub(super) author: Identified,
    #[serde(default)]
    pub(super) embeds: Vec<Value>,
    #[serde(default)]
    pub(super) components: Value,
}

/// Whether a message is the one of this daily: its components carry the daily's id.
fn shows(message: &Posted, daily: ids::DailyId) -> bool {
    custom_ids(&message.components).any(|custom_id| {
        matches!(
            Press::parse(custom_id),
            Ok(Press::Daily { daily: of, .. } | Press::DailyChoices { daily: of } | Press::DailyReview { daily: of })
                if of == daily
        )
    })
}

pub(super) fn custom_ids(rows: &Value) -> impl Iterator<Item = &str> {
    rows.as_array()
        .into_iter()
        .flatten()
        .filter_map(|row| row["components"].as_array())
        .flatten()
        .filter_map(|component| component["custom_id"].as_str())
}

pub(super) fn channel(channel: ids::ChannelId) -> ChannelId {
    ChannelId::new(channel.0)
}

pub(super) fn id(message: ids::MessageId) -> MessageId {
    MessageId::new(message.0)
}
