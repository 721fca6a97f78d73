//! The outbox: dailies planned, sent, closed. Each step is durable before the next one begins, so that a
//! crash anywhere leaves a row that says what is left to do.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, params};

use super::columns::{instant, instant_of, limited, maybe_id, ms, signed};
use super::unreadable::{Row, put_off};
use super::{Store, StoreError, closing, dailies, forget, guilds, planning};
use crate::domain::content::Question;
use crate::domain::daily::Daily;
use crate::domain::grading::Tally;
use crate::domain::guild::PauseReason;
use crate::domain::ids::{ChannelId, DailyId, GuildId, MemberId, MessageId, QuestionId, RoleId};

pub(super) const PLANNED_DUE: &str = "WHERE state = 'planned' AND due_at <= ?1 ORDER BY due_at LIMIT ?2";
pub(super) const PLANNED_OVER: &str =
    "WHERE state = 'planned' AND due_at <= ?1 AND closes_at <= ?1 ORDER BY due_at LIMIT ?2";
pub(super) const OPEN_DUE: &str = "WHERE state = 'open' AND due_at <= ?1 ORDER BY due_at LIMIT ?2";
pub(super) const CLOSING_DUE: &str = "WHERE state = 'closing' AND due_at <= ?1 ORDER BY due_at LIMIT ?2";
pub(super) const PREVIOUS_OVER: &str = "WHERE guild_id = ?1 AND state = 'open' AND closes_at <= ?2";
pub(super) const UNDISCUSSED: &str =
    "WHERE state = 'open' AND discussion = 'wanted' ORDER BY daily_id LIMIT ?1";
pub(super) const NEXT_WAKE: &str = "SELECT min(due_at) FROM (
    SELECT min(due_at) AS due_at FROM dailies WHERE state = 'planned'
    UNION ALL SELECT min(due_at) FROM dailies WHERE state = 'open'
    UNION ALL SELECT min(due_at) FROM dailies WHERE state = 'closing')";

/// What one round of planning did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanReport {
    /// Guilds looked at. As many as the limit: there may be more.
    pub taken: usize,
    /// Dailies planned.
    pub planned: usize,
}

/// A daily to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsent {
    /// The daily.
    pub daily: Daily,
    /// The role to mention.
    pub mention: Option<RoleId>,
    /// When it was planned: one that was planned before this process started may have been sent.
    pub planned_at: Timestamp,
    /// When its server wants it: its hour, or when a manager asked for it.
    pub wanted_at: Timestamp,
    /// How often sending it failed.
    pub attempts: u32,
    /// Whether it is the guild's first.
    pub first: bool,
    /// Its time is over: it is not posted any more, but it may stand already.
    pub over: bool,
}

impl Unsent {
    /// How long after its hour it is at `now`.
    #[must_use]
    pub fn lateness(&self, now: Timestamp) -> Duration {
        Duration::try_from(now.duration_since(self.wanted_at)).unwrap_or_default()
    }
}

/// A daily whose message has to show the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// The daily.
    pub daily: Daily,
    /// How the group answered.
    pub tally: Tally,
    /// Whose streaks grew, the longest first.
    pub grown: Vec<StreakGrown>,
    /// How many more there are.
    pub grown_unnamed: u32,
    /// Whether its weekday is one without a question by the schedule as it is now.
    pub day_off: bool,
    /// How often closing it failed.
    pub attempts: u32,
    /// Which result it is, to compare: it rises with whatever changes what is shown.
    pub version: u32,
}

/// A member's streak after an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreakGrown {
    /// Who.
    pub member: MemberId,
    /// The streak in days.
    pub streak: u32,
    /// The milestone to celebrate, if one was reached and the member likes.
    pub milestone: Option<u32>,
}

impl Store {
    /// Plans the dailies that are due, at most `limit` of them: one transaction chooses each question and
    /// writes its row, UNIQUE per guild and local day. `seed` is asked only when something is due. Where the clock has
    /// `leapt` over the hours at which they were due, they are wanted from now on.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn plan_due(
        &self,
        now: Timestamp,
        leapt: bool,
        limit: usize,
        pool: Arc<[Question]>,
        seed: impl FnOnce() -> u64 + Send + 'static,
    ) -> Result<PlanReport, StoreError> {
        self.write(move |db| {
            let due = guilds::due(db, now, limit)?;
            let seed = if due.is_empty() { 0 } else { seed() };
            let taken = due.len();
            let mut planned = 0;
            for (place, (id, guild)) in (0_u64..).zip(due) {
                // Guilds that are due together are asked different questions.
                let seed = seed.wrapping_add(place);
                let done = guild.and_then(|guild| planning::plan(db, &guild, (now, leapt), &pool, seed));
                planned += usize::from(put_off(db, Row::Guild(id), now, done)?.unwrap_or(false));
            }
            Ok(PlanReport { taken, planned })
        })
        .await
    }

    /// Dailies to be sent now, the longest waiting first. One whose local day has ended meanwhile, or whose
    /// guild has paused, is over.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn unsent(&self, now: Timestamp, limit: usize) -> Result<Vec<Unsent>, StoreError> {
        self.write(move |db| unsent(db, PLANNED_DUE, now, limit)).await
    }

    /// Of these, the ones that should have closed by now.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn unsent_and_over(&self, now: Timestamp, limit: usize) -> Result<Vec<Unsent>, StoreError> {
        self.write(move |db| unsent(db, PLANNED_OVER, now, limit)).await
    }

    /// The daily never appeared: its day is neutral.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn never_appeared(&self, daily: DailyId) -> Result<(), StoreError> {
        self.write(move |db| unpost(db, daily)).await
    }

    /// The daily's message stands: answers count from now on. Where a later day's question was asked before that was
    /// known, this day is neutral: answers to the later one did not count it as missed.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn sent(
        &self,
        daily: DailyId,
        message: MessageId,
        opened_at: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(move |db| {
            db.prepare_cached(
                "UPDATE dailies SET state = 'open', message_id = ?2, opened_at = ?3, due_at = closes_at,
                                    attempts = 0,
                                    neutral_reason = CASE WHEN EXISTS (
                                        SELECT 1 FROM dailies later
                                        WHERE later.guild_id = dailies.guild_id AND later.day > dailies.day)
                                    THEN 'outage' ELSE neutral_reason END
                 WHERE daily_id = ?1 AND state = 'planned'",
            )?
            .execute(params![signed(daily.0), signed(message.0), ms(opened_at)])?;
            Ok(())
        })
        .await
    }

    /// Sending or closing failed for now: another try at `at`.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn retry(&self, daily: DailyId, at: Timestamp) -> Result<(), StoreError> {
        self.write(move |db| {
            db.execute(
                "UPDATE dailies SET due_at = ?2, attempts = attempts + 1
                 WHERE daily_id = ?1 AND state IN ('planned', 'closing')",
                params![signed(daily.0), ms(at)],
            )?;
            Ok(())
        })
        .await
    }

    /// The daily cannot be posted: its day is neutral, the guild's dailies pause and its manager is told.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn give_up(
        &self,
        daily: DailyId,
        guild: GuildId,
        reason: PauseReason,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(move |db| {
            unpost(db, daily)?;
            guilds::pause(db, guild, &reason, true, now)
        })
        .await
    }

    /// Dailies whose message has to show the key, at most `limit`. Those that are over stop taking answers.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn closings(&self, now: Timestamp, limit: usize) -> Result<Vec<Closing>, StoreError> {
        self.write(move |db| {
            closing::end_overdue(db, now, limit)?;
            closing::closings(db, now, limit)
        })
        .await
    }

    /// The daily's message shows the result of this `version`, or is gone for good. An answer, a milestone to celebrate,
    /// an erasure, a member who hid or a correction that came while it was edited keeps it in line for another edit.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn closed(&self, daily: DailyId, version: u32) -> Result<(), StoreError> {
        self.write(move |db| {
            db.prepare_cached(
                "UPDATE dailies SET state = 'closed', attempts = 0
                 WHERE daily_id = ?1 AND state = 'closing' AND result_version = ?2",
            )?
            .execute(params![signed(daily.0), version])?;
            Ok(())
        })
        .await
    }

    /// Open dailies that still want their thread.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn undiscussed(&self, limit: usize) -> Result<Vec<Daily>, StoreError> {
        self.read(move |db| dailies::many(db, UNDISCUSSED, [limited(limit)])).await
    }

    /// The daily's thread stands, or (`None`) Discord refused it.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn discussed(&self, daily: DailyId, thread: Option<ChannelId>) -> Result<(), StoreError> {
        self.write(move |db| {
            db.execute(
                "UPDATE dailies SET discussion = ?2, thread_id = ?3 WHERE daily_id = ?1",
                params![
                    signed(daily.0),
                    if thread.is_some() { "open" } else { "refused" },
                    thread.map(|thread| signed(thread.0))
                ],
            )?;
            Ok(())
        })
        .await
    }

    /// When the outbox has something to do next.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn next_wake(&self) -> Result<Option<Timestamp>, StoreError> {
        self.read(|db| {
            let earliest = next_daily_step(db)?.into_iter().chain(forget::next_due(db)?).min();
            earliest.map(instant_of).transpose()
        })
        .await
    }

    /// When a daily is next to be planned, posted, ended or shown with its key. What failed is due at its next
    /// try.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn next_daily_step(&self) -> Result<Option<Timestamp>, StoreError> {
        self.read(|db| next_daily_step(db)?.map(instant_of).transpose()).await
    }
}

fn next_daily_step(db: &Connection) -> Result<Option<i64>, StoreError> {
    let daily: Option<i64> = db.prepare_cached(NEXT_WAKE)?.query_row([], |row| row.get(0))?;
    Ok(daily.into_iter().chain(guilds::earliest_due(db)?).min())
}

fn unsent(db: &Connection, which: &str, now: Timestamp, limit: usize) -> Result<Vec<Unsent>, StoreError> {
    let mut unsent = Vec::new();
    for daily in dailies::due(db, which, now, limit)? {
        let row = Row::Daily(signed(daily.id.0));
        // Whether it is over depends on its guild's zone, which may make no sense.
        unsent.extend(put_off(db, row, now, with_delivery(db, daily, now))?);
    }
    Ok(unsent)
}

fn with_delivery(db: &Connection, daily: Daily, now: Timestamp) -> Result<Unsent, StoreError> {
    let today = guilds::running_day(db, daily.guild, now)?;
    let over = daily.closes_at <= now || today.is_none_or(|today| today > daily.day);
    let mut statement = db.prepare_cached(
        "SELECT planned_at, coalesce(wanted_at, planned_at) AS wanted_at, attempts, mention_role,
                NOT EXISTS (SELECT 1 FROM dailies earlier
                            WHERE earlier.guild_id = dailies.guild_id AND earlier.day < dailies.day
                              AND earlier.state <> 'unposted') AS first
         FROM dailies JOIN guilds USING (guild_id) WHERE daily_id = ?1",
    )?;
    let mut rows = statement.query([signed(daily.id.0)])?;
    let unknown = || StoreError::Corrupt { what: "a reference to a server", value: daily.guild.to_string() };
    let row = rows.next()?.ok_or_else(unknown)?;
    Ok(Unsent {
        mention: maybe_id(row, "mention_role")?.map(RoleId),
        planned_at: instant(row, "planned_at")?,
        wanted_at: instant(row, "wanted_at")?,
        attempts: row.get("attempts")?,
        first: row.get("first")?,
        daily,
        over,
    })
}

fn unpost(db: &Connection, daily: DailyId) -> Result<(), StoreError> {
    db.execute(
        "UPDATE dailies SET state = 'unposted' WHERE daily_id = ?1 AND state = 'planned'",
        [signed(daily.0)],
    )?;
    Ok(())
}

/// The questions of the guild that are open now or about to be, each with its local day.
pub(super) fn open_questions(
    db: &Connection,
    guild: GuildId,
    now: Timestamp,
) -> Result<Vec<(QuestionId, Date)>, StoreError> {
    let open = dailies::many(
        db,
        "WHERE guild_id = ?1 AND state IN ('planned', 'open') AND closes_at > ?2",
        params![signed(guild.0), ms(now)],
    )?;
    Ok(open.into_iter().map(|daily| (daily.asked.question.id, daily.day)).collect())
}
