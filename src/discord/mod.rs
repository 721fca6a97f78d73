//! The only room which knows serenity and poise.

mod acts;
mod client;
mod comings;
mod commands;
mod direct;
mod events;
pub mod form;
mod forms;
mod greetings;
mod handling;
pub mod limits;
mod outward;
mod permissions;
mod posting;
pub mod press;
mod presses;
mod private;
mod rates;
mod reply;
mod rest;
mod stage;
pub mod views;

pub use client::{ConnectError, Connection, Door, connect, invite_address, knock};
pub use comings::Comings;
pub use greetings::Greetings;
pub use permissions::{Access, NEEDED as NEEDED_PERMISSIONS, access};
pub use posting::ToDiscord;
pub use rest::{Rest, RestError};

use std::sync::Arc;

use tokio::sync::{Notify, RwLock};

use crate::actions::Services;
use crate::domain::ids::MemberId;
use crate::domain::shards::Reach;
use crate::jobs::Presence;
use crate::metrics::{GatewayMeters, InteractionMeters};

/// What every command and press handler needs. Clones share everything.
#[derive(Clone, Debug)]
pub struct Bot {
    /// The use cases' needs.
    pub services: Services,
    /// The way to Discord.
    pub rest: Rest,
    /// The bot's own user.
    pub me: MemberId,
    /// Which of the bot's servers this process knows.
    pub reach: Reach,
    /// Whether interactions arrive.
    pub presence: Presence,
    /// Has all shards looked at when one of them came onto the gateway.
    pub shard_joined: Arc<Notify>,
    /// Wakes the jobs when something may be due.
    pub wake: Arc<Notify>,
    /// Servers to be noted as the bot's, or as left.
    pub comings: Comings,
    /// New servers that were greeted.
    pub greetings: Greetings,
    /// Held for reading by each interaction in hand: shutting down waits for them.
    pub in_hand: Arc<RwLock<()>>,
    /// What is counted of the interactions.
    pub interactions: InteractionMeters,
    /// What is counted of the gateway's shards.
    pub gateway: GatewayMeters,
}
