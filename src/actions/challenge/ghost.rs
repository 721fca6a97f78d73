//! A member who was not there plays a finished game after the others.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Acted, Which, tell};
use crate::actions::Services;
use crate::domain::asked::AskedQuestion;
use crate::domain::challenge::{Challenge, Event, GhostPressed, MyRound, OwnSheet, Refusal, Reveal};
use crate::domain::ids::MemberId;
use crate::store::StoreError;

/// A question on a ghost's table.
#[derive(Clone, Debug)]
pub struct GhostQuestion {
    /// The game.
    pub challenge: Arc<Challenge>,
    /// The round, 1 for the first.
    pub number: u8,
    /// What is asked.
    pub asked: Arc<AskedQuestion>,
    /// Until when an answer counts.
    pub until: Timestamp,
}

/// What a ghost made of a round.
#[derive(Clone, Debug)]
pub struct GhostRound {
    /// The game.
    pub challenge: Arc<Challenge>,
    /// The ghost's own result.
    pub mine: MyRound,
    /// How those who were there did.
    pub theirs: Reveal,
    /// The next round; `None`: all are done.
    pub next: Option<u8>,
    /// How the ghost does altogether.
    pub sheet: OwnSheet,
}

/// What became of a ghost's press.
#[derive(Clone, Debug)]
pub enum Haunted {
    /// The next question is on the table.
    Question(Box<GhostQuestion>),
    /// The answer counts, or came too late and counts as none.
    Round(Box<GhostRound>),
    /// All rounds are done: how the ghost does.
    Through(Arc<Challenge>, Box<OwnSheet>),
    /// The rules do not allow it.
    Refused(Arc<Challenge>, Refusal),
    /// There is no such game here.
    Unknown,
}

/// Puts the member's next round on the table, or the one that is there already; whoever is through sees what came of
/// it. `at` is Discord's own time of the press: the clock runs from it.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn ask(
    services: &Services,
    which: Which,
    member: MemberId,
    at: Timestamp,
) -> Result<Haunted, StoreError> {
    let Some(game) = services.games.find(which.guild, which.challenge).await? else {
        return Ok(Haunted::Unknown);
    };
    let challenge = game.now();
    let next = challenge.ghost_round(member);
    if next.is_none()
        && challenge.ghost(member).is_some()
        && let Some(sheet) = challenge.own_sheet(member)
    {
        return Ok(Haunted::Through(challenge, Box::new(sheet)));
    }
    // Where there is none, the engine says why.
    let number = next.unwrap_or(1);
    let allowance = services.store.allowance(member).await?;
    let event = Event::GhostAsked { member, allowance, number, at };
    Ok(match tell(services, which, event).await? {
        Acted::Done { challenge, .. } => question(challenge, member, number),
        Acted::Refused { challenge, refusal } => Haunted::Refused(challenge, refusal),
        Acted::Unknown => Haunted::Unknown,
    })
}

/// Takes a ghost's answer.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn answer(services: &Services, which: Which, pressed: GhostPressed) -> Result<Haunted, StoreError> {
    Ok(match tell(services, which, Event::GhostAnswered(pressed)).await? {
        Acted::Done { challenge, .. } => round(challenge, pressed.member, pressed.number),
        Acted::Refused { challenge, refusal } => Haunted::Refused(challenge, refusal),
        Acted::Unknown => Haunted::Unknown,
    })
}

fn question(challenge: Arc<Challenge>, member: MemberId, number: u8) -> Haunted {
    let round = challenge.rounds().iter().find(|round| round.number == number);
    match (round.map(|round| Arc::clone(&round.asked)), challenge.ghost_time(member)) {
        (Some(asked), Some(until)) => {
            Haunted::Question(Box::new(GhostQuestion { challenge, number, asked, until }))
        }
        _ => Haunted::Refused(challenge, Refusal::Stale { number }),
    }
}

fn round(challenge: Arc<Challenge>, member: MemberId, number: u8) -> Haunted {
    let sheet = challenge.own_sheet(member);
    let mine = sheet.as_ref().and_then(|sheet| sheet.rounds.iter().find(|round| round.number == number));
    match (mine.cloned(), challenge.reveal(number), sheet) {
        (Some(mine), Some(theirs), Some(sheet)) => {
            let next = challenge.ghost_round(member);
            Haunted::Round(Box::new(GhostRound { challenge, mine, theirs, next, sheet }))
        }
        _ => Haunted::Refused(challenge, Refusal::Stale { number }),
    }
}
