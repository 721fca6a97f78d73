//! What a test holds: a local Discord with guilds, channels and people in it.

mod act;
mod application;
mod channel;
mod choose;
mod command_line;
mod components;
mod discord;
mod error;
mod forge;
mod guild;
mod member;
mod message;
mod modal;
mod offered;
mod option_value;
mod perform;
mod render;
mod reply;

pub use application::Application;
pub use channel::Channel;
pub use command_line::{Choice, Form};
pub use discord::{Discord, StartError};
pub use error::{ActError, Conversation, Refused};
pub use guild::{Guild, Overwritable, Role};
pub use member::Member;
pub use message::{AsMessage, Button, Message, Select};
pub(crate) use modal::Entry;
pub use modal::Modal;
pub(crate) use offered::offered;
pub use reply::{Reply, ReplyKind};
