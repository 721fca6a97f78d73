//! Who answered most days, and who did best in games.

use super::View;
use super::count::{counted, days, listed};
use super::panel::{Panel, Tone};
use super::places::place;
use super::when;
use crate::domain::ids::MemberId;
use crate::domain::standings::{
    ChallengeScore, LastWeek, Leaderboard, Period, Placed, Ranked, Standings, WayIn,
};

/// How many rows a board shows, apart from the asking member's own.
const SHOWN: usize = 10;

/// How many of those who were first in the week before are named; of more it is told how many they are.
const NAMED: usize = 3;

/// The board of a period, with the rows of the member who asks.
#[must_use]
pub fn board(board: &Leaderboard, period: Period, asking: MemberId) -> View {
    let title = match period {
        Period::ThisWeek => "Leaderboard · this week",
        Period::LastWeek => "Leaderboard · last week",
        Period::AllTime => "Leaderboard · all time",
    };
    let you = if board.hidden { " ← you, hidden from others" } else { " ← you" };
    let you = |member: MemberId| if member == asking { you } else { "" };
    let days = lines(&board.days, asking, |ranked| line(ranked, you(ranked.row.member)));
    let games = lines(&board.games, asking, |ranked| game_line(ranked, you(ranked.row.member)));
    let mut panel = Panel::new(Tone::Calm, title).paragraph(days.join("\n"));
    let below = [way_in(board, period, asking), board.last_week.as_ref().map(last_week)];
    for paragraph in below.into_iter().flatten() {
        panel = panel.paragraph(paragraph);
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
        Period::LastWeek => "Nobody is on last week's board.",
        Period::AllTime => "Nobody is on this board yet.",
    });
    let how = if board.hidden {
        Some("You're hidden from others: only you will see your row. `/privacy` changes that.".to_owned())
    } else {
        how(board.way_in, period, nobody.is_some())
    };
    let said: Vec<String> = nobody.map(str::to_owned).into_iter().chain(how).collect();
    (!said.is_empty()).then(|| said.join(" "))
}

fn how(way_in: WayIn, period: Period, first: bool) -> Option<String> {
    Some(match way_in {
        WayIn::Daily if first => "`/daily` puts you first.".to_owned(),
        WayIn::Daily => "You're not on it yet: `/daily` gets you in.".to_owned(),
        WayIn::Begins(at) if period == Period::ThisWeek => {
            format!("This week begins with the next question, {}.", when::relative(at))
        }
        WayIn::Begins(at) | WayIn::Next(Some(at)) => {
            format!("The next question comes {}.", when::relative(at))
        }
        WayIn::Next(None) => "No question is planned at the moment.".to_owned(),
        WayIn::Over => return None,
    })
}

/// `Last week: 🥇 @raj, 7 days.`
fn last_week(last: &LastWeek) -> String {
    let lead = if last.running { "Last week so far" } else { "Last week" };
    let answered = last.first.first().map_or(0, |row| row.score);
    let answered = days(i64::try_from(answered).unwrap_or(i64::MAX));
    if last.first.len() > NAMED {
        return format!("{lead}: 🥇 {} members, {answered} each.", last.first.len());
    }
    let named: Vec<String> = last.first.iter().map(|row| format!("<@{}>", row.member)).collect();
    let each = if named.len() > 1 { " each" } else { "" };
    format!("{lead}: 🥇 {}, {answered}{each}.", listed(&named))
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
        Leaderboard {
            days: Standings::of(days),
            games: Standings::of([]),
            hidden: false,
            way_in: WayIn::Daily,
            last_week: None,
        }
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
        let board_of =
            |days| board(&Leaderboard { games: games.clone(), ..days }, Period::AllTime, MemberId(3));
        let shown = plain(&board_of(standings(&[(5, 4)])));
        assert!(shown.contains("Challenges"), "{shown}");
        assert!(shown.contains("🥉 3. <@1> 12 of 14 right in 2 games, 1 won\n"), "{shown}");
        assert!(shown.contains("13. <@3> 3 of 14 right in 1 game, 0 won ← you"), "{shown}");
        let shown = plain(&board_of(standings(&[])));
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

    #[test]
    fn nobody_is_promised_a_place_that_no_open_question_gives() {
        let next = "2026-03-09T08:00:00Z".parse().unwrap();
        let shown = |way_in, period, scores: &[(u64, u64)]| {
            let shown = board(&Leaderboard { way_in, ..standings(scores) }, period, MemberId(9));
            plain(&shown).lines().find(|line| line.contains('.') && !line.contains("<@")).unwrap().to_owned()
        };
        assert_eq!(
            shown(WayIn::Begins(next), Period::ThisWeek, &[]),
            "Nobody is on this week's board yet. This week begins with the next question, <t:1773043200:R>."
        );
        assert_eq!(
            shown(WayIn::Next(Some(next)), Period::ThisWeek, &[(1, 1)]),
            "The next question comes <t:1773043200:R>."
        );
        assert_eq!(
            shown(WayIn::Next(None), Period::AllTime, &[]),
            "Nobody is on this board yet. No question is planned at the moment."
        );
        assert_eq!(shown(WayIn::Over, Period::LastWeek, &[]), "Nobody is on last week's board.");
    }

    #[test]
    fn on_a_monday_the_week_that_is_over_names_who_was_first() {
        let row = |member| Row { member: MemberId(member), score: 7, right: 5 };
        let last = |members: &[u64], running| {
            last_week(&LastWeek { first: members.iter().copied().map(row).collect(), running })
        };
        assert_eq!(last(&[2], false), "Last week: 🥇 <@2>, 7 days.");
        assert_eq!(last(&[2, 3], true), "Last week so far: 🥇 <@2> and <@3>, 7 days each.");
        assert_eq!(last(&[1, 2, 3, 4], false), "Last week: 🥇 4 members, 7 days each.");
        let with =
            Leaderboard { last_week: LastWeek::of(&standings(&[(7, 5)]).days, false), ..standings(&[]) };
        let shown = plain(&board(&with, Period::ThisWeek, MemberId(9)));
        assert!(shown.contains("`/daily` puts you first.\n\nLast week: 🥇 <@1>, 7 days."), "{shown}");
    }
}
