//! Private practice: one question after another.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::{Connection, Row, named_params, params};

use super::columns::{id, maybe_instant, ms, signed, to_json};
use super::{Store, StoreError, content, dailies, outbox};
use crate::domain::asked::AskedQuestion;
use crate::domain::choose;
use crate::domain::content::{Difficulty, Question};
use crate::domain::grading::{Grade, Selection};
use crate::domain::ids::{ConceptId, GuildId, MemberId, PracticeId};

/// What a member wants to practise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PracticeFilter {
    /// Questions on one of these concepts, at most two; on everything if there are none.
    pub topics: Vec<ConceptId>,
    /// Questions as hard as this.
    pub difficulty: Option<Difficulty>,
}

impl PracticeFilter {
    fn admits(&self, question: &Question) -> bool {
        let tests = |topic| question.concepts.contains(topic);
        (self.topics.is_empty() || self.topics.iter().any(tests))
            && self.difficulty.is_none_or(|difficulty| question.difficulty == difficulty)
    }
}

/// A practice session with the question on the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Practice {
    /// Its id, which its components carry.
    pub id: PracticeId,
    /// Where it was started.
    pub guild: GuildId,
    /// Whose it is: nobody else may press its buttons.
    pub member: MemberId,
    /// What it is about.
    pub filter: PracticeFilter,
    /// The number of the question on the table, from 1.
    pub number: u32,
    /// The question on the table.
    pub asked: AskedQuestion,
    /// What was chosen, once it was.
    pub selection: Option<Selection>,
    /// Questions answered so far.
    pub answered: u32,
    /// Of these, answered right.
    pub right: u32,
    /// When it was stopped.
    pub ended_at: Option<Timestamp>,
}

/// What became of a choice in a practice session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PracticeAnswer {
    /// It counts: the session after it, and how good it was.
    Counted(Practice, Grade),
    /// The question was answered before, or is not on the table any more.
    Stale(Practice),
    /// The choice does not fit the question.
    Unfit(Practice),
    /// There is no such session of this member.
    Unknown,
}

impl Store {
    /// Starts a session with a first question. `None`: no question fits the filter.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn start_practice(
        &self,
        (guild, member): (GuildId, MemberId),
        filter: PracticeFilter,
        pool: Arc<[Question]>,
        seed: u64,
        now: Timestamp,
    ) -> Result<Option<Practice>, StoreError> {
        self.write(move |db| {
            let Some(draw) = draw(db, guild, member, &filter, &pool, seed, now)? else { return Ok(None) };
            db.execute(
                "INSERT INTO practices (guild_id, member_id, style, topic, other_topic, difficulty, number, version,
                                        option_order, started_at)
                 VALUES (:guild, :member, 'scenario', :topic, :other, :difficulty, 1, :version, :order, :now)",
                named_params! {
                    ":guild": signed(guild.0),
                    ":member": signed(member.0),
                    ":topic": filter.topics.first().map(ConceptId::as_str),
                    ":other": filter.topics.get(1).map(ConceptId::as_str),
                    ":difficulty": filter.difficulty.map(u8::from),
                    ":version": signed(draw.version),
                    ":order": to_json(&draw.order),
                    ":now": ms(now),
                },
            )?;
            find(db, PracticeId(db.last_insert_rowid().cast_unsigned()), member)
        })
        .await
    }

    /// A member's own session.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn practice(
        &self,
        practice: PracticeId,
        member: MemberId,
    ) -> Result<Option<Practice>, StoreError> {
        self.read(move |db| find(db, practice, member)).await
    }

    /// Records the choice for question `number` of a session: the first one counts.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn answer_practice(
        &self,
        practice: PracticeId,
        member: MemberId,
        number: u32,
        selection: Selection,
    ) -> Result<PracticeAnswer, StoreError> {
        self.write(move |db| {
            let Some(session) = find(db, practice, member)? else { return Ok(PracticeAnswer::Unknown) };
            if session.number != number || session.selection.is_some() || session.ended_at.is_some() {
                return Ok(PracticeAnswer::Stale(session));
            }
            if !session.asked.accepts(selection) {
                return Ok(PracticeAnswer::Unfit(session));
            }
            let grade = session.asked.grade(selection);
            db.execute(
                "UPDATE practices SET selection = ?2, answered = answered + 1, right_n = right_n + ?3
                 WHERE practice_id = ?1",
                params![signed(practice.0), selection.bits(), grade == Grade::Right],
            )?;
            Ok(find(db, practice, member)?
                .map_or(PracticeAnswer::Unknown, |after| PracticeAnswer::Counted(after, grade)))
        })
        .await
    }

    /// Puts the next question on the table after question `number` was answered; a second call for the
    /// same `number` gives the same session. `None`: there is no such session of this member.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn next_practice(
        &self,
        (practice, member): (PracticeId, MemberId),
        number: u32,
        pool: Arc<[Question]>,
        seed: u64,
        now: Timestamp,
    ) -> Result<Option<Practice>, StoreError> {
        self.write(move |db| {
            let Some(session) = find(db, practice, member)? else { return Ok(None) };
            if session.number != number || session.selection.is_none() || session.ended_at.is_some() {
                return Ok(Some(session));
            }
            let draw = draw(db, session.guild, member, &session.filter, &pool, seed, now)?;
            let Some(draw) = draw else { return Ok(Some(session)) };
            put_on_table(db, practice, &draw)?;
            find(db, practice, member)
        })
        .await
    }

    /// Puts another question on the table where the one there has become the guild's open daily: practice
    /// must not give it away. `None`: it has not.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn withdraw_practice(
        &self,
        (practice, member): (PracticeId, MemberId),
        pool: Arc<[Question]>,
        seed: u64,
        now: Timestamp,
    ) -> Result<Option<Practice>, StoreError> {
        self.write(move |db| {
            let Some(session) = find(db, practice, member)? else { return Ok(None) };
            let open = outbox::open_questions(db, session.guild, now)?;
            let gives_away = open.iter().any(|(id, _)| *id == session.asked.question.id);
            if session.selection.is_some() || session.ended_at.is_some() || !gives_away {
                return Ok(None);
            }
            let Some(draw) = draw(db, session.guild, member, &session.filter, &pool, seed, now)? else {
                return end(db, practice, member, now);
            };
            put_on_table(db, practice, &draw)?;
            find(db, practice, member)
        })
        .await
    }

    /// Ends a session. `None`: there is no such session of this member.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn stop_practice(
        &self,
        practice: PracticeId,
        member: MemberId,
        now: Timestamp,
    ) -> Result<Option<Practice>, StoreError> {
        self.write(move |db| end(db, practice, member, now)).await
    }
}

fn end(
    db: &Connection,
    practice: PracticeId,
    member: MemberId,
    now: Timestamp,
) -> Result<Option<Practice>, StoreError> {
    db.execute(
        "UPDATE practices SET ended_at = ?3
         WHERE practice_id = ?1 AND member_id = ?2 AND ended_at IS NULL",
        params![signed(practice.0), signed(member.0), ms(now)],
    )?;
    find(db, practice, member)
}

fn put_on_table(db: &Connection, practice: PracticeId, draw: &Draw) -> Result<(), StoreError> {
    db.execute(
        "UPDATE practices SET number = number + 1, version = ?2, option_order = ?3, selection = NULL
         WHERE practice_id = ?1",
        params![signed(practice.0), signed(draw.version), to_json(&draw.order)],
    )?;
    Ok(())
}

struct Draw {
    version: u64,
    order: Vec<usize>,
}

/// Draws a question that the member has seen least often. The guild's open daily is left out: practice
/// must not give it away.
fn draw(
    db: &Connection,
    guild: GuildId,
    member: MemberId,
    filter: &PracticeFilter,
    pool: &[Question],
    seed: u64,
    now: Timestamp,
) -> Result<Option<Draw>, StoreError> {
    let open = outbox::open_questions(db, guild, now)?;
    let seen = seen(db, member)?;
    let times = |question: &Question| seen.get(question.id.as_str()).copied().unwrap_or(0);
    let fitting: Vec<&Question> = pool
        .iter()
        .filter(|question| filter.admits(question) && !open.iter().any(|(id, _)| *id == question.id))
        .collect();
    let Some(least) = fitting.iter().map(|question| times(question)).min() else { return Ok(None) };
    let fresh: Vec<&Question> = fitting.into_iter().filter(|question| times(question) == least).collect();
    let mut rng = choose::rng_from(seed, 0);
    let order = choose::shuffled_order(fresh.len(), &mut rng);
    let Some(question) = order.first().and_then(|&first| fresh.get(first)) else { return Ok(None) };
    let order = choose::shuffled_order(question.options.len(), &mut rng);
    db.prepare_cached(
        "INSERT INTO practice_seen (member_id, question_id, times, seen_at) VALUES (?1, ?2, 1, ?3)
         ON CONFLICT (member_id, question_id) DO UPDATE SET times = times + 1, seen_at = ?3",
    )?
    .execute(params![signed(member.0), question.id.as_str(), ms(now)])?;
    Ok(Some(Draw { version: content::question_version(db, question)?.0, order }))
}

fn seen(db: &Connection, member: MemberId) -> Result<HashMap<String, u32>, StoreError> {
    let mut statement =
        db.prepare_cached("SELECT question_id, times FROM practice_seen WHERE member_id = ?1")?;
    let rows = statement.query_map([signed(member.0)], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn find(db: &Connection, practice: PracticeId, member: MemberId) -> Result<Option<Practice>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT practice_id, guild_id, member_id, topic, other_topic, difficulty, number, body, option_order, selection,
                answered, right_n, ended_at
         FROM practices JOIN content_versions USING (version) WHERE practice_id = ?1 AND member_id = ?2",
    )?;
    let mut rows = statement.query([signed(practice.0), signed(member.0)])?;
    rows.next()?.map(practice_of).transpose()
}

fn practice_of(row: &Row<'_>) -> Result<Practice, StoreError> {
    let difficulty: Option<u8> = row.get("difficulty")?;
    Ok(Practice {
        id: PracticeId(id(row, "practice_id")?),
        guild: GuildId(id(row, "guild_id")?),
        member: MemberId(id(row, "member_id")?),
        filter: PracticeFilter {
            topics: topics_of(row)?,
            difficulty: difficulty
                .map(Difficulty::try_from)
                .transpose()
                .map_err(|value| StoreError::Corrupt { what: "a difficulty", value })?,
        },
        number: row.get("number")?,
        asked: dailies::asked_of(row)?,
        selection: row.get::<_, Option<u8>>("selection")?.and_then(Selection::from_bits),
        answered: row.get("answered")?,
        right: row.get("right_n")?,
        ended_at: maybe_instant(row, "ended_at")?,
    })
}

fn topics_of(row: &Row<'_>) -> Result<Vec<ConceptId>, StoreError> {
    let topics: [Option<String>; 2] = [row.get("topic")?, row.get("other_topic")?];
    Ok(topics.into_iter().flatten().map(ConceptId).collect())
}
