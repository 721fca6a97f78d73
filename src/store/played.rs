//! Games that were played: their events can be looked back at for a while, their results stay.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::columns::{instant_of, limited, signed};
use super::{Store, StoreError};
use crate::domain::ids::{ChallengeId, GuildId, MemberId};

/// How long after its end a game can be looked back at, answer by answer. Playing it as a ghost is over long before:
/// see [`GHOST_WINDOW`](crate::domain::challenge::GHOST_WINDOW).
pub const LOOKED_BACK_AT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What a member made of a game, whatever else is still known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Played {
    /// Their points.
    pub points: u32,
    /// Questions they had right.
    pub right: u32,
    /// Questions they were asked.
    pub asked: u32,
    /// Their place, 1 for the first.
    pub rank: usize,
    /// How many played, without those who played it afterwards.
    pub of: usize,
    /// Whether they played it afterwards.
    pub ghost: bool,
}

pub(super) const RESULT_OF: &str = "SELECT points, right_n, asked, rank, ghost,
        (SELECT count(*) FROM challenge_results WHERE challenge_id = ?1 AND ghost = 0) AS players
    FROM challenge_results WHERE challenge_id = ?1 AND member_id = ?2 AND guild_id = ?3";

/// Games end nearly in the order of their ids: one that takes longer holds up the next ones by as much.
pub(super) const NEXT_TO_FORGET: &str = "SELECT challenge_id, ended_at FROM challenges
    WHERE challenge_id = (SELECT min(challenge_id) FROM challenge_events) AND state = 'over'";

impl Store {
    /// What a member made of a game of a guild that is over. `None`: they had no part in it.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn played(
        &self,
        guild: GuildId,
        challenge: ChallengeId,
        member: MemberId,
    ) -> Result<Option<Played>, StoreError> {
        self.read(move |db| {
            let whose = params![signed(challenge.0), signed(member.0), signed(guild.0)];
            Ok(db.prepare_cached(RESULT_OF)?.query_row(whose, played).optional()?)
        })
        .await
    }
}

fn played(row: &Row<'_>) -> rusqlite::Result<Played> {
    let (rank, players, ghost): (u32, u32, bool) = (row.get("rank")?, row.get("players")?, row.get("ghost")?);
    // Of those who were erased no result is left.
    let of = if ghost { players } else { players.max(rank) };
    Ok(Played {
        points: row.get("points")?,
        right: row.get("right_n")?,
        asked: row.get("asked")?,
        rank: usize::try_from(rank).unwrap_or(usize::MAX),
        of: usize::try_from(of).unwrap_or(usize::MAX),
        ghost,
    })
}

/// Deletes events of the oldest game that still has some, `limit` of them at most, the opening first. `false`: it
/// can be looked back at still.
pub(super) fn forget_events(db: &Connection, limit: usize, now: Timestamp) -> Result<bool, StoreError> {
    let Some((challenge, until)) = next(db)? else { return Ok(false) };
    if until > now {
        return Ok(false);
    }
    db.prepare_cached(
        "DELETE FROM challenge_events WHERE challenge_id = ?1 AND seq IN
             (SELECT seq FROM challenge_events WHERE challenge_id = ?1 ORDER BY seq LIMIT ?2)",
    )?
    .execute(params![challenge, limited(limit)])?;
    Ok(true)
}

/// When the next game will be forgotten.
pub(super) fn next_due(db: &Connection) -> Result<Option<Timestamp>, StoreError> {
    Ok(next(db)?.map(|(_, until)| until))
}

/// The oldest game with events, and until when it can be looked back at. `None`: there is none, or it is still on.
fn next(db: &Connection) -> Result<Option<(i64, Timestamp)>, StoreError> {
    let next: Option<(i64, i64)> =
        db.prepare_cached(NEXT_TO_FORGET)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    next.map(|(challenge, ended)| {
        let until = instant_of(ended)?.saturating_add(LOOKED_BACK_AT).unwrap_or(Timestamp::MAX);
        Ok((challenge, until))
    })
    .transpose()
}
