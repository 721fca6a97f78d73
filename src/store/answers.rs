//! Answers: the first one counts, and moves the streak in the same transaction.

use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, named_params, params};

use super::columns::{ms, signed};
use super::dailies::SHOWN_ANEW;
use super::{Store, StoreError, StreakFacts, dailies, privacy, streaks};
use crate::domain::daily::{Daily, DailyState};
use crate::domain::grading::{Grade, Selection};
use crate::domain::ids::{DailyId, GuildId, MemberId};
use crate::domain::streak::{self, Step};

/// A member's choice for a daily.
#[derive(Clone, Copy, Debug)]
pub struct GivenAnswer {
    /// Where it was given: a daily of another guild is unknown here.
    pub guild: GuildId,
    /// Who chose.
    pub member: MemberId,
    /// For which daily.
    pub daily: DailyId,
    /// The shown positions chosen; `None` only looks at what stands.
    pub selection: Option<Selection>,
    /// When, by Discord's own time of the press.
    pub at: Timestamp,
}

/// What became of an answer.
#[derive(Clone, Debug)]
pub enum Recorded {
    /// It counts.
    Counted(Box<AnswerGiven>),
    /// An earlier answer stands.
    Already {
        /// The daily.
        daily: Box<Daily>,
        /// What was chosen first.
        earlier: Selection,
    },
    /// The daily was over when the answer was given.
    Closed {
        /// The daily.
        daily: Box<Daily>,
        /// What the member had answered in time, if anything.
        earlier: Option<Selection>,
    },
    /// The choice does not fit the question: another number of options, or one it does not have.
    Unfit(Box<Daily>),
    /// There is no such daily in this guild.
    Unknown,
}

impl Recorded {
    /// Whether it was given in time but arrived after the closing: the group's result is to be shown anew.
    #[must_use]
    pub fn changes_a_result(&self) -> bool {
        matches!(self, Self::Counted(given) if given.daily.state != DailyState::Open)
    }
}

/// An answer that counts, with what it did to the streak.
#[derive(Clone, Debug)]
pub struct AnswerGiven {
    /// The daily.
    pub daily: Daily,
    /// What was chosen.
    pub selection: Selection,
    /// How good it was.
    pub grade: Grade,
    /// What it did to the streak.
    pub step: Step,
    /// Days since the previous answer that counted for nobody who missed them.
    pub neutral: Vec<Date>,
    /// Whether the others may see the member's streak: only then can a milestone be celebrated.
    pub listed: bool,
}

/// What becomes of the wish to have a milestone celebrated in the closing post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Celebration {
    /// The daily is open: its closing post will celebrate it.
    ToCome,
    /// The daily is over: its closing post is shown anew.
    ShownAnew,
    /// The member is hidden from the others: the post does not name them.
    Hidden,
    /// The answer reached no milestone, or there is none.
    NoMilestone,
}

impl Store {
    /// Records an answer: one transaction checks that the daily is open, keeps the first answer and moves
    /// the streak. Returns what became of it, and what the streak stands on after it: where that cannot be read, the
    /// answer stands all the same.
    ///
    /// # Errors
    ///
    /// [`StoreError::Busy`] when too much is queued up; whatever SQLite refuses.
    pub async fn record_answer(
        &self,
        given: GivenAnswer,
    ) -> Result<(Recorded, Result<StreakFacts, StoreError>), StoreError> {
        self.write(move |db| Ok((record(db, &given)?, streaks::facts(db, given.guild, given.member)))).await
    }

    /// What a member answered for a daily.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn answer_of(&self, daily: DailyId, member: MemberId) -> Result<Option<Selection>, StoreError> {
        self.read(move |db| selection_of(db, daily, member)).await
    }

    /// Lets the closing post celebrate the milestone that this answer reached; a post that stands already is to
    /// be shown anew at `now`.
    ///
    /// # Errors
    ///
    /// Whatever SQLite refuses.
    pub async fn celebrate(
        &self,
        daily: DailyId,
        member: MemberId,
        now: Timestamp,
    ) -> Result<Celebration, StoreError> {
        self.write(move |db| celebrate(db, daily, member, now)).await
    }
}

fn celebrate(
    db: &Connection,
    daily: DailyId,
    member: MemberId,
    now: Timestamp,
) -> Result<Celebration, StoreError> {
    let milestone: Option<u32> = db
        .prepare_cached("SELECT milestone FROM answers WHERE daily_id = ?1 AND member_id = ?2")?
        .query_row([signed(daily.0), signed(member.0)], |row| row.get(0))
        .optional()?
        .flatten();
    let (Some(_), Some(found)) = (milestone, dailies::find(db, daily)?) else {
        return Ok(Celebration::NoMilestone);
    };
    if !privacy::is_listed(db, found.guild, member)? {
        return Ok(Celebration::Hidden);
    }
    db.prepare_cached("UPDATE answers SET celebrate = 1 WHERE daily_id = ?1 AND member_id = ?2")?
        .execute([signed(daily.0), signed(member.0)])?;
    // Also where it was wished for before: its member may have been hidden when the post was written.
    show_again(db, daily, now)?;
    Ok(if found.state == DailyState::Open { Celebration::ToCome } else { Celebration::ShownAnew })
}

fn record(db: &Connection, given: &GivenAnswer) -> Result<Recorded, StoreError> {
    let Some(daily) = dailies::find(db, given.daily)?.filter(|daily| daily.guild == given.guild) else {
        return Ok(Recorded::Unknown);
    };
    let earlier = selection_of(db, daily.id, given.member)?;
    if !daily.takes_answers_at(given.at) {
        return Ok(Recorded::Closed { daily: Box::new(daily), earlier });
    }
    if let Some(earlier) = earlier {
        return Ok(Recorded::Already { daily: Box::new(daily), earlier });
    }
    let Some(selection) = given.selection.filter(|selection| daily.asked.accepts(*selection)) else {
        return Ok(Recorded::Unfit(Box::new(daily)));
    };
    count(db, given, selection, daily).map(|given| Recorded::Counted(Box::new(given)))
}

fn count(
    db: &Connection,
    given: &GivenAnswer,
    selection: Selection,
    daily: Daily,
) -> Result<AnswerGiven, StoreError> {
    let grade = daily.asked.grade(selection);
    let right = grade == Grade::Right;
    let (before, ..) = streaks::row(db, daily.guild, given.member)?;
    let neutral = match before.last_day {
        Some(last) => streaks::neutral_between(db, daily.guild, last, Some(daily.day))?,
        None => Vec::new(),
    };
    let step = match before.last_day {
        // A press from before the closing that arrived after a later day's answer.
        Some(last) if last > daily.day => {
            insert(db, given, selection, right, &streak::answer(before, daily.day, 0))?;
            let streak = streaks::from_history(db, daily.guild, given.member)?;
            Step { grew: streak.current > before.current, streak, ..streak::answer(before, daily.day, 0) }
        }
        last => {
            let missed = match last {
                Some(last) => streaks::missed_between(db, daily.guild, given.member, last, Some(daily.day))?,
                None => 0,
            };
            let step = streak::answer(before, daily.day, missed);
            insert(db, given, selection, right, &step)?;
            step
        }
    };
    streaks::save(db, daily.guild, given.member, &step.streak, right)?;
    note_concepts(db, &daily, right)?;
    if daily.state != DailyState::Open {
        show_again(db, daily.id, given.at)?;
    }
    let listed = privacy::is_listed(db, daily.guild, given.member)?;
    Ok(AnswerGiven { daily, selection, grade, step, neutral, listed })
}

fn insert(
    db: &Connection,
    given: &GivenAnswer,
    selection: Selection,
    right: bool,
    step: &Step,
) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO answers (daily_id, member_id, selection, is_right, answered_at, streak, milestone)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        signed(given.daily.0),
        signed(given.member.0),
        selection.bits(),
        right,
        ms(given.at),
        step.streak.current,
        step.milestone,
    ])?;
    Ok(())
}

/// How the group does on each concept decides what it is asked next.
fn note_concepts(db: &Connection, daily: &Daily, right: bool) -> Result<(), StoreError> {
    let mut statement = db.prepare_cached(
        "INSERT INTO concept_records (guild_id, concept_id, right_n, answered) VALUES (?1, ?2, ?3, 1)
         ON CONFLICT (guild_id, concept_id) DO UPDATE SET right_n = right_n + ?3, answered = answered + 1",
    )?;
    for concept in &daily.asked.question.concepts {
        statement.execute(params![signed(daily.guild.0), concept.as_str(), right])?;
    }
    Ok(())
}

/// What a closing post says has changed since: it is shown anew.
fn show_again(db: &Connection, daily: DailyId, at: Timestamp) -> Result<(), StoreError> {
    db.prepare_cached(&format!("UPDATE dailies SET {SHOWN_ANEW} WHERE daily_id = :daily"))?
        .execute(named_params! { ":daily": signed(daily.0), ":at": ms(at) })?;
    Ok(())
}

pub(super) const ANSWER_OF: &str = "SELECT selection FROM answers WHERE daily_id = ?1 AND member_id = ?2";

fn selection_of(db: &Connection, daily: DailyId, member: MemberId) -> Result<Option<Selection>, StoreError> {
    let bits: Option<u8> = db
        .prepare_cached(ANSWER_OF)?
        .query_row([signed(daily.0), signed(member.0)], |row| row.get(0))
        .optional()?;
    Ok(bits.and_then(Selection::from_bits))
}
