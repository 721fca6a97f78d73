//! What members report about questions.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::columns::{id, instant, json, ms, signed};
use super::{Store, StoreError, content, outbox, practice};
use crate::domain::content::Question;
use crate::domain::ids::{DailyId, GuildId, MemberId, PracticeId, QuestionId, QuestionVersion};
use crate::domain::report::ReportText;

/// The latest reports of a question that are read at once.
const LATEST: u32 = 4;

/// A report to be kept.
#[derive(Clone, Debug)]
pub struct NewReport {
    /// Where its member reports.
    pub guild: GuildId,
    /// Who reports.
    pub member: MemberId,
    /// The wording that it is about.
    pub version: QuestionVersion,
    /// What is wrong.
    pub text: ReportText,
    /// When.
    pub at: Timestamp,
}

/// What became of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reported {
    /// It is kept.
    New,
    /// It took the place of the member's earlier one on the same wording.
    Replaced,
    /// There is no such question.
    Unknown,
}

/// A question that members have reported, one page of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportedQuestion {
    /// The wording that they saw.
    pub version: QuestionVersion,
    /// The question.
    pub question: Question,
    /// Whether it is the guild's open daily: what is said of it may give its key away.
    pub open: bool,
    /// How many members report it.
    pub members: u32,
    /// The latest reports, the newest first.
    pub latest: Vec<Report>,
}

/// One member's report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Who.
    pub member: MemberId,
    /// What is wrong.
    pub text: ReportText,
    /// When.
    pub at: Timestamp,
}

/// The open reports of a guild, one question a page: the most reported first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportPage {
    /// The question on this page; `None` where nothing is reported.
    pub question: Option<ReportedQuestion>,
    /// The page shown, from 0; the last one where fewer are left than asked for.
    pub page: u32,
    /// How many pages there are.
    pub pages: u32,
}

/// How many reports wait for a manager.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpenReports {
    /// Questions reported.
    pub questions: u32,
    /// Reports on them.
    pub reports: u32,
}

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
            let answered = practice::find(db, session, member)?
                .filter(|session| session.number == number && session.selection.is_some());
            let Some(session) = answered else { return Ok(None) };
            match session.version {
                Some(version) => Ok(Some(version)),
                None => content::question_version(db, &session.asked.question).map(Some),
            }
        })
        .await
    }

    /// Keeps a report: one for each member and wording, the latest.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn report(&self, report: NewReport) -> Result<Reported, StoreError> {
        self.write(move |db| {
            if question(db, report.version)?.is_none() {
                return Ok(Reported::Unknown);
            }
            let replaced = db
                .prepare_cached(
                    "SELECT 1 FROM reports WHERE guild_id = ?1 AND member_id = ?2 AND version = ?3",
                )?
                .exists([signed(report.guild.0), signed(report.member.0), signed(report.version.0)])?;
            db.prepare_cached(
                "INSERT INTO reports (guild_id, member_id, version, text, reported_at) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (guild_id, member_id, version) DO UPDATE SET
                     text = excluded.text, reported_at = excluded.reported_at, dismissed_at = NULL",
            )?
            .execute(params![
                signed(report.guild.0),
                signed(report.member.0),
                signed(report.version.0),
                report.text.as_typed(),
                ms(report.at),
            ])?;
            Ok(if replaced { Reported::Replaced } else { Reported::New })
        })
        .await
    }

    /// A page of a guild's open reports.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn open_reports(
        &self,
        guild: GuildId,
        page: u32,
        now: Timestamp,
    ) -> Result<ReportPage, StoreError> {
        self.read(move |db| {
            let pages = count(db, guild)?.questions;
            let page = page.min(pages.saturating_sub(1));
            Ok(ReportPage { question: reported(db, guild, page, now)?, page, pages })
        })
        .await
    }

    /// How many reports of a guild are open.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn count_reports(&self, guild: GuildId) -> Result<OpenReports, StoreError> {
        self.read(move |db| count(db, guild)).await
    }

    /// The wording that members of this guild have reported. `None`: nobody has.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn reported_question(
        &self,
        guild: GuildId,
        version: QuestionVersion,
    ) -> Result<Option<Question>, StoreError> {
        self.read(move |db| {
            let reported = db
                .prepare_cached("SELECT 1 FROM reports WHERE guild_id = ?1 AND version = ?2")?
                .exists([signed(guild.0), signed(version.0)])?;
            if reported { question(db, version) } else { Ok(None) }
        })
        .await
    }

    /// Dismisses a guild's reports on a wording. Returns how many there were.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn dismiss_reports(
        &self,
        guild: GuildId,
        version: QuestionVersion,
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        self.write(move |db| {
            let dismissed = db.execute(
                "UPDATE reports SET dismissed_at = ?3
                 WHERE guild_id = ?1 AND version = ?2 AND dismissed_at IS NULL",
                params![signed(guild.0), signed(version.0), ms(now)],
            )?;
            Ok(dismissed)
        })
        .await
    }

    /// Whether the question is open in this guild now, or about to be.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn is_open_daily(
        &self,
        guild: GuildId,
        question: QuestionId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.read(move |db| is_open(db, guild, &question, now)).await
    }
}

fn count(db: &Connection, guild: GuildId) -> Result<OpenReports, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT count(DISTINCT version), count(*) FROM reports WHERE guild_id = ?1 AND dismissed_at IS NULL",
    )?;
    Ok(statement.query_row([signed(guild.0)], |row| {
        Ok(OpenReports { questions: row.get(0)?, reports: row.get(1)? })
    })?)
}

fn reported(
    db: &Connection,
    guild: GuildId,
    page: u32,
    now: Timestamp,
) -> Result<Option<ReportedQuestion>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT version, count(*) AS members FROM reports WHERE guild_id = ?1 AND dismissed_at IS NULL
         GROUP BY version ORDER BY members DESC, max(reported_at) DESC, version LIMIT 1 OFFSET ?2",
    )?;
    let found: Option<(i64, u32)> = statement
        .query_row(params![signed(guild.0), page], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((version, members)) = found else { return Ok(None) };
    let version = QuestionVersion(version.cast_unsigned());
    let Some(question) = question(db, version)? else { return Ok(None) };
    let mut statement = db.prepare_cached(
        "SELECT member_id, text, reported_at FROM reports
         WHERE guild_id = ?1 AND version = ?2 AND dismissed_at IS NULL ORDER BY reported_at DESC LIMIT ?3",
    )?;
    let mut rows = statement.query(params![signed(guild.0), signed(version.0), LATEST])?;
    let mut latest = Vec::new();
    while let Some(row) = rows.next()? {
        latest.push(report_of(row)?);
    }
    let open = is_open(db, guild, &question.id, now)?;
    Ok(Some(ReportedQuestion { version, question, open, members, latest }))
}

fn is_open(
    db: &Connection,
    guild: GuildId,
    question: &QuestionId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    Ok(outbox::open_questions(db, guild, now)?.iter().any(|(id, _)| id == question))
}

fn report_of(row: &Row<'_>) -> Result<Report, StoreError> {
    let text: String = row.get("text")?;
    Ok(Report {
        member: MemberId(id(row, "member_id")?),
        // The words stay out of the error.
        text: ReportText::parse(&text)
            .map_err(|bad| StoreError::Corrupt { what: "a report", value: bad.to_string() })?,
        at: instant(row, "reported_at")?,
    })
}

fn question(db: &Connection, version: QuestionVersion) -> Result<Option<Question>, StoreError> {
    let body: Option<String> = db
        .prepare_cached("SELECT body FROM content_versions WHERE version = ?1 AND kind = 'question'")?
        .query_row([signed(version.0)], |row| row.get(0))
        .optional()?;
    body.map(|body| json("a question", &body)).transpose()
}
