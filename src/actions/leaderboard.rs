//! Who answered how often.

use super::{Services, streak};
use crate::domain::ids::GuildId;
use crate::domain::standings::{ChallengeScore, Period, Standings};
use crate::store::StoreError;

/// A leaderboard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Board {
    /// Who answered most days.
    pub days: Standings,
    /// What games made of everybody who played, most points first.
    pub challenges: Vec<ChallengeScore>,
}

/// A guild's leaderboard in a period. `None`: the guild is not set up.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn leaderboard(
    services: &Services,
    guild: GuildId,
    period: Period,
) -> Result<Option<Board>, StoreError> {
    let Some(today) = streak::local_day(services, guild).await? else { return Ok(None) };
    let ranking = services.store.ranking(guild, period, today).await?;
    let mut challenges = ranking.challenges;
    challenges.sort_by_key(|score| (std::cmp::Reverse((score.points, score.won)), score.member));
    Ok(Some(Board { days: Standings::of(ranking.scores), challenges }))
}
