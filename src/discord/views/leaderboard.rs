//! Who answered most days.

use super::View;
use super::count::{counted, days, grouped};
use super::panel::{Panel, Tone};
use super::places::place;
use crate::actions::leaderboard::Board;
use crate::domain::ids::MemberId;
use crate::domain::standings::{ChallengeScore, Period, Ranked, Standings};

/// How many rows a board shows, apart from the asking member's own.
const SHOWN: usize = 10;

/// The board of a period, with the row of the member who asks.
#[must_use]
pub fn board(board: &Board, period: Period, asking: MemberId) -> View {
    let title = match period {
        Period::ThisWeek => "Leaderboard · this week",
        Period::AllTime => "Leaderboard · all time",
    };
    let panel = Panel::new(Tone::Calm, title);
    let panel = match days_answered(&board.days, asking) {
        None => panel.paragraph(match period {
            Period::ThisWeek => "Nobody has answered this week yet. `/daily` puts you first.",
            Period::AllTime => "Nobody has answered a question here yet. `/daily` puts you first.",
        }),
        Some(lines) => {
            panel.paragraph(lines.join("\n")).footer("Days answered count first, then right answers.")
        }
    };
    panel.list("Challenges", &challenges(&board.challenges, asking)).into_view()
}

/// The best, then the asking member's own row. `None`: nobody has answered.
fn days_answered(standings: &Standings, asking: MemberId) -> Option<Vec<String>> {
    let excerpt = standings.top(SHOWN, asking);
    if excerpt.top.is_empty() {
        return None;
    }
    let mut lines: Vec<String> = excerpt.top.iter().map(|ranked| line(ranked, asking)).collect();
    match excerpt.own {
        Some(own) => lines.extend(["…".to_owned(), line(&own, asking)]),
        None if standings.own(asking).is_none() => {
            lines.push("\nYou're not on it yet: `/daily` gets you in.".to_owned());
        }
        None => {}
    }
    Some(lines)
}

/// What games made of the best, and of the member who asks.
fn challenges(scores: &[ChallengeScore], asking: MemberId) -> Vec<String> {
    let rank = |score: &ChallengeScore| scores.iter().filter(|other| other.points > score.points).count() + 1;
    let line = |score: &ChallengeScore| {
        let you = if score.member == asking { " ← you" } else { "" };
        let games = counted(i64::try_from(score.games).unwrap_or(i64::MAX), "game", "games");
        let won = if score.won > 0 { format!(", {} won", score.won) } else { String::new() };
        let points = if score.points == 1 { "point" } else { "points" };
        let place = place(rank(score));
        format!("{place} <@{}> {} {points}, {games}{won}{you}", score.member, grouped(score.points))
    };
    let mut lines: Vec<String> = scores.iter().take(SHOWN).map(line).collect();
    if let Some(own) = scores.iter().skip(SHOWN).find(|score| score.member == asking) {
        lines.extend(["…".to_owned(), line(own)]);
    }
    lines
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

    fn standings(scores: &[(u64, u64)]) -> Board {
        let rows = scores.iter().zip(1..);
        let rows = rows.map(|(&(score, right), member)| Row { member: MemberId(member), score, right });
        Board { days: Standings::of(rows), challenges: Vec::new() }
    }

    #[test]
    fn challenges_have_a_column_of_their_own() {
        let score = |member, points, won| ChallengeScore {
            member: MemberId(member),
            games: 3,
            won,
            right: 9,
            asked: 21,
            points,
        };
        let challenges = vec![score(2, 8_200, 2), score(1, 7_900, 0), score(3, 7_900, 1)];
        let board_of = Board { challenges, ..standings(&[(5, 4)]) };
        assert_snapshot!(plain(&board(&board_of, Period::ThisWeek, MemberId(1))), @"
        # Leaderboard · this week
        🥇 1. <@1> 5 days, 4 right answers ← you
        ## Challenges
        🥇 1. <@2> 8,200 points, 3 games, 2 won
        🥈 2. <@1> 7,900 points, 3 games ← you
        🥈 2. <@3> 7,900 points, 3 games, 1 won
        -- Days answered count first, then right answers.
        ");
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
