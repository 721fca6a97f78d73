use serenity::all::CreateAutocompleteResponse;

use super::{Context, Failure, answer, choice};
use crate::actions::compare;
use crate::actions::explain::{self as action, Explained};
use crate::discord::limits;
use crate::discord::reply::To;
use crate::discord::views;
use crate::discord::views::explain::Wanted;

/// Look up a concept: what it is, exam cues, what it is confused with
#[poise::command(slash_command, guild_only, interaction_context = "Guild")]
pub(super) async fn explain(
    ctx: Context<'_>,
    #[description = "A service, term or abbreviation, such as Fargate or PV"]
    #[max_length = 100]
    #[autocomplete = "suggest"]
    topic: String,
) -> Result<(), Failure> {
    let services = &ctx.data().services;
    let (to, view) = match (action::explain(services, &topic), compare::both_in(services, &topic)) {
        (Explained::Card(card), _) => (To::Channel, views::explain::card(&card)),
        (Explained::Nearest(_), Some(both)) => (To::Channel, views::compare::compared(&both)),
        (Explained::Nearest(nearest), None) => {
            (To::Member, views::explain::nearest(&topic, &nearest, Wanted::Card))
        }
    };
    answer(ctx, to, async { Ok(view) }).await;
    Ok(())
}

/// Suggests concepts for what was typed so far; what is sent is the term itself.
pub(super) async fn suggest<'a>(ctx: Context<'a>, partial: &'a str) -> CreateAutocompleteResponse {
    let services = &ctx.data().services;
    let suggestions = action::suggest(services, partial, limits::AUTOCOMPLETE_CHOICES);
    let choices = suggestions
        .iter()
        .filter_map(|suggestion| {
            let concept = services.library.concept(&suggestion.id)?;
            Some(choice(&suggestion.label, &concept.term))
        })
        .collect();
    CreateAutocompleteResponse::new().set_choices(choices)
}
