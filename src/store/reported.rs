//! What stands in reports: what their letters stood for, and all of them for whoever looks after a pack.

use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, Row};

use super::columns::{id, instant, json, signed};
use super::{StoreError, content, inspect};
use crate::domain::asked::AskedQuestion;
use crate::domain::content::Question;
use crate::domain::ids::{GuildId, MemberId, QuestionId, QuestionVersion};
use crate::domain::report::ReportText;

/// A report from any server, for whoever can correct the pack. It does not say who wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackReport {
    /// The question that it is about.
    pub question: QuestionId,
    /// When it was written.
    pub at: Timestamp,
    /// What is wrong.
    pub text: ReportText,
    /// What the letters in it stood for.
    pub named: Vec<(char, String)>,
    /// Whether a manager has dismissed it.
    pub dismissed: bool,
    /// Whether the pack says something else by now, or asks the question no more.
    pub outdated: bool,
}

const ALL: &str = "SELECT c.id, r.guild_id, r.member_id, r.version, r.text, r.reported_at,
        r.dismissed_at IS NOT NULL AS dismissed,
        NOT EXISTS (SELECT 1 FROM pack_questions p
                    WHERE p.version = r.version AND p.retired_at IS NULL) AS outdated
    FROM reports r JOIN content_versions c USING (version) ORDER BY c.id, r.reported_at, r.report_id";

/// All reports in the database at `path`, by question, the oldest first. It may be in use; nothing is written.
///
/// # Errors
///
/// [`StoreError`] when it cannot be read, or is none of ours.
pub fn reports_of(path: &Path) -> Result<Vec<PackReport>, StoreError> {
    let db = inspect::ours(path)?;
    let mut statement = db.prepare(ALL)?;
    let mut rows = statement.query([])?;
    let mut reports = Vec::new();
    while let Some(row) = rows.next()? {
        let version = QuestionVersion(id(row, "version")?);
        let text = text_of(row)?;
        let writer = (GuildId(id(row, "guild_id")?), MemberId(id(row, "member_id")?));
        let question = content::question(&db, version)?;
        reports.push(PackReport {
            question: QuestionId(row.get("id")?),
            at: instant(row, "reported_at")?,
            named: named(&db, writer, (version, &question), &text)?,
            text,
            dismissed: row.get("dismissed")?,
            outdated: row.get("outdated")?,
        });
    }
    Ok(reports)
}

/// The words of a report, from the column `text`.
pub(super) fn text_of(row: &Row<'_>) -> Result<ReportText, StoreError> {
    let text: String = row.get("text")?;
    // The words stay out of the error.
    ReportText::parse(&text).map_err(|bad| StoreError::Corrupt { what: "a report", value: bad.to_string() })
}

/// The orders in which a member has seen a wording: as a daily of the guild's, or in practice.
pub(super) const SEEN_ORDERS: &str = "SELECT option_order FROM practice_answers WHERE member_id = ?2 AND version = ?3
    UNION
    SELECT option_order FROM dailies WHERE guild_id = ?1 AND version = ?3 AND state IN ('open', 'closing', 'closed')";

/// The options that a report names by their letters, as its member saw them. Who saw the wording in more than one order
/// may mean either: then nothing is told of any letter.
pub(super) fn named(
    db: &Connection,
    (guild, member): (GuildId, MemberId),
    (version, question): (QuestionVersion, &Question),
    text: &ReportText,
) -> Result<Vec<(char, String)>, StoreError> {
    let mut statement = db.prepare_cached(SEEN_ORDERS)?;
    let orders =
        statement.query_map([signed(guild.0), signed(member.0), signed(version.0)], |row| row.get(0))?;
    let orders: Vec<String> = orders.collect::<Result<_, _>>()?;
    let [order] = orders.as_slice() else { return Ok(Vec::new()) };
    let asked = AskedQuestion::new(question.clone(), json("an order of options", order)?);
    Ok(asked.map(|asked| text.named(&asked)).unwrap_or_default())
}
