//! Private practice.

use super::{Services, answer};
use crate::domain::content::Fact;
use crate::domain::grading::Selection;
use crate::domain::ids::{GuildId, MemberId, PracticeId};
use crate::store::{Practice, PracticeAnswer, PracticeFilter, StoreError};

/// Starts a session. `None`: no question fits the filter.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn start(
    services: &Services,
    guild: GuildId,
    member: MemberId,
    filter: PracticeFilter,
) -> Result<Option<Practice>, StoreError> {
    let pool = services.practice_pool();
    services
        .store
        .start_practice((guild, member), filter, pool, services.chance.seed(), services.clock.now())
        .await
}

/// A member's own session. `None`: there is no such session of theirs.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn session(
    services: &Services,
    practice: PracticeId,
    member: MemberId,
) -> Result<Option<Practice>, StoreError> {
    services.store.practice(practice, member).await
}

/// The terms of the concepts that a session is about.
#[must_use]
pub fn topics<'a>(services: &'a Services, filter: &PracticeFilter) -> Vec<&'a str> {
    let concepts = filter.topics.iter().filter_map(|id| services.library.concept(id));
    concepts.map(|concept| concept.term.as_str()).collect()
}

/// What became of a choice, and what goes with it.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// What became of it.
    pub answer: PracticeAnswer,
    /// The facts behind the choice and the key, once both are known.
    pub facts: Vec<Fact>,
    /// How many questions or cues fit the session, if this was the last that the member had not seen before.
    pub seen_all: Option<usize>,
}

/// Records a choice; with the facts behind it once it counts. A question that cannot be asked any more
/// is taken off the table instead.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn choose(
    services: &Services,
    practice: PracticeId,
    member: MemberId,
    number: u32,
    selection: Selection,
) -> Result<Chosen, StoreError> {
    let (pool, seed, now) = (services.practice_pool(), services.chance.seed(), services.clock.now());
    let withdrawn = services.store.withdraw_practice((practice, member), pool.clone(), seed, now).await?;
    if let Some(session) = withdrawn {
        return Ok(Chosen { answer: PracticeAnswer::Withdrawn(session), facts: Vec::new(), seen_all: None });
    }
    let answered = services.store.answer_practice(practice, member, number, selection, now).await?;
    let facts = match &answered {
        PracticeAnswer::Counted(session, _) | PracticeAnswer::Stale(session)
            if session.selection.is_some() =>
        {
            answer::behind(services, &session.asked, session.selection).await?
        }
        _ => Vec::new(),
    };
    let seen_all = match &answered {
        PracticeAnswer::Counted(session, _) => services.store.seen_all(session.clone(), pool, now).await?,
        _ => None,
    };
    Ok(Chosen { answer: answered, facts, seen_all })
}

/// The terms of what a member missed in a session, each once, in the order in which it was asked.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn missed(services: &Services, session: &Practice) -> Result<Vec<String>, StoreError> {
    let missed = services.store.missed_in_practice(session.id).await?;
    Ok(missed.iter().filter_map(|concept| services.term(concept)).collect())
}

/// Puts the next question on the table after question `number`. `None`: there is no such session.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn next(
    services: &Services,
    practice: PracticeId,
    member: MemberId,
    number: u32,
) -> Result<Option<Practice>, StoreError> {
    let pool = services.practice_pool();
    let seed = services.chance.seed();
    services.store.next_practice((practice, member), number, pool, seed, services.clock.now()).await
}

/// Ends a session. `None`: there is no such session of this member.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn stop(
    services: &Services,
    practice: PracticeId,
    member: MemberId,
) -> Result<Option<Practice>, StoreError> {
    services.store.stop_practice(practice, member, services.clock.now()).await
}
