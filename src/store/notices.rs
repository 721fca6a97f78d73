//! Whom a corrected key affects, until they have been told.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, params};

use super::columns::{day, id, instant, json, signed};
use super::{Store, StoreError, outbox};
use crate::domain::content::Question;
use crate::domain::ids::{DailyId, GuildId, MemberId, PracticeId};

/// The most corrections that are read for one reply.
const AT_ONCE: u32 = 3;

/// An answer whose verdict a corrected key has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectedAnswer {
    /// Which answer.
    pub answer: AnswerId,
    /// When it was given.
    pub given: Given,
    /// The question, with the key that holds now.
    pub question: Question,
    /// Whether the answer is right now.
    pub right: bool,
}

/// An answer, wherever it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerId {
    /// To a daily.
    Daily(DailyId),
    /// To a question of a practice session.
    Practice(PracticeId, u32),
}

/// When an answer was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// To the daily of this local day.
    On(Date),
    /// At this instant, in practice.
    At(Timestamp),
}

pub(super) const DAILY_ANSWERS: &str = "SELECT c.daily_id, d.day, body, verdict
    FROM corrected_answers c JOIN dailies d USING (daily_id) JOIN content_versions v USING (version)
    WHERE c.guild_id = ?1 AND c.member_id = ?2 AND verdict <> told ORDER BY c.daily_id LIMIT ?3";

pub(super) const PRACTICE_ANSWERS: &str = "SELECT practice_id, number, answered_at, body, verdict
    FROM practice_answers JOIN content_versions USING (version)
    WHERE guild_id = ?1 AND member_id = ?2 AND verdict <> told ORDER BY practice_id, number LIMIT ?3";

impl Store {
    /// A member's answers whose verdict has changed since they were last told of it. What would give the guild's
    /// open daily away waits until that is over.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn corrected_answers(
        &self,
        guild: GuildId,
        member: MemberId,
        now: Timestamp,
    ) -> Result<Vec<CorrectedAnswer>, StoreError> {
        self.read(move |db| {
            let mut corrected = of_dailies(db, guild, member)?;
            corrected.extend(of_practice(db, guild, member)?);
            if corrected.is_empty() {
                return Ok(corrected);
            }
            let open = outbox::open_questions(db, guild, now)?;
            corrected.retain(|it| {
                let itself = |day| matches!(it.given, Given::On(given) if given == day);
                !open.iter().any(|(id, day)| *id == it.question.id && !itself(*day))
            });
            Ok(corrected)
        })
        .await
    }

    /// A member has been told of these.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn told_of_corrections(
        &self,
        guild: GuildId,
        member: MemberId,
        told: Vec<(AnswerId, bool)>,
    ) -> Result<(), StoreError> {
        self.write(move |db| {
            for (answer, right) in told {
                match answer {
                    AnswerId::Daily(daily) => db.execute(
                        "UPDATE corrected_answers SET told = ?4
                         WHERE guild_id = ?1 AND member_id = ?2 AND daily_id = ?3",
                        params![signed(guild.0), signed(member.0), signed(daily.0), right],
                    )?,
                    AnswerId::Practice(practice, number) => db.execute(
                        "UPDATE practice_answers SET told = ?3 WHERE practice_id = ?1 AND number = ?2",
                        params![signed(practice.0), number, right],
                    )?,
                };
            }
            Ok(())
        })
        .await
    }
}

fn of_dailies(db: &Connection, guild: GuildId, member: MemberId) -> Result<Vec<CorrectedAnswer>, StoreError> {
    let mut statement = db.prepare_cached(DAILY_ANSWERS)?;
    let mut rows = statement.query(params![signed(guild.0), signed(member.0), AT_ONCE])?;
    let mut corrected = Vec::new();
    while let Some(row) = rows.next()? {
        corrected.push(CorrectedAnswer {
            answer: AnswerId::Daily(DailyId(id(row, "daily_id")?)),
            given: Given::On(day(row, "day")?),
            question: json("a question", &row.get::<_, String>("body")?)?,
            right: row.get("verdict")?,
        });
    }
    Ok(corrected)
}

fn of_practice(
    db: &Connection,
    guild: GuildId,
    member: MemberId,
) -> Result<Vec<CorrectedAnswer>, StoreError> {
    let mut statement = db.prepare_cached(PRACTICE_ANSWERS)?;
    let mut rows = statement.query(params![signed(guild.0), signed(member.0), AT_ONCE])?;
    let mut corrected = Vec::new();
    while let Some(row) = rows.next()? {
        corrected.push(CorrectedAnswer {
            answer: AnswerId::Practice(PracticeId(id(row, "practice_id")?), row.get("number")?),
            given: Given::At(instant(row, "answered_at")?),
            question: json("a question", &row.get::<_, String>("body")?)?,
            right: row.get("verdict")?,
        });
    }
    Ok(corrected)
}
