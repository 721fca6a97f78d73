//! Streak rows: a cache of history, and the history they are folded from.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, Row, params};

use super::columns::{day, instant, maybe_day, signed};
use super::{Store, StoreError, guilds, pauses};
use crate::domain::guild::Guild;
use crate::domain::ids::{GuildId, MemberId};
use crate::domain::pause::Pause;
use crate::domain::streak::{self, Day, Streak};

/// More missed days than freezes can save make no difference.
const MISSED_THAT_MATTER: u32 = streak::MAX_FREEZES as u32 + 1;

/// The most neutral days that a card names.
const NEUTRAL_DAYS_SHOWN: u32 = 7;

/// What a member's streak card is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct StreakFacts {
    /// The streak at the last answer.
    pub streak: Streak,
    /// Counted days missed since then; more than can be saved are not counted on.
    pub missed: u32,
    /// Days since then that count for nobody who missed them, oldest first.
    pub neutral: Vec<Date>,
    /// Days on which the member answered, ever.
    pub answered: u32,
    /// Of these, answered right.
    pub right: u32,
    /// All announced pauses, oldest first: past ones excuse days that a fold of the history comes upon.
    pub pauses: Vec<Pause>,
    /// The guild, where it is set up.
    pub guild: Option<Guild>,
    /// The guild's latest daily that was posted.
    pub latest: Option<LatestDaily>,
}

/// The latest daily as one member's streak sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LatestDaily {
    /// Answers before this instant count.
    pub closes_at: Timestamp,
    /// Whether the member has answered it.
    pub answered: bool,
}

impl Store {
    /// What a member's streak in a guild stands on.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn streak(&self, guild: GuildId, member: MemberId) -> Result<StreakFacts, StoreError> {
        self.read(move |db| facts(db, guild, member)).await
    }

    /// The streak as the whole history gives it, to hold the cached row against.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn streak_from_history(&self, guild: GuildId, member: MemberId) -> Result<Streak, StoreError> {
        self.read(move |db| from_history(db, guild, member)).await
    }
}

pub(super) fn facts(db: &Connection, guild: GuildId, member: MemberId) -> Result<StreakFacts, StoreError> {
    let (streak, answered, right) = row(db, guild, member)?;
    let (missed, neutral) = match streak.last_day {
        Some(last) => {
            (missed_between(db, guild, member, last, None)?, neutral_between(db, guild, last, None)?)
        }
        None => (0, Vec::new()),
    };
    Ok(StreakFacts {
        streak,
        missed,
        neutral,
        answered,
        right,
        pauses: pauses::of_member(db, guild, member)?,
        guild: guilds::find(db, guild)?,
        latest: latest(db, guild, member)?,
    })
}

pub(super) const LATEST_DAILY: &str = "SELECT closes_at, EXISTS (
        SELECT 1 FROM answers a WHERE a.daily_id = d.daily_id AND a.member_id = ?2) AS answered
    FROM dailies d WHERE guild_id = ?1 AND state IN ('open', 'closing', 'closed') ORDER BY day DESC LIMIT 1";

fn latest(db: &Connection, guild: GuildId, member: MemberId) -> Result<Option<LatestDaily>, StoreError> {
    let mut statement = db.prepare_cached(LATEST_DAILY)?;
    let mut rows = statement.query([signed(guild.0), signed(member.0)])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(Some(LatestDaily { closes_at: instant(row, "closes_at")?, answered: row.get("answered")? }))
}

/// The cached row with the days answered and answered right.
pub(super) fn row(
    db: &Connection,
    guild: GuildId,
    member: MemberId,
) -> Result<(Streak, u32, u32), StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT current, longest, freezes, last_day, answered, right_n FROM streaks
         WHERE guild_id = ?1 AND member_id = ?2",
    )?;
    let mut rows = statement.query([signed(guild.0), signed(member.0)])?;
    rows.next()?.map_or(Ok((Streak::default(), 0, 0)), |row| {
        Ok((streak_of(row)?, row.get("answered")?, row.get("right_n")?))
    })
}

fn streak_of(row: &Row<'_>) -> Result<Streak, StoreError> {
    Ok(Streak {
        current: row.get("current")?,
        longest: row.get("longest")?,
        freezes: row.get("freezes")?,
        last_day: maybe_day(row, "last_day")?,
    })
}

pub(super) fn save(
    db: &Connection,
    guild: GuildId,
    member: MemberId,
    streak: &Streak,
    right: bool,
) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO streaks (guild_id, member_id, current, longest, freezes, last_day, answered, right_n)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, ?7)
         ON CONFLICT (guild_id, member_id) DO UPDATE SET
             current = ?3, longest = ?4, freezes = ?5, last_day = ?6,
             answered = answered + 1, right_n = right_n + ?7",
    )?
    .execute(params![
        signed(guild.0),
        signed(member.0),
        streak.current,
        streak.longest,
        streak.freezes,
        streak.last_day.map(|day| day.to_string()),
        right,
    ])?;
    Ok(())
}

pub(super) const MISSED_BETWEEN: &str = "SELECT count(*) FROM (
    SELECT 1 FROM dailies d
    WHERE d.guild_id = ?1 AND d.day > ?3 AND (?4 IS NULL OR d.day < ?4)
      AND d.state IN ('closing', 'closed') AND d.neutral_reason IS NULL
      AND NOT EXISTS (
          SELECT 1 FROM pauses p WHERE p.guild_id = ?1 AND p.member_id = ?2
                                   AND d.day BETWEEN p.from_day AND p.to_day)
      AND NOT EXISTS (
          SELECT 1 FROM answers a WHERE a.daily_id = d.daily_id AND a.member_id = ?2)
    LIMIT ?5)";

/// Counted days that the member missed after `after` and before `before` (or until the last one that
/// is over): a question was open, the bot could take answers, and no pause was announced.
pub(super) fn missed_between(
    db: &Connection,
    guild: GuildId,
    member: MemberId,
    after: Date,
    before: Option<Date>,
) -> Result<u32, StoreError> {
    let count = db.prepare_cached(MISSED_BETWEEN)?.query_row(
        params![
            signed(guild.0),
            signed(member.0),
            after.to_string(),
            before.map(|day| day.to_string()),
            MISSED_THAT_MATTER
        ],
        |row| row.get(0),
    )?;
    Ok(count)
}

pub(super) const NEUTRAL_BETWEEN: &str = "SELECT day FROM (
        SELECT day FROM dailies
        WHERE guild_id = ?1 AND day > ?2 AND (?3 IS NULL OR day < ?3)
          AND (neutral_reason IS NOT NULL OR state = 'unposted')
        ORDER BY day DESC LIMIT ?4)
    ORDER BY day";

/// Days after `after` and before `before` that were neutral: the bot was out, or the question never appeared.
pub(super) fn neutral_between(
    db: &Connection,
    guild: GuildId,
    after: Date,
    before: Option<Date>,
) -> Result<Vec<Date>, StoreError> {
    let mut statement = db.prepare_cached(NEUTRAL_BETWEEN)?;
    let mut rows = statement.query(params![
        signed(guild.0),
        after.to_string(),
        before.map(|day| day.to_string()),
        NEUTRAL_DAYS_SHOWN
    ])?;
    let mut neutral = Vec::new();
    while let Some(row) = rows.next()? {
        neutral.push(day(row, "day")?);
    }
    Ok(neutral)
}

/// Folds the member's whole history: needed when an answer arrives after a later day's.
pub(super) fn from_history(db: &Connection, guild: GuildId, member: MemberId) -> Result<Streak, StoreError> {
    let pauses = pauses::of_member(db, guild, member)?;
    let mut statement = db.prepare_cached(
        "SELECT d.day, d.state IN ('closing', 'closed') AND d.neutral_reason IS NULL AS counted,
                EXISTS (SELECT 1 FROM answers a WHERE a.daily_id = d.daily_id AND a.member_id = ?2) AS answered
         FROM dailies d WHERE d.guild_id = ?1 ORDER BY d.day",
    )?;
    let mut rows = statement.query([signed(guild.0), signed(member.0)])?;
    let mut days = Vec::new();
    while let Some(row) = rows.next()? {
        let date = day(row, "day")?;
        let paused = pauses.iter().any(|pause| pause.from <= date && date <= pause.to);
        days.push(if row.get("answered")? {
            Day::Answered(date)
        } else if row.get("counted")? && !paused {
            Day::Missed(date)
        } else {
            Day::Neutral(date)
        });
    }
    // What was missed since the last answer is taken off when it is looked at, not before.
    while days.last().is_some_and(|day| !matches!(day, Day::Answered(_))) {
        days.pop();
    }
    Ok(streak::fold(days))
}
