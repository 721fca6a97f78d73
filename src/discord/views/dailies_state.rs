//! How a server's daily question stands: what `/setup` and `/admin status` both say of it.

use jiff::Timestamp;

use super::panel::{Panel, Tone};
use super::{paused_dailies, when};
use crate::domain::daily::Daily;
use crate::domain::guild::{Guild, PauseReason};

/// It is paused: since when, why, what makes it go on, and what that costs.
pub(super) fn paused(guild: &Guild, since: Timestamp, reason: &PauseReason) -> Panel {
    Panel::new(Tone::Warning, "The daily question is paused")
        .paragraph(format!(
            "Paused {}. {}",
            when::relative(since),
            paused_dailies::why(reason, guild.settings.channel)
        ))
        .paragraph(paused_dailies::how_to_go_on(reason))
        .paragraph(paused_dailies::NOTHING_IS_LOST)
}

/// When the next question comes. Empty where none is planned.
pub(super) fn next_question(guild: &Guild) -> String {
    guild
        .next
        .map_or_else(String::new, |next| format!("{} ({})", when::full(next.at), when::relative(next.at)))
}

/// What became of the latest question. Empty where there was none.
pub(super) fn latest(daily: Option<&Daily>, now: Timestamp) -> String {
    let Some(daily) = daily else { return String::new() };
    let state = if daily.takes_answers_at(now) { "closes" } else { "closed" };
    format!("{}, {state} {}", linked(daily), when::relative(daily.closes_at))
}

/// The day of a daily, as a link to its message where it has one.
pub(super) fn linked(daily: &Daily) -> String {
    let day = when::day(daily.day);
    match daily.message {
        Some(message) => {
            format!("[{day}](https://discord.com/channels/{}/{}/{message})", daily.guild, daily.channel)
        }
        None => day,
    }
}
