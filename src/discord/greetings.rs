//! A word to each server that the bot comes into: how its daily question begins.
//!
//! Discord tells of every server anew whenever a shard identifies, and its events may run out of order. So whether a
//! server is new is told by when the bot joined it, and by what is kept of it.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use tracing::{info, warn};

use super::posting::message;
use super::{Bot, ToDiscord, views};
use crate::domain::ids::{ChannelId, GuildId};
use crate::store::StoreError;

/// Which servers were greeted. Clones share it.
#[derive(Clone, Debug)]
pub struct Greetings {
    /// What was joined before is no news: an earlier process has greeted it, or nobody did.
    since: Timestamp,
    greeted: Arc<Mutex<HashSet<GuildId>>>,
}

impl Greetings {
    /// For servers that are joined after `since`.
    #[must_use]
    pub fn since(since: Timestamp) -> Self {
        Self { since, greeted: Arc::default() }
    }

    /// Whether to greet a server that was joined at that instant: once, and only if it is news.
    fn begin(&self, guild: GuildId, joined_at: Timestamp) -> bool {
        joined_at > self.since && self.greeted.lock().unwrap_or_else(PoisonError::into_inner).insert(guild)
    }
}

/// Greets a server in its system channel, unless it was there before: one that removed the bot and took it back has read
/// this already. It is tried once; a server that lets nobody write there is left in peace.
///
/// # Errors
///
/// Whatever the store refuses.
pub(super) async fn greet(
    bot: &Bot,
    guild: GuildId,
    joined_at: Timestamp,
    system_channel: Option<ChannelId>,
) -> Result<(), StoreError> {
    let Some(channel) = system_channel else { return Ok(()) };
    if !bot.greetings.begin(guild, joined_at) || bot.services.store.knows_guild(guild).await? {
        return Ok(());
    }
    let out = ToDiscord::new(bot.rest.clone(), bot.me, bot.services.clone());
    // Whoever notes which servers there are does not wait for it.
    tokio::spawn(async move {
        let body = message(&views::setup::greeting());
        match out.post_once(channel, body, &format!("hello-{:x}", guild.0)).await {
            Ok(_) => info!(%guild, "greeted a new server"),
            Err(error) => warn!(%guild, %error, "a new server was not greeted"),
        }
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_joined_since_the_start_is_greeted_and_once() {
        let start: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
        let later: Timestamp = "2026-03-01T12:00:01Z".parse().unwrap();
        let greetings = Greetings::since(start);
        assert!(!greetings.begin(GuildId(1), start), "an earlier process knows it");
        assert!(greetings.begin(GuildId(1), later));
        assert!(!greetings.clone().begin(GuildId(1), later), "Discord tells of it again");
        assert!(greetings.begin(GuildId(2), later));
    }
}
