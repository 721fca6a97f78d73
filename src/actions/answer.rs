//! A member answers a daily, or looks at it again.

use super::Services;
use super::streak::StreakCard;
use crate::domain::asked::AskedQuestion;
use crate::domain::content::Fact;
use crate::domain::grading::Selection;
use crate::domain::ids::{DailyId, GuildId, MemberId};
use crate::store::{Celebration, GivenAnswer, Recorded, StoreError};

/// What a member is told after choosing.
#[derive(Clone, Debug)]
pub struct Answered {
    /// What became of the choice.
    pub recorded: Recorded,
    /// The facts behind the key and behind what the member chose (first).
    pub facts: Vec<Fact>,
    /// The member's streak after it.
    pub card: StreakCard,
}

/// Records a choice for a daily: the first one counts.
///
/// # Errors
///
/// [`StoreError::Busy`] when too much is queued up; whatever the store refuses.
pub async fn answer(services: &Services, given: GivenAnswer) -> Result<Answered, StoreError> {
    let (recorded, streak) = services.store.record_answer(given).await?;
    let facts = match &recorded {
        Recorded::Counted(counted) => behind(services, &counted.daily.asked, Some(counted.selection)).await?,
        Recorded::Already { daily, earlier } => behind(services, &daily.asked, Some(*earlier)).await?,
        Recorded::Closed { daily, earlier } => behind(services, &daily.asked, *earlier).await?,
        Recorded::Unfit(_) | Recorded::Unknown => Vec::new(),
    };
    let card = StreakCard::of(given.member, streak?, services.clock.now());
    Ok(Answered { recorded, facts, card })
}

/// Lets the closing post celebrate the milestone that a member's answer reached. Returns what becomes of it.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn celebrate(
    services: &Services,
    guild: GuildId,
    daily: DailyId,
    member: MemberId,
) -> Result<Celebration, StoreError> {
    match services.store.daily(daily).await? {
        Some(found) if found.guild == guild => {
            services.store.celebrate(daily, member, services.clock.now()).await
        }
        _ => Ok(Celebration::NoMilestone),
    }
}

/// The facts behind what was chosen and behind the key, each once.
///
/// # Errors
///
/// Whatever the store refuses.
pub(super) async fn behind(
    services: &Services,
    asked: &AskedQuestion,
    chosen: Option<Selection>,
) -> Result<Vec<Fact>, StoreError> {
    services.facts(asked.facts_behind(chosen).cloned().collect()).await
}
