//! Who answered how often.

use jiff::civil::Date;
use rusqlite::{Connection, Row, params};

use super::columns::{id, signed};
use super::{Store, StoreError, players};
use crate::domain::ids::{GuildId, MemberId};
use crate::domain::standings::{ChallengeScore, Period, Row as Score};

/// What a leaderboard is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranking {
    /// Everybody who answered in the period, in no particular order.
    pub scores: Vec<Score>,
    /// What games that ended in the period made of everybody who played, in no particular order.
    pub challenges: Vec<ChallengeScore>,
}

impl Store {
    /// The scores of a guild's members in a period, `today` being the guild's local day.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn ranking(&self, guild: GuildId, period: Period, today: Date) -> Result<Ranking, StoreError> {
        self.read(move |db| {
            let scores = match period.first_day(today) {
                Some(first) => since(db, guild, first)?,
                None => ever(db, guild)?,
            };
            Ok(Ranking { scores, challenges: players::challenge_scores(db, guild, period, today)? })
        })
        .await
    }
}

fn since(db: &Connection, guild: GuildId, first: Date) -> Result<Vec<Score>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT a.member_id, count(*) AS answered, sum(a.is_right) AS right_n
         FROM dailies d JOIN answers a USING (daily_id)
         WHERE d.guild_id = ?1 AND d.day >= ?2
           AND a.member_id NOT IN (SELECT member_id FROM unlisted WHERE guild_id = ?1)
         GROUP BY a.member_id",
    )?;
    let mut rows = statement.query(params![signed(guild.0), first.to_string()])?;
    let mut scores = Vec::new();
    while let Some(row) = rows.next()? {
        scores.push(score_of(row)?);
    }
    Ok(scores)
}

fn ever(db: &Connection, guild: GuildId) -> Result<Vec<Score>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT member_id, answered, right_n FROM streaks WHERE guild_id = ?1
           AND member_id NOT IN (SELECT member_id FROM unlisted WHERE guild_id = ?1)",
    )?;
    let mut rows = statement.query([signed(guild.0)])?;
    let mut scores = Vec::new();
    while let Some(row) = rows.next()? {
        scores.push(score_of(row)?);
    }
    Ok(scores)
}

fn score_of(row: &Row<'_>) -> Result<Score, StoreError> {
    Ok(Score {
        member: MemberId(id(row, "member_id")?),
        score: row.get::<_, u32>("answered")?.into(),
        right: row.get::<_, u32>("right_n")?.into(),
    })
}
