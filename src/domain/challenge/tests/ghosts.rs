//! A finished game, played by those who were not there.

use jiff::SignedDuration;

use super::super::*;
use super::table::{HOST, MEI, RAJ, Table, ZOE, asked, rules, wrong};
use crate::domain::ids::MemberId;

fn finished() -> Table {
    let mut table = Table::playing(rules(), &[MEI]);
    for right in [true, true, false] {
        table.ask();
        table.answer(HOST, right, 2_000).unwrap();
        table.answer(MEI, !right, 2_000).unwrap();
    }
    table.play_out();
    assert_eq!(table.board(), [(HOST, 1, 1_900), (MEI, 2, 950)]);
    table
}

fn ask(table: &mut Table, member: MemberId, number: u8) -> Result<Vec<Change>, Refusal> {
    let at = table.now;
    table.apply(Event::GhostAsked { member, allowance: Allowance::None, number, at })
}

fn answer(
    table: &mut Table,
    member: MemberId,
    number: u8,
    right: bool,
    ms: i64,
) -> Result<Vec<Change>, Refusal> {
    let question = asked(usize::from(number) - 1);
    let selection = if right { question.key() } else { wrong(&question) };
    table.now += SignedDuration::from_millis(ms);
    let at = table.now;
    table.apply(Event::GhostAnswered(GhostPressed { member, number, at, selection }))
}

#[test]
fn a_ghost_is_added_to_the_standings_as_such_and_moves_nobody_down() {
    let mut table = finished();
    for number in 1..=3 {
        assert_eq!(table.board().len(), 2, "not before it is through");
        ask(&mut table, ZOE, number).unwrap();
        let changes = answer(&mut table, ZOE, number, true, 2_500).unwrap();
        assert_eq!(changes.is_empty(), number < 3);
    }
    assert_eq!(table.board(), [(HOST, 1, 1_900), (ZOE, 1, 2_850), (MEI, 2, 950)]);
    let zoe = table.game.own_sheet(ZOE).unwrap();
    assert!(zoe.standing.is_some_and(|standing| standing.ghost));
    assert_eq!(zoe.rounds.len(), 3);
    assert_eq!(ask(&mut table, ZOE, 1), Err(Refusal::Stale { number: 1 }), "once only");
}

#[test]
fn a_ghost_that_answers_too_late_has_not_answered() {
    let mut table = finished();
    ask(&mut table, ZOE, 1).unwrap();
    answer(&mut table, ZOE, 1, true, 20_501).unwrap();
    assert_eq!(table.game.own_sheet(ZOE).unwrap().rounds[0].given, None);
    assert_eq!(table.game.ghost_round(ZOE), Some(2));
}

#[test]
fn bringing_a_question_up_again_gains_no_time() {
    let mut table = finished();
    ask(&mut table, ZOE, 1).unwrap();
    let until = table.game.ghost_time(ZOE);
    table.wait(10);
    ask(&mut table, ZOE, 1).unwrap();
    assert_eq!(table.game.ghost_time(ZOE), until);
}

#[test]
fn only_who_was_not_there_may_play_and_only_within_a_day() {
    let mut table = finished();
    assert_eq!(ask(&mut table, MEI, 1), Err(Refusal::WasThere));
    assert_eq!(ask(&mut table, ZOE, 2), Err(Refusal::Stale { number: 2 }));
    assert_eq!(answer(&mut table, ZOE, 1, true, 0), Err(Refusal::Outside));
    table.wait(24 * 60 * 60);
    assert_eq!(ask(&mut table, ZOE, 1), Err(Refusal::GhostTooLate));

    let mut table = Table::playing(rules(), &[MEI]);
    assert_eq!(ask(&mut table, RAJ, 1), Err(Refusal::NotOver));
}

/// A game in which the host had asked for so much more time.
fn finished_with(allowance: Allowance) -> Table {
    let mut table = Table::hosted_by(Newcomer { allowance, ..super::table::newcomer(HOST) }, rules());
    table.join(MEI).unwrap();
    table.begin();
    table.ask();
    table.play_out();
    table
}

#[test]
fn a_ghost_has_as_much_time_as_the_table_had_and_points_by_its_own_clock() {
    let mut table = finished_with(Allowance::Double);
    ask(&mut table, ZOE, 1).unwrap();
    let open = table.game.ghost_time(ZOE).unwrap().duration_since(table.now);
    assert_eq!(open.as_millis(), 40_500, "its way to the screen is not counted");
    answer(&mut table, ZOE, 1, true, 40_500).unwrap();
    assert_eq!(table.game.own_sheet(ZOE).unwrap().rounds[0].earned.total(), 500);
    ask(&mut table, ZOE, 2).unwrap();
    answer(&mut table, ZOE, 2, true, 40_501).unwrap();
    assert_eq!(table.game.own_sheet(ZOE).unwrap().rounds[1].given, None);
}

#[test]
fn a_ghosts_own_extra_time_counts_where_the_table_had_less() {
    let mut table = finished_with(Allowance::Quarter);
    let (at, allowance) = (table.now, Allowance::Half);
    table.apply(Event::GhostAsked { member: ZOE, allowance, number: 1, at }).unwrap();
    answer(&mut table, ZOE, 1, true, 30_500).unwrap();
    assert!(table.game.own_sheet(ZOE).unwrap().rounds[0].given.is_some());
}

#[test]
fn what_was_too_late_for_a_ghost_by_earlier_rules_still_is() {
    let mut table = finished_with(Allowance::Double);
    ask(&mut table, ZOE, 1).unwrap();
    answer(&mut table, ZOE, 1, true, 30_500).unwrap();
    let mut log = table.log.clone();
    assert!(
        Challenge::fold(table.game.id(), log.clone()).unwrap().own_sheet(ZOE).unwrap().rounds[0]
            .given
            .is_some()
    );
    for (_, written) in &mut log {
        written.v = 1;
    }
    let before = Challenge::fold(table.game.id(), log).unwrap();
    assert_eq!(before.own_sheet(ZOE).unwrap().rounds[0].given, None);
    assert_eq!(before.ghost_round(ZOE), Some(2));
}
