//! What was taught and asked, word for word.

use std::collections::HashSet;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::columns::{json, ms, signed, to_json};
use super::{Store, StoreError};
use crate::domain::content::{Fact, Question};
use crate::domain::correction;
use crate::domain::ids::{FactId, QuestionId, QuestionVersion};

/// What a pack changed since the last start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Adopted {
    /// Questions that are no longer asked.
    pub retired: Vec<QuestionId>,
    /// Questions whose key was corrected: past answers will be judged anew.
    pub corrected: Vec<QuestionId>,
}

impl Store {
    /// Takes over what the packs say now: keeps the wording of `facts` and `questions`, so that whatever was asked can
    /// be explained later, notes the questions that are gone, and those whose key has changed.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn adopt_content(
        &self,
        facts: Vec<Fact>,
        questions: Vec<Question>,
        now: Timestamp,
    ) -> Result<Adopted, StoreError> {
        self.write(move |db| {
            for fact in &facts {
                version_of(db, "fact", fact.id.as_str(), &to_json(fact))?;
            }
            let mut adopted = Adopted::default();
            for question in &questions {
                if adopt(db, question, now)? {
                    adopted.corrected.push(question.id.clone());
                }
            }
            adopted.retired = retire_all_but(db, &questions, now)?;
            Ok(adopted)
        })
        .await
    }

    /// The latest kept wording of a fact, which may have left the pack since.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn kept_fact(&self, id: FactId) -> Result<Option<Fact>, StoreError> {
        self.read(move |db| {
            let body: Option<String> = db
                .prepare_cached(
                    "SELECT body FROM content_versions WHERE kind = 'fact' AND id = ?1
                     ORDER BY version DESC LIMIT 1",
                )?
                .query_row([id.as_str()], |row| row.get(0))
                .optional()?;
            body.map(|body| json("a fact", &body)).transpose()
        })
        .await
    }
}

/// Makes this the wording of the question that the pack stands by. Returns whether its key was corrected.
fn adopt(db: &Connection, question: &Question, now: Timestamp) -> Result<bool, StoreError> {
    let id = question.id.as_str();
    let version = question_version(db, question)?;
    let before: Option<i64> = db
        .prepare_cached("SELECT version FROM pack_questions WHERE question_id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    db.prepare_cached(
        "INSERT INTO pack_questions (question_id, version) VALUES (?1, ?2)
         ON CONFLICT (question_id) DO UPDATE SET version = excluded.version, retired_at = NULL",
    )?
    .execute(params![id, signed(version.0)])?;
    let before = before.map(|version| QuestionVersion(version.cast_unsigned()));
    let Some(before) = before.filter(|before| *before != version) else { return Ok(false) };
    if !correction::key_differs(&self::question(db, before)?, question) {
        return Ok(false);
    }
    // An earlier correction that is still under way has nothing more to say.
    db.prepare_cached("UPDATE corrections SET done_at = ?2 WHERE question_id = ?1 AND done_at IS NULL")?
        .execute(params![id, ms(now)])?;
    db.prepare_cached("INSERT INTO corrections (question_id, version, noticed_at) VALUES (?1, ?2, ?3)")?
        .execute(params![id, signed(version.0), ms(now)])?;
    Ok(true)
}

/// Notes the questions that the packs do not have any more. Returns those that they had at the last start.
fn retire_all_but(
    db: &Connection,
    questions: &[Question],
    now: Timestamp,
) -> Result<Vec<QuestionId>, StoreError> {
    let asked: HashSet<&QuestionId> = questions.iter().map(|question| &question.id).collect();
    let mut statement =
        db.prepare_cached("SELECT question_id FROM pack_questions WHERE retired_at IS NULL")?;
    let known = statement.query_map([], |row| row.get(0).map(QuestionId))?;
    let mut retired = known.collect::<Result<Vec<_>, _>>()?;
    retired.retain(|id| !asked.contains(id));
    let mut statement =
        db.prepare_cached("UPDATE pack_questions SET retired_at = ?2 WHERE question_id = ?1")?;
    for id in &retired {
        statement.execute(params![id.as_str(), ms(now)])?;
    }
    Ok(retired)
}

/// The wording of this version, which a foreign key says is there.
pub(super) fn question(db: &Connection, version: QuestionVersion) -> Result<Question, StoreError> {
    find_question(db, version)?
        .ok_or_else(|| StoreError::Corrupt { what: "a reference to a wording", value: version.0.to_string() })
}

/// The wording of this version, if it is a question's.
pub(super) fn find_question(
    db: &Connection,
    version: QuestionVersion,
) -> Result<Option<Question>, StoreError> {
    let body: Option<String> = db
        .prepare_cached("SELECT body FROM content_versions WHERE version = ?1 AND kind = 'question'")?
        .query_row([signed(version.0)], |row| row.get(0))
        .optional()?;
    body.map(|body| json("a question", &body)).transpose()
}

/// Every kept wording of a question, the oldest first.
pub(super) fn versions_of(db: &Connection, id: &QuestionId) -> Result<Vec<QuestionVersion>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT version FROM content_versions WHERE kind = 'question' AND id = ?1 ORDER BY version",
    )?;
    let versions = statement.query_map([id.as_str()], |row| row.get::<_, i64>(0))?;
    let versions = versions.map(|version| version.map(|version| QuestionVersion(version.cast_unsigned())));
    Ok(versions.collect::<Result<_, _>>()?)
}

/// The version of this exact wording, kept now if it is new.
pub(super) fn question_version(db: &Connection, question: &Question) -> Result<QuestionVersion, StoreError> {
    version_of(db, "question", question.id.as_str(), &to_json(question)).map(QuestionVersion)
}

fn version_of(db: &Connection, kind: &str, id: &str, body: &str) -> Result<u64, StoreError> {
    let known: Option<i64> = db
        .prepare_cached("SELECT version FROM content_versions WHERE kind = ?1 AND id = ?2 AND body = ?3")?
        .query_row(params![kind, id, body], |row| row.get(0))
        .optional()?;
    if let Some(version) = known {
        return Ok(version.cast_unsigned());
    }
    db.prepare_cached("INSERT INTO content_versions (kind, id, body) VALUES (?1, ?2, ?3)")?
        .execute(params![kind, id, body])?;
    Ok(db.last_insert_rowid().cast_unsigned())
}
