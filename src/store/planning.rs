//! Planning a daily: its day, its question, the order of its options.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, named_params, params};

use super::columns::{day, ms, signed, to_json};
use super::next_id::next_id;
use super::{StoreError, closing, content, dailies, guilds};
use crate::domain::calendar::Due;
use crate::domain::choose::{self, Asked, ConceptRecord};
use crate::domain::content::Question;
use crate::domain::guild::Guild;
use crate::domain::ids::{ConceptId, GuildId, QuestionId};

/// Plans the guild's daily that is due, unless one stands. Gives whether it did. At `now` the clock may have leapt over
/// the hour: that is no time in which the daily was missing.
pub(super) fn plan(
    db: &Connection,
    guild: &Guild,
    (now, leapt): (Timestamp, bool),
    pool: &[Question],
    seed: u64,
) -> Result<bool, StoreError> {
    let schedule = &guild.settings.schedule;
    let last_day = dailies::last_day(db, guild.id)?;
    let today = schedule.zone.local_day(now);
    let due = match guild.next {
        Some(next) if next.day == today && last_day.is_none_or(|last| last < next.day) => Some(next),
        _ => schedule.overdue(now, last_day),
    };
    let Some(due) = due else {
        guilds::set_next(db, guild.id, schedule.next(now, last_day))?;
        return Ok(false);
    };
    if let Some(until) = dailies::open_until(db, guild.id, now)? {
        // Never two at once: the one that stands keeps the closing time that it promised.
        guilds::set_next(db, guild.id, Some(Due { day: due.day, at: until }))?;
        return Ok(false);
    }
    closing::end_previous(db, guild.id, now)?;
    let due = if leapt { Due { at: now, ..due } } else { due };
    let planned = insert(db, guild, due, now, pool, seed)?;
    guilds::set_next(db, guild.id, schedule.next(now, Some(due.day)))?;
    Ok(planned)
}

fn insert(
    db: &Connection,
    guild: &Guild,
    due: Due,
    now: Timestamp,
    pool: &[Question],
    seed: u64,
) -> Result<bool, StoreError> {
    let history = asked(db, guild.id)?;
    let record = concept_records(db, guild.id)?;
    let nth = dailies_so_far(db, guild.id)?;
    let pool: Vec<&Question> = pool.iter().collect();
    let mut rng = choose::rng_from(seed, u64::from(nth));
    let Some(question) = choose::choose(&pool, &history, &record, nth, &mut rng) else { return Ok(false) };
    let order = choose::shuffled_order(question.options.len(), &mut rng);
    let version = content::question_version(db, question)?;
    db.prepare_cached(
        "INSERT INTO dailies (daily_id, guild_id, day, state, version, option_order, channel_id, discussion,
                              wanted_at, planned_at, due_at, closes_at, neutral_reason)
         VALUES (:id, :guild, :day, 'planned', :version, :order, :channel, :discussion, :wanted, :now, :now, :closes,
                 :neutral)",
    )?
    .execute(named_params! {
        ":id": next_id(db, "SELECT max(daily_id) FROM dailies", now)?,
        ":guild": signed(guild.id.0),
        ":day": due.day.to_string(),
        ":version": signed(version.0),
        ":order": to_json(&order),
        ":channel": signed(guild.settings.channel.0),
        ":discussion": if guild.settings.discussion { "wanted" } else { "unwanted" },
        ":wanted": ms(due.at),
        ":now": ms(now),
        ":closes": ms(guild.settings.schedule.closes(due, now)),
        // Nobody was told that a question might come on a day off: who misses it loses nothing.
        ":neutral": guild.settings.schedule.is_day_off(due.day).then_some("outage"),
    })?;
    note_asked(db, guild.id, &question.id, due.day)?;
    Ok(true)
}

/// Notes that the group has had a question, as a daily or in a game.
pub(super) fn note_asked(
    db: &Connection,
    guild: GuildId,
    question: &QuestionId,
    day: Date,
) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO asked (guild_id, question_id, day) VALUES (?1, ?2, ?3)
         ON CONFLICT (guild_id, question_id) DO UPDATE SET day = max(day, excluded.day)",
    )?
    .execute(params![signed(guild.0), question.as_str(), day.to_string()])?;
    Ok(())
}

/// When the group last had each question.
pub(super) fn asked(db: &Connection, guild: GuildId) -> Result<Vec<Asked>, StoreError> {
    let mut statement = db.prepare_cached("SELECT question_id, day FROM asked WHERE guild_id = ?1")?;
    let mut rows = statement.query([signed(guild.0)])?;
    let mut asked = Vec::new();
    while let Some(row) = rows.next()? {
        asked.push(Asked { question: QuestionId(row.get("question_id")?), day: day(row, "day")? });
    }
    Ok(asked)
}

/// How the group has answered the questions on each concept.
pub(super) fn concept_records(db: &Connection, guild: GuildId) -> Result<Vec<ConceptRecord>, StoreError> {
    let mut statement =
        db.prepare_cached("SELECT concept_id, right_n, answered FROM concept_records WHERE guild_id = ?1")?;
    let mut rows = statement.query([signed(guild.0)])?;
    let mut records = Vec::new();
    while let Some(row) = rows.next()? {
        records.push(ConceptRecord {
            concept: ConceptId(row.get("concept_id")?),
            right: row.get("right_n")?,
            answers: row.get("answered")?,
        });
    }
    Ok(records)
}

/// How many dailies the guild was asked so far.
pub(super) fn dailies_so_far(db: &Connection, guild: GuildId) -> Result<u32, StoreError> {
    Ok(db
        .prepare_cached("SELECT count(*) FROM dailies WHERE guild_id = ?1")?
        .query_row([signed(guild.0)], |row| row.get(0))?)
}
