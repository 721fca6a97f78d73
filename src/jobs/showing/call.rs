//! One call to the stage, and what came of it.

use std::sync::Arc;

use jiff::SignedDuration;
use tracing::warn;

use crate::actions::Services;
use crate::domain::challenge::{Challenge, Event, Scene, Slot};
use crate::domain::ids::{ChannelId, MessageId};
use crate::games::{Game, Untold};
use crate::jobs::outward::found_if_readable;
use crate::jobs::{Edited, OutwardError, Stage, Staged};

/// The pause before a game is told once more what the store could not keep.
const TELL_AGAIN: SignedDuration = SignedDuration::from_millis(500);

/// How often it is told.
const TELLS: u32 = 20;

/// What came of a call.
#[derive(Debug)]
pub(super) enum Came {
    /// The game's own thread, or why there is none.
    Thread(Result<ChannelId, OutwardError>),
    /// A message stands, or not.
    Found(Slot, Result<Option<MessageId>, OutwardError>),
    /// A message was posted, or was found to stand. It shows the scene only where it was posted.
    Posted(Slot, Result<(MessageId, Option<Scene>), OutwardError>),
    /// A message was changed.
    Changed(Slot, Scene, Result<Edited, OutwardError>),
    /// The host was told, or cannot be.
    HostTold,
}

pub(super) async fn open_thread<S: Stage>(
    stage: Arc<S>,
    challenge: Arc<Challenge>,
    lobby: MessageId,
) -> Came {
    Came::Thread(stage.open_stage(&challenge, lobby).await)
}

pub(super) async fn find<S: Stage>(stage: Arc<S>, staged: Staged) -> Came {
    Came::Found(staged.slot, found_if_readable(stage.find_scene(&staged).await))
}

/// Posts a scene, unless its message stands already. The game knows of the message before this returns: its
/// time runs from then on.
pub(super) async fn post<S: Stage>(
    stage: Arc<S>,
    staged: Staged,
    first_look: bool,
    game: Game,
    services: Services,
) -> Came {
    let slot = staged.slot;
    let standing = if first_look { found_if_readable(stage.find_scene(&staged).await) } else { Ok(None) };
    let posted = match standing {
        Ok(Some(message)) => Ok((message, None)),
        Ok(None) => stage.post_scene(&staged).await.map(|message| (message, Some(staged.scene))),
        Err(error) => Err(error),
    };
    if let Ok((message, _)) = &posted {
        tell(&game, Event::Shown { slot, message: *message }, &services).await;
    }
    Came::Posted(slot, posted)
}

pub(super) async fn change<S: Stage>(stage: Arc<S>, staged: Staged, message: MessageId) -> Came {
    let changed = stage.change_scene(&staged, message).await;
    Came::Changed(staged.slot, staged.scene, changed)
}

pub(super) async fn tell_host<S: Stage>(stage: Arc<S>, challenge: Arc<Challenge>) -> Came {
    if let Err(error) = stage.tell_host(&challenge).await {
        warn!(challenge = %challenge.id(), %error, "the host of a game cannot be told of its end");
    }
    Came::HostTold
}

/// Tells the game, also through a store that fails for a moment.
pub(super) async fn tell(game: &Game, event: Event, services: &Services) {
    for _ in 0..TELLS {
        match game.tell(event.clone()).await {
            // Refused: it is known already, or the game is over.
            Ok(_) | Err(Untold::Asleep) => return,
            Err(Untold::Store(error)) => warn!(challenge = %game.id(), %error, "a game could not be told"),
        }
        let now = services.clock.now();
        services.clock.sleep_until(now.saturating_add(TELL_AGAIN).unwrap_or(now)).await;
    }
}
