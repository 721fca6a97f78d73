//! What the host of a game is told in a direct message, where the channel cannot be reached.

use super::ended;
use crate::discord::views::View;
use crate::discord::views::server::server;
use crate::domain::challenge::Challenge;

/// A game ended and could not say so where it was played: on a server of this `name`, where Discord tells it.
#[must_use]
pub fn ended(challenge: &Challenge, name: Option<&str>) -> View {
    let why = challenge.ended().and_then(|(_, reason)| ended::why(reason)).unwrap_or_default();
    let kept = if challenge.closed_rounds().next().is_some() {
        " The points so far are kept: `/leaderboard` counts them."
    } else {
        ""
    };
    let server = server(challenge.guild(), name);
    View::text(format!("Your challenge on {server} in <#{}> is over. {why}{kept}", challenge.place()))
}
