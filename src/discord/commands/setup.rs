use serenity::all::{CreateAutocompleteResponse, PartialChannel, Role};

use super::{Context, Failure, answer, choice, manages, place};
use crate::actions::setup::{self as action, Changes, Mention};
use crate::discord::acts::{self, Objection};
use crate::discord::reply::To;
use crate::discord::views::{self, View, failure};
use crate::discord::{Bot, limits};
use crate::domain::calendar::Zone;
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
    if let Some(objection) = acts::objection(bot, guild, &settings).await {
        return Ok(not_saved(settings.channel, objection));
    }
    let saved = action::save(&bot.services, guild, settings, manager).await?;
    bot.wake.notify_one();
    let preview = before.guild.is_none().then(|| action::preview(&bot.services)).flatten();
    Ok(views::setup::saved(&saved, preview.as_ref()))
}

fn not_saved(channel: ChannelId, objection: Objection) -> View {
    match objection {
        Objection::Lacks(names) => views::setup::missing_permissions(channel, &names),
        Objection::Gone => views::setup::channel_gone(channel),
        Objection::NotNow => failure::busy(),
    }
}

async fn suggest_zone<'a>(_: Context<'a>, partial: &'a str) -> CreateAutocompleteResponse {
    let zones = Zone::suggest(partial, limits::AUTOCOMPLETE_CHOICES);
    CreateAutocompleteResponse::new().set_choices(zones.iter().map(|zone| choice(zone, zone)).collect())
}
