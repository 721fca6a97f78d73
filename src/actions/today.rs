//! Today's question again.

use super::{Services, answer};
use crate::domain::calendar::Due;
use crate::domain::content::Fact;
use crate::domain::daily::Daily;
use crate::domain::grading::Selection;
use crate::domain::guild::PauseReason;
use crate::domain::ids::{GuildId, MemberId};
use crate::store::StoreError;

/// What `/daily` shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Today {
    /// A question is open, not yet answered.
    Open(Box<Daily>),
    /// A question is open, and the member has answered it.
    Answered {
        /// The daily.
        daily: Box<Daily>,
        /// What was chosen.
        selection: Selection,
        /// The facts behind the choice and the key.
        facts: Vec<Fact>,
    },
    /// No question is open.
    Nothing {
        /// When the next one comes.
        next: Option<Due>,
        /// Why none comes.
        paused: Option<PauseReason>,
    },
    /// The guild has no daily yet.
    NotSetUp,
}

/// Today's question for a member.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn today(services: &Services, guild: GuildId, member: MemberId) -> Result<Today, StoreError> {
    let now = services.clock.now();
    if let Some(daily) = services.store.latest_daily(guild).await?.filter(|daily| daily.takes_answers_at(now))
    {
        return Ok(match services.store.answer_of(daily.id, member).await? {
            Some(selection) => {
                let facts = answer::behind(services, &daily.asked, Some(selection)).await?;
                Today::Answered { daily: Box::new(daily), selection, facts }
            }
            None => Today::Open(Box::new(daily)),
        });
    }
    Ok(match services.store.guild(guild).await? {
        Some(guild) => Today::Nothing { next: guild.next, paused: guild.paused.map(|(_, reason)| reason) },
        None => Today::NotSetUp,
    })
}
