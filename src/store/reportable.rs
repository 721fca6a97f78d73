//! What a member may report: a question whose answer they have seen.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use super::columns::{ms, signed};
use super::{Store, StoreError, content, practice_rows};
use crate::domain::content::Question;
use crate::domain::ids::{DailyId, GuildId, MemberId, PracticeId, QuestionVersion};

impl Store {
    /// The wording of a daily that a member may report: one they answered, or one that is over. `None`: there is no
    /// such daily here, or the member has seen nothing of its key.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn reportable_daily(
        &self,
        daily: DailyId,
        (guild, member): (GuildId, MemberId),
        now: Timestamp,
    ) -> Result<Option<QuestionVersion>, StoreError> {
        self.read(move |db| {
            let version: Option<i64> = db
                .prepare_cached(
                    "SELECT version FROM dailies WHERE daily_id = ?1 AND guild_id = ?2
                        AND (closes_at <= ?4 OR EXISTS (
                            SELECT 1 FROM answers WHERE daily_id = ?1 AND member_id = ?3))",
                )?
                .query_row(params![signed(daily.0), signed(guild.0), signed(member.0), ms(now)], |row| {
                    row.get(0)
                })
                .optional()?;
            Ok(version.map(|version| QuestionVersion(version.cast_unsigned())))
        })
        .await
    }

    /// The wording of the answered question `number` of a session; a drill's is kept from now on. `None`: another
    /// question is on the table, or there is no such session of this member.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn reportable_practice(
        &self,
        session: PracticeId,
        member: MemberId,
        number: u32,
    ) -> Result<Option<QuestionVersion>, StoreError> {
        self.write(move |db| {
            let answered = practice_rows::find(db, session, member)?
                .filter(|session| session.number == number && session.selection.is_some());
            let Some(session) = answered else { return Ok(None) };
            match session.version {
                Some(version) => Ok(Some(version)),
                None => content::question_version(db, &session.asked.question).map(Some),
            }
        })
        .await
    }

    /// The wording that a question is, which is kept from now on.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn wording(&self, question: Question) -> Result<QuestionVersion, StoreError> {
        self.write(move |db| content::question_version(db, &question)).await
    }
}
