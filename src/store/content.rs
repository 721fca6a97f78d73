//! What was taught and asked, word for word.

use rusqlite::{Connection, OptionalExtension, params};

use super::columns::{json, to_json};
use super::{Store, StoreError};
use crate::domain::content::{Fact, Question};
use crate::domain::ids::{FactId, QuestionVersion};

impl Store {
    /// Keeps the wording of `facts` and `questions`, so that whatever was asked can be explained later.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn keep_content(&self, facts: Vec<Fact>, questions: Vec<Question>) -> Result<(), StoreError> {
        self.write(move |db| {
            for fact in &facts {
                version_of(db, "fact", fact.id.as_str(), &to_json(fact))?;
            }
            for question in &questions {
                question_version(db, question)?;
            }
            Ok(())
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
