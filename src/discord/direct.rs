//! Direct messages that follow from what a member did, once that has been answered.

use serde_json::json;
use serenity::all::{ChannelId, Route};
use tracing::warn;

use super::outward::{message, name_of};
use super::rest::{Call, Identified, Rest, RestError};
use super::views::{self, View};
use crate::domain::ids::{GuildId, MemberId};

/// Tells who set up a server's daily that a question was reported there. It is tried once: the report stands in
/// `/admin reports` whether or not they hear of it.
pub(super) async fn tell_of_report(rest: &Rest, guild: GuildId, manager: MemberId) {
    let rest = rest.clone().for_what_can_wait();
    let view = views::manager::reported(guild, name_of(&rest, guild).await.as_deref());
    if let Err(error) = send(&rest, manager, &view).await {
        warn!(%guild, %error, "who set up the daily was not told of a report");
    }
}

async fn send(rest: &Rest, to: MemberId, view: &View) -> Result<(), RestError> {
    let open = json!({ "recipient_id": to.to_string() });
    let direct: Identified = rest.fetch(Call::post(Route::UserMeDmChannels, &open)).await?;
    let route = Route::ChannelMessages { channel_id: ChannelId::new(direct.id.get()) };
    rest.tell(Call::post(route, &message(view))).await
}
