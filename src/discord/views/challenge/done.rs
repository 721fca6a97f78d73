//! What a member is told, in private, of something that was done in a game.

use super::{teams, with_join};
use crate::discord::views::{View, when};
use crate::domain::challenge::{Challenge, Mode, Phase};
use crate::domain::grading::Selection;
use crate::domain::ids::MemberId;

/// An answer counts. `changed`: it replaced an earlier one.
#[must_use]
pub fn locked_in(challenge: &Challenge, selection: Selection, changed: bool) -> View {
    View::text(match (changed, challenge.rules().change_of_mind) {
        (true, _) => format!("Changed to **{selection}**. That one stands."),
        (false, true) => format!("Locked in: **{selection}**. You can change it once, until time is up."),
        (false, false) => format!("Locked in: **{selection}**."),
    })
}

/// A member joined, came back, or changed teams.
#[must_use]
pub fn joined(challenge: &Challenge, member: MemberId) -> View {
    let player = challenge.players().get(&member);
    let side = match player.and_then(|player| player.team) {
        Some(team) => format!(" on team {}", teams::name(team)),
        None => String::new(),
    };
    View::text(match (challenge.phase(), challenge.rules().mode) {
        (Phase::Lobby { until }, _) => {
            format!("You're in{side}. It starts {}.", when::relative(*until))
        }
        (_, Mode::Duel { .. }) => "Accepted. Here we go!".to_owned(),
        _ => format!("You're in{side}, from the next question on."),
    })
}

/// A member left; one of the two of a duel called it off.
#[must_use]
pub fn left(challenge: &Challenge) -> View {
    let is_duel = matches!(challenge.rules().mode, Mode::Duel { .. });
    match (challenge.phase(), is_duel) {
        (Phase::Ended { .. }, true) if challenge.has_begun() => {
            View::text("You're out, so the duel ends here.")
        }
        (Phase::Ended { .. }, true) => View::text("Alright, the duel is off."),
        (Phase::Ended { .. }, false) => {
            View::text("You're out, and so was everybody else: the game is over. Your points stay.")
        }
        (Phase::Lobby { .. }, _) => {
            with_join(challenge, View::text("You're out. Changed your mind? Join again."))
        }
        _ => {
            with_join(challenge, View::text("You're out, and your points stay. You can come back any time."))
        }
    }
}

/// The lobby was told to begin.
#[must_use]
pub fn begun() -> View {
    View::text("Here we go!")
}

/// The reading time was cut short.
#[must_use]
pub fn went_on() -> View {
    View::text("On we go.")
}

/// The lobby was canceled, or the game stopped.
#[must_use]
pub fn stopped(challenge: &Challenge) -> View {
    View::text(if challenge.podium().is_some_and(|podium| podium.is_forfeit()) {
        "Stopped, which leaves the duel to the other one.".to_owned()
    } else if !challenge.has_begun() {
        "Canceled.".to_owned()
    } else if challenge.closed_rounds().next().is_none() {
        "Stopped. No question was closed, so there is nothing to count.".to_owned()
    } else {
        format!("Stopped. The standings so far are in <#{}>.", challenge.place())
    })
}
