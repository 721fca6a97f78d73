//! Who answered most days, and who did best in games.

use super::View;
use super::count::{counted, days};
use super::panel::{Panel, Tone};
use super::places::place;
use crate::domain::ids::MemberId;
use crate::domain::standings::{ChallengeScore, Leaderboard, Period, Placed, Ranked, Standings};

/// How many rows a board shows, apart from the asking member's own.
const SHOWN: usize = 10;

/// The board of a period, with the rows of the member who asks.
#[must_use]
pub fn board(board: &Leaderboard, period: Period, asking: MemberId) -> View {
    let title = match period {
        Period::ThisWeek => "Leaderboard · this week",
        Period::AllTime => "Leaderboard · all time",
    };
    let you = if board.hidden { " ← you, hidden from others" } else { " ← you" };
    let you = |member: MemberId| if member == asking { you } else { "" };
    let days = lines(&board.days, asking, |ranked| line(ranked, you(ranked.row.member)));
    let games = lines(&board.games, asking, |ranked| game_line(ranked, you(ranked.row.member)));
    let mut panel = Panel::new(Tone::Calm, title).paragraph(days.join("\n"));
    if let Some(way) = way_in(board, period, asking) {
        panel = panel.paragraph(way);
    }
    let panel = panel.list("Challenges", &games);
    let footer = match (board.days.all().is_empty(), board.games.all().is_empty()) {
        (true, true) => return panel.into_view(),
        (_, true) => "Days answered count first, then right answers: others' once the question has closed.",
        (true, false) => "In challenges, right answers count first, then games won.",
        (false, false) => {
            "Days answered count first, then right answers: others' once the question has closed. In challenges: \
             right answers, then games won."
        }
    };
    panel.footer(footer).into_view()
}

/// How a member gets onto the board of days. `None`: they are on it.
fn way_in(board: &Leaderboard, period: Period, asking: MemberId) -> Option<String> {
    if board.days.own(asking).is_some() {
        return None;
    }
    // Members who are hidden may have answered: nothing is said of them.
    let nobody = board.days.all().is_empty().then_some(match period {
        Period::ThisWeek => "Nobody is on this week's board yet.",
        Period::AllTime => "Nobody is on this board yet.",
    });
    let how = match (board.hidden, nobody) {
        (true, _) => "You're hidden from others: only you will see your row. `/privacy` changes that.",
        (false, Some(_)) => "`/daily` puts you first.",
        (false, None) => "You're not on it yet: `/daily` gets you in.",
    };
    Some(nobody.into_iter().chain([how]).collect::<Vec<_>>().join(" "))
}

/// The best, and the asking member's own row where it is not among them.
fn lines<R: Placed>(
    standings: &Standings<R>,
    asking: MemberId,
    line: impl Fn(&Ranked<R>) -> String,
) -> Vec<String> {
    let excerpt = standings.top(SHOWN, asking);
    let mut lines: Vec<String> = excerpt.top.iter().map(&line).collect();
    if let Some(own) = excerpt.own {
        lines.extend(["…".to_owned(), line(&own)]);
    }
    lines
}

fn game_line(ranked: &Ranked<ChallengeScore>, you: &str) -> String {
    let (row, place) = (&ranked.row, place(ranked.rank));
    let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let games = counted(number(row.games), "game", "games");
    format!("{place} <@{}> {} of {} right in {games}, {} won{you}", row.member, row.right, row.asked, row.won)
}

fn line(ranked: &Ranked, you: &str) -> String {
    let row = &ranked.row;
    let place = place(ranked.rank);
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

    fn standings(scores: &[(u64, u64)]) -> Leaderboard {
        let rows = scores.iter().zip(1..);
        let days = rows.map(|(&(score, right), member)| Row { member: MemberId(member), score, right });
        Leaderboard { days: Standings::of(days), games: Standings::of([]), hidden: false }
    }

    #[test]
    fn games_have_a_column_of_their_own() {
        let score = |member, right, won| ChallengeScore {
            member: MemberId(member),
            games: 1 + won,
            won,
            right,
            asked: 14,
            points: 0,
        };
        let games = Standings::of((3..=14).map(|member| score(member, member, 0)).chain([score(1, 12, 1)]));
        let board_of = |days| {
            board(&Leaderboard { days, games: games.clone(), hidden: false }, Period::AllTime, MemberId(3))
        };
        let shown = plain(&board_of(standings(&[(5, 4)]).days));
        assert!(shown.contains("Challenges"), "{shown}");
        assert!(shown.contains("🥉 3. <@1> 12 of 14 right in 2 games, 1 won\n"), "{shown}");
        assert!(shown.contains("13. <@3> 3 of 14 right in 1 game, 0 won ← you"), "{shown}");
        let shown = plain(&board_of(Standings::of([])));
        assert!(shown.contains("Nobody is on this board yet. `/daily` puts you first."), "{shown}");
    }

    #[test]
    fn who_is_hidden_sees_their_own_rows_and_hears_that_nobody_else_does() {
        let games = Standings::of([ChallengeScore {
            member: MemberId(2),
            games: 1,
            won: 1,
            right: 3,
            asked: 3,
            points: 3,
        }]);
        let hidden = |scores| Leaderboard { hidden: true, ..standings(scores) };
        let shown =
            |board_of: &Leaderboard, asking| plain(&board(board_of, Period::ThisWeek, MemberId(asking)));
        assert_snapshot!(shown(&Leaderboard { games, ..hidden(&[(5, 4), (4, 1)]) }, 2), @"
        # Leaderboard · this week
        🥇 1. <@1> 5 days, 4 right answers
        🥈 2. <@2> 4 days, 1 right answer ← you, hidden from others
        ## Challenges
        🥇 1. <@2> 3 of 3 right in 1 game, 1 won ← you, hidden from others
        -- Days answered count first, then right answers: others' once the question has closed. In challenges: right answers, then games won.
        ");
        assert_snapshot!(shown(&hidden(&[(5, 4)]), 2), @"
        # Leaderboard · this week
        🥇 1. <@1> 5 days, 4 right answers

        You're hidden from others: only you will see your row. `/privacy` changes that.
        -- Days answered count first, then right answers: others' once the question has closed.
        ");
        assert_snapshot!(shown(&hidden(&[]), 2), @"
        # Leaderboard · this week
        Nobody is on this week's board yet. You're hidden from others: only you will see your row. `/privacy` changes that.
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
        -- Days answered count first, then right answers: others' once the question has closed.
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
        Nobody is on this week's board yet. `/daily` puts you first.
        ");
    }
}
