//! Corrected keys: past answers are judged anew, a few at a time, and whoever is affected is told.
//!
//! What an answer counts as never falls: a right one that turns wrong keeps its credit, a wrong one that turns
//! right gains it.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, named_params, params};

use super::columns::{limited, ms, signed};
use super::dailies::SHOWN_ANEW;
use super::{Store, StoreError, content, dailies, practice_answers};
use crate::domain::content::Question;
use crate::domain::correction::{Correction, correction};
use crate::domain::daily::Daily;
use crate::domain::grading::{Grade, Selection};
use crate::domain::ids::{QuestionId, QuestionVersion};

pub(super) const NEXT: &str =
    "SELECT correction_id, question_id, version, daily_id, member_id FROM corrections
    WHERE done_at IS NULL ORDER BY correction_id LIMIT 1";

/// A question whose past answers are being judged anew.
struct Work {
    id: i64,
    question: QuestionId,
    version: QuestionVersion,
    /// The daily under way, or the next one at or after it.
    daily: i64,
    /// The last member judged in it; `None`: it has not begun.
    member: Option<i64>,
}

impl Store {
    /// Judges up to `limit` past answers by corrected keys. Returns whether more are left.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn judge_anew(&self, limit: usize, now: Timestamp) -> Result<bool, StoreError> {
        self.write(move |db| {
            let Some(mut work) = next(db)? else { return Ok(false) };
            let today = content::question(db, work.version)?;
            let mut left = limit;
            while left > 0 {
                let Some(daily) = next_daily(db, &work)? else { break };
                left = left.saturating_sub(judge_daily(db, &mut work, daily, &today, left, now)?);
            }
            save_place(db, &work)?;
            if left > 0 && practice_answers::judge_anew(db, &work.question, &today, left)? < left {
                finish(db, &work, now)?;
            }
            Ok(db.prepare_cached(NEXT)?.exists([])?)
        })
        .await
    }
}

fn next(db: &Connection) -> Result<Option<Work>, StoreError> {
    let work = db.prepare_cached(NEXT)?.query_row([], |row| {
        Ok(Work {
            id: row.get("correction_id")?,
            question: QuestionId(row.get("question_id")?),
            version: QuestionVersion(row.get::<_, i64>("version")?.cast_unsigned()),
            daily: row.get("daily_id")?,
            member: row.get("member_id")?,
        })
    });
    Ok(work.optional()?)
}

/// Dailies of any wording of a question, from one on.
pub(super) const NEXT_DAILY: &str = "WHERE version IN (
        SELECT version FROM content_versions WHERE kind = 'question' AND id = ?1)
    AND daily_id >= ?2 ORDER BY daily_id LIMIT 1";

fn next_daily(db: &Connection, work: &Work) -> Result<Option<Daily>, StoreError> {
    dailies::one(db, NEXT_DAILY, params![work.question.as_str(), work.daily])
}

/// Judges up to `limit` answers of a daily. Returns how much was done, at least 1.
fn judge_daily(
    db: &Connection,
    work: &mut Work,
    daily: Daily,
    today: &Question,
    limit: usize,
    now: Timestamp,
) -> Result<usize, StoreError> {
    let id = signed(daily.id.0);
    let begun = work.member.is_some() && work.daily == id;
    let daily = if begun { Some(daily) } else { correct(db, daily, today, now)? };
    let answers = match &daily {
        Some(daily) => answers_after(db, daily, work.member.filter(|_| begun), limit)?,
        None => Vec::new(),
    };
    for answer in &answers {
        if let Some(daily) = &daily {
            judge(db, daily, answer)?;
        }
    }
    (work.daily, work.member) = match answers.last() {
        Some(last) if answers.len() == limit => (id, Some(last.member)),
        _ => (id + 1, None),
    };
    Ok(answers.len().max(1))
}

/// Lets a daily be judged by today's key from now on, answers still to come included. The closing post is shown
/// anew. `None`: today's key changes nothing for it.
fn correct(
    db: &Connection,
    daily: Daily,
    today: &Question,
    now: Timestamp,
) -> Result<Option<Daily>, StoreError> {
    let corrected = match correction(&daily.asked.question, today) {
        Correction::Corrected(corrected) => corrected,
        // Begun already, but the place was lost with the member whose id it was: judging twice changes nothing.
        Correction::Same if daily.corrected => return Ok(Some(daily)),
        Correction::Same | Correction::Incomparable => return Ok(None),
    };
    let version = content::question_version(db, &corrected)?;
    db.prepare_cached(&format!(
        "UPDATE dailies SET version = :version, corrected_at = :at, {SHOWN_ANEW} WHERE daily_id = :daily"
    ))?
    .execute(named_params! {
        ":daily": signed(daily.id.0),
        ":version": signed(version.0),
        ":at": ms(now),
    })?;
    dailies::find(db, daily.id)
}

struct Answer {
    member: i64,
    selection: Option<Selection>,
    /// What it counts as.
    credit: bool,
    /// What was said of it before, where that is another thing.
    verdict: Option<bool>,
}

fn answers_after(
    db: &Connection,
    daily: &Daily,
    after: Option<i64>,
    limit: usize,
) -> Result<Vec<Answer>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT a.member_id, selection, is_right, verdict FROM answers a
         LEFT JOIN corrected_answers c ON c.guild_id = ?4 AND c.member_id = a.member_id AND c.daily_id = a.daily_id
         WHERE a.daily_id = ?1 AND (?2 IS NULL OR a.member_id > ?2) ORDER BY a.member_id LIMIT ?3",
    )?;
    let rows = statement.query_map(
        params![signed(daily.id.0), after, limited(limit), signed(daily.guild.0)],
        |row| {
            Ok(Answer {
                member: row.get("member_id")?,
                selection: Selection::from_bits(row.get("selection")?),
                credit: row.get("is_right")?,
                verdict: row.get("verdict")?,
            })
        },
    )?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn judge(db: &Connection, daily: &Daily, answer: &Answer) -> Result<(), StoreError> {
    let right = answer.selection.is_some_and(|selection| daily.asked.grade(selection) == Grade::Right);
    let before = answer.verdict.unwrap_or(answer.credit);
    if right == before {
        return Ok(());
    }
    let guild = signed(daily.guild.0);
    db.prepare_cached(
        "INSERT INTO corrected_answers (guild_id, member_id, daily_id, verdict, told) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (guild_id, member_id, daily_id) DO UPDATE SET verdict = excluded.verdict",
    )?
    .execute(params![guild, answer.member, signed(daily.id.0), right, before])?;
    note_concepts(db, daily, right)?;
    if right && !answer.credit {
        db.prepare_cached("UPDATE answers SET is_right = 1 WHERE daily_id = ?1 AND member_id = ?2")?
            .execute(params![signed(daily.id.0), answer.member])?;
        db.prepare_cached("UPDATE streaks SET right_n = right_n + 1 WHERE guild_id = ?1 AND member_id = ?2")?
            .execute(params![guild, answer.member])?;
    }
    Ok(())
}

/// What the group knows decides what it is asked next, so that follows the verdict both ways.
fn note_concepts(db: &Connection, daily: &Daily, right: bool) -> Result<(), StoreError> {
    let mut statement = db.prepare_cached(
        "UPDATE concept_records SET right_n = min(answered, max(0, right_n + ?3))
         WHERE guild_id = ?1 AND concept_id = ?2",
    )?;
    for concept in &daily.asked.question.concepts {
        statement.execute(params![signed(daily.guild.0), concept.as_str(), if right { 1 } else { -1 }])?;
    }
    Ok(())
}

fn save_place(db: &Connection, work: &Work) -> Result<(), StoreError> {
    db.prepare_cached("UPDATE corrections SET daily_id = ?2, member_id = ?3 WHERE correction_id = ?1")?
        .execute(params![work.id, work.daily, work.member])?;
    Ok(())
}

fn finish(db: &Connection, work: &Work, now: Timestamp) -> Result<(), StoreError> {
    db.prepare_cached("UPDATE corrections SET done_at = ?2 WHERE correction_id = ?1")?
        .execute(params![work.id, ms(now)])?;
    Ok(())
}
