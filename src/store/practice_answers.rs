//! Practice answers one by one: noted, and judged anew once a key was corrected.

use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::{Connection, named_params, params};

use super::columns::{id, json, limited, ms, signed, to_json};
use super::practice::Practice;
use super::{StoreError, content};
use crate::domain::content::Question;
use crate::domain::correction::{Correction, correction};
use crate::domain::grading::{self, Grade, Selection};
use crate::domain::ids::{ConceptId, MemberId, PracticeId, QuestionId, QuestionVersion};

/// Notes an answer by itself, so that a corrected key can judge it anew. A drill has no key of a pack.
pub(super) fn log(
    db: &Connection,
    session: &Practice,
    selection: Selection,
    right: bool,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(version) = session.version else { return Ok(()) };
    db.prepare_cached(
        "INSERT INTO practice_answers (practice_id, number, guild_id, member_id, version, option_order, selection,
                                       is_right, verdict, told, answered_at)
         VALUES (:practice, :number, :guild, :member, :version, :order, :selection, :right, :right, :right, :now)",
    )?
    .execute(named_params! {
        ":practice": signed(session.id.0),
        ":number": session.number,
        ":guild": signed(session.guild.0),
        ":member": signed(session.member.0),
        ":version": signed(version.0),
        ":order": to_json(&session.asked.order()),
        ":selection": selection.bits(),
        ":right": right,
        ":now": ms(now),
    })?;
    Ok(())
}

/// The questions that a member answered wrong the last time that they practiced them, by today's keys, each with the
/// session in which they did.
pub(super) fn missed(db: &Connection, member: MemberId) -> Result<HashMap<String, PracticeId>, StoreError> {
    let mut statement = db.prepare_cached(OF_MEMBER)?;
    let mut rows = statement.query([signed(member.0)])?;
    let mut missed = HashMap::new();
    while let Some(row) = rows.next()? {
        let question: String = row.get("id")?;
        if row.get("verdict")? {
            missed.remove(&question);
        } else {
            missed.insert(question, PracticeId(id(row, "practice_id")?));
        }
    }
    Ok(missed)
}

pub(super) const OF_MEMBER: &str = "SELECT id, practice_id, verdict
    FROM practice_answers JOIN content_versions USING (version) WHERE member_id = ?1
    ORDER BY answered_at, practice_id, number";

/// What the questions missed in a session are about, in the order in which they were asked.
pub(super) fn missed_in(db: &Connection, practice: PracticeId) -> Result<Vec<ConceptId>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT version FROM practice_answers WHERE practice_id = ?1 AND verdict = 0 ORDER BY number",
    )?;
    let versions = statement.query_map([signed(practice.0)], |row| row.get::<_, i64>(0))?;
    let mut concepts = Vec::new();
    for version in versions {
        let question = content::question(db, QuestionVersion(version?.cast_unsigned()))?;
        let concept = question.concepts.into_iter().next();
        concepts.extend(concept.filter(|concept| !concepts.contains(concept)));
    }
    Ok(concepts)
}

/// Judges up to `limit` past practice answers to a question by the key of `today`. Returns how many there were:
/// fewer than `limit` once no more are left.
pub(super) fn judge_anew(
    db: &Connection,
    question: &QuestionId,
    today: &Question,
    limit: usize,
) -> Result<usize, StoreError> {
    let mut judged = 0;
    for version in content::versions_of(db, question)? {
        let earlier = content::question(db, version)?;
        let Correction::Corrected(corrected) = correction(&earlier, today) else { continue };
        let to = content::question_version(db, &corrected)?;
        for answer in answers_to(db, version, limit - judged)? {
            judge(db, &answer, &corrected, to)?;
            judged += 1;
        }
        if judged == limit {
            break;
        }
    }
    Ok(judged)
}

struct Answer {
    practice: i64,
    number: u32,
    order: String,
    selection: Option<Selection>,
    credit: bool,
}

pub(super) const OF_VERSION: &str = "SELECT practice_id, number, option_order, selection, is_right
    FROM practice_answers WHERE version = ?1 LIMIT ?2";

fn answers_to(db: &Connection, version: QuestionVersion, limit: usize) -> Result<Vec<Answer>, StoreError> {
    let mut statement = db.prepare_cached(OF_VERSION)?;
    let rows = statement.query_map(params![signed(version.0), limited(limit)], |row| {
        Ok(Answer {
            practice: row.get("practice_id")?,
            number: row.get("number")?,
            order: row.get("option_order")?,
            selection: Selection::from_bits(row.get("selection")?),
            credit: row.get("is_right")?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The answer is judged by the corrected wording from now on, and so is the session that still shows it.
fn judge(
    db: &Connection,
    answer: &Answer,
    corrected: &Question,
    to: QuestionVersion,
) -> Result<(), StoreError> {
    let order: Vec<usize> = json("an order of options", &answer.order)?;
    let grade = |selection| grading::grade(corrected, &order, selection) == Grade::Right;
    let right = answer.selection.is_some_and(grade);
    db.prepare_cached(
        "UPDATE practice_answers SET version = ?3, verdict = ?4, is_right = max(is_right, ?4)
         WHERE practice_id = ?1 AND number = ?2",
    )?
    .execute(params![answer.practice, answer.number, signed(to.0), right])?;
    db.prepare_cached("UPDATE practices SET version = ?3 WHERE practice_id = ?1 AND number = ?2")?
        .execute(params![answer.practice, answer.number, signed(to.0)])?;
    if right && !answer.credit {
        db.prepare_cached("UPDATE practices SET right_n = right_n + 1 WHERE practice_id = ?1")?
            .execute([answer.practice])?;
    }
    Ok(())
}
