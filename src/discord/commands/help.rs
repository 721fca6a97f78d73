use super::{Context, Failure, answer, manages};
use crate::discord::reply::To;
use crate::discord::views;

/// What Shipmate can do for you
#[poise::command(slash_command, guild_only, interaction_context = "Guild")]
pub(super) async fn help(ctx: Context<'_>) -> Result<(), Failure> {
    answer(ctx, To::Member, async { Ok(views::help::help(manages(ctx))) }).await;
    Ok(())
}
