//! Presses in a group's game.

use super::Presser;
use crate::actions::challenge::ghost;
use crate::actions::challenge::mine::{self, Mine};
use crate::actions::challenge::{Acted, Which, allowance, answer, attend, run};
use crate::discord::Bot;
use crate::discord::press::GamePress;
use crate::discord::views::{View, challenge as views, failure};
use crate::domain::challenge::{Allowance, Asker, Challenge, Change, GhostPressed, OwnSheet, Pressed, Team};
use crate::domain::grading::Selection;
use crate::domain::ids::ChallengeId;
use crate::store::StoreError;

/// Does what a press in a game asks for. `chosen` is what was chosen in a menu.
pub(super) async fn act(
    bot: &Bot,
    by: Presser,
    challenge: ChallengeId,
    press: GamePress,
    chosen: Option<Selection>,
) -> Result<View, StoreError> {
    let which = Which { guild: by.guild, challenge };
    let at = |position| Selection::from_positions([position]).ok();
    match press {
        GamePress::Join => join(bot, by, which, None).await,
        GamePress::JoinTeam { team } => join(bot, by, which, Some(team)).await,
        GamePress::Leave => {
            let acted = attend::leave(&bot.services, which, by.member).await?;
            Ok(told(&acted, |game, _| views::done::left(game)))
        }
        GamePress::Begin => {
            let acted = run::begin(&bot.services, which, asker(by)).await?;
            Ok(told(&acted, |_, _| views::done::begun()))
        }
        GamePress::Cancel => {
            let acted = run::stop(&bot.services, which, asker(by)).await?;
            Ok(told(&acted, |game, _| views::done::stopped(game)))
        }
        GamePress::GoOn => {
            let acted = run::go_on(&bot.services, which, asker(by)).await?;
            Ok(told(&acted, |_, _| views::done::went_on()))
        }
        GamePress::Option { number, attempt, position } => {
            lock_in(bot, by, which, (number, attempt), at(position)).await
        }
        GamePress::Choices { number, attempt } => lock_in(bot, by, which, (number, attempt), chosen).await,
        GamePress::Mine => {
            mine(bot, by, which, |game, sheet| {
                views::mine::sheet(game, sheet, &|concept| bot.services.term(concept))
            })
            .await
        }
        GamePress::Round { number } => {
            mine(bot, by, which, |game, sheet| views::mine::question(game, sheet, number)).await
        }
        // A round was picked by now.
        GamePress::Rounds => Ok(failure::unknown_press()),
        GamePress::Ghost => {
            let haunted = ghost::ask(&bot.services, which, by.member, by.at).await?;
            Ok(views::ghost::haunted(&haunted, &|concept| bot.services.term(concept)))
        }
        GamePress::GhostOption { number, position } => haunt(bot, by, which, number, at(position)).await,
        GamePress::GhostChoices { number } => haunt(bot, by, which, number, chosen).await,
    }
}

/// Sets the member's own extra time.
pub(super) async fn extra_time(bot: &Bot, by: Presser, allowance: Allowance) -> Result<View, StoreError> {
    allowance::set(&bot.services, by.member, allowance).await?;
    Ok(views::extra_time::extra_time(allowance))
}

async fn join(bot: &Bot, by: Presser, which: Which, team: Option<Team>) -> Result<View, StoreError> {
    let acted = attend::join(&bot.services, which, by.member, team).await?;
    Ok(told(&acted, |game, _| views::done::joined(game, by.member)))
}

async fn lock_in(
    bot: &Bot,
    by: Presser,
    which: Which,
    (number, attempt): (u8, u8),
    selection: Option<Selection>,
) -> Result<View, StoreError> {
    let Some(selection) = selection else { return Ok(failure::unreadable()) };
    let (member, message, at) = (by.member, by.message, by.at);
    let pressed = Pressed { member, number, attempt, message, at, selection };
    let acted = answer::answer(&bot.services, which, pressed).await?;
    Ok(told(&acted, |game, changes| {
        let changed = changes.iter().any(|change| matches!(change, Change::LockedIn { changed: true, .. }));
        views::done::locked_in(game, selection, changed)
    }))
}

async fn haunt(
    bot: &Bot,
    by: Presser,
    which: Which,
    number: u8,
    selection: Option<Selection>,
) -> Result<View, StoreError> {
    let Some(selection) = selection else { return Ok(failure::unreadable()) };
    let pressed = GhostPressed { member: by.member, number, at: by.at, selection };
    let haunted = ghost::answer(&bot.services, which, pressed).await?;
    Ok(views::ghost::haunted(&haunted, &|concept| bot.services.term(concept)))
}

/// What a member made of a game, shown by `shown` where their answers are still kept.
async fn mine(
    bot: &Bot,
    by: Presser,
    which: Which,
    shown: impl FnOnce(&Challenge, &OwnSheet) -> View,
) -> Result<View, StoreError> {
    Ok(match mine::mine(&bot.services, which, by.member).await? {
        Mine::Sheet(game, sheet) => shown(&game, &sheet),
        Mine::Outside(game) => views::refused::outside(&game, bot.services.clock.now()),
        Mine::LongAgo(played) => views::mine::long_ago(&played),
        Mine::Unknown => views::refused::unknown(),
    })
}

fn told(acted: &Acted, done: impl FnOnce(&Challenge, &[Change]) -> View) -> View {
    match acted {
        Acted::Done { challenge, changes } => done(challenge, changes),
        Acted::Refused { challenge, refusal } => views::refused::refused(challenge, refusal),
        Acted::Unknown => views::refused::unknown(),
    }
}

/// Discord's menus are no guard: whether somebody may manage the server comes with each press.
fn asker(by: Presser) -> Asker {
    Asker { member: by.member, manages: by.manages }
}
