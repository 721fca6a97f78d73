//! Who answered most days.

use super::View;
use super::count::{counted, days};
use super::panel::{Panel, Tone};
use super::places::place;
use crate::domain::ids::MemberId;
use crate::domain::standings::{Period, Ranked, Standings};

/// How many rows a board shows, apart from the asking member's own.
const SHOWN: usize = 10;

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
    let place = place(ranked.rank);
    let you = if row.member == asking { " ← you" } else { "" };
    let answered = i64::try_from(row.score).unwrap_or(i64::MAX);
    let right = i64::try_from(row.right).unwrap_or(i64::MAX);
    format!(
        "{place} <@{}> {}, {}{you}",
        row.member,
        days(answered),
        counted(right, "right answer", "right answers")
    )
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::discord::views::plain::plain;
    use crate::domain::standings::Row;

    fn standings(scores: &[(u64, u64)]) -> Standings {
        let rows = scores.iter().zip(1..);
        Standings::of(rows.map(|(&(score, right), member)| Row { member: MemberId(member), score, right }))
    }

    #[test]
    fn ties_share_a_rank_and_the_own_row_is_marked() {
        let standings = standings(&[(5, 4), (4, 1), (4, 1), (1, 0)]);
        assert_snapshot!(plain(&board(&standings, Period::ThisWeek, MemberId(3))), @"
        # Leaderboard · this week
        🥇 1. <@1> 5 days, 4 right answers
        🥈 2. <@2> 4 days, 1 right answer
        🥈 2. <@3> 4 days, 1 right answer ← you
        4. <@4> 1 day, 0 right answers
        -- Days answered count first, then right answers.
        ");
    }

    #[test]
    fn who_is_far_down_still_sees_their_own_row() {
        let scores: Vec<(u64, u64)> = (1..=12).map(|score| (score, 0)).collect();
        let shown = plain(&board(&standings(&scores), Period::AllTime, MemberId(1)));
        assert!(shown.contains("…\n12. <@1> 1 day, 0 right answers ← you"), "{shown}");
    }

    #[test]
    fn who_is_not_on_it_hears_how_to_get_there() {
        let shown = plain(&board(&standings(&[(1, 1)]), Period::AllTime, MemberId(9)));
        assert!(shown.contains("You're not on it yet"), "{shown}");
        assert_snapshot!(plain(&board(&standings(&[]), Period::ThisWeek, MemberId(9))), @"
        # Leaderboard · this week
        Nobody has answered this week yet. `/daily` puts you first.
        ");
    }
}
