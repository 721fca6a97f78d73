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

/// The terms of the concepts that a session is about.
#[must_use]
pub fn topics<'a>(services: &'a Services, filter: &PracticeFilter) -> Vec<&'a str> {
    let concepts = filter.topics.iter().filter_map(|id| services.library.concept(id));
    concepts.map(|concept| concept.term.as_str()).collect()
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
) -> Result<(PracticeAnswer, Vec<Fact>), StoreError> {
    let (pool, seed, now) = (services.practice_pool(), services.chance.seed(), services.clock.now());
    let withdrawn = services.store.withdraw_practice((practice, member), pool, seed, now).await?;
    if let Some(session) = withdrawn {
        return Ok((PracticeAnswer::Withdrawn(session), Vec::new()));
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
    Ok((answered, facts))
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
