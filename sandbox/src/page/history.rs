//! The messages of a channel as a member sees them, a page at a time.

use std::ops::Bound;

use serde_json::{Value, json};
use twilight_model::guild::Permissions;

use crate::payload;
use crate::snowflake::Snowflake;
use crate::state::{Message, State};

/// Messages in a page.
const PAGE: usize = 50;

/// Which page of a channel is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The newest messages.
    Newest,
    /// Those before this one.
    Before(Snowflake),
    /// Those after this one.
    After(Snowflake),
    /// Those around this one.
    Around(Snowflake),
}

/// A page of a channel's messages, oldest first, and whether there are more on either side.
pub(super) fn page(state: &State, viewer: Snowflake, channel: Snowflake, part: Part) -> Value {
    let empty = json!({ "messages": [], "older": false, "newer": false });
    if !state.permissions_in(viewer, channel).contains(Permissions::VIEW_CHANNEL) {
        return empty;
    }
    let Some(all) = state.messages.get(&channel) else { return empty };
    let up_to = |bound| all.range((Bound::Unbounded, bound)).rev().map(|(_, it)| it);
    let from = |bound| all.range((bound, Bound::Unbounded)).map(|(_, it)| it);
    let seen = |message: &&Message| message.seen_by(viewer);
    let older = |bound, count| {
        let mut found: Vec<&Message> = up_to(bound).filter(seen).take(count).collect();
        found.reverse();
        found
    };
    let newer = |bound, count| from(bound).filter(seen).take(count).collect::<Vec<_>>();
    let found = match part {
        Part::Newest => older(Bound::Unbounded, PAGE),
        Part::Before(id) => older(Bound::Excluded(id), PAGE),
        Part::After(id) => newer(Bound::Excluded(id), PAGE),
        Part::Around(id) => {
            [older(Bound::Excluded(id), PAGE / 2), newer(Bound::Included(id), PAGE / 2)].concat()
        }
    };
    let (Some(first), Some(last)) = (found.first(), found.last()) else {
        // Nothing on the side that was asked for; whatever there is lies on the other.
        return empty;
    };
    json!({
        "messages": found.iter().map(|it| message(state, it, viewer)).collect::<Vec<_>>(),
        "older": up_to(Bound::Excluded(first.id)).any(|it| seen(&it)),
        "newer": from(Bound::Excluded(last.id)).any(|it| seen(&it)),
    })
}

/// A message as Discord writes it, with the member's own reactions marked.
pub(super) fn message(state: &State, message: &Message, viewer: Snowflake) -> Value {
    let app = message.webhook.unwrap_or(message.author);
    let mut body = payload::full_message(state, message, app);
    if let Some(reactions) = body["reactions"].as_array_mut() {
        for (shown, known) in reactions.iter_mut().zip(&message.reactions) {
            shown["me"] = json!(known.users.contains(&viewer));
        }
    }
    body
}
