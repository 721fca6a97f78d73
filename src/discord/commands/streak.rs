use serenity::all::{CreateAutocompleteResponse, User};

use super::{Context, Failure, answer, choice, manages, place};
use crate::actions::{privacy, streak as action};
use crate::discord::reply::To;
use crate::discord::views::{self, failure};
use crate::domain::ids::MemberId;

/// Days offered when a day is typed: two weeks.
const DAYS_OFFERED: usize = 14;

/// Your streak: days in a row with an answer
#[poise::command(
    slash_command,
    guild_only,
    interaction_context = "Guild",
    subcommands("show", "pause", "resume"),
    subcommand_required
)]
pub(super) async fn streak(ctx: Context<'_>) -> Result<(), Failure> {
    // Discord sends a subcommand, except for a command that it remembers from an earlier version.
    answer(ctx, To::Member, async { Ok(failure::unknown_press()) }).await;
    Ok(())
}

/// Show a streak: how long, how many freezes, when the day ends
#[poise::command(slash_command, guild_only)]
async fn show(
    ctx: Context<'_>,
    #[description = "Somebody else's streak"] member: Option<User>,
) -> Result<(), Failure> {
    answer(ctx, To::Member, async {
        let Some((guild, asking)) = place(ctx) else { return Ok(failure::not_here()) };
        let whose = member.as_ref().map_or(asking, |member| MemberId(member.id.get()));
        let services = &ctx.data().services;
        if whose != asking && !privacy::is_listed(services, guild, whose).await? {
            return Ok(views::privacy::not_shown());
        }
        let card = action::card(services, guild, whose).await?;
        Ok(match card.zone {
            Some(_) => views::streak::card(&card, asking),
            None => views::setup::not_set_up(manages(ctx)),
        })
    })
    .await;
    Ok(())
}

/// Announce a holiday: your streak stays as it is (up to 14 days in a quarter)
#[poise::command(slash_command, guild_only)]
async fn pause(
    ctx: Context<'_>,
    #[description = "The first day, such as 2026-03-02, today or tomorrow"]
    #[max_length = 40]
    #[autocomplete = "suggest_day"]
    from: String,
    #[description = "The last day, such as 2026-03-08"]
    #[max_length = 40]
    #[autocomplete = "suggest_day"]
    to: String,
) -> Result<(), Failure> {
    answer(ctx, To::Member, async {
        let Some(place) = place(ctx) else { return Ok(failure::not_here()) };
        let paused = action::pause(&ctx.data().services, place, &from, &to).await?;
        Ok(match paused {
            action::Paused::NotSetUp => views::setup::not_set_up(manages(ctx)),
            paused => views::streak::paused(&paused),
        })
    })
    .await;
    Ok(())
}

/// Come back early from an announced holiday
#[poise::command(slash_command, guild_only)]
async fn resume(ctx: Context<'_>) -> Result<(), Failure> {
    answer(ctx, To::Member, async {
        let Some((guild, member)) = place(ctx) else { return Ok(failure::not_here()) };
        let resumed = action::resume(&ctx.data().services, guild, member).await?;
        Ok(views::streak::resumed(resumed.as_ref()))
    })
    .await;
    Ok(())
}

async fn suggest_day<'a>(ctx: Context<'a>, partial: &'a str) -> CreateAutocompleteResponse {
    let today = match place(ctx) {
        Some((guild, _)) => action::local_day(&ctx.data().services, guild).await.ok().flatten(),
        None => None,
    };
    let days = today.into_iter().flat_map(|today| today.series(jiff::Span::new().days(1)).take(DAYS_OFFERED));
    let choices = days
        .map(|day| (day.strftime("%a %-d %b").to_string(), day.to_string()))
        .filter(|(name, value)| value.starts_with(partial.trim()) || matches(name, partial))
        .map(|(name, value)| choice(&format!("{name} ({value})"), &value))
        .collect();
    CreateAutocompleteResponse::new().set_choices(choices)
}

fn matches(name: &str, partial: &str) -> bool {
    name.to_lowercase().contains(&partial.trim().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::commands::described;
    use crate::domain::pause::MAX_DAYS_PER_QUARTER;

    #[test]
    fn the_longest_break_is_told_as_the_rules_have_it() {
        let told = described(&streak());
        let words = format!("(up to {MAX_DAYS_PER_QUARTER} days in a quarter)");
        assert!(told.subcommand("pause").description.contains(&words), "{told:?}");
    }
}
