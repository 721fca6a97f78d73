//! Announced holidays.

use jiff::civil::Date;
use rusqlite::{Connection, params};

use super::columns::{day, signed};
use super::{Store, StoreError};
use crate::domain::ids::{GuildId, MemberId};
use crate::domain::pause::{self, Pause, PauseRefused, Resumed};

impl Store {
    /// Keeps an announced pause, if the rules allow it. Gives it, with the days that can still be announced
    /// in this quarter.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses; a refusal by the rules is the inner result.
    pub async fn announce_pause(
        &self,
        guild: GuildId,
        member: MemberId,
        (from, to): (Date, Date),
        today: Date,
    ) -> Result<Result<(Pause, i32), PauseRefused>, StoreError> {
        self.write(move |db| {
            let mut pauses = of_member(db, guild, member)?;
            let pause = match pause::announce(&pauses, from, to, today) {
                Ok(pause) => pause,
                Err(refused) => return Ok(Err(refused)),
            };
            insert(db, guild, member, pause)?;
            pauses.push(pause);
            Ok(Ok((pause, pause::days_left(&pauses, today))))
        })
        .await
    }

    /// Ends the running pause yesterday, or takes back the next one.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn resume_streak(
        &self,
        guild: GuildId,
        member: MemberId,
        today: Date,
    ) -> Result<Option<Resumed>, StoreError> {
        self.write(move |db| {
            let Some(resumed) = pause::resume(&of_member(db, guild, member)?, today) else { return Ok(None) };
            db.execute(
                "DELETE FROM pauses WHERE guild_id = ?1 AND member_id = ?2 AND from_day = ?3",
                params![signed(guild.0), signed(member.0), resumed.was.from.to_string()],
            )?;
            if let Some(now) = resumed.now {
                insert(db, guild, member, now)?;
            }
            Ok(Some(resumed))
        })
        .await
    }
}

fn insert(db: &Connection, guild: GuildId, member: MemberId, pause: Pause) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO pauses (guild_id, member_id, from_day, to_day) VALUES (?1, ?2, ?3, ?4)",
        params![signed(guild.0), signed(member.0), pause.from.to_string(), pause.to.to_string()],
    )?;
    Ok(())
}

pub(super) fn of_member(db: &Connection, guild: GuildId, member: MemberId) -> Result<Vec<Pause>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT from_day, to_day FROM pauses WHERE guild_id = ?1 AND member_id = ?2 ORDER BY from_day",
    )?;
    let mut rows = statement.query([signed(guild.0), signed(member.0)])?;
    let mut pauses = Vec::new();
    while let Some(row) = rows.next()? {
        pauses.push(Pause { from: day(row, "from_day")?, to: day(row, "to_day")? });
    }
    Ok(pauses)
}
