//! The jobs' way to the members: posts, edits, threads, direct messages.

use serde_json::json;
use serenity::all::MessageFlags;

use super::permissions;
use super::posting::{Posted, ToDiscord, message, message_in, refused, refused_for_want_of, refused_there};
use super::press::Press;
use super::rest::{Call, RestError, code};
use super::views;
use crate::domain::daily::Daily;
use crate::domain::guild::Guild;
use crate::domain::ids;
use crate::jobs::{Outward, OutwardError};
use crate::store::{Closing, Unsent};

/// How far back from its planning a daily's message is looked for: clocks differ a little.
const LOOK_BACK: jiff::SignedDuration = jiff::SignedDuration::from_mins(2);

impl ToDiscord {
    /// What a refused call means for a guild's daily.
    async fn why_no_daily(&self, error: RestError, guild: ids::GuildId) -> OutwardError {
        refused_there(error, self.what_is_missing(guild)).await
    }

    async fn what_is_missing(&self, guild: ids::GuildId) -> OutwardError {
        let settings = match self.services.store.guild(guild).await {
            Ok(found) => found.map(|guild| guild.settings),
            Err(error) => return OutwardError::Later { after: None, said: error.to_string() },
        };
        refused_for_want_of(match &settings {
            Some(settings) => permissions::lacking(&self.rest, self.me, guild, settings).await,
            None => Ok(permissions::Access::Gone),
        })
    }
}

impl Outward for ToDiscord {
    async fn post(&self, unsent: &Unsent) -> Result<ids::MessageId, OutwardError> {
        let daily = &unsent.daily;
        let mut body = message(&views::daily::post(unsent));
        if let Some(role) = unsent.mention {
            body["allowed_mentions"] = json!({ "parse": [], "roles": [role.to_string()] });
        }
        match self.post_once(daily.channel, body, &daily.nonce()).await {
            Ok(message) => Ok(message),
            Err(error) => Err(self.why_no_daily(error, daily.guild).await),
        }
    }

    async fn look_for(&self, unsent: &Unsent) -> Result<Option<ids::MessageId>, OutwardError> {
        let daily = &unsent.daily;
        let since = unsent.planned_at.saturating_sub(LOOK_BACK).unwrap_or(unsent.planned_at);
        match self.find_ours(daily.channel, since, |posted| shows(posted, daily.id)).await {
            Ok(found) => Ok(found),
            Err(error) => Err(self.why_no_daily(error, daily.guild).await),
        }
    }

    async fn close(&self, closing: &Closing) -> Result<(), OutwardError> {
        let daily = &closing.daily;
        let Some(message_id) = daily.message else { return Ok(()) };
        let body = message(&views::daily::closed(closing));
        match self.rest.tell(Call::patch(message_in(daily.channel, message_id), &body)).await {
            Err(error) => match error.code() {
                Some(code::UNKNOWN_CHANNEL | code::UNKNOWN_MESSAGE) => Ok(()),
                _ => Err(refused(error)),
            },
            Ok(()) => Ok(()),
        }
    }

    async fn open_discussion(&self, daily: &Daily) -> Result<ids::ChannelId, OutwardError> {
        let Some(message_id) = daily.message else {
            return Err(OutwardError::Later { after: None, said: "it is not posted yet".into() });
        };
        let name = views::daily::thread_name(daily);
        let thread = self.thread_at(daily.channel, message_id, &name).await.map_err(refused)?;
        let since = ids::snowflake_instant(thread.0);
        // Where it cannot be read, the nonce guards the post.
        let opened = self.find_ours(thread, since, Posted::has_text).await.unwrap_or(None);
        if opened.is_none() {
            let mut body = message(&views::daily::thread_opener(daily));
            body["flags"] = json!(MessageFlags::SUPPRESS_NOTIFICATIONS);
            self.post_once(thread, body, &format!("talk-{}", daily.id)).await.map_err(refused)?;
        }
        Ok(thread)
    }

    async fn tell_manager(&self, guild: &Guild) -> Result<(), OutwardError> {
        let name = self.name_of(guild.id).await;
        let view = views::manager::paused(guild, name.as_deref());
        let paused_ms = guild.paused.as_ref().map_or(0, |(at, _)| at.as_millisecond());
        let nonce = format!("paused-{:x}", guild.id.0 ^ paused_ms.unsigned_abs());
        self.tell_once(guild.manager, &view, &nonce).await.map_err(refused)
    }
}

/// Whether a message is the one of this daily: its components carry the daily's id.
fn shows(posted: &Posted, daily: ids::DailyId) -> bool {
    posted.custom_ids().any(|custom_id| {
        matches!(
            Press::parse(custom_id),
            Ok(Press::Daily { daily: of, .. } | Press::DailyChoices { daily: of } | Press::DailyReview { daily: of })
                if of == daily
        )
    })
}
