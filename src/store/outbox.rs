//! The outbox: dailies planned, sent, closed. Each step is durable before the next one begins, so that a
//! crash anywhere leaves a row that says what is left to do.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, named_params, params};

use super::columns::{day, id, instant_of, ms, signed, to_json};
use super::{Store, StoreError, content, dailies, guilds, presence};
use crate::domain::calendar::Due;
use crate::domain::choose::{self, Asked, ConceptRecord};
use crate::domain::content::Question;
use crate::domain::daily::{Daily, OUTAGE_TOLERANCE};
use crate::domain::grading::{Selection, Tally};
use crate::domain::guild::{Guild, PauseReason};
use crate::domain::ids::{ChannelId, ConceptId, DailyId, GuildId, MemberId, MessageId, QuestionId, RoleId};

/// The most members that a closing post names.
const GROWN_SHOWN: u32 = 15;

pub(super) const PLANNED_DUE: &str = "WHERE state = 'planned' AND due_at <= ?1 ORDER BY due_at LIMIT ?2";
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
    /// How often sending it failed.
    pub attempts: u32,
    /// Which daily of the guild it is, from 1.
    pub number: u32,
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
    /// How often closing it failed.
    pub attempts: u32,
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
    /// writes its row, UNIQUE per guild and local day. `seed` is asked only when something is due.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn plan_due(
        &self,
        now: Timestamp,
        limit: usize,
        pool: Arc<[Question]>,
        seed: impl FnOnce() -> u64 + Send + 'static,
    ) -> Result<PlanReport, StoreError> {
        self.write(move |db| {
            let due = guilds::due(db, now, limit)?;
            let seed = if due.is_empty() { 0 } else { seed() };
            let mut planned = 0;
            for (place, guild) in (0_u64..).zip(&due) {
                // Guilds that are due together are asked different questions.
                planned += usize::from(plan(db, guild, now, &pool, seed.wrapping_add(place))?);
            }
            Ok(PlanReport { taken: due.len(), planned })
        })
        .await
    }

    /// Dailies to be sent now, the longest waiting first. One whose local day has ended meanwhile, or whose
    /// guild has paused, is given up: its day is neutral.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn unsent(&self, now: Timestamp, limit: usize) -> Result<Vec<Unsent>, StoreError> {
        self.write(move |db| unsent(db, now, limit)).await
    }

    /// The daily's message stands: answers count from now on.
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
                                    attempts = 0
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
            end_overdue(db, now, limit)?;
            closings(db, now, limit)
        })
        .await
    }

    /// The daily's message shows the key and `shown` answers, or is gone for good. An answer that arrived
    /// while it was edited keeps it in line for another edit.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn closed(&self, daily: DailyId, shown: u32) -> Result<(), StoreError> {
        self.write(move |db| {
            db.prepare_cached(
                "UPDATE dailies SET state = 'closed', attempts = 0 WHERE daily_id = ?1 AND state = 'closing'
                    AND (SELECT count(*) FROM answers WHERE daily_id = ?1) <= ?2",
            )?
            .execute(params![signed(daily.0), shown])?;
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
        self.read(move |db| dailies::many(db, UNDISCUSSED, [count(limit)])).await
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
            let daily: Option<i64> = db.prepare_cached(NEXT_WAKE)?.query_row([], |row| row.get(0))?;
            let earliest = [daily, guilds::earliest_due(db)?].into_iter().flatten().min();
            earliest.map(instant_of).transpose()
        })
        .await
    }
}

fn plan(
    db: &Connection,
    guild: &Guild,
    now: Timestamp,
    pool: &[Question],
    seed: u64,
) -> Result<bool, StoreError> {
    let schedule = &guild.settings.schedule;
    let last_day = dailies::last_day(db, guild.id)?;
    let today = schedule.zone.local_day(now);
    let due = match guild.next {
        Some(next) if next.day == today && last_day.is_none_or(|last| last < next.day) => Some(next),
        _ => schedule.overdue(now, last_day),
    };
    let Some(due) = due else {
        guilds::set_next(db, guild.id, schedule.next(now, last_day))?;
        return Ok(false);
    };
    if let Some(until) = dailies::open_until(db, guild.id, now)? {
        // Never two at once: the one that stands keeps the closing time that it promised.
        guilds::set_next(db, guild.id, Some(Due { day: due.day, at: until }))?;
        return Ok(false);
    }
    end_previous(db, guild.id, now)?;
    let planned = insert(db, guild, due, now, pool, seed)?;
    guilds::set_next(db, guild.id, schedule.next(now, Some(due.day)))?;
    Ok(planned)
}

fn insert(
    db: &Connection,
    guild: &Guild,
    due: Due,
    now: Timestamp,
    pool: &[Question],
    seed: u64,
) -> Result<bool, StoreError> {
    let history = asked(db, guild.id)?;
    let record = concept_records(db, guild.id)?;
    let nth = dailies_so_far(db, guild.id)?;
    let pool: Vec<&Question> = pool.iter().collect();
    let mut rng = choose::rng_from(seed, u64::from(nth));
    let Some(question) = choose::choose(&pool, &history, &record, nth, &mut rng) else { return Ok(false) };
    let order = choose::shuffled_order(question.options.len(), &mut rng);
    let version = content::question_version(db, question)?;
    db.prepare_cached(
        "INSERT INTO dailies (guild_id, day, state, version, option_order, channel_id, discussion,
                              planned_at, due_at, closes_at)
         VALUES (:guild, :day, 'planned', :version, :order, :channel, :discussion, :now, :now, :closes)",
    )?
    .execute(named_params! {
        ":guild": signed(guild.id.0),
        ":day": due.day.to_string(),
        ":version": signed(version.0),
        ":order": to_json(&order),
        ":channel": signed(guild.settings.channel.0),
        ":discussion": if guild.settings.discussion { "wanted" } else { "unwanted" },
        ":now": ms(now),
        ":closes": ms(guild.settings.schedule.closes(due, now)),
    })?;
    db.prepare_cached(
        "INSERT INTO asked (guild_id, question_id, day) VALUES (?1, ?2, ?3)
         ON CONFLICT (guild_id, question_id) DO UPDATE SET day = excluded.day",
    )?
    .execute(params![signed(guild.id.0), question.id.as_str(), due.day.to_string()])?;
    Ok(true)
}

fn asked(db: &Connection, guild: GuildId) -> Result<Vec<Asked>, StoreError> {
    let mut statement = db.prepare_cached("SELECT question_id, day FROM asked WHERE guild_id = ?1")?;
    let mut rows = statement.query([signed(guild.0)])?;
    let mut asked = Vec::new();
    while let Some(row) = rows.next()? {
        asked.push(Asked { question: QuestionId(row.get("question_id")?), day: day(row, "day")? });
    }
    Ok(asked)
}

fn concept_records(db: &Connection, guild: GuildId) -> Result<Vec<ConceptRecord>, StoreError> {
    let mut statement =
        db.prepare_cached("SELECT concept_id, right_n, answered FROM concept_records WHERE guild_id = ?1")?;
    let mut rows = statement.query([signed(guild.0)])?;
    let mut records = Vec::new();
    while let Some(row) = rows.next()? {
        records.push(ConceptRecord {
            concept: ConceptId(row.get("concept_id")?),
            right: row.get("right_n")?,
            answers: row.get("answered")?,
        });
    }
    Ok(records)
}

/// How many dailies the guild was asked so far.
fn dailies_so_far(db: &Connection, guild: GuildId) -> Result<u32, StoreError> {
    Ok(db
        .prepare_cached("SELECT count(*) FROM dailies WHERE guild_id = ?1")?
        .query_row([signed(guild.0)], |row| row.get(0))?)
}

fn unsent(db: &Connection, now: Timestamp, limit: usize) -> Result<Vec<Unsent>, StoreError> {
    let waiting = dailies::many(db, PLANNED_DUE, params![ms(now), count(limit)])?;
    let mut unsent = Vec::with_capacity(waiting.len());
    for daily in waiting {
        let today = guilds::running_day(db, daily.guild, now)?;
        if daily.closes_at <= now || today.is_none_or(|today| today > daily.day) {
            unpost(db, daily.id)?;
            continue;
        }
        unsent.push(with_delivery(db, daily)?);
    }
    Ok(unsent)
}

fn with_delivery(db: &Connection, daily: Daily) -> Result<Unsent, StoreError> {
    let number = dailies_so_far(db, daily.guild)?;
    let mut statement = db.prepare_cached(
        "SELECT planned_at, attempts, mention_role FROM dailies JOIN guilds USING (guild_id)
         WHERE daily_id = ?1",
    )?;
    let (planned_at, attempts, mention): (i64, u32, Option<i64>) =
        statement.query_row([signed(daily.id.0)], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let mention = mention.map(|role| RoleId(role.cast_unsigned()));
    Ok(Unsent { daily, mention, planned_at: instant_of(planned_at)?, attempts, number })
}

fn unpost(db: &Connection, daily: DailyId) -> Result<(), StoreError> {
    db.execute(
        "UPDATE dailies SET state = 'unposted' WHERE daily_id = ?1 AND state = 'planned'",
        [signed(daily.0)],
    )?;
    Ok(())
}

/// Ends dailies whose time is over, and settles whether their day is neutral.
fn end_overdue(db: &Connection, now: Timestamp, limit: usize) -> Result<(), StoreError> {
    for daily in dailies::many(db, OPEN_DUE, params![ms(now), count(limit)])? {
        end(db, &daily, now)?;
    }
    Ok(())
}

/// A guild's daily whose time ran out between the closing and the planning of one round must end before the
/// next one opens: an answer to the next counts the days missed up to it.
fn end_previous(db: &Connection, guild: GuildId, now: Timestamp) -> Result<(), StoreError> {
    for daily in dailies::many(db, PREVIOUS_OVER, params![signed(guild.0), ms(now)])? {
        end(db, &daily, now)?;
    }
    Ok(())
}

fn end(db: &Connection, daily: &Daily, now: Timestamp) -> Result<(), StoreError> {
    let opened_at = daily.opened_at.unwrap_or(daily.closes_at);
    let out = presence::outage_within(db, opened_at, daily.closes_at)?;
    let removed = guilds::removed_within(db, daily.guild, opened_at, daily.closes_at)?;
    let neutral = (out.max(removed) >= OUTAGE_TOLERANCE).then_some("outage");
    db.prepare_cached(
        "UPDATE dailies SET state = 'closing', due_at = ?2, neutral_reason = coalesce(neutral_reason, ?3)
         WHERE daily_id = ?1",
    )?
    .execute(params![signed(daily.id.0), ms(now), neutral])?;
    Ok(())
}

fn closings(db: &Connection, now: Timestamp, limit: usize) -> Result<Vec<Closing>, StoreError> {
    let ended = dailies::many(db, CLOSING_DUE, params![ms(now), count(limit)])?;
    ended.into_iter().map(|daily| with_result(db, daily)).collect()
}

fn with_result(db: &Connection, daily: Daily) -> Result<Closing, StoreError> {
    let mut statement = db.prepare_cached("SELECT selection FROM answers WHERE daily_id = ?1")?;
    let mut rows = statement.query([signed(daily.id.0)])?;
    let mut tally = Tally::of_options(daily.asked.options().len());
    while let Some(row) = rows.next()? {
        if let Some(selection) = Selection::from_bits(row.get(0)?) {
            tally.count(selection, daily.asked.grade(selection));
        }
    }
    let grown = grown(db, daily.id)?;
    let named = u32::try_from(grown.len()).unwrap_or(u32::MAX);
    let attempts = db
        .prepare_cached("SELECT attempts FROM dailies WHERE daily_id = ?1")?
        .query_row([signed(daily.id.0)], |row| row.get(0))?;
    let grown_unnamed = tally.answers.saturating_sub(named);
    Ok(Closing { daily, tally, grown, grown_unnamed, attempts })
}

fn grown(db: &Connection, daily: DailyId) -> Result<Vec<StreakGrown>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT member_id, streak, CASE WHEN celebrate THEN milestone END AS milestone FROM answers
         WHERE daily_id = ?1 ORDER BY celebrate DESC, streak DESC, answered_at LIMIT ?2",
    )?;
    let mut rows = statement.query(params![signed(daily.0), GROWN_SHOWN])?;
    let mut grown = Vec::new();
    while let Some(row) = rows.next()? {
        grown.push(StreakGrown {
            member: MemberId(id(row, "member_id")?),
            streak: row.get("streak")?,
            milestone: row.get("milestone")?,
        });
    }
    Ok(grown)
}

fn count(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
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
