//! What a game has to know of a member, and what games made of them.

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::columns::{id, signed};
use super::privacy::IS_LISTED;
use super::{Store, StoreError};
use crate::domain::challenge::{Allowance, Newcomer};
use crate::domain::ids::{GuildId, MemberId};
use crate::domain::standings::{ChallengeScore, Period};

/// An accuracy of one: accuracies are in thousandths.
const WHOLE: u32 = 1_000;

impl Store {
    /// What a game must know of a member who comes in.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn newcomer(&self, guild: GuildId, member: MemberId) -> Result<Newcomer, StoreError> {
        self.read(move |db| {
            let (right, answered) = answers_of(db, guild, member)?;
            // Laplace's rule of succession: a single answer makes nobody the best or the weakest.
            let accuracy = (right + 1) * WHOLE / (answered + 2);
            let accuracy = u16::try_from(accuracy).expect("a share of a thousand");
            Ok(Newcomer { member, allowance: allowance(db, member)?, accuracy })
        })
        .await
    }

    /// A member's private extra time.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn allowance(&self, member: MemberId) -> Result<Allowance, StoreError> {
        self.read(move |db| allowance(db, member)).await
    }

    /// Sets a member's private extra time, for games that they join from now on.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn set_allowance(&self, member: MemberId, allowance: Allowance) -> Result<(), StoreError> {
        self.write(move |db| {
            if allowance == Allowance::None {
                db.prepare_cached("DELETE FROM allowances WHERE member_id = ?1")?
                    .execute([signed(member.0)])?;
            } else {
                db.prepare_cached(
                    "INSERT INTO allowances (member_id, percent) VALUES (?1, ?2)
                     ON CONFLICT (member_id) DO UPDATE SET percent = excluded.percent",
                )?
                .execute(params![signed(member.0), allowance.percent()])?;
            }
            Ok(())
        })
        .await
    }
}

fn allowance(db: &Connection, member: MemberId) -> Result<Allowance, StoreError> {
    let percent: Option<u8> = db
        .prepare_cached("SELECT percent FROM allowances WHERE member_id = ?1")?
        .query_row([signed(member.0)], |row| row.get(0))
        .optional()?;
    let allowance = percent.map(Allowance::try_from).transpose();
    Ok(allowance.map_err(|value| StoreError::Corrupt { what: "an allowance", value })?.unwrap_or_default())
}

/// A member's right answers and all answers in a guild: of dailies, and of games that are over. Not as a ghost: the keys
/// stand in the channel then.
fn answers_of(db: &Connection, guild: GuildId, member: MemberId) -> Result<(u32, u32), StoreError> {
    Ok(db.prepare_cached(ANSWERS_OF)?.query_row([signed(guild.0), signed(member.0)], |row| {
        Ok((row.get("right_n")?, row.get("answered")?))
    })?)
}

pub(super) const ANSWERS_OF: &str =
    "SELECT coalesce(sum(right_n), 0) AS right_n, coalesce(sum(answered), 0) AS answered FROM (
        SELECT right_n, answered FROM streaks WHERE guild_id = ?1 AND member_id = ?2
        UNION ALL
        SELECT right_n, asked FROM challenge_results
        WHERE guild_id = ?1 AND member_id = ?2 AND NOT ghost)";

/// What games made of a guild's members in a period, `today` being the guild's local day. Who is hidden from the
/// others is left out, but for the member who asks; and so are ghosts, who could have looked at the keys.
pub(super) fn challenge_scores(
    db: &Connection,
    (guild, asking): (GuildId, MemberId),
    period: Period,
    today: Date,
) -> Result<Vec<ChallengeScore>, StoreError> {
    let (first, last) = period.days(today).unwrap_or((Date::ZERO, Date::MAX));
    let mut statement = db.prepare_cached(&challenge_scores_sql())?;
    let mut rows =
        statement.query(params![signed(guild.0), first.to_string(), signed(asking.0), last.to_string()])?;
    let mut scores = Vec::new();
    while let Some(row) = rows.next()? {
        scores.push(score_of(row)?);
    }
    Ok(scores)
}

pub(super) fn challenge_scores_sql() -> String {
    format!(
        "SELECT member_id, count(*) AS games, coalesce(sum(won), 0) AS won, sum(right_n) AS right_n,
                sum(asked) AS asked, sum(points) AS points
         FROM challenge_results
         WHERE guild_id = ?1 AND day BETWEEN ?2 AND ?4 AND NOT ghost AND (member_id = ?3 OR {IS_LISTED})
         GROUP BY member_id"
    )
}

fn score_of(row: &Row<'_>) -> Result<ChallengeScore, StoreError> {
    Ok(ChallengeScore {
        member: MemberId(id(row, "member_id")?),
        games: row.get::<_, u32>("games")?.into(),
        won: row.get::<_, u32>("won")?.into(),
        right: row.get::<_, u32>("right_n")?.into(),
        asked: row.get::<_, u32>("asked")?.into(),
        points: row.get::<_, i64>("points")?.unsigned_abs(),
    })
}
