use super::{Context, Failure, answer, manages, place};
use crate::actions::{admin as action, report};
use crate::discord::permissions::{self, Access};
use crate::discord::reply::To;
use crate::discord::views::admin::ChannelAccess;
use crate::discord::views::{self, View, failure};
use crate::discord::{Bot, acts};
use crate::domain::guild::Guild;
use crate::domain::ids::GuildId;
use crate::store::StoreError;

/// Look after the study group: the daily question, and what members report
#[poise::command(
    slash_command,
    guild_only,
    interaction_context = "Guild",
    default_member_permissions = "MANAGE_GUILD",
    subcommands("status", "post_now", "pause", "resume", "reports"),
    subcommand_required
)]
pub(super) async fn admin(ctx: Context<'_>) -> Result<(), Failure> {
    // Discord sends a subcommand, except for a command that it remembers from an earlier version.
    answer(ctx, To::Member, async { Ok(failure::unknown_press()) }).await;
    Ok(())
}

/// How everything stands: the daily, its channel, reports, versions
#[poise::command(slash_command, guild_only)]
async fn status(ctx: Context<'_>) -> Result<(), Failure> {
    managing(ctx, async |bot, guild| {
        let status = action::status(&bot.services, guild).await?;
        let access = match &status.setup.guild {
            Some(guild) => Some(access(bot, guild).await),
            None => None,
        };
        Ok(views::admin::status(&status, access.as_ref(), bot.services.clock.now()))
    })
    .await
}

/// Post today's question now, if there was none today
#[poise::command(slash_command, guild_only, rename = "post-now")]
async fn post_now(ctx: Context<'_>) -> Result<(), Failure> {
    managing(ctx, async |bot, guild| {
        let outcome = action::post_now(&bot.services, guild).await?;
        bot.wake.notify_one();
        Ok(views::admin::post_now(&outcome))
    })
    .await
}

/// Pause the daily questions: no streak breaks meanwhile
#[poise::command(slash_command, guild_only)]
async fn pause(ctx: Context<'_>) -> Result<(), Failure> {
    managing(ctx, acts::pause).await
}

/// Let the daily questions go on
#[poise::command(slash_command, guild_only)]
async fn resume(ctx: Context<'_>) -> Result<(), Failure> {
    managing(ctx, acts::resume).await
}

/// What members say is wrong with questions
#[poise::command(slash_command, guild_only)]
async fn reports(ctx: Context<'_>) -> Result<(), Failure> {
    managing(ctx, async |bot, guild| Ok(views::report::page(&report::page(&bot.services, guild, 0).await?)))
        .await
}

/// Does what only who manages the server may do. Discord hides the command from others, but a server can open it
/// to anybody.
async fn managing<W>(ctx: Context<'_>, work: W) -> Result<(), Failure>
where
    W: AsyncFnOnce(&Bot, GuildId) -> Result<View, StoreError>,
{
    answer(ctx, To::Member, async {
        let Some((guild, _)) = place(ctx) else { return Ok(failure::not_here()) };
        if !manages(ctx) {
            return Ok(views::setup::not_allowed());
        }
        work(ctx.data(), guild).await
    })
    .await;
    Ok(())
}

async fn access(bot: &Bot, guild: &Guild) -> ChannelAccess {
    match permissions::lacking(&bot.rest, bot.me, guild.id, &guild.settings).await {
        Ok(Access::Lacks(names)) if names.is_empty() => ChannelAccess::Complete,
        Ok(Access::Lacks(names)) => ChannelAccess::Lacks(names),
        Ok(Access::Gone) => ChannelAccess::Gone,
        Err(error) => {
            tracing::warn!(guild = %guild.id, %error, "the channel's permissions could not be read");
            ChannelAccess::Unknown
        }
    }
}
