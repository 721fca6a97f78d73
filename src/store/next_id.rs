//! Ids that never come back.

use jiff::Timestamp;
use rusqlite::Connection;

use super::StoreError;
use super::columns::ms;

/// The id of a new row: the current time in milliseconds, or the one after the last, which the query `last` gives.
///
/// A copy that is put back knows nothing of the rows that came after it, but what Discord shows of them still stands,
/// and its buttons carry their ids. None of those may become the id of something else.
pub(super) fn next_id(db: &Connection, last: &str, now: Timestamp) -> Result<i64, StoreError> {
    let last: Option<i64> = db.prepare_cached(last)?.query_row([], |row| row.get(0))?;
    Ok(last.map_or(1, |last| last + 1).max(ms(now)))
}
