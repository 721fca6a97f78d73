//! What comes on the table next: a question that the member missed in an earlier session, else a question or a cue
//! that they have seen least often.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::columns::{ms, signed, to_json};
use super::practice::{Practice, PracticeFilter, Style};
use super::{StoreError, content, outbox, practice_answers};
use crate::domain::asked::AskedQuestion;
use crate::domain::choose;
use crate::domain::content::Question;
use crate::domain::correction;
use crate::domain::drill::{Drills, Prompt};
use crate::domain::ids::{GuildId, MemberId, PracticeId, QuestionId};

/// The draws from one seed, each with its own stream.
const WHICH: u64 = 0;
const HOW: u64 = 1;

/// What practice can draw from. Clones share everything.
#[derive(Clone, Debug)]
pub struct PracticePool {
    /// Every question that can be asked.
    pub questions: Arc<[Question]>,
    /// Every cue drill.
    pub drills: Arc<Drills>,
    /// What group games are asking right now, each with the game's guild.
    pub asking: Vec<(GuildId, QuestionId)>,
}

impl PracticePool {
    /// Whether the pack still says the same of a question that was put on a table earlier.
    pub(super) fn stands_by(&self, earlier: &Question) -> bool {
        let today = self.questions.iter().find(|question| question.id == earlier.id);
        today.is_some_and(|today| !correction::key_differs(earlier, today))
    }

    /// The questions that can be asked; what must not be given away is left out.
    fn fitting(&self, db: &Connection, drawer: &Drawer<'_>) -> Result<Vec<&Question>, StoreError> {
        let secrets = self.secrets(db, drawer.guild, drawer.now)?;
        let fits = |question: &&Question| drawer.filter.admits(question) && !secrets.contains(&question.id);
        Ok(self.questions.iter().filter(fits).collect())
    }

    /// What practice in a guild must not give away: its open daily, and what its games are asking.
    pub(super) fn secrets(
        &self,
        db: &Connection,
        guild: GuildId,
        now: Timestamp,
    ) -> Result<Vec<QuestionId>, StoreError> {
        let open = outbox::open_questions(db, guild, now)?.into_iter().map(|(question, _)| question);
        let asking = self.asking.iter().filter(|(of, _)| *of == guild).map(|(_, question)| question.clone());
        Ok(open.chain(asking).collect())
    }
}

/// Something to put on the table.
pub(super) struct Draw {
    /// A question's version; `None` for a drill.
    pub(super) version: Option<u64>,
    /// A drill's wording; `None` for a question.
    pub(super) drill: Option<String>,
    /// The order of its options.
    pub(super) order: String,
}

/// Who draws, and what for.
pub(super) struct Drawer<'a> {
    pub(super) guild: GuildId,
    pub(super) member: MemberId,
    pub(super) filter: &'a PracticeFilter,
    /// The session that it is for, once it has begun.
    pub(super) session: Option<PracticeId>,
    pub(super) now: Timestamp,
}

impl<'a> Drawer<'a> {
    pub(super) fn of(session: &'a Practice, now: Timestamp) -> Self {
        let Practice { guild, member, filter, id, .. } = session;
        Self { guild: *guild, member: *member, filter, session: Some(*id), now }
    }
}

/// Draws for a member. `None`: nothing fits the filter.
pub(super) fn draw(
    db: &Connection,
    drawer: &Drawer<'_>,
    pool: &PracticePool,
    seed: u64,
) -> Result<Option<Draw>, StoreError> {
    match drawer.filter.style {
        Style::Scenario => question(db, drawer, pool, seed),
        Style::Cues => drill(db, drawer, &pool.drills, seed),
    }
}

fn question(
    db: &Connection,
    drawer: &Drawer<'_>,
    pool: &PracticePool,
    seed: u64,
) -> Result<Option<Draw>, StoreError> {
    let fitting: Vec<(&QuestionId, &Question)> =
        pool.fitting(db, drawer)?.into_iter().map(|question| (&question.id, question)).collect();
    let Some(question) = least_seen(db, drawer, &fitting, seed)? else { return Ok(None) };
    let order = choose::shuffled_order(question.options.len(), &mut choose::rng_from(seed, HOW));
    let version = content::question_version(db, question)?.0;
    Ok(Some(Draw { version: Some(version), drill: None, order: to_json(&order) }))
}

fn drill(
    db: &Connection,
    drawer: &Drawer<'_>,
    drills: &Drills,
    seed: u64,
) -> Result<Option<Draw>, StoreError> {
    let topics = &drawer.filter.topics;
    let fitting: Vec<(&QuestionId, &Prompt)> =
        drills.about(topics).map(|prompt| (&prompt.id, prompt)).collect();
    let Some(prompt) = least_seen(db, drawer, &fitting, seed)? else { return Ok(None) };
    let asked: AskedQuestion = drills.ask(prompt, topics, &mut choose::rng_from(seed, HOW));
    let order = to_json(&asked.order());
    Ok(Some(Draw { version: None, drill: Some(to_json(&asked.question)), order }))
}

/// One of the items that the member has seen least often, which is noted as seen.
///
/// What they missed in an earlier session goes before all others: it is asked again before anything new, and left
/// alone for the rest of a session in which it is missed once more. Where all have been seen, what was missed goes
/// before what was right.
fn least_seen<'a, T>(
    db: &Connection,
    drawer: &Drawer<'_>,
    items: &[(&'a QuestionId, &'a T)],
    seed: u64,
) -> Result<Option<&'a T>, StoreError> {
    let seen = seen(db, drawer.member)?;
    let missed = practice_answers::missed(db, drawer.member)?;
    let turn = |id: &QuestionId| {
        let missed = missed.get(id.as_str());
        let is_due = missed.is_some_and(|session| Some(*session) != drawer.session);
        let times = seen.get(id.as_str()).copied().unwrap_or(0);
        (!is_due, times, missed.is_none())
    };
    let Some(first) = items.iter().map(|(id, _)| turn(id)).min() else { return Ok(None) };
    let fresh: Vec<_> = items.iter().filter(|(id, _)| turn(id) == first).collect();
    let order = choose::shuffled_order(fresh.len(), &mut choose::rng_from(seed, WHICH));
    let Some((id, item)) = order.first().and_then(|&first| fresh.get(first)) else { return Ok(None) };
    db.prepare_cached(
        "INSERT INTO practice_seen (member_id, question_id, times, seen_at) VALUES (?1, ?2, 1, ?3)
         ON CONFLICT (member_id, question_id) DO UPDATE SET times = times + 1, seen_at = ?3",
    )?
    .execute(params![signed(drawer.member.0), id.as_str(), ms(drawer.now)])?;
    Ok(Some(item))
}

/// How many items fit a session, if the one on its table is the last of them that its member had not seen before.
pub(super) fn seen_all(
    db: &Connection,
    session: &Practice,
    pool: &PracticePool,
    now: Timestamp,
) -> Result<Option<usize>, StoreError> {
    let fitting: Vec<&QuestionId> = match session.filter.style {
        Style::Scenario => {
            let questions = pool.fitting(db, &Drawer::of(session, now))?;
            questions.into_iter().map(|question| &question.id).collect()
        }
        Style::Cues => pool.drills.about(&session.filter.topics).map(|prompt| &prompt.id).collect(),
    };
    let seen = seen(db, session.member)?;
    let is_new = seen.get(session.asked.question.id.as_str()) == Some(&1);
    Ok((is_new && fitting.iter().all(|id| seen.contains_key(id.as_str()))).then_some(fitting.len()))
}

fn seen(db: &Connection, member: MemberId) -> Result<HashMap<String, u32>, StoreError> {
    let mut statement =
        db.prepare_cached("SELECT question_id, times FROM practice_seen WHERE member_id = ?1")?;
    let rows = statement.query_map([signed(member.0)], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
