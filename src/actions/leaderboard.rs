//! Who answered how often.

use super::{Services, streak};
use crate::domain::ids::{GuildId, MemberId};
use crate::domain::standings::{Board, Period};
use crate::store::StoreError;

/// How many members a board names, apart from the one who asks.
const SHOWN: usize = 10;

/// The guild's board for a period, with the asking member's own row. `None`: the guild is not set up.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn leaderboard(
    services: &Services,
    guild: GuildId,
    period: Period,
    asking: MemberId,
) -> Result<Option<Board>, StoreError> {
    let Some(today) = streak::local_day(services, guild).await? else { return Ok(None) };
    let ranking = services.store.ranking(guild, period, today).await?;
    Ok(Some(Board::new(ranking.scores, SHOWN, asking)))
}
