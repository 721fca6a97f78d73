//! Group games: their events, what is to be shown of them still, their results.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, named_params, params};

use super::columns::{instant, json, ms, signed, to_json};
use super::next_id::next_id;
use super::{Store, StoreError, guilds, outbox, planning};
use crate::domain::asked::AskedQuestion;
use crate::domain::challenge::{Challenge, Event, History, Opening, Standing, Want, Winners, Written};
use crate::domain::choose;
use crate::domain::content::Question;
use crate::domain::ids::{ChallengeId, ChannelId, GuildId, QuestionId};

/// An event with the instant at which the bot learnt of it.
pub type Happened = (Timestamp, Written);

/// Events that were accepted, to be kept, with what follows from them.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Whose they are.
    pub challenge: ChallengeId,
    /// How many the game had before.
    pub after: u32,
    /// The events, in order.
    pub events: Vec<Happened>,
    /// Set where the game ended by them, or a ghost finished it.
    pub results: Option<Results>,
}

/// The results of a game that is over.
#[derive(Clone, Debug)]
pub struct Results {
    /// The server.
    pub guild: GuildId,
    /// When the game ended.
    pub ended_at: Timestamp,
    /// The places that were settled by it: everybody's at the end of a game, a ghost's alone when it is through.
    pub standings: Vec<Standing>,
    /// Who of them won.
    pub winners: Winners,
}

/// A draw of a question for a game that waits for one.
#[derive(Clone, Debug)]
pub struct Draw {
    /// The game, as it stands.
    pub challenge: Arc<Challenge>,
    /// How many events it had so far.
    pub after: u32,
    /// Every question that can be asked.
    pub pool: Arc<[Question]>,
    /// Decides the draw.
    pub seed: u64,
    /// When.
    pub now: Timestamp,
}

impl Store {
    /// Opens a game's lobby. `Err`: the live game of the channel, of which there is one at most.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn open_challenge(
        &self,
        opening: Opening,
        at: Timestamp,
    ) -> Result<Result<ChallengeId, ChallengeId>, StoreError> {
        self.write(move |db| {
            if let Some(live) = live_in(db, opening.channel)? {
                return Ok(Err(live));
            }
            let id = next_id(db, "SELECT max(challenge_id) FROM challenges", at)?;
            db.prepare_cached(
                "INSERT INTO challenges (challenge_id, guild_id, channel_id, state, opened_at)
                 VALUES (?1, ?2, ?3, 'live', ?4)",
            )?
            .execute(params![id, signed(opening.guild.0), signed(opening.channel.0), ms(at)])?;
            let challenge = ChallengeId(id.cast_unsigned());
            insert(db, challenge, 1, &(at, Event::Opened(Box::new(opening)).into()))?;
            Ok(Ok(challenge))
        })
        .await
    }

    /// Keeps events, all of them or none.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses: somebody else kept events of this game meanwhile, for one.
    pub async fn keep_challenge_events(&self, kept: Kept) -> Result<(), StoreError> {
        self.write(move |db| {
            for (seq, happened) in (kept.after + 1..).zip(&kept.events) {
                insert(db, kept.challenge, seq, happened)?;
            }
            match &kept.results {
                Some(results) => end(db, kept.challenge, results, kept.events.last().map(|(at, _)| *at)),
                None => Ok(()),
            }
        })
        .await
    }

    /// Draws the question that a game waits for and keeps that it was drawn, in one step: the group is not
    /// asked the same elsewhere meanwhile. Returns the event that was kept; `None`: no question is left.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn draw_round(&self, draw: Draw) -> Result<Option<Event>, StoreError> {
        self.write(move |db| {
            let Some(asked) = drawn(db, &draw)? else { return Ok(None) };
            let event = Event::Drawn { asked: Box::new(asked) };
            insert(db, draw.challenge.id(), draw.after + 1, &(draw.now, event.clone().into()))?;
            Ok(Some(event))
        })
        .await
    }

    /// What the group has had, and its local day: which questions are left for a game.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn challenge_history(
        &self,
        guild: GuildId,
        now: Timestamp,
    ) -> Result<(History, Date), StoreError> {
        self.read(move |db| history(db, guild, now)).await
    }

    /// A game's events, in order; none: there is no such game.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn challenge_events(&self, challenge: ChallengeId) -> Result<Vec<Happened>, StoreError> {
        self.read(move |db| {
            let mut statement = db.prepare_cached(EVENTS_OF)?;
            let mut rows = statement.query([signed(challenge.0)])?;
            let mut events = Vec::new();
            while let Some(row) = rows.next()? {
                let body: String = row.get("body")?;
                events.push((instant(row, "at")?, json("an event of a game", &body)?));
            }
            Ok(events)
        })
        .await
    }

    /// Whether everything of a game has been shown, or never can be.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn is_settled(&self, challenge: ChallengeId) -> Result<bool, StoreError> {
        self.read(move |db| {
            let mut statement =
                db.prepare_cached("SELECT state = 'over' FROM challenges WHERE challenge_id = ?1")?;
            Ok(statement.query_row([signed(challenge.0)], |row| row.get(0))?)
        })
        .await
    }

    /// The games that are live, or of which something is still to be shown.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn unsettled_challenges(&self) -> Result<Vec<ChallengeId>, StoreError> {
        self.read(|db| {
            let mut statement = db.prepare_cached(UNSETTLED)?;
            let ids = statement.query_map([], |row| row.get::<_, i64>(0))?;
            Ok(ids.map(|id| Ok(ChallengeId(id?.cast_unsigned()))).collect::<rusqlite::Result<_>>()?)
        })
        .await
    }

    /// Notes that everything of a game that is over has been shown, or never can be.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn settle_challenge(&self, challenge: ChallengeId) -> Result<(), StoreError> {
        self.write(move |db| {
            db.prepare_cached(
                "UPDATE challenges SET state = 'over' WHERE challenge_id = ?1 AND state = 'closing'",
            )?
            .execute([signed(challenge.0)])?;
            Ok(())
        })
        .await
    }

    /// Gives up a game whose events cannot be read, so that its channel is free again.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn abandon_challenge(&self, challenge: ChallengeId, now: Timestamp) -> Result<(), StoreError> {
        self.write(move |db| {
            db.prepare_cached(
                "UPDATE challenges SET state = 'over', ended_at = coalesce(ended_at, ?2)
                 WHERE challenge_id = ?1",
            )?
            .execute(params![signed(challenge.0), ms(now)])?;
            Ok(())
        })
        .await
    }
}

/// A game whose opening is gone is being forgotten, a few events at a time: it has none.
pub(super) const EVENTS_OF: &str = "SELECT at, body FROM challenge_events WHERE challenge_id = ?1
    AND EXISTS (SELECT 1 FROM challenge_events WHERE challenge_id = ?1 AND seq = 1) ORDER BY seq";

pub(super) const UNSETTLED: &str = "SELECT challenge_id FROM challenges WHERE state <> 'over'";

pub(super) const LIVE_IN: &str =
    "SELECT challenge_id FROM challenges WHERE channel_id = ?1 AND state = 'live'";

fn live_in(db: &Connection, channel: ChannelId) -> Result<Option<ChallengeId>, StoreError> {
    let id: Option<i64> =
        db.prepare_cached(LIVE_IN)?.query_row([signed(channel.0)], |row| row.get(0)).optional()?;
    Ok(id.map(|id| ChallengeId(id.cast_unsigned())))
}

fn insert(
    db: &Connection,
    challenge: ChallengeId,
    seq: u32,
    (at, written): &Happened,
) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO challenge_events (challenge_id, seq, at, member_id, body) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        signed(challenge.0),
        seq,
        ms(*at),
        written.event.member().map(|member| signed(member.0)),
        to_json(written),
    ])?;
    Ok(())
}

/// The game is over, or is shown anew because a ghost has finished it.
fn end(
    db: &Connection,
    challenge: ChallengeId,
    results: &Results,
    now: Option<Timestamp>,
) -> Result<(), StoreError> {
    db.prepare_cached("UPDATE challenges SET state = 'closing', ended_at = ?2 WHERE challenge_id = ?1")?
        .execute(params![signed(challenge.0), ms(results.ended_at)])?;
    let today = guilds::local_day(db, results.guild, now.unwrap_or(results.ended_at))?;
    let mut statement = db.prepare_cached(
        "INSERT INTO challenge_results
            (challenge_id, member_id, guild_id, day, points, right_n, asked, rank, ghost, won)
         VALUES (:challenge, :member, :guild, :day, :points, :right, :asked, :rank, :ghost, :won)
         ON CONFLICT (challenge_id, member_id) DO NOTHING",
    )?;
    for standing in &results.standings {
        statement.execute(named_params! {
            ":challenge": signed(challenge.0),
            ":member": signed(standing.member.0),
            ":guild": signed(results.guild.0),
            ":day": today.to_string(),
            ":points": standing.points,
            ":right": standing.right,
            ":asked": standing.asked,
            ":rank": i64::try_from(standing.rank).unwrap_or(i64::MAX),
            ":ghost": standing.ghost,
            ":won": results.winners.include(standing),
        })?;
    }
    Ok(())
}

/// Keeps this draw apart from others with the same seed.
const SALT: u64 = 1;

fn drawn(db: &Connection, draw: &Draw) -> Result<Option<AskedQuestion>, StoreError> {
    let challenge = &draw.challenge;
    let Some(Want::Question(target)) = challenge.wants() else { return Ok(None) };
    let (history, today) = history(db, challenge.guild(), draw.now)?;
    let mut rng = choose::rng_from(draw.seed, SALT);
    let drawn = challenge.draw(&draw.pool, &history, today, target, &mut rng);
    if let Some(asked) = &drawn {
        planning::note_asked(db, challenge.guild(), &asked.question.id, today)?;
    }
    Ok(drawn)
}

fn history(db: &Connection, guild: GuildId, now: Timestamp) -> Result<(History, Date), StoreError> {
    let open: Vec<QuestionId> =
        outbox::open_questions(db, guild, now)?.into_iter().map(|(question, _)| question).collect();
    let history =
        History { asked: planning::asked(db, guild)?, open, record: planning::concept_records(db, guild)? };
    Ok((history, guilds::local_day(db, guild, now)?))
}
