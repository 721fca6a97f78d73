//! Who answered how often.

use jiff::tz::TimeZone;

use super::{Services, streak};
use crate::domain::ids::{GuildId, MemberId};
use crate::domain::standings::{Leaderboard, Period, Standings};
use crate::store::StoreError;

/// A guild's leaderboard in a period, as the member `asking` may see it. `None`: the guild is not set up, and no
/// game was played in it.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn leaderboard(
    services: &Services,
    (guild, asking): (GuildId, MemberId),
    period: Period,
) -> Result<Option<Leaderboard>, StoreError> {
    let local_day = streak::local_day(services, guild).await?;
    // A guild without dailies may play all the same: its days end by UTC then.
    let today = local_day.unwrap_or_else(|| TimeZone::UTC.to_datetime(services.clock.now()).date());
    let ranking = services.store.ranking((guild, asking), period, today).await?;
    let board = Leaderboard {
        days: Standings::of(ranking.scores),
        games: Standings::of(ranking.challenges),
        hidden: ranking.hidden,
    };
    Ok(Some(board).filter(|board| local_day.is_some() || !board.games.all().is_empty()))
}
