//! Reading dailies.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Params, Row, params};

use super::columns::{
    day, day_of, id, instant, instant_of, json, limited, maybe_id, maybe_instant, ms, signed,
};
use super::{Store, StoreError, unreadable};
use crate::domain::asked::AskedQuestion;
use crate::domain::content::Question;
use crate::domain::daily::{Daily, DailyState, Discussion};
use crate::domain::ids::{ChannelId, DailyId, GuildId, MessageId};

/// Columns that [`daily_of`] reads, for a `FROM dailies JOIN content_versions USING (version)`.
pub(super) const COLUMNS: &str = "daily_id, guild_id, day, state, body, option_order, channel_id, message_id,
    thread_id, discussion, opened_at, closes_at, neutral_reason, corrected_at";

/// What a change of what a daily shows once it is over sets, at the instant `:at`. An edit that is under way showed
/// less, and is made again; one that was made is made anew.
pub(super) const SHOWN_ANEW: &str = "result_version = result_version + 1,
    due_at = CASE state WHEN 'closed' THEN :at ELSE due_at END,
    attempts = CASE state WHEN 'closed' THEN 0 ELSE attempts END,
    state = CASE state WHEN 'closed' THEN 'closing' ELSE state END";

pub(super) const LATEST: &str =
    "WHERE guild_id = ?1 AND state IN ('open', 'closing', 'closed') ORDER BY day DESC LIMIT 1";

impl Store {
    /// A daily by its id.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn daily(&self, daily: DailyId) -> Result<Option<Daily>, StoreError> {
        self.read(move |db| find(db, daily)).await
    }

    /// The guild's latest daily that was posted: open, or the last one that was.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn latest_daily(&self, guild: GuildId) -> Result<Option<Daily>, StoreError> {
        self.read(move |db| one(db, LATEST, [signed(guild.0)])).await
    }
}

pub(super) fn find(db: &Connection, daily: DailyId) -> Result<Option<Daily>, StoreError> {
    one(db, "WHERE daily_id = ?1", [signed(daily.0)])
}

/// What selects the dailies that `tail` (a `WHERE`, an order, a limit) describes.
pub(super) fn sql(tail: &str) -> String {
    format!("SELECT {COLUMNS} FROM dailies JOIN content_versions USING (version) {tail}")
}

pub(super) fn one(db: &Connection, tail: &str, params: impl Params) -> Result<Option<Daily>, StoreError> {
    let mut statement = db.prepare_cached(&sql(tail))?;
    let mut rows = statement.query(params)?;
    rows.next()?.map(daily_of).transpose()
}

/// The dailies that `tail` selects, without those that cannot be read: [`due`] tells of them.
pub(super) fn many(db: &Connection, tail: &str, params: impl Params) -> Result<Vec<Daily>, StoreError> {
    let mut statement = db.prepare_cached(&sql(tail))?;
    let mut rows = statement.query(params)?;
    let mut dailies = Vec::new();
    while let Some(row) = rows.next()? {
        dailies.extend(unreadable::readable(daily_of(row))?);
    }
    Ok(dailies)
}

/// Dailies that are due by `tail`, which takes an instant and a limit. One that cannot be read is put off.
pub(super) fn due(
    db: &Connection,
    tail: &str,
    now: Timestamp,
    limit: usize,
) -> Result<Vec<Daily>, StoreError> {
    let mut statement = db.prepare_cached(&sql(tail))?;
    let mut rows = statement.query(params![ms(now), limited(limit)])?;
    let mut read: Vec<(i64, Result<Daily, StoreError>)> = Vec::new();
    while let Some(row) = rows.next()? {
        read.push((row.get("daily_id")?, daily_of(row)));
    }
    let mut dailies = Vec::with_capacity(read.len());
    for (id, daily) in read {
        dailies.extend(unreadable::put_off(db, unreadable::Row::Daily(id), now, daily)?);
    }
    Ok(dailies)
}

/// Dailies that are not over yet and cannot be read, each with the reason.
pub(super) fn not_readable(db: &Connection) -> Result<Vec<(DailyId, StoreError)>, StoreError> {
    let mut statement = db.prepare_cached(&sql("WHERE state IN ('planned', 'open', 'closing')"))?;
    let mut rows = statement.query([])?;
    let mut unreadable = Vec::new();
    while let Some(row) = rows.next()? {
        match daily_of(row) {
            Ok(_) => {}
            Err(cause @ StoreError::Corrupt { .. }) => {
                unreadable.push((DailyId(id(row, "daily_id")?), cause));
            }
            Err(other) => return Err(other),
        }
    }
    Ok(unreadable)
}

/// The last local day for which a daily was planned.
pub(super) fn last_day(db: &Connection, guild: GuildId) -> Result<Option<Date>, StoreError> {
    let last: Option<String> = db
        .prepare_cached("SELECT day FROM dailies WHERE guild_id = ?1 ORDER BY day DESC LIMIT 1")?
        .query_row([signed(guild.0)], |row| row.get(0))
        .optional()?;
    last.as_deref().map(day_of).transpose()
}

/// Until when a daily that was announced takes answers.
pub(super) fn open_until(
    db: &Connection,
    guild: GuildId,
    now: Timestamp,
) -> Result<Option<Timestamp>, StoreError> {
    let until: Option<i64> = db
        .prepare_cached(
            "SELECT closes_at FROM dailies
             WHERE guild_id = ?1 AND state IN ('planned', 'open') AND closes_at > ?2
             ORDER BY day DESC LIMIT 1",
        )?
        .query_row(params![signed(guild.0), ms(now)], |row| row.get(0))
        .optional()?;
    until.map(instant_of).transpose()
}

fn daily_of(row: &Row<'_>) -> Result<Daily, StoreError> {
    let neutral: Option<String> = row.get("neutral_reason")?;
    Ok(Daily {
        id: DailyId(id(row, "daily_id")?),
        guild: GuildId(id(row, "guild_id")?),
        day: day(row, "day")?,
        asked: asked_of(row)?,
        channel: ChannelId(id(row, "channel_id")?),
        message: maybe_id(row, "message_id")?.map(MessageId),
        thread: maybe_id(row, "thread_id")?.map(ChannelId),
        state: state_of(&row.get::<_, String>("state")?)?,
        discussion: discussion_of(&row.get::<_, String>("discussion")?)?,
        opened_at: maybe_instant(row, "opened_at")?,
        closes_at: instant(row, "closes_at")?,
        neutral: neutral.is_some(),
        corrected: maybe_instant(row, "corrected_at")?.is_some(),
    })
}

/// The question and its shown order, from the columns `body` and `option_order`.
pub(super) fn asked_of(row: &Row<'_>) -> Result<AskedQuestion, StoreError> {
    let question: Question = json("a question", &row.get::<_, String>("body")?)?;
    let order: String = row.get("option_order")?;
    AskedQuestion::new(question, json("an order of options", &order)?)
        .ok_or(StoreError::Corrupt { what: "an order of options", value: order })
}

fn state_of(text: &str) -> Result<DailyState, StoreError> {
    Ok(match text {
        "planned" => DailyState::Planned,
        "open" => DailyState::Open,
        "closing" => DailyState::Closing,
        "closed" => DailyState::Closed,
        "unposted" => DailyState::Unposted,
        other => return Err(StoreError::Corrupt { what: "a daily's state", value: other.to_owned() }),
    })
}

fn discussion_of(text: &str) -> Result<Discussion, StoreError> {
    Ok(match text {
        "unwanted" => Discussion::Unwanted,
        "wanted" => Discussion::Wanted,
        "open" => Discussion::Open,
        "refused" => Discussion::Refused,
        other => return Err(StoreError::Corrupt { what: "a thread's state", value: other.to_owned() }),
    })
}
