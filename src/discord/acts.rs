//! What a command and a button both do.

use super::Bot;
use super::permissions::{self, Access};
use super::rest::RestError;
use super::views::{self, View, failure};
use crate::actions::{practice, setup as action};
use crate::domain::guild::{Guild, PauseReason, Settings};
use crate::domain::ids::{GuildId, MemberId};
use crate::store::{PracticeFilter, StoreError};

/// Starts a practice session and shows its first question.
pub(super) async fn start_practice(
    bot: &Bot,
    guild: GuildId,
    member: MemberId,
    filter: PracticeFilter,
) -> Result<View, StoreError> {
    let services = &bot.services;
    let topics = practice::topics(services, &filter);
    Ok(match practice::start(services, guild, member, filter.clone()).await? {
        Some(session) => views::practice::question(&session, &topics),
        None => views::practice::nothing(&topics, &filter),
    })
}

/// Pauses the dailies, and shows how they stand.
pub(super) async fn pause(bot: &Bot, guild: GuildId) -> Result<View, StoreError> {
    let state = action::pause(&bot.services, guild).await?;
    Ok(views::setup::state(&state, bot.services.clock.now()))
}

/// Lets paused dailies go on, unless they would only be paused again: the channel is looked at first.
pub(super) async fn resume(bot: &Bot, guild: GuildId) -> Result<View, StoreError> {
    let before = action::state(&bot.services, guild).await?;
    if let Some(paused) = before.guild.filter(|guild| guild.paused.is_some())
        && let Some(objection) = objection(bot, guild, &paused.settings).await
    {
        return Ok(not_resumed(&paused, objection));
    }
    let state = action::resume(&bot.services, guild).await?;
    bot.wake.notify_one();
    Ok(views::setup::state(&state, bot.services.clock.now()))
}

fn not_resumed(paused: &Guild, objection: Objection) -> View {
    let reason = match objection {
        Objection::Lacks(names) => {
            PauseReason::MissingPermissions { permissions: names.into_iter().map(str::to_owned).collect() }
        }
        Objection::Gone => PauseReason::ChannelGone,
        Objection::NotNow => return failure::busy(),
    };
    views::setup::still_paused(paused, &reason)
}

/// What stands against posting in a channel.
pub(super) enum Objection {
    /// These permissions are missing, by their names in Discord's settings.
    Lacks(Vec<&'static str>),
    /// The channel is gone.
    Gone,
    /// Discord cannot be asked at this moment.
    NotNow,
}

/// What stands against posting a guild's dailies in the channel of `settings`. `None`: nothing that can be known.
pub(super) async fn objection(bot: &Bot, guild: GuildId, settings: &Settings) -> Option<Objection> {
    match permissions::lacking(&bot.rest, bot.me, guild, settings).await {
        Ok(Access::Lacks(names)) if names.is_empty() => None,
        Ok(Access::Lacks(names)) => Some(Objection::Lacks(names)),
        Ok(Access::Gone) => Some(Objection::Gone),
        Err(error) => {
            tracing::warn!(%guild, %error, "the channel's permissions could not be read");
            let ask_again = error.is_passing() && !matches!(error, RestError::Unreadable(_));
            // Where they cannot be known at all, the first post tells.
            ask_again.then_some(Objection::NotNow)
        }
    }
}
