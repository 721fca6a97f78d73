//! What whoever set up the daily question is told, by direct message.

use super::panel::{Panel, Tone};
use super::{View, paused_dailies};
use crate::domain::guild::Guild;

/// The daily questions had to be paused: why, and how they go on.
#[must_use]
pub fn paused(guild: &Guild) -> View {
    let channel = guild.settings.channel;
    let panel = Panel::new(Tone::Warning, "The daily questions on your server are paused").paragraph(format!(
        "You set them up in <#{channel}>, so you're the one I'm telling."
    ));
    match &guild.paused {
        Some((_, reason)) => panel
            .paragraph(paused_dailies::why(reason, channel))
            .paragraph(paused_dailies::how_to_go_on(reason)),
        None => panel.paragraph("`/setup` on the server shows how they stand."),
    }
    .paragraph(paused_dailies::NOTHING_IS_LOST)
    .into_view()
}
