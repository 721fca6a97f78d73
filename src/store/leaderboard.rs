//! Who answered how often.

use jiff::civil::Date;
use rusqlite::{Connection, Row, params};

use super::columns::{id, signed};
use super::privacy::IS_LISTED;
use super::{Store, StoreError, players, privacy};
use crate::domain::ids::{GuildId, MemberId};
use crate::domain::standings::{ChallengeScore, Period, Row as Score};

/// What a leaderboard is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranking {
    /// Everybody who answered in the period, in no particular order.
    pub scores: Vec<Score>,
    /// What games that ended in the period made of everybody who played, in no particular order.
    pub challenges: Vec<ChallengeScore>,
    /// Whether the member who asks is hidden from the others.
    pub hidden: bool,
}

impl Store {
    /// The scores of a guild's members in a period, as the member `asking` may see them; `today` is the guild's
    /// local day. Who is hidden from the others is left out, but for `asking`.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn ranking(
        &self,
        (guild, asking): (GuildId, MemberId),
        period: Period,
        today: Date,
    ) -> Result<Ranking, StoreError> {
        self.read(move |db| {
            let scores = match period.first_day(today) {
                Some(first) => since(db, (guild, asking), first)?,
                None => ever(db, (guild, asking))?,
            };
            let challenges = players::challenge_scores(db, (guild, asking), period, today)?;
            Ok(Ranking { scores, challenges, hidden: !privacy::is_listed(db, guild, asking)? })
        })
        .await
    }
}

fn since(
    db: &Connection,
    (guild, asking): (GuildId, MemberId),
    first: Date,
) -> Result<Vec<Score>, StoreError> {
    let mut statement = db.prepare_cached(&format!(
        "SELECT member_id, count(*) AS answered, sum(is_right) AS right_n
         FROM dailies JOIN answers USING (daily_id)
         WHERE guild_id = ?1 AND day >= ?2 AND (member_id = ?3 OR {IS_LISTED}) GROUP BY member_id"
    ))?;
    let mut rows = statement.query(params![signed(guild.0), first.to_string(), signed(asking.0)])?;
    let mut scores = Vec::new();
    while let Some(row) = rows.next()? {
        scores.push(score_of(row)?);
    }
    Ok(scores)
}

fn ever(db: &Connection, (guild, asking): (GuildId, MemberId)) -> Result<Vec<Score>, StoreError> {
    let mut statement = db.prepare_cached(&format!(
        "SELECT member_id, answered, right_n FROM streaks
         WHERE guild_id = ?1 AND (member_id = ?2 OR {IS_LISTED})"
    ))?;
    let mut rows = statement.query([signed(guild.0), signed(asking.0)])?;
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
