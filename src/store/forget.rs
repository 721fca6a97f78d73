//! Guilds that removed the bot are forgotten after a while, and of old games all but their results.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};

use super::columns::{instant_of, limited, ms};
use super::{Store, StoreError, played};

/// How long a guild that removed the bot is remembered: one that comes back by then finds everything as it was.
pub const REMEMBERED: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Rows deleted in one step: the writer has others to serve.
const STEP: usize = 500;

/// Every table with rows of a guild, what refers to others first: whose rows they are, by the guild's id. A
/// test holds this list against the schema.
pub(super) const OF_A_GUILD: [(&str, &str); 17] = [
    ("answers", "daily_id IN (SELECT daily_id FROM dailies WHERE guild_id = ?1)"),
    ("erased_answers", "daily_id IN (SELECT daily_id FROM dailies WHERE guild_id = ?1)"),
    ("corrected_answers", "guild_id = ?1"),
    ("dailies", "guild_id = ?1"),
    ("streaks", "guild_id = ?1"),
    ("pauses", "guild_id = ?1"),
    ("asked", "guild_id = ?1"),
    ("concept_records", "guild_id = ?1"),
    ("practice_answers", "guild_id = ?1"),
    ("practices", "guild_id = ?1"),
    ("reports", "guild_id = ?1"),
    ("unlisted", "guild_id = ?1"),
    ("challenge_events", "challenge_id IN (SELECT challenge_id FROM challenges WHERE guild_id = ?1)"),
    ("challenge_results", "guild_id = ?1"),
    ("challenges", "guild_id = ?1"),
    // Last: while its row in one of these stands, a guild that was half forgotten when the bot stopped is gone on with.
    ("departures", "guild_id = ?1"),
    ("guilds", "guild_id = ?1 AND left_at IS NOT NULL"),
];

/// Guilds that were set up know by themselves when they removed the bot.
pub(super) const NEXT_TO_FORGET: &str = "SELECT guild_id, left_at FROM (
        SELECT guild_id, left_at FROM guilds WHERE left_at IS NOT NULL ORDER BY left_at LIMIT 1)
    UNION ALL SELECT guild_id, left_at FROM (
        SELECT guild_id, left_at FROM departures ORDER BY left_at LIMIT 1)
    ORDER BY left_at LIMIT 1";

impl Store {
    /// Deletes a step's worth of a guild that removed the bot more than [`REMEMBERED`] ago, else of the events of
    /// a game that cannot be [looked back at](super::LOOKED_BACK_AT) anymore. `true`: there is more to delete.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn forget_some(&self, now: Timestamp) -> Result<bool, StoreError> {
        self.write(move |db| Ok(forget_guild(db, now)? || played::forget_events(db, STEP, now)?)).await
    }
}

/// When the next guild or game will be forgotten.
pub(super) fn next_due(db: &Connection) -> Result<Option<i64>, StoreError> {
    let guild = next(db)?.map(|(_, left)| left.saturating_add(REMEMBERED).unwrap_or(Timestamp::MAX));
    Ok(guild.into_iter().chain(played::next_due(db)?).min().map(ms))
}

fn forget_guild(db: &Connection, now: Timestamp) -> Result<bool, StoreError> {
    let Some((guild, left)) = next(db)? else { return Ok(false) };
    if left.saturating_add(REMEMBERED).unwrap_or(Timestamp::MAX) > now {
        return Ok(false);
    }
    let mut left_to_do = STEP;
    for (table, whose) in OF_A_GUILD {
        left_to_do -= delete(db, table, whose, guild, left_to_do)?;
        if left_to_do == 0 {
            break;
        }
    }
    Ok(true)
}

fn next(db: &Connection) -> Result<Option<(i64, Timestamp)>, StoreError> {
    let next: Option<(i64, i64)> =
        db.prepare_cached(NEXT_TO_FORGET)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    next.map(|(guild, left)| Ok((guild, instant_of(left)?))).transpose()
}

fn delete(db: &Connection, table: &str, whose: &str, guild: i64, limit: usize) -> Result<usize, StoreError> {
    let sql = delete_sql(db, table, whose)?;
    Ok(db.execute(&sql, params![guild, limited(limit)])?)
}

/// What deletes some rows of a guild. SQLite's LIMIT on DELETE is not compiled in, and tables without a rowid are cut by
/// their whole key.
pub(super) fn delete_sql(db: &Connection, table: &str, whose: &str) -> Result<String, StoreError> {
    let keys: Vec<String> = db
        .prepare_cached("SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk")?
        .query_map([table], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let keys = keys.join(", ");
    Ok(format!("DELETE FROM {table} WHERE ({keys}) IN (SELECT {keys} FROM {table} WHERE {whose} LIMIT ?2)"))
}
