//! Who won a game.

use super::super::*;
use super::table::{HOST, MEI, RAJ, Table, ZOE, asker, newcomer, rules};
use crate::domain::ids::MemberId;

/// Plays all rounds: each of these members answers so, after so many milliseconds, and the others do not.
fn played(mut table: Table, answers: &[(MemberId, bool, i64)]) -> Table {
    for _ in 0..3 {
        table.ask();
        for (member, right, ms) in answers {
            table.answer(*member, *right, *ms).unwrap();
        }
        table.due();
    }
    table.play_out();
    table
}

fn everyone(answers: &[(MemberId, bool, i64)]) -> Table {
    played(Table::playing(rules(), &[MEI, RAJ]), answers)
}

/// The host and Mei against Raj.
fn teams(answers: &[(MemberId, bool, i64)]) -> Table {
    let mut table = Table::new(Rules { mode: Mode::Teams { count: 2, sides: Sides::Chosen }, ..rules() });
    for (member, team) in [(HOST, 0), (MEI, 0), (RAJ, 1)] {
        table.apply(Event::Joined { newcomer: newcomer(member), team: Some(Team(team)) }).unwrap();
    }
    table.begin();
    played(table, answers)
}

fn crew(answers: &[(MemberId, bool, i64)]) -> Table {
    played(Table::playing(Rules { mode: Mode::Crew, ..rules() }, &[MEI, RAJ]), answers)
}

/// Whose results are those of winners, in the order of ids.
fn winners(table: &Table) -> Vec<MemberId> {
    let (game, winners) = (&table.game, table.game.winners());
    assert_eq!(game.podium().unwrap().winners(), winners, "the podium says the same");
    let all = game.standings();
    let mut won: Vec<_> =
        all.iter().filter(|standing| winners.include(standing)).map(|standing| standing.member).collect();
    won.sort_unstable();
    won
}

#[test]
fn who_has_the_most_points_wins_and_equals_win_together() {
    assert_eq!(winners(&everyone(&[(HOST, true, 9_000), (MEI, true, 2_000), (RAJ, false, 1)])), [MEI]);
    assert_eq!(winners(&everyone(&[(HOST, false, 1), (MEI, true, 2_000), (RAJ, true, 2_000)])), [MEI, RAJ]);
}

#[test]
fn a_team_wins_with_all_its_members_and_the_best_of_the_others_does_not() {
    // The host is the best of all, and Mei pulls the average of their team down.
    let table = teams(&[(HOST, true, 0), (MEI, false, 0), (RAJ, true, 9_000)]);
    assert_eq!(table.board()[0].0, HOST);
    assert_eq!(winners(&table), [RAJ]);
    let table = teams(&[(HOST, true, 0), (MEI, false, 0), (RAJ, false, 0)]);
    assert_eq!(winners(&table), [HOST, MEI]);
}

#[test]
fn a_crew_wins_together_or_not_at_all() {
    let table = crew(&[(HOST, true, 0), (MEI, true, 0), (RAJ, false, 0)]);
    assert_eq!(winners(&table), [HOST, MEI, RAJ]);
    let table = crew(&[(HOST, true, 0), (MEI, false, 0), (RAJ, false, 0)]);
    assert_eq!(winners(&table), []);
}

/// A duel whose first question the host alone had right.
fn duel() -> Table {
    let mut table = Table::new(Rules { mode: Mode::Duel { opponent: MEI }, ..rules() });
    table.apply(Event::Joined { newcomer: newcomer(MEI), team: None }).unwrap();
    table.ask();
    table.answer(HOST, true, 0).unwrap();
    table.answer(MEI, false, 0).unwrap();
    table.due();
    table
}

/// Who is on the podium with a medal, in the order in which they are told.
fn medals(table: &Table) -> Vec<MemberId> {
    let podium = table.game.podium().unwrap();
    let with = podium.standings.iter().filter(|standing| podium.has_medal(standing));
    with.map(|standing| standing.member).collect()
}

#[test]
fn who_leaves_or_stops_a_duel_gives_it_away_whatever_the_points() {
    let manager = Asker { member: HOST, manages: true };
    for event in
        [Event::Left { member: HOST }, Event::Stopped { by: asker(HOST) }, Event::Stopped { by: manager }]
    {
        let mut table = duel();
        table.apply(event).unwrap();
        assert_eq!(table.reason(), Some(EndReason::Deserted));
        assert_eq!((winners(&table), medals(&table)), (vec![MEI], vec![MEI]));
        assert_eq!(table.board(), [(MEI, 1, 0), (HOST, 2, 1_000)]);
        assert_eq!(table.game.own_sheet(HOST).unwrap().standing.unwrap().rank, 2);
    }
    let mut table = duel();
    assert_eq!(table.apply(Event::Stopped { by: asker(MEI) }), Err(Refusal::NotHost { host: HOST }));
}

#[test]
fn nobody_wins_a_duel_that_a_manager_calls_off() {
    let mut table = duel();
    table.apply(Event::Stopped { by: Asker { member: ZOE, manages: true } }).unwrap();
    assert_eq!(table.reason(), Some(EndReason::CalledOff));
    assert_eq!((winners(&table), medals(&table)), (vec![], vec![]));
}

#[test]
fn nobody_wins_without_points() {
    let wrong = [(HOST, false, 0), (MEI, false, 0), (RAJ, false, 0)];
    for table in [everyone(&wrong), teams(&wrong), crew(&wrong), everyone(&[]), teams(&[]), crew(&[])] {
        assert_eq!(table.game.winners(), Winners::Nobody);
        assert_eq!(winners(&table), []);
    }
}

#[test]
fn a_ghost_wins_nothing_however_good() {
    let mut table = everyone(&[(HOST, true, 9_000), (MEI, false, 1), (RAJ, false, 1)]);
    for number in 1..=3 {
        let at = table.now;
        table.apply(Event::GhostAsked { member: ZOE, allowance: Allowance::None, number, at }).unwrap();
        let selection = table.game.rounds()[usize::from(number) - 1].asked.key();
        table.apply(Event::GhostAnswered(GhostPressed { member: ZOE, number, at, selection })).unwrap();
    }
    let ghost = table.game.own_sheet(ZOE).unwrap().standing.unwrap();
    assert!(ghost.ghost && ghost.rank == 1);
    assert_eq!(winners(&table), [HOST]);
}
