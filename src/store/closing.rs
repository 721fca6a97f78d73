//! Ending a daily: whether its day is neutral, how the group answered, whose streaks grew.

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::columns::{id, instant_of, ms, signed};
use super::outbox::{CLOSING_DUE, Closing, OPEN_DUE, PREVIOUS_OVER, StreakGrown};
use super::privacy::IS_LISTED;
use super::{StoreError, dailies, departures, presence};
use crate::domain::daily::{Daily, is_spoiled};
use crate::domain::grading::{Selection, Tally};
use crate::domain::ids::{GuildId, MemberId};

/// The most members that a closing post names.
pub const GROWN_SHOWN: u32 = 15;

/// What was chosen, and how often; who had themselves erased is counted as well.
const CHOSEN: &str = "SELECT selection, count(*) AS n FROM answers WHERE daily_id = ?1 GROUP BY selection
    UNION ALL SELECT selection, n FROM erased_answers WHERE daily_id = ?1";

/// Ends dailies whose time is over, and settles whether their day is neutral.
pub(super) fn end_overdue(db: &Connection, now: Timestamp, limit: usize) -> Result<(), StoreError> {
    for daily in dailies::due(db, OPEN_DUE, now, limit)? {
        end(db, &daily, now)?;
    }
    Ok(())
}

/// A guild's daily whose time ran out between the closing and the planning of one round must end before the
/// next one opens: an answer to the next counts the days missed up to it.
pub(super) fn end_previous(db: &Connection, guild: GuildId, now: Timestamp) -> Result<(), StoreError> {
    for daily in dailies::many(db, PREVIOUS_OVER, params![signed(guild.0), ms(now)])? {
        end(db, &daily, now)?;
    }
    Ok(())
}

fn end(db: &Connection, daily: &Daily, now: Timestamp) -> Result<(), StoreError> {
    let neutral = is_neutral(db, daily)?.then_some("outage");
    db.prepare_cached(
        "UPDATE dailies SET state = 'closing', due_at = ?2, neutral_reason = coalesce(neutral_reason, ?3)
         WHERE daily_id = ?1",
    )?
    .execute(params![signed(daily.id.0), ms(now), neutral])?;
    Ok(())
}

/// Whether nobody could answer for too much of the time that the daily was promised for: the bot was out, or removed, or
/// Discord refused the post. Whatever kept it from standing while it was wanted is lost. A manager who lets the dailies
/// go on late spoils nothing: it is wanted from then on.
fn is_neutral(db: &Connection, daily: &Daily) -> Result<bool, StoreError> {
    let opened_at = daily.opened_at.unwrap_or(daily.closes_at);
    let wanted_at: Option<i64> = db
        .prepare_cached("SELECT wanted_at FROM dailies WHERE daily_id = ?1")?
        .query_row([signed(daily.id.0)], |row| row.get(0))?;
    let wanted_at = wanted_at.map(instant_of).transpose()?.unwrap_or(opened_at);
    let promised = (wanted_at.min(opened_at), daily.closes_at);
    let mut lost = presence::outages_within(db, promised.0, promised.1)?;
    lost.push((wanted_at, opened_at));
    lost.extend(departures::removed_since(db, daily.guild)?.map(|left| (left, daily.closes_at)));
    Ok(is_spoiled(lost, promised))
}

/// Results of the guild that Discord refused are shown now: what was in their way may be gone.
pub(super) fn try_refused(db: &Connection, guild: GuildId, now: Timestamp) -> Result<(), StoreError> {
    db.prepare_cached(
        "UPDATE dailies SET due_at = ?2 WHERE guild_id = ?1 AND state = 'closing' AND due_at > ?2",
    )?
    .execute(params![signed(guild.0), ms(now)])?;
    Ok(())
}

pub(super) fn closings(db: &Connection, now: Timestamp, limit: usize) -> Result<Vec<Closing>, StoreError> {
    let ended = dailies::due(db, CLOSING_DUE, now, limit)?;
    ended.into_iter().map(|daily| with_result(db, daily)).collect()
}

fn with_result(db: &Connection, daily: Daily) -> Result<Closing, StoreError> {
    let mut statement = db.prepare_cached(CHOSEN)?;
    let mut rows = statement.query([signed(daily.id.0)])?;
    let mut tally = Tally::of_options(daily.asked.options().len());
    while let Some(row) = rows.next()? {
        if let Some(selection) = Selection::from_bits(row.get("selection")?) {
            (0..row.get("n")?).for_each(|_: u32| tally.count(selection, daily.asked.grade(selection)));
        }
    }
    let grown = grown(db, &daily)?;
    let named = u32::try_from(grown.len()).unwrap_or(u32::MAX);
    // Who had themselves erased has no streak that could have grown.
    let answers: u32 = db
        .prepare_cached("SELECT count(*) FROM answers WHERE daily_id = ?1")?
        .query_row([signed(daily.id.0)], |row| row.get(0))?;
    let (attempts, version) = db
        .prepare_cached("SELECT attempts, result_version FROM dailies WHERE daily_id = ?1")?
        .query_row([signed(daily.id.0)], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let grown_unnamed = answers.saturating_sub(named);
    Ok(Closing { daily, tally, grown, grown_unnamed, attempts, version })
}

fn grown(db: &Connection, daily: &Daily) -> Result<Vec<StreakGrown>, StoreError> {
    let mut statement = db.prepare_cached(&format!(
        "SELECT member_id, streak, CASE WHEN celebrate THEN milestone END AS milestone
         FROM answers WHERE daily_id = ?2 AND {IS_LISTED}
         ORDER BY celebrate DESC, streak DESC, answered_at LIMIT ?3"
    ))?;
    let mut rows = statement.query(params![signed(daily.guild.0), signed(daily.id.0), GROWN_SHOWN])?;
    let mut grown = Vec::new();
    while let Some(row) = rows.next()? {
        grown.push(StreakGrown {
            member: MemberId(id(row, "member_id")?),
            streak: row.get("streak")?,
            milestone: row.get("milestone")?,
        });
    }
    Ok(grown)
}
