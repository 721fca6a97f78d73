//! Presses on buttons and choices in menus: parsed, acted on, answered.

mod game;

use serenity::all::{ComponentInteraction, ComponentInteractionDataKind, MessageFlags};

use super::press::{GamePress, ManagerPress, Pair, Press};
use super::reply::{self, Incoming, To};
use super::views::{self, View, failure};
use super::{Bot, acts, forms, permissions, private};
use crate::actions::answer::Answered;
use crate::actions::practice::Chosen;
use crate::actions::{answer, compare, explain, practice, privacy, report, setup};
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
    let place = (presser.guild, presser.member);
    if let Press::Open(press) = press {
        return forms::open(bot, &incoming, place, press).await;
    }
    let private = component.message.flags.is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL));
    let to = goes_to(&press, private);
    let chosen = chosen(component);
    private::answer(bot, &incoming, to, Some(place), act(bot, presser, press, chosen)).await;
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
    let held = component.member.as_ref().and_then(|member| member.permissions).unwrap_or_default();
    Some(Presser {
        guild: GuildId(component.guild_id?.get()),
        member: MemberId(component.user.id.get()),
        message: MessageId(component.message.id.get()),
        manages: permissions::may_manage(held),
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
    if private && changes_in_place(press) { To::SameMessage } else { To::Member }
}

/// Whether what a press shows takes the place of what was pressed.
fn changes_in_place(press: &Press) -> bool {
    match press {
        Press::Explain { .. }
        | Press::Compare(_)
        | Press::PracticeOption { .. }
        | Press::PracticeChoices { .. }
        | Press::PracticeNext { .. }
        | Press::PracticeStop { .. }
        | Press::PracticeAgain { .. }
        | Press::List
        | Press::Unlist
        | Press::ExtraTime { .. } => true,
        Press::Daily { .. }
        | Press::DailyChoices { .. }
        | Press::DailyReview { .. }
        | Press::Celebrate { .. }
        | Press::QuizTopic { .. }
        | Press::QuizPair(_)
        | Press::PracticeReview { .. }
        | Press::Open(_)
        | Press::Export => false,
        Press::Manage(press) => match press {
            ManagerPress::Reports { .. }
            | ManagerPress::DismissReports { .. }
            | ManagerPress::PauseDailies
            | ManagerPress::ResumeDailies => true,
            ManagerPress::ReportedQuestion { .. } | ManagerPress::PreviewDaily => false,
        },
        Press::Game { press, .. } => match press {
            GamePress::Join
            | GamePress::Leave
            | GamePress::Ghost
            | GamePress::GhostOption { .. }
            | GamePress::GhostChoices { .. } => true,
            GamePress::JoinTeam { .. }
            | GamePress::Begin
            | GamePress::Cancel
            | GamePress::Option { .. }
            | GamePress::Choices { .. }
            | GamePress::GoOn
            | GamePress::Mine
            | GamePress::Rounds
            | GamePress::Round { .. } => false,
        },
    }
}

async fn act(bot: &Bot, by: Presser, press: Press, chosen: Option<Selection>) -> Result<View, StoreError> {
    match press {
        Press::Daily { daily, position } => {
            chosen_of_daily(bot, by, daily, Selection::from_positions([position]).ok()).await
        }
        Press::DailyChoices { daily } => chosen_of_daily(bot, by, daily, chosen).await,
        Press::DailyReview { daily } => {
            let reviewed = answered_daily(bot, by, daily, None).await?;
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
            acts::start_practice(bot, by.guild, by.member, on(vec![concept])).await
        }
        Press::Compare(pair) => Ok(compared(bot, &pair)),
        Press::QuizPair(pair) => {
            let topics = compare::concepts(&bot.services, pair.sides());
            acts::start_practice(bot, by.guild, by.member, on(topics)).await
        }
        Press::PracticeOption { practice, number, position } => {
            chosen_in_practice(bot, by, practice, number, Selection::from_positions([position]).ok()).await
        }
        Press::PracticeChoices { practice, number } => {
            chosen_in_practice(bot, by, practice, number, chosen).await
        }
        Press::PracticeNext { practice, number } => next(bot, by, practice, number).await,
        Press::PracticeReview { practice, number } => reviewed(bot, by, practice, number).await,
        Press::PracticeStop { practice } => stop(bot, by, practice).await,
        Press::PracticeAgain { practice } => again(bot, by, practice).await,
        Press::Game { challenge, press } => game::act(bot, by, challenge, press, chosen).await,
        Press::ExtraTime { allowance } => game::extra_time(bot, by, allowance).await,
        Press::Manage(press) => managed(bot, by, press).await,
        // Opened before: a form takes no answer.
        Press::Open(_) => Ok(failure::unknown_press()),
        Press::Export => {
            Ok(views::privacy::export(&privacy::export(&bot.services, by.member).await?, bot.reach))
        }
        Press::List => listed(bot, by, true).await,
        Press::Unlist => listed(bot, by, false).await,
    }
}

async fn listed(bot: &Bot, by: Presser, listed: bool) -> Result<View, StoreError> {
    privacy::set_listed(&bot.services, by.guild, by.member, listed).await?;
    if !listed {
        bot.wake.notify_one();
    }
    Ok(views::privacy::card(listed, bot.reach))
}

async fn chosen_of_daily(
    bot: &Bot,
    by: Presser,
    daily: DailyId,
    selection: Option<Selection>,
) -> Result<View, StoreError> {
    let Some(selection) = selection else { return Ok(failure::unreadable()) };
    let answered = answered_daily(bot, by, daily, Some(selection)).await?;
    Ok(views::answer::answered(&answered, bot.services.clock.now()))
}

/// Without a selection the member only looks.
async fn answered_daily(
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

async fn chosen_in_practice(
    bot: &Bot,
    by: Presser,
    practice: PracticeId,
    number: u32,
    selection: Option<Selection>,
) -> Result<View, StoreError> {
    let Some(selection) = selection else { return Ok(failure::unreadable()) };
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
        Some(session) => acts::start_practice(bot, by.guild, by.member, session.filter).await,
        None => Ok(failure::not_yours()),
    }
}

/// What only who manages the server may do: Discord's menus are no guard, a press can be forged.
async fn managed(bot: &Bot, by: Presser, press: ManagerPress) -> Result<View, StoreError> {
    if !by.manages {
        return Ok(views::setup::not_allowed());
    }
    let services = &bot.services;
    match press {
        ManagerPress::Reports { page } => {
            Ok(views::report::page(&report::page(services, by.guild, page).await?))
        }
        ManagerPress::DismissReports { version, page } => {
            Ok(views::report::page(&report::dismiss(services, by.guild, version, page).await?))
        }
        ManagerPress::ReportedQuestion { version } => {
            let shown = report::show(services, by.guild, version).await?;
            Ok(shown.map_or_else(views::report::not_reported, |shown| views::report::question(&shown)))
        }
        ManagerPress::PauseDailies => acts::pause(bot, by.guild).await,
        ManagerPress::ResumeDailies => acts::resume(bot, by.guild).await,
        ManagerPress::PreviewDaily => Ok(match setup::preview(services) {
            Some(asked) => views::setup::preview(&asked),
            None => views::setup::nothing_to_preview(),
        }),
    }
}
