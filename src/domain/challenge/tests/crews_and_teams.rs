//! Team against team, all against a target.

use proptest::prelude::*;

use super::super::teams::balanced;
use super::super::*;
use super::table::{HOST, MEI, RAJ, Table, ZOE, newcomer, rules};
use crate::domain::content::Difficulty;
use crate::domain::ids::MemberId;

fn teams() -> Table {
    let mode = Mode::Teams { count: 2, sides: Sides::Chosen };
    let mut table = Table::new(Rules { mode, ..rules() });
    for (member, team) in [(HOST, 0), (MEI, 1), (RAJ, 1)] {
        table.apply(Event::Joined { newcomer: newcomer(member), team: Some(Team(team)) }).unwrap();
    }
    table.begin();
    table
}

fn scores(table: &Table) -> Vec<(u8, usize, u64)> {
    let podium = table.game.reveal(u8::try_from(table.game.rounds().len()).unwrap()).unwrap();
    podium.teams.iter().map(|standing| (standing.team.0, standing.rank, standing.score.hundredths)).collect()
}

#[test]
fn a_teams_round_is_the_average_of_its_members() {
    let mut table = teams();
    table.ask();
    table.answer(HOST, true, 10_000).unwrap();
    table.answer(MEI, true, 2_000).unwrap();
    table.answer(RAJ, false, 2_000).unwrap();
    assert_eq!(scores(&table), [(0, 1, 75_000), (1, 2, 47_500)]);
}

#[test]
fn who_joins_or_leaves_a_team_changes_nothing_that_was() {
    let mut table = teams();
    table.ask();
    for member in [HOST, MEI, RAJ] {
        table.answer(member, true, 0).unwrap();
    }
    table.join(ZOE).unwrap();
    table.leave(RAJ).unwrap();
    assert_eq!(table.game.players()[&ZOE].team, Some(Team(0)), "where the fewest are");
    assert_eq!(scores(&table), [(0, 1, 100_000), (1, 1, 100_000)]);
    table.ask();
    table.answer(ZOE, false, 0).unwrap();
    table.answer(HOST, true, 0).unwrap();
    table.answer(MEI, true, 0).unwrap();
    assert_eq!(scores(&table), [(1, 1, 200_000), (0, 2, 150_000)]);
}

#[test]
fn balanced_teams_are_dealt_by_accuracy() {
    let strength = |member: MemberId| u16::try_from(member.0 * 100).unwrap();
    let mode = Mode::Teams { count: 2, sides: Sides::Balanced };
    let mut table =
        Table::hosted_by(Newcomer { accuracy: strength(HOST), ..newcomer(HOST) }, Rules { mode, ..rules() });
    for member in [MEI, RAJ, ZOE] {
        let newcomer = Newcomer { accuracy: strength(member), ..newcomer(member) };
        table.apply(Event::Joined { newcomer, team: None }).unwrap();
    }
    table.begin();
    let team = |member: MemberId| table.game.players()[&member].team.unwrap();
    assert_eq!(team(ZOE), team(HOST), "the best and the weakest");
    assert_eq!(team(MEI), team(RAJ));
}

#[test]
fn nobody_changes_sides_when_a_member_is_erased() {
    let mode = Mode::Teams { count: 2, sides: Sides::Balanced };
    let mut table = Table::new(Rules { mode, ..rules() });
    for member in [ZOE, RAJ, MEI] {
        table.join(member).unwrap();
    }
    table.begin();
    let sides = |game: &Challenge| {
        let mut sides: Vec<_> = game.players().values().map(|player| (player.order, player.team)).collect();
        sides.sort_unstable();
        sides
    };
    for member in [HOST, MEI, RAJ, ZOE] {
        for nobody in [0, 99] {
            assert_eq!(sides(&table.renamed(member, MemberId(nobody))), sides(&table.game));
        }
    }
}

#[test]
fn a_crew_reaches_its_target_together_and_its_questions_follow_how_it_does() {
    let crew = Rules { mode: Mode::Crew, ..rules() };
    let mut table = Table::playing(crew.clone(), &[MEI]);
    assert_eq!(table.game.wants(), Some(Want::Question(Difficulty::Medium)));
    for _ in 0..3 {
        table.ask();
        table.answer(HOST, true, 5_000).unwrap();
        table.answer(MEI, true, 5_000).unwrap();
    }
    table.due();
    let reached = table.game.podium().unwrap().crew.unwrap();
    assert_eq!((reached.score.hundredths, reached.target.hundredths), (2 * 87_500 + 87_600, 3 * 60_000));
    assert!(reached.has_reached());

    let mut table = Table::playing(crew, &[MEI]);
    let mut wanted = Vec::new();
    for right in [true, false] {
        table.ask();
        table.answer(HOST, right, 5_000).unwrap();
        table.answer(MEI, right, 5_000).unwrap();
        table.due();
        wanted.push(table.game.wants());
    }
    let want = |difficulty| Some(Want::Question(difficulty));
    assert_eq!(wanted, [want(Difficulty::Hard), want(Difficulty::Medium)]);
}

#[test]
fn questions_get_harder_through_a_game() {
    let mut table = Table::playing(rules(), &[MEI]);
    let mut wanted = vec![table.game.wants()];
    for _ in 0..2 {
        table.ask();
        table.answer(HOST, true, 0).unwrap();
        table.answer(MEI, true, 0).unwrap();
        table.due();
        wanted.push(table.game.wants());
    }
    assert_eq!(wanted, Difficulty::ALL.map(|difficulty| Some(Want::Question(difficulty))));
}

proptest! {
    #[test]
    fn everybody_is_dealt_once_and_evenly(accuracies in prop::collection::vec(0_u16..=1_000, 2..60), count in 2_u8..=4, seed: u64) {
        let members: Vec<_> = (1..).map(MemberId).zip(accuracies).collect();
        let dealt = balanced(&members, count, seed);
        let mut names: Vec<_> = dealt.iter().map(|(member, _)| *member).collect();
        names.sort_unstable();
        prop_assert_eq!(names, members.iter().map(|(member, _)| *member).collect::<Vec<_>>());
        let size = |team| dealt.iter().filter(|(_, of)| *of == Team(team)).count();
        let sizes: Vec<usize> = (0..count).map(size).collect();
        prop_assert!(sizes.iter().max().unwrap() - sizes.iter().min().unwrap() <= 1);
    }

    #[test]
    fn even_teams_differ_by_no_more_than_the_best_and_the_weakest_member(accuracies in prop::collection::vec(0_u64..=1_000, 1..30), seed: u64) {
        let members: Vec<_> = (1..).map(MemberId).zip(accuracies.iter().chain(&accuracies)).collect();
        let members: Vec<_> = members.into_iter().map(|(member, accuracy)| (member, u16::try_from(*accuracy).unwrap())).collect();
        let dealt = balanced(&members, 2, seed);
        let strength = |team| -> i64 {
            let own = dealt.iter().filter(|(_, of)| *of == Team(team)).map(|(member, _)| *member);
            own.map(|member| i64::from(members.iter().find(|(of, _)| *of == member).unwrap().1)).sum()
        };
        let spread = i64::try_from(accuracies.iter().max().unwrap() - accuracies.iter().min().unwrap()).unwrap();
        prop_assert!((strength(0) - strength(1)).abs() <= spread);
    }
}
