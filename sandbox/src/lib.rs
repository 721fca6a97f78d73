//! A local Discord: REST, gateway and people, for testing bots without an account.
//!
//! It behaves as Discord documents it, for the part of the API that bots use, and any bot in any library can connect to
//! it. For tests in Rust it is a library with people in it:
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use sandbox::{Discord, Options, Permissions};
//!
//! let discord = Discord::start(Options::default()).await?;
//! let app = discord.application("Greeter");
//! let guild = discord.guild("Study Hall").await;
//! guild.install(&app, Permissions::SEND_MESSAGES | Permissions::VIEW_CHANNEL).await;
//! // … start the bot with app.token() and discord.api_root() …
//! discord.wait_until_connected(&app).await?;
//! let (daily, mei) = (guild.channel("daily"), guild.member("mei"));
//! let reply = mei.slash(&daily, "/explain topic:fargate").await?;
//! assert!(reply.is_ephemeral());
//! # Ok(())
//! # }
//! ```
//!
//! The rooms: `rest` (routes) and `gateway` (the live connection) are what a bot sees; `people` is what a test holds;
//! `state` is what both act on; `payload` writes it as Discord does; `validate` and `permissions` are the rules;
//! `control` offers the people over HTTP to tests in other languages, `page` shows it all in a browser.

mod audit;
mod clock;
mod control;
mod core;
mod doors;
mod error;
mod faults;
mod files;
mod gateway;
#[cfg(feature = "openapi")]
pub mod openapi;
mod options;
mod page;
mod payload;
mod people;
mod permissions;
mod rest;
mod server;
mod snowflake;
mod state;
mod traffic;
mod validate;

pub use audit::{Audit, Problem, ProblemKind};
pub use clock::Clock;
pub use faults::{Effect, FaultOn, Faults, Hold, NothingHeld};
pub use options::Options;
pub use page::{Condition, Guide, Offer, Page, Step};
pub use people::{
    ActError, Application, AsMessage, Button, Channel, Choice, Conversation, Discord, Form, Guild, Member,
    Message, Modal, Overwritable, Refused, Reply, ReplyKind, Role, Select, StartError,
};
pub use snowflake::{DISCORD_EPOCH_MS, Snowflake};
pub use traffic::{Entry, Exchange, Frame, Traffic};
/// What roles and overwrites allow, as bits.
pub use twilight_model::guild::Permissions;
pub use validate::objection;

/// The README's examples, compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
