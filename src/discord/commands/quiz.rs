use super::{Context, Failure, answer, explain, place};
use crate::actions::explain::{self as lookup, Explained};
use crate::actions::practice;
use crate::discord::Bot;
use crate::discord::reply::To;
use crate::discord::views::explain::Wanted;
use crate::discord::views::{self, View, failure};
use crate::domain::content::Difficulty;
use crate::domain::ids::{GuildId, MemberId};
use crate::store::{PracticeFilter, StoreError, Style};

/// How hard the questions may be.
#[derive(Clone, Copy, Debug, poise::ChoiceParameter)]
enum Hardness {
    #[name = "easy"]
    Easy,
    #[name = "medium"]
    Medium,
    #[name = "hard"]
    Hard,
}

impl From<Hardness> for Difficulty {
    fn from(hardness: Hardness) -> Self {
        match hardness {
            Hardness::Easy => Self::Easy,
            Hardness::Medium => Self::Medium,
            Hardness::Hard => Self::Hard,
        }
    }
}

/// What is asked.
#[derive(Clone, Copy, Debug, poise::ChoiceParameter)]
enum Kind {
    #[name = "scenario"]
    Scenario,
    #[name = "cues"]
    Cues,
}

impl From<Kind> for Style {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Scenario => Self::Scenario,
            Kind::Cues => Self::Cues,
        }
    }
}

/// Practice in private: one question after another, as long as you like
#[poise::command(slash_command, guild_only, interaction_context = "Guild")]
pub(super) async fn quiz(
    ctx: Context<'_>,
    #[description = "Only questions on this topic"]
    #[max_length = 100]
    #[autocomplete = "explain::suggest"]
    topic: Option<String>,
    #[description = "Only scenarios as hard as this"] difficulty: Option<Hardness>,
    #[description = "Whole scenarios, or short drills on the exam's wording (scenario, if you leave it out)"]
    style: Option<Kind>,
) -> Result<(), Failure> {
    answer(ctx, To::Member, async {
        let Some((guild, member)) = place(ctx) else { return Ok(failure::not_here()) };
        let topics = match topic.as_deref().map(|typed| (typed, lookup::explain(&ctx.data().services, typed)))
        {
            None => Vec::new(),
            Some((_, Explained::Card(card))) => vec![card.concept.id.clone()],
            Some((typed, Explained::Nearest(nearest))) => {
                return Ok(views::explain::nearest(typed, &nearest, Wanted::Practice));
            }
        };
        let filter = PracticeFilter {
            style: style.map_or_else(Style::default, Style::from),
            topics,
            difficulty: difficulty.map(Difficulty::from),
        };
        start(ctx.data(), guild, member, filter).await
    })
    .await;
    Ok(())
}

/// Starts a session and shows its first question.
pub(in crate::discord) async fn start(
    bot: &Bot,
    guild: GuildId,
    member: MemberId,
    filter: PracticeFilter,
) -> Result<View, StoreError> {
    let services = &bot.services;
    let topics = practice::topics(services, &filter);
    Ok(match practice::start(services, guild, member, filter.clone()).await? {
        Some(session) => views::practice::question(&session, &topics),
        None => views::practice::nothing(&topics, &filter),
    })
}
