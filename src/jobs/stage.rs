//! What showing a game needs of the world outside.

use std::future::Future;

use jiff::Timestamp;

use super::OutwardError;
use crate::domain::challenge::{Challenge, Scene, Slot};
use crate::domain::ids::{ChallengeId, ChannelId, GuildId, MessageId};

/// A scene and where it belongs.
#[derive(Clone, Debug, PartialEq)]
pub struct Staged {
    /// The game.
    pub challenge: ChallengeId,
    /// Its server.
    pub guild: GuildId,
    /// The channel or thread that it is played in. The lobby stays in the channel that it was opened in.
    pub channel: ChannelId,
    /// Which of its messages.
    pub slot: Slot,
    /// What the message shows.
    pub scene: Scene,
    /// The message cannot be older than this.
    pub since: Timestamp,
}

impl Staged {
    /// The nonce of its message: Discord hands back the first message instead of a second one.
    ///
    /// Source: <https://discord.com/developers/docs/resources/message#create-message> (at most 25 characters; a
    /// game's id has 13, the digits of a time in milliseconds until the year 2286, and the longest nonce 24).
    #[must_use]
    pub fn nonce(&self) -> String {
        let game = self.challenge;
        match self.slot {
            Slot::Lobby => format!("game-{game}-lobby"),
            Slot::Curtain { number } => format!("game-{game}-c{number}"),
            Slot::Question { number, attempt } => format!("game-{game}-q{number}-{attempt}"),
            Slot::Podium => format!("game-{game}-end"),
        }
    }
}

/// What became of a change to a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edited {
    /// It shows the scene.
    Shown,
    /// There is no such message (any more).
    Gone,
}

/// The way to the members, as a game's scenes take it.
pub trait Stage: Send + Sync + 'static {
    /// Posts a scene. Posting the same slot again within minutes gives the first message (its nonce).
    fn post_scene(&self, staged: &Staged) -> impl Future<Output = Result<MessageId, OutwardError>> + Send;

    /// Looks for the slot's message among those of its channel.
    fn find_scene(
        &self,
        staged: &Staged,
    ) -> impl Future<Output = Result<Option<MessageId>, OutwardError>> + Send;

    /// Makes a message show a scene; for [`Scene::Gone`] takes it away.
    fn change_scene(
        &self,
        staged: &Staged,
        message: MessageId,
    ) -> impl Future<Output = Result<Edited, OutwardError>> + Send;

    /// Opens the game's own thread at its lobby's message, or finds the one that was opened.
    fn open_stage(
        &self,
        challenge: &Challenge,
        lobby: MessageId,
    ) -> impl Future<Output = Result<ChannelId, OutwardError>> + Send;

    /// Tells the host of a game that ended and cannot say so in its channel.
    fn tell_host(&self, challenge: &Challenge) -> impl Future<Output = Result<(), OutwardError>> + Send;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::challenge::{MOST_ATTEMPTS, ROUNDS};

    /// Discord's limit, in characters.
    const LONGEST: usize = 25;

    #[test]
    fn the_longest_nonce_of_each_slot_fits() {
        let (number, attempt) = (*ROUNDS.end(), MOST_ATTEMPTS);
        let slots = [Slot::Lobby, Slot::Curtain { number }, Slot::Question { number, attempt }, Slot::Podium];
        let nonces = slots.map(|slot| {
            let staged = Staged {
                challenge: ChallengeId(9_999_999_999_999),
                guild: GuildId(1),
                channel: ChannelId(2),
                slot,
                scene: Scene::Gone,
                since: Timestamp::UNIX_EPOCH,
            };
            staged.nonce()
        });
        assert_eq!(
            nonces,
            [
                "game-9999999999999-lobby",
                "game-9999999999999-c20",
                "game-9999999999999-q20-3",
                "game-9999999999999-end",
            ]
        );
        assert!(nonces.iter().all(|nonce| nonce.chars().count() <= LONGEST), "{nonces:?}");
    }
}
