//! Guilds that removed the bot, and the bot's return.
//!
//! A guild that was set up keeps in its own row when it removed the bot; one that never was is in `departures`.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::columns::{instant_of, ms, signed};
use super::guilds::{find, go_on_late};
use super::{Store, StoreError, closing};
use crate::domain::daily::OUTAGE_TOLERANCE;
use crate::domain::ids::GuildId;
use crate::domain::shards::Shards;

/// Guilds of which something is kept and that are not known to have removed the bot. Members can do these things where
/// nobody has set anything up. Reads whole indexes, on a reader, once whenever a shard identifies.
const KNOWN: &str = "SELECT guild_id FROM guilds
    UNION SELECT guild_id FROM practices
    UNION SELECT guild_id FROM challenges
    UNION SELECT guild_id FROM reports
    UNION SELECT guild_id FROM pauses
    UNION SELECT guild_id FROM unlisted
    EXCEPT SELECT guild_id FROM departures
    EXCEPT SELECT guild_id FROM guilds WHERE left_at IS NOT NULL";

impl Store {
    /// The bot was removed from a guild: nothing more is due there, nothing is deleted. One that was never set up is
    /// remembered as well: members may have practised there.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn guild_left(&self, guild: GuildId, now: Timestamp) -> Result<(), StoreError> {
        self.write(move |db| {
            let set_up = db.execute(
                "UPDATE guilds SET left_at = coalesce(left_at, ?2), next_day = NULL, next_due = NULL, tell_manager = 0
                 WHERE guild_id = ?1",
                params![signed(guild.0), ms(now)],
            )?;
            if set_up == 0 {
                db.execute(
                    "INSERT INTO departures (guild_id, left_at) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                    params![signed(guild.0), ms(now)],
                )?;
            }
            Ok(())
        })
        .await
    }

    /// Guilds of `shards` that the bot was not known to have left and that are not among those that it is in.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn guilds_not_among(
        &self,
        shards: Shards,
        present: Arc<[GuildId]>,
    ) -> Result<Vec<GuildId>, StoreError> {
        self.read(move |db| {
            let present: HashSet<GuildId> = present.iter().copied().collect();
            let mut statement = db.prepare(KNOWN)?;
            let known = statement.query_map([], |row| Ok(GuildId(row.get::<_, i64>(0)?.cast_unsigned())))?;
            let known: Vec<GuildId> = known.collect::<Result<_, _>>()?;
            Ok(known.into_iter().filter(|guild| shards.hold(*guild) && !present.contains(guild)).collect())
        })
        .await
    }

    /// Whether a guild was set up or has removed the bot before, as far as that is kept.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn knows_guild(&self, guild: GuildId) -> Result<bool, StoreError> {
        self.read(move |db| {
            let known = db
                .prepare_cached(
                    "SELECT 1 FROM guilds WHERE guild_id = ?1 UNION ALL SELECT 1 FROM departures WHERE guild_id = ?1",
                )?
                .exists([signed(guild.0)])?;
            Ok(known)
        })
        .await
    }

    /// The bot is (back) in a guild: what was set up before goes on, today's daily late if its time has passed.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn guild_returned(&self, guild: GuildId, now: Timestamp) -> Result<(), StoreError> {
        self.write(move |db| {
            is_here(db, guild)?;
            db.prepare_cached(
                "UPDATE dailies SET neutral_reason = 'outage' WHERE guild_id = ?1 AND state = 'open'
                    AND (SELECT left_at FROM guilds WHERE guild_id = ?1) <= ?2",
            )?
            .execute(params![signed(guild.0), ms(now.saturating_sub(OUTAGE_TOLERANCE).unwrap_or(now))])?;
            let back = db
                .prepare_cached(
                    "UPDATE guilds SET left_at = NULL WHERE guild_id = ?1 AND left_at IS NOT NULL",
                )?
                .execute([signed(guild.0)])?;
            if back == 0 {
                return Ok(());
            }
            closing::try_refused(db, guild, now)?;
            let found = find(db, guild)?.filter(|guild| guild.paused.is_none());
            found.map_or(Ok(()), |guild| go_on_late(db, &guild, now))
        })
        .await
    }
}

/// A guild that was never set up has the bot (again).
pub(super) fn is_here(db: &Connection, guild: GuildId) -> Result<(), StoreError> {
    db.prepare_cached("DELETE FROM departures WHERE guild_id = ?1")?.execute([signed(guild.0)])?;
    Ok(())
}

/// Since when a guild that has removed the bot is without it: nobody can answer there.
pub(super) fn removed_since(db: &Connection, guild: GuildId) -> Result<Option<Timestamp>, StoreError> {
    let left: Option<i64> = db
        .prepare_cached("SELECT left_at FROM guilds WHERE guild_id = ?1")?
        .query_row([signed(guild.0)], |row| row.get(0))?;
    left.map(instant_of).transpose()
}
