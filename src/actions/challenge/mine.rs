//! "Where do I stand?"

use std::sync::Arc;

use super::Which;
use crate::actions::Services;
use crate::domain::challenge::{Challenge, OwnSheet};
use crate::domain::ids::MemberId;
use crate::store::{Played, StoreError};

/// How a member does in a game, on or over.
#[derive(Clone, Debug)]
pub enum Mine {
    /// They play, or played.
    Sheet(Arc<Challenge>, Box<OwnSheet>),
    /// They have no part in it.
    Outside(Arc<Challenge>),
    /// They played, so long ago that only their result is known.
    LongAgo(Played),
    /// There is no such game here.
    Unknown,
}

/// How a member does.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn mine(services: &Services, which: Which, member: MemberId) -> Result<Mine, StoreError> {
    let Some(game) = services.games.find(which.guild, which.challenge).await? else {
        let played = services.store.played(which.guild, which.challenge, member).await?;
        return Ok(played.map_or(Mine::Unknown, Mine::LongAgo));
    };
    let challenge = game.now();
    Ok(match challenge.own_sheet(member) {
        Some(sheet) => Mine::Sheet(challenge, Box::new(sheet)),
        None => Mine::Outside(challenge),
    })
}
