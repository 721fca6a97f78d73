//! Group games: what a member can do in them, one use case per file.

pub mod allowance;
pub mod answer;
pub mod attend;
pub mod ghost;
pub mod mine;
pub mod run;
pub mod start;

use std::sync::Arc;

use super::Services;
use crate::domain::challenge::{Challenge, Change, Event, Refusal};
use crate::domain::ids::{ChallengeId, GuildId};
use crate::games::Told;
use crate::store::StoreError;

/// What became of something that a member wanted in a game.
#[derive(Clone, Debug)]
pub enum Acted {
    /// It is done, and stored.
    Done {
        /// The game after it.
        challenge: Arc<Challenge>,
        /// What it did.
        changes: Vec<Change>,
    },
    /// The rules do not allow it.
    Refused {
        /// The game as it is.
        challenge: Arc<Challenge>,
        /// Why not.
        refusal: Refusal,
    },
    /// There is no such game here.
    Unknown,
}

/// Which game: a press names it, and counts only in the game's own server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Which {
    /// Where the press was made.
    pub guild: GuildId,
    /// The game that it names.
    pub challenge: ChallengeId,
}

async fn tell(services: &Services, which: Which, event: Event) -> Result<Acted, StoreError> {
    Ok(match services.games.tell(which.guild, which.challenge, event).await? {
        Some(Told::Done(challenge, changes)) => Acted::Done { challenge, changes },
        Some(Told::Refused(challenge, refusal)) => Acted::Refused { challenge, refusal },
        None => Acted::Unknown,
    })
}
