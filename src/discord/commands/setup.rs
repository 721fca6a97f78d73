use serenity::all::{CreateAutocompleteResponse, PartialChannel, Role};

use super::{Context, Failure, answer, choice, manages, place};
use crate::actions::setup::{self as action, Changes, Mention};
use crate::discord::permissions::{self, Access};
use crate::discord::reply::To;
use crate::discord::rest::RestError;
use crate::discord::views::{self, View, failure};
use crate::discord::{Bot, limits};
use crate::domain::calendar::Zone;
use crate::domain::guild::{Guild, PauseReason, Settings};
use crate::domain::ids::{ChannelId, GuildId, MemberId, RoleId};
use crate::store::StoreError;

/// Set up the daily question, or see how it stands
#[expect(clippy::too_many_arguments, reason = "one for each option that Discord shows")]
#[poise::command(
    slash_command,
    guild_only,
    interaction_context = "Guild",
    default_member_permissions = "MANAGE_GUILD"
)]
pub(super) async fn setup(
    ctx: Context<'_>,
    #[description = "Where the question is posted"]
    #[channel_types("Text", "News")]
    channel: Option<PartialChannel>,
    #[description = "At what time, such as 9:00"]
    #[max_length = 40]
    time: Option<String>,
    #[description = "In which time zone, such as Europe/Berlin"]
    #[max_length = 100]
    #[autocomplete = "suggest_zone"]
    zone: Option<String>,
    #[description = "On which days, such as mon-fri (every day, if you leave it out)"]
    #[max_length = 100]
    weekdays: Option<String>,
    #[description = "A role to mention with each question"] mention: Option<Role>,
    #[description = "Mention no role any more"]
    #[rename = "mention-nobody"]
    mention_nobody: Option<bool>,
    #[description = "A thread to talk each question over"] discussion: Option<bool>,
) -> Result<(), Failure> {
    answer(ctx, To::Member, async {
        let Some(place) = place(ctx) else { return Ok(failure::not_here()) };
        if !manages(ctx) {
            return Ok(views::setup::not_allowed());
        }
        if mention.as_ref().is_some_and(|role| is_everybody(role, place.0)) {
            return Ok(views::setup::never_everyone());
        }
        let role = mention.map(|role| Mention::Role(RoleId(role.id.get())));
        let changes = Changes {
            channel: channel.map(|channel| ChannelId(channel.id.get())),
            time,
            zone,
            weekdays,
            mention: if mention_nobody == Some(true) { Some(Mention::Nobody) } else { role },
            discussion,
        };
        apply(ctx.data(), place, &changes).await
    })
    .await;
    Ok(())
}

/// Whether it is the role of everybody, which has the server's own id.
fn is_everybody(role: &Role, guild: GuildId) -> bool {
    role.id.get() == guild.0
}

async fn apply(
    bot: &Bot,
    (guild, manager): (GuildId, MemberId),
    changes: &Changes,
) -> Result<View, StoreError> {
    let before = action::state(&bot.services, guild).await?;
    if changes.is_empty() {
        return Ok(views::setup::state(&before, bot.services.clock.now()));
    }
    let settings = match action::draft(&bot.services, guild, changes).await? {
        Ok(settings) => settings,
        Err(refused) => return Ok(views::setup::refused(&refused)),
    };
    if let Some(objection) = objection(bot, guild, &settings).await {
        return Ok(not_saved(settings.channel, objection));
    }
    let saved = action::save(&bot.services, guild, settings, manager).await?;
    bot.wake.notify_one();
    let preview = before.guild.is_none().then(|| action::preview(&bot.services)).flatten();
    Ok(views::setup::saved(&saved, preview.as_ref()))
}

/// Lets paused dailies go on, unless they would only be paused again: the channel is looked at first.
///
/// # Errors
///
/// Whatever the store refuses.
pub(in crate::discord) async fn resume(bot: &Bot, guild: GuildId) -> Result<View, StoreError> {
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

fn not_saved(channel: ChannelId, objection: Objection) -> View {
    match objection {
        Objection::Lacks(names) => views::setup::missing_permissions(channel, &names),
        Objection::Gone => views::setup::channel_gone(channel),
        Objection::NotNow => failure::busy(),
    }
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
enum Objection {
    /// These permissions are missing, by their names in Discord's settings.
    Lacks(Vec<&'static str>),
    /// The channel is gone.
    Gone,
    /// Discord cannot be asked at this moment.
    NotNow,
}

async fn objection(bot: &Bot, guild: GuildId, settings: &Settings) -> Option<Objection> {
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

async fn suggest_zone<'a>(_: Context<'a>, partial: &'a str) -> CreateAutocompleteResponse {
    let zones = Zone::suggest(partial, limits::AUTOCOMPLETE_CHOICES);
    CreateAutocompleteResponse::new().set_choices(zones.iter().map(|zone| choice(zone, zone)).collect())
}
