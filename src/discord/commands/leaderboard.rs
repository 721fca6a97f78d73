use super::{Context, Failure, answer, manages, place};
use crate::actions::leaderboard as action;
use crate::discord::reply::To;
use crate::discord::views::{self, failure};
use crate::domain::standings::Period;

/// Which days count.
#[derive(Clone, Copy, Debug, poise::ChoiceParameter)]
enum Span {
    #[name = "this week"]
    ThisWeek,
    #[name = "last week"]
    LastWeek,
    #[name = "all time"]
    AllTime,
}

/// Who answered most often
#[poise::command(slash_command, guild_only, interaction_context = "Guild")]
pub(super) async fn leaderboard(
    ctx: Context<'_>,
    #[description = "Which days count (this week, if you leave it out)"] period: Option<Span>,
) -> Result<(), Failure> {
    answer(ctx, To::Member, async {
        let Some((guild, member)) = place(ctx) else { return Ok(failure::not_here()) };
        let period = match period {
            Some(Span::AllTime) => Period::AllTime,
            Some(Span::LastWeek) => Period::LastWeek,
            Some(Span::ThisWeek) | None => Period::ThisWeek,
        };
        let board = action::leaderboard(&ctx.data().services, (guild, member), period).await?;
        Ok(match board {
            Some(board) => views::leaderboard::board(&board, period, member),
            None => views::setup::not_set_up(manages(ctx)),
        })
    })
    .await;
    Ok(())
}
