//! Who answered most days.

use super::View;
use super::count::{counted, days};
use super::panel::{Panel, Tone};
use crate::domain::ids::MemberId;
use crate::domain::standings::{Period, Ranked, Standings};

/// How many rows a board shows, apart from the asking member's own.
const SHOWN: usize = 10;

/// The medals of the first three ranks.
const MEDALS: [&str; 3] = ["🥇", "🥈", "🥉"];

/// The board of a period, with the row of the member who asks.
#[must_use]
pub fn board(standings: &Standings, period: Period, asking: MemberId) -> View {
    let title = match period {
        Period::ThisWeek => "Leaderboard · this week",
        Period::AllTime => "Leaderboard · all time",
    };
    let excerpt = standings.top(SHOWN, asking);
    if excerpt.top.is_empty() {
        return Panel::new(Tone::Calm, title)
            .paragraph(match period {
                Period::ThisWeek => "Nobody has answered this week yet. `/daily` puts you first.",
                Period::AllTime => "Nobody has answered a question here yet. `/daily` puts you first.",
            })
            .into_view();
    }
    let mut lines: Vec<String> = excerpt.top.iter().map(|ranked| line(ranked, asking)).collect();
    match excerpt.own {
        Some(own) => lines.extend(["…".to_owned(), line(&own, asking)]),
        None if standings.own(asking).is_none() => {
            lines.push("\nYou're not on it yet: `/daily` gets you in.".to_owned());
        }
        None => {}
    }
    Panel::new(Tone::Calm, title)
        .paragraph(lines.join("\n"))
        .footer("Days answered count first, then right answers.")
        .into_view()
}

fn line(ranked: &Ranked, asking: MemberId) -> String {
    let row = &ranked.row;
    let place = match ranked.rank.checked_sub(1).and_then(|above| MEDALS.get(above)) {
        Some(medal) => format!("{medal} {}.", ranked.rank),
        None => format!("{}.", ranked.rank),
    };
    let you = if row.member == asking { " ← you" } else { "" };
    let answered = i64::try_from(row.score).unwrap_or(i64::MAX);
    let right = i64::try_from(row.right).unwrap_or(i64::MAX);
    format!("{place} <@{}> {}, {}{you}", row.member, days(answered), counted(right, "right answer", "right answers"))
}
