//! Direct messages that follow from what a member did, once that has been answered.

use tracing::warn;

use super::{Bot, ToDiscord, views};
use crate::domain::ids::{GuildId, MemberId};

/// Tells who set up a server's daily that a question was reported there. It is tried once: the report stands in
/// `/admin reports` whether or not they hear of it.
pub(super) async fn tell_of_report(bot: &Bot, guild: GuildId, manager: MemberId) {
    let out = ToDiscord::new(bot.rest.clone(), bot.me, bot.services.clone());
    let view = views::manager::reported(guild, out.name_of(guild).await.as_deref());
    if let Err(error) = out.tell_once(manager, &view, &format!("reported-{:x}", guild.0)).await {
        warn!(%guild, %error, "who set up the daily was not told of a report");
    }
}
