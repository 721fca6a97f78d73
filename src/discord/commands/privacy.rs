use super::{Context, Failure, answer, place};
use crate::actions::privacy as action;
use crate::discord::reply::To;
use crate::discord::views::{self, failure};

/// What I keep about you: see it, export it, erase it
#[poise::command(slash_command, guild_only, interaction_context = "Guild")]
pub(super) async fn privacy(ctx: Context<'_>) -> Result<(), Failure> {
    answer(ctx, To::Member, async {
        let Some((guild, member)) = place(ctx) else { return Ok(failure::not_here()) };
        let listed = action::is_listed(&ctx.data().services, guild, member).await?;
        Ok(views::privacy::card(listed, ctx.data().reach))
    })
    .await;
    Ok(())
}
