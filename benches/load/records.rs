//! Members on record: a server with a past, written into the database while no bot uses it.

use std::error::Error;
use std::path::Path;

use rusqlite::{Connection, params};

/// Far from the ids that the local Discord gives.
const FIRST_MEMBER: i64 = 1_000;

/// Makes the server have this many members on record: a closed daily of long ago, and each one's answer and streak.
pub(crate) fn fill(database: &Path, guild: u64, members: u32) -> Result<(), Box<dyn Error>> {
    let mut db = Connection::open(database)?;
    let guild = guild.cast_signed();
    let transaction = db.transaction()?;
    let version: i64 = transaction.query_row(
        "SELECT min(version) FROM content_versions WHERE kind = 'question'",
        [],
        |row| row.get(0),
    )?;
    transaction.execute(
        "INSERT INTO dailies (guild_id, day, state, version, option_order, channel_id, message_id, discussion,
                              planned_at, due_at, opened_at, closes_at)
         VALUES (?1, '2026-01-05', 'closed', ?2, '[0,1,2,3]', 1, 1, 'unwanted', 1767600000000, 1767686400000,
                 1767600000000, 1767686400000)",
        params![guild, version],
    )?;
    let daily = transaction.last_insert_rowid();
    let every = "WITH RECURSIVE n (n) AS (SELECT ?1 UNION ALL SELECT n + 1 FROM n LIMIT ?2)";
    transaction.execute(
        &format!(
            "{every} INSERT INTO answers (daily_id, member_id, selection, is_right, answered_at, streak)
             SELECT ?3, n, 1, 1, 1767600000000 + n, 1 FROM n"
        ),
        params![FIRST_MEMBER, members, daily],
    )?;
    transaction.execute(
        &format!(
            "{every} INSERT INTO streaks (guild_id, member_id, current, longest, freezes, last_day, answered, right_n)
             SELECT ?3, n, 1, 1, 1, '2026-01-05', 1 + n % 300, 1 FROM n"
        ),
        params![FIRST_MEMBER, members, guild],
    )?;
    transaction.commit()?;
    Ok(db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?)
}

/// Makes these servers be set up, each with its next daily in a year.
pub(crate) fn set_up(database: &Path, guilds: &[u64]) -> Result<(), Box<dyn Error>> {
    let mut db = Connection::open(database)?;
    let transaction = db.transaction()?;
    for guild in guilds {
        transaction.execute(
            "INSERT INTO guilds (guild_id, channel_id, post_minute, zone, weekdays, discussion, manager_id, set_up_at,
                                 next_day, next_due)
             VALUES (?1, 7, 540, 'UTC', 127, 0, 1, 0, '2027-03-02', 1803978000000)",
            [guild.cast_signed()],
        )?;
    }
    Ok(transaction.commit()?)
}
