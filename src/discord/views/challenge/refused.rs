//! What the rules do not allow, in words, with what to do instead.

use jiff::Timestamp;

use super::with_join;
use crate::discord::views::named::named;
use crate::discord::views::{View, question, when};
use crate::domain::challenge::{Challenge, GHOST_WINDOW, Mode, Phase, Refusal};

const NOT_IN_IT: &str = "You weren't in this game.";

/// Why something was not done.
#[must_use]
pub fn refused(challenge: &Challenge, refusal: &Refusal) -> View {
    match refusal {
        Refusal::Outside if challenge.is_over() => View::refusal(NOT_IN_IT),
        Refusal::Outside => not_in(challenge),
        Refusal::HasBegun => with_join(
            challenge,
            View::refusal("The game has begun already. Whoever joins now plays from the next question on."),
        ),
        refusal => View::refusal(words(challenge, refusal)),
    }
}

/// A member has no part in a game: they are invited for as long as they can still play it.
#[must_use]
pub fn outside(challenge: &Challenge, now: Timestamp) -> View {
    let Some((ended_at, _)) = challenge.ended() else { return not_in(challenge) };
    let until = ended_at.saturating_add(GHOST_WINDOW).unwrap_or(ended_at);
    View::refusal(if now < until && challenge.closed_rounds().next().is_some() {
        let until = when::full(until);
        format!("{NOT_IN_IT} **Play it against them** lets you play it afterwards, until {until}.")
    } else {
        NOT_IN_IT.to_owned()
    })
}

/// A member is not in a game that is to come, or on: they are invited.
fn not_in(challenge: &Challenge) -> View {
    let text = match (challenge.rules().mode, challenge.phase()) {
        (Mode::Duel { .. }, _) => return View::refusal(words(challenge, &Refusal::NotInvited)),
        (_, Phase::Lobby { .. }) => "You're not in this game yet. Join before it starts.",
        _ => "You're not in this game yet. Join, and you play from the next question on.",
    };
    with_join(challenge, View::refusal(text))
}

/// There is no result of this round for the member.
pub(super) fn no_result() -> View {
    View::refusal("That question isn't over yet, or you weren't asked it.")
}

/// There is no such game here.
#[must_use]
pub fn unknown() -> View {
    View::refusal("I don't know this game anymore. `/challenge start` opens a new one.")
}

fn words(challenge: &Challenge, refusal: &Refusal) -> String {
    match refusal {
        Refusal::Over(_) => "This game is over. `/challenge start` opens the next one.".into(),
        Refusal::NotOver => "This game is still on. It can be played afterwards once it is over.".into(),
        Refusal::HasBegun => "The game has begun already.".into(),
        Refusal::NotHost { host } => {
            format!("Only {}, who hosts, or somebody who manages the server can do that.", named(*host))
        }
        Refusal::TooFew { .. } => "It takes at least two. Somebody else has to join first.".into(),
        Refusal::OneTeam => "Everybody is on the same team. Somebody has to switch first.".into(),
        Refusal::NoSuchTeam => {
            "There is no such team in this game. Join with the buttons of the lobby.".into()
        }
        Refusal::AlreadyIn => "You're in already. Have fun!".into(),
        Refusal::Full => {
            "This game is full. `/challenge start` in another channel opens a second one.".into()
        }
        Refusal::NotInvited => {
            "This duel is between two others. `/challenge duel` or `/challenge start` opens your own.".into()
        }
        Refusal::Outside => "You're not in this game.".into(),
        Refusal::FromNextRound => {
            "You joined after this question came up. You're in from the next one on.".into()
        }
        Refusal::Stale { .. } => "That question is over. The latest one is further down.".into(),
        Refusal::TimeUp => "Time was up when you chose, so it doesn't count. The next one is yours!".into(),
        Refusal::Answered { selection } => format!("You locked in **{selection}**, and that stands."),
        Refusal::Unfit => unfit(challenge),
        Refusal::NotDue { .. } | Refusal::Repeated | Refusal::Misplaced => {
            "That doesn't work at this point of the game.".into()
        }
        Refusal::WasThere => "You played this game yourself. **My results** shows how you did.".into(),
        Refusal::GhostTooLate => {
            let hours = GHOST_WINDOW.as_hours();
            format!("It's too late for this one: a game can be played afterwards for {hours} hours.")
        }
    }
}

fn unfit(challenge: &Challenge) -> String {
    let asks_for = challenge.open_round().map(|round| question::asks_for(&round.asked.question));
    format!(
        "{} Nothing is locked in yet.",
        asks_for.unwrap_or_else(|| "That choice doesn't fit this question.".into())
    )
}
