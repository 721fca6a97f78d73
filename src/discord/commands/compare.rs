use serenity::all::{CreateAutocompleteResponse, ResolvedValue};

use super::{Context, Failure, answer, choice};
use crate::actions::compare::{self as action, Compared};
use crate::discord::limits;
use crate::discord::reply::To;
use crate::discord::views;
use crate::domain::ids::SideId;
use crate::domain::lookup::Suggestion;

/// Hold two concepts against each other: what differs, and when to choose which
#[poise::command(slash_command, guild_only, interaction_context = "Guild")]
pub(super) async fn compare(
    ctx: Context<'_>,
    #[description = "One of them, such as Amazon ECS"]
    #[max_length = 100]
    #[autocomplete = "suggest_first"]
    first: String,
    #[description = "The other, such as Amazon EKS"]
    #[max_length = 100]
    #[autocomplete = "suggest_second"]
    second: String,
) -> Result<(), Failure> {
    let compared = action::compare(&ctx.data().services, &first, &second);
    let to = if matches!(compared, Compared::Two(_)) { To::Channel } else { To::Member };
    answer(ctx, to, async { Ok(views::compare::compared(&compared)) }).await;
    Ok(())
}

async fn suggest_first<'a>(ctx: Context<'a>, partial: &'a str) -> CreateAutocompleteResponse {
    let comparables = ctx.data().services.library.comparables();
    choices(ctx, &comparables.suggest(partial, limits::AUTOCOMPLETE_CHOICES))
}

async fn suggest_second<'a>(ctx: Context<'a>, partial: &'a str) -> CreateAutocompleteResponse {
    let options = ctx.interaction.data.options();
    let first = options.iter().find_map(|option| match &option.value {
        ResolvedValue::String(first) if option.name == "first" => Some(*first),
        _ => None,
    });
    let services = &ctx.data().services;
    let first = first.unwrap_or_default();
    choices(ctx, &action::suggest(services, first, partial, limits::AUTOCOMPLETE_CHOICES))
}

/// What is sent is the name itself.
fn choices(ctx: Context<'_>, suggestions: &[Suggestion<SideId>]) -> CreateAutocompleteResponse {
    let comparables = ctx.data().services.library.comparables();
    let named = suggestions.iter().filter_map(|suggestion| {
        let side = comparables.get(&suggestion.id)?;
        Some(choice(&suggestion.label, &side.name))
    });
    CreateAutocompleteResponse::new().set_choices(named.collect())
}
