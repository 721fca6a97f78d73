//! What the jobs need of the world outside.

use std::future::Future;
use std::time::Duration;

use crate::domain::daily::Daily;
use crate::domain::guild::{Guild, PauseReason};
use crate::domain::ids::{ChannelId, MessageId};
use crate::store::{Closing, Unsent};

/// Why something could not be done outside.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutwardError {
    /// It will not work until a person changes something.
    #[error("refused: {0:?}")]
    Impossible(PauseReason),
    /// It may work later.
    #[error("not now: {said}")]
    Later {
        /// Not before this has passed, if the other side said so.
        after: Option<Duration>,
        /// What the other side said.
        said: String,
    },
}

/// What a look for a message comes to before it is posted. A channel whose history cannot be read is no reason not
/// to post: the nonce still guards the post.
pub(super) fn found_if_readable(
    found: Result<Option<MessageId>, OutwardError>,
) -> Result<Option<MessageId>, OutwardError> {
    match found {
        Err(OutwardError::Impossible(PauseReason::MissingPermissions { .. })) => Ok(None),
        found => found,
    }
}

/// The way to the members, as the jobs see it.
pub trait Outward: Send + Sync + 'static {
    /// Posts a daily. Posting the same daily again within minutes gives the first message (its nonce).
    fn post(&self, unsent: &Unsent) -> impl Future<Output = Result<MessageId, OutwardError>> + Send;

    /// Looks for a daily's message among those of its channel since it was planned.
    fn look_for(
        &self,
        unsent: &Unsent,
    ) -> impl Future<Output = Result<Option<MessageId>, OutwardError>> + Send;

    /// Shows the key, why, and how the group answered in the daily's message. A message that is gone
    /// needs no closing.
    fn close(&self, closing: &Closing) -> impl Future<Output = Result<(), OutwardError>> + Send;

    /// Opens the daily's thread, or finds the one that was opened.
    fn open_discussion(&self, daily: &Daily) -> impl Future<Output = Result<ChannelId, OutwardError>> + Send;

    /// Tells who set up the daily why it is paused and how to go on.
    fn tell_manager(&self, guild: &Guild) -> impl Future<Output = Result<(), OutwardError>> + Send;
}
