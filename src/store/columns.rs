//! Columns from and to the domain's types: the one place where ids change their sign.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::Row;

use super::StoreError;

/// Discord's unsigned id by its bits.
pub(super) fn signed(id: u64) -> i64 {
    id.cast_signed()
}

/// A limit to a number of rows.
pub(super) fn limited(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

/// An instant in Unix milliseconds.
pub(super) fn ms(instant: Timestamp) -> i64 {
    instant.as_millisecond()
}

pub(super) fn id(row: &Row<'_>, column: &str) -> Result<u64, StoreError> {
    Ok(row.get::<_, i64>(column)?.cast_unsigned())
}

pub(super) fn maybe_id(row: &Row<'_>, column: &str) -> Result<Option<u64>, StoreError> {
    Ok(row.get::<_, Option<i64>>(column)?.map(i64::cast_unsigned))
}

pub(super) fn instant_of(ms: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond(ms)
        .map_err(|_| StoreError::Corrupt { what: "an instant", value: ms.to_string() })
}

pub(super) fn instant(row: &Row<'_>, column: &str) -> Result<Timestamp, StoreError> {
    instant_of(row.get(column)?)
}

pub(super) fn maybe_instant(row: &Row<'_>, column: &str) -> Result<Option<Timestamp>, StoreError> {
    row.get::<_, Option<i64>>(column)?.map(instant_of).transpose()
}

pub(super) fn day_of(text: &str) -> Result<Date, StoreError> {
    text.parse().map_err(|_| StoreError::Corrupt { what: "a day", value: text.to_owned() })
}

pub(super) fn day(row: &Row<'_>, column: &str) -> Result<Date, StoreError> {
    day_of(&row.get::<_, String>(column)?)
}

pub(super) fn maybe_day(row: &Row<'_>, column: &str) -> Result<Option<Date>, StoreError> {
    row.get::<_, Option<String>>(column)?.as_deref().map(day_of).transpose()
}

pub(super) fn json<T: serde::de::DeserializeOwned>(what: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Corrupt { what, value: text.to_owned() })
}

pub(super) fn to_json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("the domain's types have no map keys but strings")
}
