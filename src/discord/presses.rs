//! Presses on buttons and choices in menus: parsed, acted on, answered.

mod game;

use serenity::all::{ComponentInteraction, ComponentInteractionDataKind, MessageFlags};

use super::press::{GamePress, Pair, Press};
use super::reply::{self, Incoming, To};
use super::views::{self, View, failure};
use super::{Bot, commands, forms, private};
use crate::actions::answer::Answered;
use crate::actions::practice::Chosen;
use crate::actions::report::{self, Reportable};
use crate::actions::{self, answer, compare, explain, practice, privacy, setup};
use crate::domain::grading::Selection;
use crate::domain::ids::{ConceptId, DailyId, GuildId, MemberId, MessageId, PracticeId, snowflake_instant};
use crate::store::{Celebration, GivenAnswer, Practice, PracticeAnswer, PracticeFilter, StoreError};

/// Who pressed, and where.
#[derive(Clone, Copy, Debug)]
struct Presser {
    guild: GuildId,
    member: MemberId,
    /// The message that was pressed.
    message: MessageId,
    manages: bool,
    at: jiff::Timestamp,
}

/// Handles a press and answers it.
pub(super) async fn handle(bot: &Bot, component: &ComponentInteraction) {
    let incoming = Incoming::from(component);
    let Some(presser) = presser(component) else {
        reply::answer(&bot.rest, &incoming, To::Member, async { Ok(failure::not_here()) }).await;
        return;
    };
    let Some(press) = pressed(component) else {
        reply::answer(&bot.rest, &incoming, To::Member, async { Ok(failure::unknown_press()) }).await;
        return;
    };
    if let Some(what) = reportable(&press) {
        return forms::open_report(bot, &incoming, (presser.guild, presser.member), what).await;
    }
    if press == Press::Erase {
        return forms::open_erasure(bot, &incoming).await;
    }
    let private = component.message.flags.is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL));
    let to = goes_to(&press, private);
    let chosen = chosen(component);
    let place = Some((presser.guild, presser.member));
    private::answer(bot, &incoming, to, place, act(bot, presser, press, chosen)).await;
}

/// The result that a press reports from.
fn reportable(press: &Press) -> Option<Reportable> {
    match *press {
        Press::ReportDaily { daily } => Some(Reportable::Daily(daily)),
        Press::ReportPractice { practice, number } => Some(Reportable::Practice(practice, number)),
        Press::Game { challenge, press: GamePress::Report { number } } => {
            Some(Reportable::Game(challenge, number))
        }
        _ => None,
    }
}

/// What was pressed. Whoever picks a round in the menu of rounds wants that round.
fn pressed(component: &ComponentInteraction) -> Option<Press> {
    let press = Press::parse(&component.data.custom_id).ok()?;
    let Press::Game { challenge, press: GamePress::Rounds } = press else { return Some(press) };
    let ComponentInteractionDataKind::StringSelect { values } = &component.data.kind else { return None };
    let number = values.first()?.parse().ok()?;
    Some(Press::Game { challenge, press: GamePress::Round { number } })
}

fn presser(component: &ComponentInteraction) -> Option<Presser> {
    let permissions = component.member.as_ref().and_then(|member| member.permissions).unwrap_or_default();
    Some(Presser {
        guild: GuildId(component.guild_id?.get()),
        member: MemberId(component.user.id.get()),
        message: MessageId(component.message.id.get()),
        manages: commands::may_manage(permissions),
        // Discord's own time of the press: a slow network takes nobody's day.
        at: snowflake_instant(component.id.get()),
    })
}

/// The positions chosen in a menu.
fn chosen(component: &ComponentInteraction) -> Option<Selection> {
    let ComponentInteractionDataKind::StringSelect { values } = &component.data.kind else { return None };
    let positions = values.iter().map(|value| value.parse::<usize>());
    Selection::from_positions(positions.collect::<Result<Vec<_>, _>>().ok()?).ok()
}

/// A member's own private message changes in place; from a public one a private answer opens.
fn goes_to(press: &Press, private: bool) -> To {
    match press {
        Press::Explain { .. }
        | Press::Compare(_)
        | Press::PracticeOption { .. }
        | Press::PracticeChoices { .. }
        | Press::PracticeNext { .. }
        | Press::PracticeStop { .. }
        | Press::PracticeAgain { .. }
        | Press::Reports { .. }
        | Press::DismissReports { .. }
        | Press::List
        | Press::Unlist
        | Press::Game { press: GamePress::Join | GamePress::Leave, .. }
        | Press::Game {
            press: GamePress::Ghost | GamePress::GhostOption { .. } | GamePress::GhostChoices { .. },
            ..
        }
        | Press::ExtraTime { .. }
        | Press::PauseDailies
        | Press::ResumeDailies
            if private =>
        {
            To::SameMessage
        }
        _ => To::Member,
    }
}

async fn act(bot: &Bot, by: Presser, press: Press, chosen: Option<Selection>) -> Result<View, StoreError> {
    match press {
        Press::Daily { daily, position } => {
            daily_chosen(bot, by, daily, Selection::from_positions([position]).ok()).await
        }
        Press::DailyChoices { daily } => daily_chosen(bot, by, daily, chosen).await,
        Press::DailyReview { daily } => {
            let reviewed = daily_answered(bot, by, daily, None).await?;
            Ok(views::answer::reviewed(&reviewed, bot.services.clock.now()))
        }
        Press::Celebrate { daily } => {
            let celebrated = answer::celebrate(&bot.services, by.guild, daily, by.member).await?;
            if celebrated == Celebration::ShownAnew {
                bot.wake.notify_one();
            }
            Ok(views::answer::celebrated(celebrated))
        }
        Press::Explain { concept } => Ok(explained(bot, &concept)),
        Press::QuizTopic { concept } => {
            commands::quiz::start(bot, by.guild, by.member, on(vec![concept])).await
        }
        Press::Compare(pair) => Ok(compared(bot, &pair)),
        Press::QuizPair(pair) => {
            let topics = compare::concepts(&bot.services, pair.sides());
            commands::quiz::start(bot, by.guild, by.member, on(topics)).await
        }
        Press::PracticeOption { practice, number, position } => {
            practised(bot, by, practice, number, Selection::from_positions([position]).ok()).await
        }
        Press::PracticeChoices { practice, number } => practised(bot, by, practice, number, chosen).await,
        Press::PracticeNext { practice, number } => next(bot, by, practice, number).await,
        Press::PracticeReview { practice, number } => reviewed(bot, by, practice, number).await,
        Press::PracticeStop { practice } => stop(bot, by, practice).await,
        Press::PracticeAgain { practice } => again(bot, by, practice).await,
        Press::Game { challenge, press } => game::act(bot, by, challenge, press, chosen).await,
        Press::ExtraTime { allowance } => game::extra_time(bot, by, allowance).await,
        // A form has been opened by now.
        Press::ReportDaily { .. } | Press::ReportPractice { .. } | Press::Erase => {
            Ok(failure::unknown_press())
        }
        Press::Export => {
            Ok(views::privacy::export(&privacy::export(&bot.services, by.member).await?, bot.reach))
        }
        Press::List => listed(bot, by, true).await,
        Press::Unlist => listed(bot, by, false).await,
        Press::Reports { .. }
        | Press::ReportedQuestion { .. }
        | Press::DismissReports { .. }
        | Press::PauseDailies
        | Press::ResumeDailies
        | Press::PreviewDaily => managed(bot, by, &press).await,
    }
}

async fn listed(bot: &Bot, by: Presser, listed: bool) -> Result<View, StoreError> {
    privacy::set_listed(&bot.services, by.guild, by.member, listed).await?;
    if !listed {
        bot.wake.notify_one();
    }
    Ok(views::privacy::card(listed, bot.reach))
}

async fn daily_chosen(
    bot: &Bot,
    by: Presser,
    daily: DailyId,
    selection: Option<Selection>,
) -> Result<View, StoreError> {
    let answered = daily_answered(bot, by, daily, selection).await?;
    Ok(views::answer::answered(&answered, bot.services.clock.now()))
}

async fn daily_answered(
    bot: &Bot,
    by: Presser,
    daily: DailyId,
    selection: Option<Selection>,
) -> Result<Answered, StoreError> {
    let given = GivenAnswer { guild: by.guild, member: by.member, daily, selection, at: by.at };
    let answered = answer::answer(&bot.services, given).await?;
    if answered.recorded.changes_a_result() {
        bot.wake.notify_one();
    }
    Ok(answered)
}

fn explained(bot: &Bot, concept: &ConceptId) -> View {
    match explain::card(&bot.services, concept) {
        Some(card) => views::explain::card(&card),
        None => failure::unknown_press(),
    }
}

fn compared(bot: &Bot, pair: &Pair) -> View {
    let [first, second] = pair.sides();
    match compare::by_ids(&bot.services, first, second) {
        Some(compared) => views::compare::compared(&compared),
        None => failure::unknown_press(),
    }
}

fn on(topics: Vec<ConceptId>) -> PracticeFilter {
    PracticeFilter { topics, ..PracticeFilter::default() }
}

async fn practised(
    bot: &Bot,
    by: Presser,
    practice: PracticeId,
    number: u32,
    selection: Option<Selection>,
) -> Result<View, StoreError> {
    let Some(selection) = selection else { return Ok(failure::unknown_press()) };
    let Chosen { answer, facts, seen_all } =
        practice::choose(&bot.services, practice, by.member, number, selection).await?;
    Ok(match answer {
        PracticeAnswer::Counted(session, grade) => {
            views::practice::feedback(&session, &grade, &facts, &topics(bot, &session), seen_all)
        }
        PracticeAnswer::Stale(session) => views::practice::stale(&session, &facts, &topics(bot, &session)),
        PracticeAnswer::Withdrawn(session) => views::practice::withdrawn(&session, &topics(bot, &session)),
        PracticeAnswer::Unfit(session) => views::practice::unfit(&session),
        PracticeAnswer::Unknown => failure::not_yours(),
    })
}

fn topics<'a>(bot: &'a Bot, session: &Practice) -> Vec<&'a str> {
    practice::topics(&bot.services, &session.filter)
}

async fn next(bot: &Bot, by: Presser, practice: PracticeId, number: u32) -> Result<View, StoreError> {
    let session = practice::next(&bot.services, practice, by.member, number).await?;
    Ok(match session {
        Some(session) if session.ended_at.is_some() => finished(bot, &session).await?,
        Some(session) => views::practice::question(&session, &topics(bot, &session)),
        None => failure::not_yours(),
    })
}

async fn reviewed(bot: &Bot, by: Presser, practice: PracticeId, number: u32) -> Result<View, StoreError> {
    Ok(match practice::session(&bot.services, practice, by.member).await? {
        Some(session) => views::practice::reviewed(&session, number),
        None => failure::not_yours(),
    })
}

async fn stop(bot: &Bot, by: Presser, practice: PracticeId) -> Result<View, StoreError> {
    let session = practice::stop(&bot.services, practice, by.member).await?;
    Ok(match session {
        Some(session) => finished(bot, &session).await?,
        None => failure::not_yours(),
    })
}

async fn finished(bot: &Bot, session: &Practice) -> Result<View, StoreError> {
    let missed = practice::missed(&bot.services, session).await?;
    Ok(views::practice::finished(session, &topics(bot, session), &missed))
}

async fn again(bot: &Bot, by: Presser, practice: PracticeId) -> Result<View, StoreError> {
    match practice::session(&bot.services, practice, by.member).await? {
        Some(session) => commands::quiz::start(bot, by.guild, by.member, session.filter).await,
        None => Ok(failure::not_yours()),
    }
}

/// What only who manages the server may do: Discord's menus are no guard, a press can be forged.
async fn managed(bot: &Bot, by: Presser, press: &Press) -> Result<View, StoreError> {
    if !by.manages {
        return Ok(views::setup::not_allowed());
    }
    let state = match *press {
        Press::Reports { page } => {
            return Ok(views::report::page(&report::page(&bot.services, by.guild, page).await?));
        }
        Press::DismissReports { version, page } => {
            let left = report::dismiss(&bot.services, by.guild, version, page).await?;
            return Ok(views::report::page(&left));
        }
        Press::ReportedQuestion { version } => {
            let shown = report::show(&bot.services, by.guild, version).await?;
            return Ok(shown.map_or_else(failure::unknown_press, |shown| views::report::question(&shown)));
        }
        Press::PauseDailies => setup::pause(&bot.services, by.guild).await?,
        Press::ResumeDailies => return commands::setup::resume(bot, by.guild).await,
        _ => {
            return Ok(match actions::setup::preview(&bot.services) {
                Some(asked) => views::setup::preview(&asked),
                None => failure::unknown_press(),
            });
        }
    };
    Ok(views::setup::state(&state, bot.services.clock.now()))
}
