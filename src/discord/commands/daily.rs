use super::{Context, Failure, answer, manages, place};
use crate::actions::today;
use crate::discord::reply::To;
use crate::discord::views::{self, failure};

/// Today's question again, just for you
#[poise::command(slash_command, guild_only, interaction_context = "Guild")]
pub(super) async fn daily(ctx: Context<'_>) -> Result<(), Failure> {
    answer(ctx, To::Member, async {
        let Some((guild, member)) = place(ctx) else { return Ok(failure::not_here()) };
        let today = today::today(&ctx.data().services, guild, member).await?;
        Ok(views::today::today(&today, manages(ctx)))
    })
    .await;
    Ok(())
}
