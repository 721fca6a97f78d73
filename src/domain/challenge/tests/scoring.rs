//! What answers are worth.

use jiff::SignedDuration;
use proptest::prelude::*;

use super::super::score::{MOST_POINTS, most, points, streak_bonus};
use super::super::*;
use super::table::{HOST, MEI, RAJ, Table, asked, newcomer, rules, with_keys, wrong};
use crate::domain::grading::Selection;

fn speed(ms: i64, seconds: i64) -> u32 {
    let asked = with_keys(0, 1);
    let (taken, open_for) = (SignedDuration::from_millis(ms), SignedDuration::from_secs(seconds));
    points(&asked, asked.key(), taken, open_for, Scoring::Speed)
}

#[test]
fn the_worked_example_of_kahoots_page_comes_out() {
    assert_eq!(speed(2_000, 30), 967);
}

#[test]
fn the_first_half_second_costs_nothing_and_the_last_instant_is_worth_half() {
    assert_eq!((speed(0, 20), speed(499, 20), speed(500, 20)), (1_000, 1_000, 988));
    assert_eq!((speed(20_000, 20), speed(25_000, 20)), (500, 500));
}

#[test]
fn each_right_part_has_its_share_and_a_wrong_pick_has_none() {
    let two = with_keys(2, 2);
    let right: Vec<usize> = two.key().positions().collect();
    let wrong = wrong(&two).positions().next().unwrap();
    let at = |positions: [usize; 2], scoring| {
        let selection = Selection::from_positions(positions).unwrap();
        points(&two, selection, SignedDuration::from_secs(10), SignedDuration::from_secs(20), scoring)
    };
    let (both, half) = ([right[0], right[1]], [right[0], wrong]);
    assert_eq!((at(both, Scoring::Speed), at(half, Scoring::Speed)), (750, 375));
    assert_eq!((at(both, Scoring::Plain), at(half, Scoring::Plain)), (2, 1));
    assert_eq!((most(&two, Scoring::Speed), most(&two, Scoring::Plain)), (MOST_POINTS, 2));
}

#[test]
fn a_row_of_right_answers_earns_up_to_five_hundred_more() {
    let bonuses: Vec<u32> = (0..9).map(streak_bonus).collect();
    assert_eq!(bonuses, [0, 0, 100, 200, 300, 400, 500, 500, 500]);
}

#[test]
fn the_bonus_is_paid_while_the_row_lasts_and_only_where_the_host_chose_it() {
    let totals = |rules: Rules, right: [bool; 4]| {
        let mut table = Table::playing(Rules { rounds: 4, ..rules }, &[MEI]);
        for right in right {
            table.ask();
            table.answer(MEI, right, 20_000).unwrap();
            table.answer(HOST, false, 1_000).unwrap();
        }
        table.board()[0].2
    };
    let bonus = Rules { streak_bonus: true, ..rules() };
    assert_eq!(totals(bonus.clone(), [true; 4]), 4 * 500 + 100 + 200 + 300);
    assert_eq!(totals(bonus.clone(), [true, true, false, true]), 3 * 500 + 100);
    assert_eq!(totals(rules(), [true; 4]), 4 * 500);
    // The third question asks for two.
    assert_eq!(totals(Rules { scoring: Scoring::Plain, ..bonus }, [true; 4]), 5);
}

#[test]
fn equal_points_share_a_rank_and_places_won_are_told() {
    let mut table = Table::playing(rules(), &[MEI, RAJ]);
    table.ask();
    for (member, ms) in [(HOST, 1_000), (MEI, 2_000), (RAJ, 2_000)] {
        table.answer(member, true, ms).unwrap();
    }
    assert_eq!(table.board(), [(HOST, 1, 975), (MEI, 2, 950), (RAJ, 2, 950)]);
    table.ask();
    table.answer(RAJ, true, 1_000).unwrap();
    table.due();
    let places = |reveal: Reveal| -> Vec<_> {
        reveal.standings.iter().map(|standing| (standing.member, standing.rank, standing.moved)).collect()
    };
    assert_eq!(
        places(table.game.reveal(2).unwrap()),
        [(RAJ, 1, Some(1)), (HOST, 2, Some(-1)), (MEI, 3, Some(-1))]
    );
    assert_eq!(
        places(table.game.reveal(1).unwrap())[0],
        (HOST, 1, None),
        "an earlier reveal stays as it was"
    );
}

#[test]
fn extra_time_is_the_whole_tables_and_only_the_clock_is_the_members_own() {
    let mut table = Table::new(rules());
    let slow = Newcomer { allowance: Allowance::Double, ..newcomer(MEI) };
    table.apply(Event::Joined { newcomer: slow, team: None }).unwrap();
    assert_eq!(table.game.open_for(), SignedDuration::from_secs(20), "the lobby shows what the host chose");
    table.begin();
    table.ask();
    assert_eq!(table.game.open_for(), SignedDuration::from_secs(40));
    table.answer(MEI, true, 20_000).unwrap();
    table.answer(HOST, true, 30_000).unwrap();
    assert_eq!(table.board(), [(MEI, 1, 750), (HOST, 2, 500)]);
    table.ask();
    assert_eq!(table.answer(MEI, true, 40_001), Err(Refusal::TimeUp));
}

#[test]
fn the_tables_time_does_not_change_when_somebody_comes_or_goes() {
    let mut table = Table::new(rules());
    let slow = |member, allowance| Newcomer { allowance, ..newcomer(member) };
    table.apply(Event::Joined { newcomer: slow(MEI, Allowance::Half), team: None }).unwrap();
    table.begin();
    table.leave(MEI).unwrap();
    table.apply(Event::Joined { newcomer: slow(RAJ, Allowance::Double), team: None }).unwrap();
    table.ask();
    assert_eq!(table.game.open_for(), SignedDuration::from_secs(30));
    table.answer(RAJ, true, 20_000).unwrap();
    table.answer(HOST, false, 20_000).unwrap();
    assert_eq!(table.board()[0], (RAJ, 1, 750), "a latecomer's own clock counts all the same");
}

#[test]
fn what_everybody_sees_of_an_answer_has_no_seconds_in_it() {
    // The public row is built from these parts alone; whoever adds the time to it has to come by here.
    let RoundRow { member: _, selection: _, grade: _, earned: Earned { answer: _, bonus: _ }, streak: _ } = {
        let mut table = Table::playing(rules(), &[MEI]);
        table.ask();
        table.due();
        table.game.reveal(1).unwrap().rows[0]
    };
}

proptest! {
    #[test]
    fn earlier_is_never_worth_less_and_right_is_worth_at_least_half(
        sooner in 0_i64..130_000, by in 0_i64..60_000, seconds in 10_i64..=120, keys in 1_usize..=2, n in 0_usize..9,
    ) {
        let asked = with_keys(n, keys);
        let open_for = SignedDuration::from_secs(seconds);
        let at = |ms| points(&asked, asked.key(), SignedDuration::from_millis(ms), open_for, Scoring::Speed);
        prop_assert!(at(sooner) >= at(sooner + by));
        prop_assert!((500..=1_000).contains(&at(sooner)));
        prop_assert_eq!(points(&asked, wrong(&asked), SignedDuration::ZERO, open_for, Scoring::Speed), 0);
    }

    #[test]
    fn more_time_is_never_worth_less(ms in 0_i64..60_000, seconds in 10_i64..=60) {
        let question = asked(0);
        let open_for = SignedDuration::from_secs(seconds);
        let worth: Vec<u32> = Allowance::ALL
            .iter()
            .map(|allowance| {
                let own = allowance.stretch(open_for);
                points(&question, question.key(), SignedDuration::from_millis(ms), own, Scoring::Speed)
            })
            .collect();
        prop_assert!(worth.is_sorted());
    }
}
