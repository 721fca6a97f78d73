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
    #[description = "A role to mention with each question; @everyone for nobody"] mention: Option<Role>,
    #[description = "A thread to talk each question over"] discussion: Option<bool>,
) -> Result<(), Failure> {
    answer(ctx, To::Member, async {
        let Some(place) = place(ctx) else { return Ok(failure::not_here()) };
        if !manages(ctx) {
            return Ok(views::setup::not_allowed());
        }
        let changes = Changes {
            channel: channel.map(|channel| ChannelId(channel.id.get())),
            time,
            zone,
            weekdays,
            mention: mention.map(|role| mention_of(&role, place.0)),
            discussion,
        };
        apply(ctx.data(), place, &changes).await
    })
    .await;
    Ok(())
}

/// The role of everybody has the server's own id; choosing it means that nobody is mentioned.
fn mention_of(role: &Role, guild: GuildId) -> Mention {
    if role.id.get() == guild.0 { Mention::Nobody } else { Mention::Role(RoleId(role.id.get())) }
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
