//! When the bot could take answers, and when it could not.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::columns::{instant, instant_of, ms};
use super::{Store, StoreError};
use crate::domain::daily::Span;

impl Store {
    /// The last instant at which the bot was known to take answers.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn last_seen(&self) -> Result<Option<Timestamp>, StoreError> {
        self.read(|db| {
            let seen: Option<i64> =
                db.query_row("SELECT seen_at FROM presence", [], |row| row.get(0)).optional()?;
            seen.map(instant_of).transpose()
        })
        .await
    }

    /// The bot takes answers at `now`; if it could not since `out_since`, that is kept as an outage.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn seen(&self, now: Timestamp, out_since: Option<Timestamp>) -> Result<(), StoreError> {
        self.write(move |db| {
            if let Some(from) = out_since {
                keep_outage(db, from, now)?;
            }
            db.execute(
                "INSERT INTO presence (one, seen_at) VALUES (1, ?1)
                 ON CONFLICT (one) DO UPDATE SET seen_at = excluded.seen_at",
                [ms(now)],
            )?;
            Ok(())
        })
        .await
    }

    /// The bot cannot take answers since `out_since`, and still cannot at `now`: a daily that ends meanwhile
    /// has to know. Until `out_since` it could.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn still_out(&self, out_since: Timestamp, now: Timestamp) -> Result<(), StoreError> {
        self.write(move |db| {
            keep_outage(db, out_since, now)?;
            db.execute("UPDATE presence SET seen_at = max(seen_at, ?1)", [ms(out_since)])?;
            Ok(())
        })
        .await
    }
}

fn keep_outage(db: &Connection, from: Timestamp, until: Timestamp) -> Result<(), StoreError> {
    if from < until {
        db.execute(
            "INSERT INTO outages (from_at, until_at) VALUES (?1, ?2)
             ON CONFLICT (from_at) DO UPDATE SET until_at = max(until_at, excluded.until_at)",
            params![ms(from), ms(until)],
        )?;
    }
    Ok(())
}

/// When the bot could not take answers, as far as it touches the time between two instants.
pub(super) fn outages_within(
    db: &Connection,
    from: Timestamp,
    until: Timestamp,
) -> Result<Vec<Span>, StoreError> {
    let mut statement =
        db.prepare_cached("SELECT from_at, until_at FROM outages WHERE until_at > ?1 AND from_at < ?2")?;
    let mut rows = statement.query(params![ms(from), ms(until)])?;
    let mut outages = Vec::new();
    while let Some(row) = rows.next()? {
        outages.push((instant(row, "from_at")?, instant(row, "until_at")?));
    }
    Ok(outages)
}
