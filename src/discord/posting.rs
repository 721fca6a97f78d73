//! What every way out shares: messages posted once, looked for, threads, direct messages, and what a refusal means.

use std::future::Future;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};
use serenity::all::{ChannelId, GuildId, MessageId, Route};
use tracing::debug;

use super::permissions::Access;
use super::rest::{Call, Identified, Rest, RestError, code};
use super::views::View;
use crate::actions::Services;
use crate::domain::guild::PauseReason;
use crate::domain::ids;
use crate::jobs::OutwardError;

/// The most messages of one look: Discord's limit.
const PAGE: u8 = 100;

/// Pages looked through at most.
const PAGES: usize = 10;

/// Minutes without talk after which a thread is archived: a day.
const AUTO_ARCHIVE_MINUTES: u16 = 1_440;

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

    /// Posts a message. Within minutes, Discord answers the same `nonce` with the first message.
    ///
    /// Source: <https://discord.com/developers/docs/resources/message#create-message> (`enforce_nonce`)
    pub(super) async fn post_once(
        &self,
        channel: ids::ChannelId,
        mut body: Value,
        nonce: &str,
    ) -> Result<ids::MessageId, RestError> {
        body["nonce"] = json!(nonce);
        body["enforce_nonce"] = json!(true);
        let posted: Identified = self.rest.fetch(Call::post(messages_of(channel), &body)).await?;
        Ok(ids::MessageId(posted.id.get()))
    }

    /// Sends a member a direct message, once as [`Self::post_once`] does.
    pub(super) async fn tell_once(
        &self,
        member: ids::MemberId,
        view: &View,
        nonce: &str,
    ) -> Result<(), RestError> {
        let open = json!({ "recipient_id": member.to_string() });
        let direct: Identified = self.rest.fetch(Call::post(Route::UserMeDmChannels, &open)).await?;
        self.post_once(ids::ChannelId(direct.id.get()), message(view), nonce).await.map(drop)
    }

    /// A message of ours that `is_it`, among those of a channel since then: the newest of the first page that has one.
    pub(super) async fn find_ours(
        &self,
        channel: ids::ChannelId,
        since: Timestamp,
        is_it: impl Fn(&Posted) -> bool + Send,
    ) -> Result<Option<ids::MessageId>, RestError> {
        let mut after = ids::earliest_snowflake(since);
        for _ in 0..PAGES {
            let params = vec![("limit", PAGE.to_string()), ("after", after.to_string())];
            let page: Vec<Posted> = self.rest.fetch(Call::get(messages_of(channel)).with(params)).await?;
            let ours = page.iter().filter(|posted| posted.author.id.get() == self.me.0 && is_it(posted));
            if let Some(found) = ours.map(|posted| posted.id.get()).max() {
                return Ok(Some(ids::MessageId(found)));
            }
            match page.iter().map(|posted| posted.id.get()).max() {
                Some(newest) if page.len() >= usize::from(PAGE) => after = newest,
                _ => break,
            }
        }
        Ok(None)
    }

    /// Opens the thread that begins at a message, or finds the one that was opened.
    pub(super) async fn thread_at(
        &self,
        channel: ids::ChannelId,
        message: ids::MessageId,
        name: &str,
    ) -> Result<ids::ChannelId, RestError> {
        let route = Route::ChannelMessageThreads {
            channel_id: ChannelId::new(channel.0),
            message_id: MessageId::new(message.0),
        };
        let body = json!({ "name": name, "auto_archive_duration": AUTO_ARCHIVE_MINUTES });
        match self.rest.fetch::<Identified>(Call::post(route, &body)).await {
            Ok(thread) => Ok(ids::ChannelId(thread.id.get())),
            // A thread that begins at a message has the message's id.
            Err(error) if error.code() == Some(code::THREAD_EXISTS) => Ok(ids::ChannelId(message.0)),
            Err(error) => Err(error),
        }
    }

    /// What a server is called. `None` where Discord does not tell: whoever is told of it gets a link instead.
    pub(super) async fn name_of(&self, guild: ids::GuildId) -> Option<String> {
        let route = Route::Guild { guild_id: GuildId::new(guild.0) };
        match self.rest.fetch::<Named>(Call::get(route)).await {
            Ok(server) => Some(server.name),
            Err(error) => {
                debug!(%guild, %error, "the server's name could not be read");
                None
            }
        }
    }
}

/// What a refused call in a channel means; `missing` asks Discord which permission it was.
pub(super) async fn refused_there(
    error: RestError,
    missing: impl Future<Output = OutwardError>,
) -> OutwardError {
    match error.code() {
        Some(code::UNKNOWN_CHANNEL) => OutwardError::Impossible(PauseReason::ChannelGone),
        Some(code::MISSING_ACCESS | code::MISSING_PERMISSIONS) => missing.await,
        _ => refused(error),
    }
}

/// What a refused call means where no permission explains it.
pub(super) fn refused(error: RestError) -> OutwardError {
    match error {
        RestError::RateLimited { after } => {
            OutwardError::Later { after: Some(after), said: error.to_string() }
        }
        error if error.is_passing() => OutwardError::Later { after: None, said: error.to_string() },
        error => OutwardError::Impossible(PauseReason::Refused { said: error.to_string() }),
    }
}

/// What a refusal for want of a permission means, by what the bot then found in the channel.
pub(super) fn refused_for_want_of(access: Result<Access, RestError>) -> OutwardError {
    OutwardError::Impossible(match access {
        Ok(Access::Gone) => PauseReason::ChannelGone,
        Ok(Access::Lacks(names)) if !names.is_empty() => {
            PauseReason::MissingPermissions { permissions: names.into_iter().map(str::to_owned).collect() }
        }
        Ok(Access::Lacks(_)) | Err(RestError::Unreadable(_)) => {
            PauseReason::Refused { said: "a permission is missing".into() }
        }
        Err(error) if error.is_passing() => return refused(error),
        Err(error) => PauseReason::Refused { said: error.to_string() },
    })
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

/// The route of a message.
pub(super) fn message_in(channel: ids::ChannelId, message: ids::MessageId) -> Route<'static> {
    Route::ChannelMessage { channel_id: ChannelId::new(channel.0), message_id: MessageId::new(message.0) }
}

fn messages_of(channel: ids::ChannelId) -> Route<'static> {
    Route::ChannelMessages { channel_id: ChannelId::new(channel.0) }
}

/// Of a server, what it is called.
#[derive(Debug, Deserialize)]
struct Named {
    name: String,
}

/// Of a message in a channel, what tells whose it is and what it shows.
#[derive(Debug, Deserialize)]
pub(super) struct Posted {
    id: MessageId,
    author: Identified,
    #[serde(default)]
    content: String,
    #[serde(default)]
    embeds: Vec<Value>,
    #[serde(default)]
    components: Value,
}

impl Posted {
    /// The custom ids of its components.
    pub(super) fn custom_ids(&self) -> impl Iterator<Item = &str> {
        self.components
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|row| row["components"].as_array())
            .flatten()
            .filter_map(|component| component["custom_id"].as_str())
    }

    /// The title of its first embed; empty without one.
    pub(super) fn title(&self) -> &str {
        self.embeds.first().and_then(|embed| embed["title"].as_str()).unwrap_or_default()
    }

    /// Whether it has text of its own. The message that Discord itself begins a thread with has none, and its author
    /// is the one of the message that the thread hangs on.
    ///
    /// Source: <https://discord.com/developers/docs/resources/message#message-reference-types> (type 21)
    pub(super) fn has_text(&self) -> bool {
        !self.content.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_discord_begins_a_thread_with_is_not_taken_for_our_own_words() {
        let posted = |content: &str, kind: u8| -> Posted {
            serde_json::from_value(json!({
                "id": "8", "type": kind, "author": { "id": "3" }, "content": content, "embeds": [],
                "components": [], "message_reference": { "channel_id": "7", "message_id": "5" },
            }))
            .unwrap()
        };
        assert!(!posted("", 21).has_text());
        assert!(posted("Talk it over here.", 0).has_text());
    }
}
