//! What members report about questions.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::columns::{id, instant, instant_of, ms, signed};
use super::{Store, StoreError, content, guilds, outbox, reported};
use crate::domain::content::Question;
use crate::domain::ids::{GuildId, MemberId, QuestionId, QuestionVersion};
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
    New {
        /// Who set up the daily, where they are to be told: it is the guild's first report on a local day.
        tell: Option<MemberId>,
    },
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
    /// What the letters in it stood for, as far as that is known: their member saw the options in an order of its own.
    pub named: Vec<(char, String)>,
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
    /// Keeps a report: one for each member and wording, the latest.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn report(&self, report: NewReport) -> Result<Reported, StoreError> {
        self.write(move |db| {
            if content::find_question(db, report.version)?.is_none() {
                return Ok(Reported::Unknown);
            }
            let tell = who_to_tell(db, &report)?;
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
            Ok(if replaced { Reported::Replaced } else { Reported::New { tell } })
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
            Ok(ReportPage { question: page_of(db, guild, page, now)?, page, pages })
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
            if reported { content::find_question(db, version) } else { Ok(None) }
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

/// Who is to be told of a report: whoever set up the guild's daily, once a local day, and not of a report of their own.
fn who_to_tell(db: &Connection, report: &NewReport) -> Result<Option<MemberId>, StoreError> {
    let Some(guild) = guilds::find(db, report.guild)?.filter(|guild| guild.manager != report.member) else {
        return Ok(None);
    };
    let latest: Option<i64> = db
        .prepare_cached("SELECT max(reported_at) FROM reports WHERE guild_id = ?1 AND member_id <> ?2")?
        .query_row([signed(report.guild.0), signed(guild.manager.0)], |row| row.get(0))?;
    let zone = &guild.settings.schedule.zone;
    let told_of = latest.map(instant_of).transpose()?.map(|at| zone.local_day(at));
    Ok((told_of != Some(zone.local_day(report.at))).then_some(guild.manager))
}

fn count(db: &Connection, guild: GuildId) -> Result<OpenReports, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT count(DISTINCT version), count(*) FROM reports WHERE guild_id = ?1 AND dismissed_at IS NULL",
    )?;
    Ok(statement.query_row([signed(guild.0)], |row| {
        Ok(OpenReports { questions: row.get(0)?, reports: row.get(1)? })
    })?)
}

fn page_of(
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
    let question = content::question(db, version)?;
    let mut statement = db.prepare_cached(
        "SELECT member_id, text, reported_at FROM reports
         WHERE guild_id = ?1 AND version = ?2 AND dismissed_at IS NULL ORDER BY reported_at DESC LIMIT ?3",
    )?;
    let mut rows = statement.query(params![signed(guild.0), signed(version.0), LATEST])?;
    let mut latest = Vec::new();
    while let Some(row) = rows.next()? {
        let (member, text) = (MemberId(id(row, "member_id")?), reported::text_of(row)?);
        let named = reported::named(db, (guild, member), (version, &question), &text)?;
        latest.push(Report { member, text, at: instant(row, "reported_at")?, named });
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
