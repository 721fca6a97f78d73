//! Private practice: one question after another.

use jiff::Timestamp;
use rusqlite::{Connection, named_params, params};

use super::columns::{ms, signed};
use super::next_id::next_id;
use super::practice_draw::{Draw, Drawer, PracticePool, draw, seen_all};
use super::practice_rows::find;
use super::{Store, StoreError, practice_answers};
use crate::domain::asked::AskedQuestion;
use crate::domain::content::{Difficulty, Question};
use crate::domain::grading::{Grade, Selection};
use crate::domain::ids::{ConceptId, GuildId, MemberId, PracticeId, QuestionVersion};

/// How a member wants to practice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// Scenario questions, as the exam asks them.
    #[default]
    Scenario,
    /// Cue drills: which term does a wording point at?
    Cues,
}

impl Style {
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Scenario => "scenario",
            Self::Cues => "cues",
        }
    }
}

/// What a member wants to practice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PracticeFilter {
    /// Whole scenarios, or cues.
    pub style: Style,
    /// Questions on one of these concepts, at most two; on everything if there are none.
    pub topics: Vec<ConceptId>,
    /// Scenarios as hard as this; cues are all of one kind.
    pub difficulty: Option<Difficulty>,
}

impl PracticeFilter {
    pub(super) fn admits(&self, question: &Question) -> bool {
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
    /// The wording of it that is kept; a drill's is not.
    pub version: Option<QuestionVersion>,
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
    /// The question was taken off the table, for the pack, the open daily or a game has changed what can be asked:
    /// what is there instead.
    Withdrawn(Practice),
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
        pool: PracticePool,
        seed: u64,
        now: Timestamp,
    ) -> Result<Option<Practice>, StoreError> {
        self.write(move |db| {
            let drawer = Drawer { guild, member, filter: &filter, session: None, now };
            let Some(draw) = draw(db, &drawer, &pool, seed)? else { return Ok(None) };
            let id = next_id(db, "SELECT max(practice_id) FROM practices", now)?;
            db.execute(
                "INSERT INTO practices (practice_id, guild_id, member_id, style, topic, other_topic, difficulty, number, version,
                                        drill, option_order, started_at)
                 VALUES (:id, :guild, :member, :style, :topic, :other, :difficulty, 1, :version, :drill, :order, :now)",
                named_params! {
                    ":id": id,
                    ":guild": signed(guild.0),
                    ":member": signed(member.0),
                    ":style": filter.style.text(),
                    ":topic": filter.topics.first().map(ConceptId::as_str),
                    ":other": filter.topics.get(1).map(ConceptId::as_str),
                    ":difficulty": filter.difficulty.map(u8::from),
                    ":version": draw.version.map(signed),
                    ":drill": draw.drill,
                    ":order": draw.order,
                    ":now": ms(now),
                },
            )?;
            find(db, PracticeId(id.cast_unsigned()), member)
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
        now: Timestamp,
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
            practice_answers::log(db, &session, selection, grade == Grade::Right, now)?;
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
        pool: PracticePool,
        seed: u64,
        now: Timestamp,
    ) -> Result<Option<Practice>, StoreError> {
        self.write(move |db| {
            let Some(session) = find(db, practice, member)? else { return Ok(None) };
            if session.number != number || session.selection.is_none() || session.ended_at.is_some() {
                return Ok(Some(session));
            }
            let Some(draw) = draw(db, &Drawer::of(&session, now), &pool, seed)? else {
                return Ok(Some(session));
            };
            put_on_table(db, practice, &draw)?;
            find(db, practice, member)
        })
        .await
    }

    /// Takes a question off the table that cannot be asked any more: it has become the guild's open daily, one of
    /// its games is asking it, the pack has retired it, or has corrected its key. Another one takes its place.
    /// `None`: it may stay.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn withdraw_practice(
        &self,
        (practice, member): (PracticeId, MemberId),
        pool: PracticePool,
        seed: u64,
        now: Timestamp,
    ) -> Result<Option<Practice>, StoreError> {
        self.write(move |db| {
            let Some(session) = find(db, practice, member)? else { return Ok(None) };
            if session.selection.is_some()
                || session.ended_at.is_some()
                || may_stay(db, &session, &pool, now)?
            {
                return Ok(None);
            }
            let Some(draw) = draw(db, &Drawer::of(&session, now), &pool, seed)? else {
                return end(db, practice, member, now);
            };
            put_on_table(db, practice, &draw)?;
            find(db, practice, member)
        })
        .await
    }

    /// How many questions or cues fit a session, if the one on its table is the last of them that its member had
    /// not seen before; from there on they repeat. `None`: it is not.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn seen_all(
        &self,
        session: Practice,
        pool: PracticePool,
        now: Timestamp,
    ) -> Result<Option<usize>, StoreError> {
        self.read(move |db| seen_all(db, &session, &pool, now)).await
    }

    /// What the questions are about that a member missed in a session, by their first concept, each once.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn missed_in_practice(&self, practice: PracticeId) -> Result<Vec<ConceptId>, StoreError> {
        self.read(move |db| practice_answers::missed_in(db, practice)).await
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

fn may_stay(
    db: &Connection,
    session: &Practice,
    pool: &PracticePool,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let question = &session.asked.question;
    let gives_away = pool.secrets(db, session.guild, now)?.contains(&question.id);
    let is_drill = session.version.is_none();
    Ok(is_drill || (!gives_away && pool.stands_by(question)))
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
        "UPDATE practices SET number = number + 1, version = ?2, drill = ?3, option_order = ?4, selection = NULL
         WHERE practice_id = ?1",
        params![signed(practice.0), draw.version.map(signed), draw.drill, draw.order],
    )?;
    Ok(())
}
