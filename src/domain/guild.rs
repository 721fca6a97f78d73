//! What a study group has set up.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::calendar::{Due, Schedule};
use super::ids::{ChannelId, GuildId, MemberId, RoleId};

/// What a manager chose in `/setup`.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Where the daily is posted.
    pub channel: ChannelId,
    /// When.
    pub schedule: Schedule,
    /// The one role that the daily mentions.
    pub mention: Option<RoleId>,
    /// Whether each daily gets a thread to talk it over.
    pub discussion: bool,
}

/// A guild that was set up.
#[derive(Clone, Debug, PartialEq)]
pub struct Guild {
    /// Its id.
    pub id: GuildId,
    /// What was chosen.
    pub settings: Settings,
    /// Who chose it: told when dailies cannot be posted.
    pub manager: MemberId,
    /// The next daily; none while paused.
    pub next: Option<Due>,
    /// Why the dailies are paused, if they are.
    pub paused: Option<(Timestamp, PauseReason)>,
}

/// Why a guild's dailies are paused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum PauseReason {
    /// A manager paused them.
    ByManager,
    /// Permissions are missing in the channel: their names as Discord shows them.
    MissingPermissions {
        /// Such as `Send Messages`.
        permissions: Vec<String>,
    },
    /// The channel is gone.
    ChannelGone,
    /// Discord refuses the post for another reason.
    Refused {
        /// Discord's own words.
        said: String,
    },
}
