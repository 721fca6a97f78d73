//! Practice sessions from their rows.

use rusqlite::{Connection, Row};

use super::columns::{id, maybe_id, maybe_instant, signed};
use super::practice::{Practice, PracticeFilter, Style};
use super::{StoreError, dailies};
use crate::domain::content::Difficulty;
use crate::domain::grading::Selection;
use crate::domain::ids::{ConceptId, GuildId, MemberId, PracticeId, QuestionVersion};

/// A member's own session.
pub(super) fn find(
    db: &Connection,
    practice: PracticeId,
    member: MemberId,
) -> Result<Option<Practice>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT practice_id, guild_id, member_id, style, topic, other_topic, difficulty, number, version,
                coalesce(drill, body) AS body, option_order, selection, answered, right_n, ended_at
         FROM practices LEFT JOIN content_versions USING (version) WHERE practice_id = ?1 AND member_id = ?2",
    )?;
    let mut rows = statement.query([signed(practice.0), signed(member.0)])?;
    rows.next()?.map(practice_of).transpose()
}

fn practice_of(row: &Row<'_>) -> Result<Practice, StoreError> {
    let difficulty: Option<u8> = row.get("difficulty")?;
    Ok(Practice {
        id: PracticeId(id(row, "practice_id")?),
        guild: GuildId(id(row, "guild_id")?),
        member: MemberId(id(row, "member_id")?),
        filter: PracticeFilter {
            style: style_of(row)?,
            topics: topics_of(row)?,
            difficulty: difficulty
                .map(Difficulty::try_from)
                .transpose()
                .map_err(|value| StoreError::Corrupt { what: "a difficulty", value })?,
        },
        number: row.get("number")?,
        asked: dailies::asked_of(row)?,
        version: maybe_id(row, "version")?.map(QuestionVersion),
        selection: row.get::<_, Option<u8>>("selection")?.and_then(Selection::from_bits),
        answered: row.get("answered")?,
        right: row.get("right_n")?,
        ended_at: maybe_instant(row, "ended_at")?,
    })
}

fn topics_of(row: &Row<'_>) -> Result<Vec<ConceptId>, StoreError> {
    let topics: [Option<String>; 2] = [row.get("topic")?, row.get("other_topic")?];
    Ok(topics.into_iter().flatten().map(ConceptId).collect())
}

fn style_of(row: &Row<'_>) -> Result<Style, StoreError> {
    let text: String = row.get("style")?;
    [Style::Scenario, Style::Cues]
        .into_iter()
        .find(|style| style.text() == text)
        .ok_or(StoreError::Corrupt { what: "a style of practice", value: text })
}
