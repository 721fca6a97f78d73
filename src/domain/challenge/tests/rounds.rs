//! Asking, answering, closing.

use jiff::SignedDuration;

use super::super::*;
use super::table::{HOST, MEI, RAJ, SKEW, Table, ZOE, asked, asker, rules, wrong};
use crate::domain::ids::{MessageId, earliest_snowflake};

#[test]
fn a_round_closes_as_soon_as_all_have_answered() {
    let mut table = Table::playing(rules(), &[MEI]);
    table.ask();
    assert_eq!(table.answer(HOST, true, 2_000).unwrap(), [Change::LockedIn { member: HOST, changed: false }]);
    let changes = table.answer(MEI, false, 3_000).unwrap();
    assert_eq!(changes[1..], [Change::Closed { number: 1 }]);
}

#[test]
fn a_round_closes_when_time_is_up_and_who_did_not_answer_is_told() {
    let mut table = Table::playing(rules(), &[MEI]);
    table.ask();
    table.answer(HOST, true, 2_000).unwrap();
    assert_eq!(table.due(), [Change::Closed { number: 1 }]);
    let reveal = table.game.reveal(1).unwrap();
    let silent: Vec<_> =
        reveal.rows.iter().filter(|row| row.selection.is_none()).map(|row| row.member).collect();
    assert_eq!(silent, [MEI]);
    assert_eq!((reveal.tally.answers, reveal.tally.right), (1, 1));
}

#[test]
fn a_press_counts_by_discords_own_time_of_it() {
    let mut table = Table::playing(rules(), &[MEI, RAJ]);
    table.ask();
    assert_eq!(table.answer(MEI, true, 20_001), Err(Refusal::TimeUp));
    table.answer(HOST, true, 20_000).unwrap();
    table.due();
    // Made in time, under way for long, and the key is shown already.
    table.answer(RAJ, true, 19_999).unwrap();
    assert_eq!(table.board(), [(HOST, 1, 500), (RAJ, 1, 500), (MEI, 3, 0)]);
    assert_eq!(table.answer(RAJ, true, 19_999).unwrap_err(), Refusal::Answered { selection: asked(0).key() });
    table.ask();
    let late = Pressed { number: 1, ..table.press(MEI, asked(0).key(), 0) };
    assert_eq!(table.apply(Event::Answered(late)), Err(Refusal::Stale { number: 1 }));
}

#[test]
fn an_answer_stands_unless_the_host_allowed_one_change() {
    let mut table = Table::playing(rules(), &[MEI]);
    table.ask();
    table.answer(MEI, false, 1_000).unwrap();
    let stands = Refusal::Answered { selection: wrong(&asked(0)) };
    assert_eq!(table.answer(MEI, true, 2_000), Err(stands));

    let mut table = Table::playing(Rules { change_of_mind: true, ..rules() }, &[MEI]);
    table.ask();
    table.answer(MEI, false, 1_000).unwrap();
    table.answer(HOST, true, 1_000).unwrap();
    assert!(matches!(table.game.phase(), Phase::Asking { .. }), "a change is possible until time is up");
    assert!(matches!(table.answer(MEI, false, 1_500), Err(Refusal::Answered { .. })), "it is no change");
    assert_eq!(table.answer(MEI, true, 10_000).unwrap(), [Change::LockedIn { member: MEI, changed: true }]);
    assert!(matches!(table.answer(MEI, false, 11_000), Err(Refusal::Answered { .. })), "only one");
    table.due();
    assert_eq!(table.board(), [(HOST, 1, 975), (MEI, 2, 750)], "the last choice counts, with its time");
}

#[test]
fn latecomers_play_from_the_next_round_on() {
    let mut table = Table::playing(rules(), &[MEI]);
    table.ask();
    table.join(ZOE).unwrap();
    assert_eq!(table.answer(ZOE, true, 1_000), Err(Refusal::FromNextRound));
    table.answer(HOST, true, 1_000).unwrap();
    table.answer(MEI, true, 1_000).unwrap();
    assert_eq!(table.board().len(), 2, "nobody waits for her, and she is not ranked yet");
    table.ask();
    table.answer(ZOE, true, 1_000).unwrap();
    table.due();
    let zoe = table.game.own_sheet(ZOE).unwrap();
    assert_eq!(
        zoe.standing.map(|standing| (standing.rank, standing.asked, standing.moved)),
        Some((1, 1, None))
    );
}

#[test]
fn who_leaves_keeps_the_points_is_not_waited_for_and_may_come_back() {
    let mut table = Table::playing(rules(), &[MEI, RAJ]);
    table.ask();
    table.answer(MEI, true, 1_000).unwrap();
    table.leave(MEI).unwrap();
    table.answer(HOST, false, 1_000).unwrap();
    table.leave(RAJ).unwrap();
    assert!(matches!(table.game.phase(), Phase::Reveal { .. }), "nobody is waited for any more");
    assert_eq!(table.board(), [(MEI, 1, 975), (HOST, 2, 0), (RAJ, 2, 0)]);
    assert_eq!(table.answer(MEI, true, 1_000), Err(Refusal::Outside));
    table.join(MEI).unwrap();
    table.ask();
    table.answer(MEI, true, 1_000).unwrap();
    table.answer(HOST, false, 1_000).unwrap();
    assert_eq!(table.board()[0], (MEI, 1, 1_950));
}

#[test]
fn who_comes_back_after_the_key_was_shown_cannot_use_it() {
    let mut table = Table::playing(rules(), &[MEI]);
    table.ask();
    table.leave(MEI).unwrap();
    table.answer(HOST, true, 1_000).unwrap();
    assert!(matches!(table.game.phase(), Phase::Reveal { .. }), "nobody is waited for any more");
    table.join(MEI).unwrap();
    assert_eq!(table.answer(MEI, true, 5_000), Err(Refusal::Stale { number: 1 }), "there was time left");
    assert_eq!(table.board(), [(HOST, 1, 975), (MEI, 2, 0)]);
}

#[test]
fn a_game_that_everybody_left_is_over() {
    let mut table = Table::playing(rules(), &[MEI]);
    table.leave(MEI).unwrap();
    table.leave(HOST).unwrap();
    assert_eq!(table.reason(), Some(EndReason::Deserted));
}

#[test]
fn a_host_who_is_away_for_two_rounds_is_replaced() {
    let mut table = Table::playing(rules(), &[MEI, RAJ]);
    table.ask();
    table.answer(RAJ, true, 1_000).unwrap();
    table.due();
    assert_eq!(table.game.host(), HOST);
    table.ask();
    table.answer(RAJ, true, 1_000).unwrap();
    assert_eq!(table.due(), [Change::Closed { number: 2 }, Change::HostIs(RAJ)]);
}

#[test]
fn a_choice_that_does_not_fit_is_refused() {
    let mut table = Table::playing(rules(), &[MEI]);
    table.ask();
    let both = crate::domain::grading::Selection::from_positions([0, 1]).unwrap();
    assert_eq!(table.choose(MEI, both, 1_000), Err(Refusal::Unfit));
    assert_eq!(table.answer(ZOE, true, 1_000), Err(Refusal::Outside));
}

#[test]
fn a_press_proves_that_the_message_stands() {
    let mut table = Table::playing(rules(), &[MEI]);
    table.ask();
    let (pressed, slot) = (table.press(MEI, asked(0).key(), 3_000), table.question_slot());
    // The same, but the press is known before the post's answer.
    let mut table = Table::playing(rules(), &[MEI]);
    table.apply(Event::Drawn { asked: Box::new(asked(0)) }).unwrap();
    table.apply(Event::Answered(pressed)).unwrap();
    assert_eq!(table.game.message(slot), Some(pressed.message));
    let again = Event::Shown { slot, message: pressed.message };
    assert_eq!(table.apply(again), Err(Refusal::Misplaced), "known already");
}

#[test]
fn nothing_happens_before_it_is_due() {
    let mut table = Table::playing(rules(), &[MEI]);
    table.ask();
    let until = table.game.due();
    assert_eq!(table.apply(Event::Due), Err(Refusal::NotDue { until }));
}

#[test]
fn the_scenario_can_be_read_before_the_buttons_appear() {
    let mut table = Table::playing(Rules { get_ready: Some(5), ..rules() }, &[MEI]);
    table.apply(Event::Drawn { asked: Box::new(asked(0)) }).unwrap();
    assert!(matches!(table.game.phase(), Phase::GetReady { .. }));
    table.join(ZOE).unwrap();
    table.due();
    table.post();
    table.answer(ZOE, true, 1_000).unwrap();
}

#[test]
fn no_question_comes_twice_and_without_one_the_game_is_over() {
    let mut table = Table::playing(rules(), &[MEI]);
    table.ask();
    table.due();
    table.due();
    assert_eq!(table.apply(Event::Drawn { asked: Box::new(asked(0)) }), Err(Refusal::Repeated));
    table.apply(Event::NothingToAsk).unwrap();
    assert_eq!(table.reason(), Some(EndReason::OutOfQuestions));
}

#[test]
fn the_host_may_cut_the_reading_time_short() {
    let mut table = Table::playing(rules(), &[MEI]);
    table.ask();
    assert_eq!(table.apply(Event::WentOn { by: asker(HOST) }), Err(Refusal::Misplaced));
    table.due();
    assert_eq!(table.apply(Event::WentOn { by: asker(MEI) }), Err(Refusal::NotHost { host: HOST }));
    table.apply(Event::WentOn { by: asker(HOST) }).unwrap();
    assert!(table.game.wants().is_some());
}

#[test]
fn a_stopped_game_keeps_its_standings_and_its_open_question_does_not_count() {
    let mut table = Table::playing(rules(), &[MEI]);
    table.ask();
    table.answer(MEI, true, 1_000).unwrap();
    table.answer(HOST, true, 1_000).unwrap();
    table.ask();
    table.answer(MEI, true, 1_000).unwrap();
    table.apply(Event::Stopped { by: asker(HOST) }).unwrap();
    assert_eq!(table.board(), [(HOST, 1, 975), (MEI, 1, 975)]);
    assert_eq!(table.game.podium().unwrap().questions.len(), 1);
}

#[test]
fn ten_minutes_without_a_hand_on_it_end_a_game() {
    let mut table = Table::playing(Rules { rounds: 20, seconds: 60, ..rules() }, &[MEI]);
    table.play_out();
    assert_eq!(table.reason(), Some(EndReason::Untouched));
    let began = table.log[0].0;
    assert_eq!(table.now.duration_since(began).as_mins(), 10);
}

#[test]
fn a_question_that_cannot_be_posted_ends_the_game() {
    let mut table = Table::playing(rules(), &[MEI]);
    table.apply(Event::Drawn { asked: Box::new(asked(0)) }).unwrap();
    table.due();
    assert_eq!(table.reason(), Some(EndReason::Stalled));
}

/// A question whose message has stood for 17 seconds when the bot learns of it.
fn learnt_late() -> (Table, MessageId) {
    let mut table = Table::playing(rules(), &[MEI, RAJ]);
    while !matches!(table.game.phase(), Phase::Asking { .. }) {
        table.apply(Event::Drawn { asked: Box::new(asked(0)) }).unwrap();
    }
    let message = MessageId(earliest_snowflake(table.now + SKEW));
    table.wait(17);
    table.apply(Event::Shown { slot: table.question_slot(), message }).unwrap();
    (table, message)
}

#[test]
fn an_answer_counts_as_long_as_a_countdown_that_was_moved_still_runs() {
    let (mut table, _) = learnt_late();
    let left = table.game.open_round().unwrap().closes_at.duration_since(table.now);
    assert_eq!(left.as_secs(), 20, "the countdown says so");
    table.answer(MEI, true, 37_000).unwrap();
    table.due();
    assert_eq!(table.board()[0], (MEI, 1, 500), "worth what the last instant is worth");
}

#[test]
fn an_answer_that_arrives_after_a_moved_countdown_had_its_own_time_alone() {
    let (table, _) = learnt_late();
    let mut late = table.clone();
    assert_eq!(late.answer(MEI, true, 37_001), Err(Refusal::TimeUp));
    // Made in the question's own time, whenever it arrives.
    late.due();
    late.answer(RAJ, true, 20_000).unwrap();
    let mut shown = table;
    shown.due();
    assert_eq!(shown.answer(RAJ, true, 20_001), Err(Refusal::TimeUp), "the key was to be seen");
}

#[test]
fn a_countdown_that_was_not_moved_gives_nobody_more_time() {
    let mut table = Table::playing(rules(), &[MEI]);
    table.ask();
    let mut pressed = table.press(MEI, asked(0).key(), 20_001);
    assert_eq!(table.apply(Event::Answered(pressed)), Err(Refusal::TimeUp), "however soon it arrives");
    pressed.at -= SignedDuration::from_millis(1);
    table.apply(Event::Answered(pressed)).unwrap();
}

#[test]
fn a_scenario_is_shown_for_as_long_as_it_takes_to_read() {
    let rules = Rules { get_ready: None, ..rules() };
    let shown_for = |words: usize| {
        let mut asked = asked(0);
        asked.question.stem = vec!["word"; words].join(" ");
        rules.get_ready_for(&asked.question).as_secs()
    };
    assert_eq!([1, 32, 33, 62, 100, 101].map(shown_for), [8, 8, 9, 16, 25, 25]);

    let mut table = Table::playing(rules.clone(), &[MEI]);
    let mut long = asked(1);
    long.question.stem = vec!["word"; 62].join(" ");
    table.apply(Event::Drawn { asked: Box::new(long) }).unwrap();
    let until = table.now + SignedDuration::from_secs(16);
    assert_eq!(*table.game.phase(), Phase::GetReady { until });
}

#[test]
fn a_game_keeps_the_reading_time_that_it_began_with() {
    let mut kept = serde_json::to_value(Rules::default()).unwrap();
    assert!(kept["get_ready"].is_null(), "{kept}");
    kept["get_ready"] = 5.into();
    let rules: Rules = serde_json::from_value(kept).unwrap();
    assert_eq!(rules.get_ready_for(&asked(0).question), SignedDuration::from_secs(5));
}
