//! A member reports a question; a manager looks at what was reported.

use super::Services;
use super::challenge::Which;
use super::challenge::mine::{Mine, mine};
use crate::domain::content::Question;
use crate::domain::ids::{ChallengeId, DailyId, GuildId, MemberId, PracticeId, QuestionVersion};
use crate::domain::report::{BadReport, ReportText};
use crate::store::{NewReport, ReportPage, Reported, StoreError};

/// The result that a member reports from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reportable {
    /// A daily that they have answered, or that is over.
    Daily(DailyId),
    /// The answered question of this number in a practice session of theirs.
    Practice(PracticeId, u32),
    /// The question of this closed round of a game, which they were asked.
    Game(ChallengeId, u8),
}

/// The wording that a report will be about. `None`: the member sees no result of it.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn subject(
    services: &Services,
    (guild, member): (GuildId, MemberId),
    what: Reportable,
) -> Result<Option<QuestionVersion>, StoreError> {
    let (store, now) = (&services.store, services.clock.now());
    match what {
        Reportable::Daily(daily) => store.reportable_daily(daily, (guild, member), now).await,
        Reportable::Practice(practice, number) => store.reportable_practice(practice, member, number).await,
        Reportable::Game(challenge, number) => {
            let Mine::Sheet(_, sheet) = mine(services, Which { guild, challenge }, member).await? else {
                return Ok(None);
            };
            match sheet.rounds.iter().find(|round| round.number == number) {
                Some(round) => store.wording(round.asked.question.clone()).await.map(Some),
                None => Ok(None),
            }
        }
    }
}

/// Keeps what a member says is wrong; a second report on the same wording takes the place of the first.
///
/// # Errors
///
/// Whatever the store refuses; what the member has to mend is the inner result.
pub async fn report(
    services: &Services,
    (guild, member): (GuildId, MemberId),
    version: QuestionVersion,
    typed: &str,
) -> Result<Result<Reported, BadReport>, StoreError> {
    let text = match ReportText::parse(typed) {
        Ok(text) => text,
        Err(bad) => return Ok(Err(bad)),
    };
    let at = services.clock.now();
    services.store.report(NewReport { guild, member, version, text, at }).await.map(Ok)
}

/// A page of what a guild's members have reported.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn page(services: &Services, guild: GuildId, page: u32) -> Result<ReportPage, StoreError> {
    services.store.open_reports(guild, page, services.clock.now()).await
}

/// Dismisses a guild's reports on a wording, and shows the page that is left.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn dismiss(
    services: &Services,
    guild: GuildId,
    version: QuestionVersion,
    page: u32,
) -> Result<ReportPage, StoreError> {
    let now = services.clock.now();
    services.store.dismiss_reports(guild, version, now).await?;
    services.store.open_reports(guild, page, now).await
}

/// A reported question as a manager looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The wording that members reported.
    pub question: Question,
    /// Whether it is the open daily: who manages the server may play as well, so the key stays hidden.
    pub open: bool,
    /// Whether the pack says something else today, or asks it no more.
    pub outdated: bool,
}

/// A reported question. `None`: nobody here has reported it.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn show(
    services: &Services,
    guild: GuildId,
    version: QuestionVersion,
) -> Result<Option<Shown>, StoreError> {
    let Some(question) = services.store.reported_question(guild, version).await? else { return Ok(None) };
    let open = services.store.is_open_daily(guild, question.id.clone(), services.clock.now()).await?;
    let is_drill = services.drills.has(&question.id);
    let outdated = !is_drill && services.library.question(&question.id) != Some(&question);
    Ok(Some(Shown { question, open, outdated }))
}
