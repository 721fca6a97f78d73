//! Why a game is over, in words.

use crate::discord::views::count::{in_words, listed};
use crate::domain::challenge::{EndReason, UNTOUCHED};

/// A sentence that says why. `None`: all rounds were played.
pub(super) fn why(reason: &EndReason) -> Option<String> {
    let why = match reason {
        EndReason::Finished => return None,
        EndReason::Canceled => "It was canceled before it began.",
        EndReason::NobodyCame => {
            "Nobody else came this time. `/challenge start` tries again whenever you like."
        }
        EndReason::Declined => "Not this time: the invitation was declined.",
        EndReason::Stopped => "It was stopped early.",
        EndReason::Deserted => "Nobody was left to play, so it ends here.",
        EndReason::CalledOff => "A manager stopped it, so nobody wins.",
        EndReason::Away => "I was away for too long to go on, so it ends here. Sorry about that!",
        EndReason::Untouched => {
            let minutes = in_words(usize::try_from(UNTOUCHED.as_mins()).unwrap_or(usize::MAX));
            return Some(format!("Nobody touched it for {minutes} minutes, so I ended it."));
        }
        EndReason::OutOfQuestions => {
            "I have no more questions that this group hasn't had lately, so it ends here."
        }
        EndReason::Stalled => {
            "I couldn't get the next question through to you, so it ends here. Sorry about that!"
        }
        EndReason::MessageGone => "One of its messages was deleted, so it ends here.",
        EndReason::ChannelGone => "Its channel was deleted, so it ended there.",
        EndReason::MissingPermissions { permissions } if permissions.is_empty() => {
            "I may not post there anymore, so it ended early."
        }
        EndReason::MissingPermissions { permissions } => {
            let missing: Vec<String> = permissions.iter().map(|name| format!("**{name}**")).collect();
            return Some(format!("It ended early: I need {} there to go on.", listed(&missing)));
        }
        EndReason::Refused { .. } => "Discord didn't let me post the next message, so it ends here.",
        EndReason::Removed => "I was removed from the server, so it ended early.",
    };
    Some(why.to_owned())
}
