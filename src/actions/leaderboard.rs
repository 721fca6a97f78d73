//! Who answered how often.

use super::{Services, streak};
use crate::domain::ids::GuildId;
use crate::domain::standings::{Period, Standings};
use crate::store::StoreError;

/// A guild's standings in a period. `None`: the guild is not set up.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn leaderboard(
    services: &Services,
    guild: GuildId,
    period: Period,
) -> Result<Option<Standings>, StoreError> {
    let Some(today) = streak::local_day(services, guild).await? else { return Ok(None) };
    let ranking = services.store.ranking(guild, period, today).await?;
    Ok(Some(Standings::of(ranking.scores)))
}
