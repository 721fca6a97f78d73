//! The history of a server or a member, for people to read.

use jiff::Timestamp;

use crate::history::{Entry, Event, Who};
use crate::model::Breach;
use crate::reading::Post;
use crate::table::Sheet;

/// The entries that concern a breach, and all that the dailies and games of its server show at last, in order.
pub(super) fn lines(
    entries: &[Entry],
    posts: &[Post],
    tables: &[Vec<Sheet>],
    breach: &Breach,
) -> Vec<String> {
    let mut own = Vec::new();
    let concerns = |who: &Who| breach.who.is_none() || breach.who == Some(*who) || *who == Who::Manager;
    let mut lines: Vec<(Timestamp, String)> = Vec::new();
    for entry in entries {
        let shown = match &entry.event {
            Event::Asked { number, guild, who, .. } => {
                let shown = *guild == breach.guild && concerns(who);
                own.extend(shown.then_some(*number));
                shown
            }
            Event::Countdown { number, .. }
            | Event::Received { number, .. }
            | Event::Ended { number, .. } => own.contains(number),
            _ => true,
        };
        if shown {
            lines.push((entry.at, entry.to_string()));
        }
    }
    lines.extend(posts.iter().map(|post| (post.sent, format!("{:>13}{post:?}", "POST  "))));
    for (table, sheets) in tables.iter().enumerate() {
        let shown = |sheet: &Sheet| (sheet.sent, format!("{:>13}{table}: {sheet:?}", "TABLE "));
        lines.extend(sheets.iter().map(shown));
    }
    lines.sort_by_key(|(at, _)| *at);
    lines.into_iter().map(|(_, line)| line).collect()
}
