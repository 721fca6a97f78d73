//! What study groups have set up, and when their next daily is due.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use rusqlite::{Connection, OptionalExtension, Row, named_params, params};

use super::columns::{id, json, limited, maybe_day, maybe_id, maybe_instant, ms, signed, to_json};
use super::{Store, StoreError, closing, dailies, departures, unreadable};
use crate::domain::calendar::{Due, Schedule, Weekdays, Zone, reschedule};
use crate::domain::guild::{Guild, PauseReason, Settings};
use crate::domain::ids::{ChannelId, GuildId, MemberId, RoleId};

const COLUMNS: &str =
    "guild_id, channel_id, post_minute, zone, weekdays, mention_role, discussion, manager_id,
    next_day, next_due, paused_at, pause_reason";

/// A guild by its signed id.
pub(super) type DueGuild = (i64, Result<Guild, StoreError>);

impl Store {
    /// A guild that was set up and has not removed the bot.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn guild(&self, guild: GuildId) -> Result<Option<Guild>, StoreError> {
        self.read(move |db| find(db, guild)).await
    }

    /// Saves what a manager chose and plans the next daily by it. A paused guild goes on as if it were resumed.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn set_up(
        &self,
        guild: GuildId,
        settings: Settings,
        manager: MemberId,
        now: Timestamp,
    ) -> Result<Guild, StoreError> {
        self.write(move |db| {
            let before = find(db, guild)?;
            let next = next_daily(db, guild, before.as_ref(), &settings.schedule, now)?;
            upsert(db, guild, &settings, manager, now)?;
            departures::is_here(db, guild)?;
            go_on(db, guild, &settings, next, now)?;
            found(db, guild)
        })
        .await
    }

    /// Pauses a guild's dailies. With `tell`, its manager will be told. Gives the guild as it then is, if it
    /// was set up.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn pause_guild(
        &self,
        guild: GuildId,
        reason: PauseReason,
        tell: bool,
        now: Timestamp,
    ) -> Result<Option<Guild>, StoreError> {
        self.write(move |db| {
            pause(db, guild, &reason, tell, now)?;
            find(db, guild)
        })
        .await
    }

    /// Lets a paused guild's dailies go on; today's is posted now if its time has passed. Gives the guild as it then
    /// is, if it was set up.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn resume_guild(&self, guild: GuildId, now: Timestamp) -> Result<Option<Guild>, StoreError> {
        self.write(move |db| {
            let Some(found) = find(db, guild)? else { return Ok(None) };
            let next = next_daily(db, guild, Some(&found), &found.settings.schedule, now)?;
            db.execute(
                "UPDATE guilds SET paused_at = NULL, pause_reason = NULL, tell_manager = 0 WHERE guild_id = ?1",
                [signed(guild.0)],
            )?;
            go_on(db, guild, &found.settings, next, now)?;
            find(db, guild)
        })
        .await
    }

    /// Guilds whose manager still has to be told why the dailies are paused.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn managers_to_tell(&self, limit: usize) -> Result<Vec<Guild>, StoreError> {
        self.read(move |db| {
            let mut statement = db.prepare_cached(&to_tell_sql())?;
            let mut rows = statement.query([limited(limit)])?;
            let mut guilds = Vec::new();
            while let Some(row) = rows.next()? {
                guilds.extend(unreadable::readable(guild_of(row))?);
            }
            Ok(guilds)
        })
        .await
    }

    /// The manager of `guild` has been told, or cannot be.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn manager_told(&self, guild: GuildId) -> Result<(), StoreError> {
        self.write(move |db| {
            db.execute("UPDATE guilds SET tell_manager = 0 WHERE guild_id = ?1", [signed(guild.0)])?;
            Ok(())
        })
        .await
    }
}

pub(super) fn to_tell_sql() -> String {
    format!("SELECT {COLUMNS} FROM guilds WHERE tell_manager = 1 AND left_at IS NULL LIMIT ?1")
}

/// A manager lets the dailies go on, with `next`: what could not be posted or shown until now gets another chance.
fn go_on(
    db: &Connection,
    guild: GuildId,
    settings: &Settings,
    next: Option<Due>,
    now: Timestamp,
) -> Result<(), StoreError> {
    set_next(db, guild, next)?;
    // Until now it was up to a manager.
    revive_today(db, guild, settings, Some(now), now)?;
    closing::try_refused(db, guild, now)
}

/// Dailies go on where the bot is back: today's is owed since its hour, if that has passed.
pub(super) fn go_on_late(db: &Connection, guild: &Guild, now: Timestamp) -> Result<(), StoreError> {
    let last_day = dailies::last_day(db, guild.id)?;
    let schedule = &guild.settings.schedule;
    let next = schedule.overdue(now, last_day).or_else(|| schedule.next(now, last_day));
    set_next(db, guild.id, next)?;
    revive_today(db, guild.id, &guild.settings, None, now)
}

/// When the next daily is due by a manager's settings, changed or not.
fn next_daily(
    db: &Connection,
    guild: GuildId,
    before: Option<&Guild>,
    new: &Schedule,
    now: Timestamp,
) -> Result<Option<Due>, StoreError> {
    let last_day = dailies::last_day(db, guild)?;
    let open_until = dailies::open_until(db, guild, now)?;
    Ok(match before {
        Some(before) => reschedule(&before.settings.schedule, new, before.next, last_day, open_until, now),
        None => new.next(now, last_day),
    })
}

/// Today's daily that could not be posted gets another chance under these settings. It is `wanted` from an instant on,
/// or (`None`) as long as it was.
fn revive_today(
    db: &Connection,
    guild: GuildId,
    settings: &Settings,
    wanted: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), StoreError> {
    db.execute(
        "UPDATE dailies SET state = 'planned', due_at = :now, wanted_at = coalesce(:wanted, wanted_at),
                            attempts = attempts + 1, channel_id = :channel
         WHERE guild_id = :guild AND day = :day AND state = 'unposted' AND closes_at > :now",
        named_params! {
            ":now": ms(now),
            ":wanted": wanted.map(ms),
            ":guild": signed(guild.0),
            ":day": settings.schedule.zone.local_day(now).to_string(),
            ":channel": signed(settings.channel.0),
        },
    )?;
    Ok(())
}

fn upsert(
    db: &Connection,
    guild: GuildId,
    settings: &Settings,
    manager: MemberId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let minute = i64::from(settings.schedule.time.hour()) * 60 + i64::from(settings.schedule.time.minute());
    db.execute(
        "INSERT INTO guilds (guild_id, channel_id, post_minute, zone, weekdays, mention_role, discussion,
                             manager_id, set_up_at)
         VALUES (:guild, :channel, :minute, :zone, :weekdays, :role, :discussion, :manager, :now)
         ON CONFLICT (guild_id) DO UPDATE SET
             channel_id = :channel, post_minute = :minute, zone = :zone, weekdays = :weekdays,
             mention_role = :role, discussion = :discussion, manager_id = :manager,
             paused_at = NULL, pause_reason = NULL, tell_manager = 0, left_at = NULL",
        named_params! {
            ":guild": signed(guild.0),
            ":channel": signed(settings.channel.0),
            ":minute": minute,
            ":zone": settings.schedule.zone.name(),
            ":weekdays": settings.schedule.weekdays.bits(),
            ":role": settings.mention.map(|role| signed(role.0)),
            ":discussion": settings.discussion,
            ":manager": signed(manager.0),
            ":now": ms(now),
        },
    )?;
    Ok(())
}

pub(super) fn set_next(db: &Connection, guild: GuildId, next: Option<Due>) -> Result<(), StoreError> {
    db.prepare_cached("UPDATE guilds SET next_day = ?2, next_due = ?3 WHERE guild_id = ?1")?.execute(
        params![signed(guild.0), next.map(|due| due.day.to_string()), next.map(|due| ms(due.at)),],
    )?;
    Ok(())
}

pub(super) fn pause(
    db: &Connection,
    guild: GuildId,
    reason: &PauseReason,
    tell: bool,
    now: Timestamp,
) -> Result<(), StoreError> {
    db.execute(
        "UPDATE guilds SET paused_at = ?2, pause_reason = ?3, tell_manager = ?4, next_day = NULL, next_due = NULL
         WHERE guild_id = ?1 AND paused_at IS NULL AND left_at IS NULL",
        params![signed(guild.0), ms(now), to_json(reason), tell],
    )?;
    Ok(())
}

pub(super) fn find(db: &Connection, guild: GuildId) -> Result<Option<Guild>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM guilds WHERE guild_id = ?1 AND left_at IS NULL");
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query([signed(guild.0)])?;
    rows.next()?.map(guild_of).transpose()
}

fn found(db: &Connection, guild: GuildId) -> Result<Guild, StoreError> {
    find(db, guild)?.ok_or_else(|| StoreError::Corrupt { what: "a server", value: guild.to_string() })
}

/// Guilds whose next daily is due, the longest waiting first, each as far as its row can be read.
pub(super) fn due(db: &Connection, now: Timestamp, limit: usize) -> Result<Vec<DueGuild>, StoreError> {
    let mut statement = db.prepare_cached(&due_sql())?;
    let mut rows = statement.query(params![ms(now), limited(limit)])?;
    let mut guilds = Vec::new();
    while let Some(row) = rows.next()? {
        guilds.push((row.get("guild_id")?, guild_of(row)));
    }
    Ok(guilds)
}

/// The guilds that the bot is in, each as far as its row can be read.
pub(super) fn present(db: &Connection) -> Result<Vec<Result<Guild, StoreError>>, StoreError> {
    let mut statement =
        db.prepare(&format!("SELECT {COLUMNS} FROM guilds WHERE left_at IS NULL ORDER BY guild_id"))?;
    let mut rows = statement.query([])?;
    let mut guilds = Vec::new();
    while let Some(row) = rows.next()? {
        guilds.push(guild_of(row));
    }
    Ok(guilds)
}

pub(super) fn due_sql() -> String {
    format!("SELECT {COLUMNS} FROM guilds WHERE next_due <= ?1 ORDER BY next_due LIMIT ?2")
}

pub(super) const EARLIEST_DUE: &str =
    "SELECT next_due FROM guilds WHERE next_due IS NOT NULL ORDER BY next_due LIMIT 1";

/// The earliest instant at which a guild's daily is due.
pub(super) fn earliest_due(db: &Connection) -> Result<Option<i64>, StoreError> {
    Ok(db.prepare_cached(EARLIEST_DUE)?.query_row([], |row| row.get(0)).optional()?)
}

fn guild_of(row: &Row<'_>) -> Result<Guild, StoreError> {
    let next = match (maybe_day(row, "next_day")?, maybe_instant(row, "next_due")?) {
        (Some(day), Some(at)) => Some(Due { day, at }),
        _ => None,
    };
    let reason: Option<String> = row.get("pause_reason")?;
    let paused = match (maybe_instant(row, "paused_at")?, reason) {
        (Some(at), Some(reason)) => Some((at, json::<PauseReason>("a reason for a pause", &reason)?)),
        _ => None,
    };
    Ok(Guild {
        id: GuildId(id(row, "guild_id")?),
        settings: settings_of(row)?,
        manager: MemberId(id(row, "manager_id")?),
        next,
        paused,
    })
}

fn settings_of(row: &Row<'_>) -> Result<Settings, StoreError> {
    let minute: i16 = row.get("post_minute")?;
    let zone: String = row.get("zone")?;
    let weekdays: u8 = row.get("weekdays")?;
    let corrupt = |what, value: &dyn ToString| StoreError::Corrupt { what, value: value.to_string() };
    let time = i8::try_from(minute / 60).ok().zip(i8::try_from(minute % 60).ok());
    Ok(Settings {
        channel: ChannelId(id(row, "channel_id")?),
        schedule: Schedule {
            zone: Zone::named(&zone).map_err(|_| corrupt("a time zone", &zone))?,
            time: time
                .and_then(|(hour, minute)| Time::new(hour, minute, 0, 0).ok())
                .ok_or_else(|| corrupt("a time of day", &minute))?,
            weekdays: Weekdays::from_bits(weekdays).ok_or_else(|| corrupt("weekdays", &weekdays))?,
        },
        mention: maybe_id(row, "mention_role")?.map(RoleId),
        discussion: row.get("discussion")?,
    })
}

/// Today in the zone of a guild whose dailies run. `None`: it is not set up, paused, or has removed the bot.
pub(super) fn running_day(
    db: &Connection,
    guild: GuildId,
    now: Timestamp,
) -> Result<Option<Date>, StoreError> {
    let zone: Option<String> = db
        .prepare_cached(
            "SELECT zone FROM guilds WHERE guild_id = ?1 AND left_at IS NULL AND paused_at IS NULL",
        )?
        .query_row([signed(guild.0)], |row| row.get(0))
        .optional()?;
    zone.map(|zone| {
        Zone::named(&zone)
            .map(|zone| zone.local_day(now))
            .map_err(|_| StoreError::Corrupt { what: "a time zone", value: zone })
    })
    .transpose()
}

/// Today in a guild's zone; by UTC where no zone is known.
pub(super) fn local_day(db: &Connection, guild: GuildId, now: Timestamp) -> Result<Date, StoreError> {
    let zone: Option<String> = db
        .prepare_cached("SELECT zone FROM guilds WHERE guild_id = ?1")?
        .query_row([signed(guild.0)], |row| row.get(0))
        .optional()?;
    let zone = zone.as_deref().unwrap_or("UTC");
    let zone =
        Zone::named(zone).map_err(|_| StoreError::Corrupt { what: "a time zone", value: zone.to_owned() })?;
    Ok(zone.local_day(now))
}
