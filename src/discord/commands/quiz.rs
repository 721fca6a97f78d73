use super::{Context, Failure, answer, explain, place, topic};
use crate::discord::acts;
use crate::discord::reply::To;
use crate::discord::views::explain::Wanted;
use crate::discord::views::failure;
use crate::domain::content::Difficulty;
use crate::store::{PracticeFilter, Style};

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
        let topics = match topic::typed(&ctx.data().services, topic.as_deref(), Wanted::Practice) {
            Ok(topic) => topic.into_iter().collect(),
            Err(nearest) => return Ok(*nearest),
        };
        let filter = PracticeFilter {
            style: style.map_or_else(Style::default, Style::from),
            topics,
            difficulty: difficulty.map(Difficulty::from),
        };
        acts::start_practice(ctx.data(), guild, member, filter).await
    })
    .await;
    Ok(())
}
