//! A row that makes no sense must not hold up everybody else's: it is put off, and the log says which.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, params};
use tracing::error;

use super::StoreError;
use super::columns::ms;

/// When a row that could not be read is looked at again: somebody may have mended it.
const AGAIN_AFTER: SignedDuration = SignedDuration::from_hours(1);

/// Where rows that fall due live.
#[derive(Clone, Copy, Debug)]
pub(super) enum Row {
    /// A guild, by its signed id.
    Guild(i64),
    /// A daily, by its signed id.
    Daily(i64),
}

/// What could be read, or nothing if a value made no sense; any other failure is handed on.
pub(super) fn readable<T>(outcome: Result<T, StoreError>) -> Result<Option<T>, StoreError> {
    match outcome {
        Err(StoreError::Corrupt { .. }) => Ok(None),
        other => other.map(Some),
    }
}

/// Puts off `row` if `outcome` says that a value in it makes no sense; any other outcome is handed on.
pub(super) fn put_off<T>(
    db: &Connection,
    row: Row,
    now: Timestamp,
    outcome: Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    let cause = match outcome {
        Err(cause @ StoreError::Corrupt { .. }) => cause,
        other => return other.map(Some),
    };
    let again = ms(now.saturating_add(AGAIN_AFTER).unwrap_or(Timestamp::MAX));
    match row {
        Row::Guild(guild) => {
            error!(guild = guild.cast_unsigned(), %cause, "put off by an hour: see `shipmate doctor`");
            db.execute("UPDATE guilds SET next_due = ?2 WHERE guild_id = ?1", params![guild, again])?;
        }
        Row::Daily(daily) => {
            error!(daily, %cause, "put off by an hour: see `shipmate doctor`");
            db.execute("UPDATE dailies SET due_at = ?2 WHERE daily_id = ?1", params![daily, again])?;
        }
    }
    Ok(None)
}
