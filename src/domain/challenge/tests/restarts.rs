//! What a restart of the bot does to a game.

use super::super::*;
use super::table::{HOST, MEI, RAJ, Table, asked, rules};

#[test]
fn a_lobby_waits_a_little_longer() {
    let mut table = Table::new(rules());
    table.join(MEI).unwrap();
    table.wait(70);
    table.apply(Event::Resumed).unwrap();
    assert!(matches!(table.game.phase(), Phase::Lobby { .. }));
    let waits = table.game.due().unwrap().duration_since(table.now);
    assert_eq!(waits.as_secs(), 15);
}

#[test]
fn a_question_that_nobody_had_answered_is_asked_anew_with_fresh_time() {
    let mut table = Table::playing(rules(), &[MEI]);
    table.ask();
    let before = table.question_slot();
    table.wait(5);
    assert_eq!(table.apply(Event::Resumed).unwrap(), [Change::AskedAnew { number: 1 }]);
    assert_ne!(table.question_slot(), before);
    table.wait(2);
    table.post();
    table.answer(MEI, true, 2_000).unwrap();
    table.answer(HOST, true, 4_000).unwrap();
    assert_eq!(table.board(), [(MEI, 1, 950), (HOST, 2, 900)]);
    let old = table.game.scenes(1).into_iter().find(|(slot, _)| *slot == before).unwrap().1;
    assert_eq!(old, Scene::AskedAnew { number: 1 });
}

#[test]
fn who_had_answered_keeps_the_answer_and_the_others_have_fresh_time() {
    let mut table = Table::playing(rules(), &[MEI, RAJ]);
    table.ask();
    table.answer(MEI, true, 2_000).unwrap();
    table.wait(60);
    table.apply(Event::Resumed).unwrap();
    table.post();
    assert!(matches!(table.answer(MEI, false, 1_000), Err(Refusal::Answered { .. })));
    table.answer(HOST, true, 10_000).unwrap();
    table.answer(RAJ, true, 19_000).unwrap();
    // Both had had the question for the two seconds that she took.
    assert_eq!(table.board(), [(MEI, 1, 950), (HOST, 2, 700), (RAJ, 3, 500)]);
}

#[test]
fn nobody_overtakes_by_a_restart_those_who_had_answered() {
    let mut table = Table::playing(rules(), &[MEI, RAJ]);
    table.ask();
    table.answer(MEI, true, 15_000).unwrap();
    table.apply(Event::Resumed).unwrap();
    table.post();
    table.answer(RAJ, true, 1_000).unwrap();
    table.apply(Event::Resumed).unwrap();
    table.post();
    table.answer(HOST, true, 400).unwrap();
    assert_eq!(table.board(), [(MEI, 1, 625), (RAJ, 2, 600), (HOST, 3, 590)]);
}

#[test]
fn who_had_not_answered_has_fresh_time_also_where_some_was_left() {
    let mut table = Table::playing(rules(), &[MEI]);
    table.ask();
    table.answer(MEI, true, 2_000).unwrap();
    table.wait(17);
    assert_eq!(table.apply(Event::Resumed).unwrap(), [Change::AskedAnew { number: 1 }]);
    table.post();
    assert!(matches!(table.answer(MEI, false, 500), Err(Refusal::Answered { .. })));
    table.answer(HOST, true, 10_000).unwrap();
    assert_eq!(table.board(), [(MEI, 1, 950), (HOST, 2, 700)]);
}

#[test]
fn a_restart_as_an_earlier_version_kept_it_is_still_what_it_was() {
    let mut table = Table::playing(rules(), &[MEI]);
    table.ask();
    table.answer(MEI, true, 2_000).unwrap();
    let mut log = table.log.clone();
    table.wait(3);
    log.push((table.now, Event::Resumed.into()));
    // The question went on, so that its first message took the other answer.
    table.answer(HOST, true, 10_000).unwrap();
    log.push(table.log.last().unwrap().clone());
    for (_, written) in &mut log {
        written.v = 1;
    }
    assert_eq!(Challenge::fold(table.game.id(), log), Ok(table.game));
}

#[test]
fn a_question_that_all_have_answered_goes_on_while_they_may_change_their_minds() {
    let mut table = Table::playing(Rules { change_of_mind: true, ..rules() }, &[MEI]);
    table.ask();
    table.answer(MEI, false, 2_000).unwrap();
    table.answer(HOST, true, 2_000).unwrap();
    let before = table.game.clone();
    table.wait(3);
    assert_eq!(table.apply(Event::Resumed).unwrap(), []);
    assert_eq!(table.game, before);
    table.answer(MEI, true, 10_000).unwrap();
}

#[test]
fn a_press_on_the_earlier_asking_is_stale() {
    let mut table = Table::playing(rules(), &[MEI]);
    table.ask();
    let old = table.press(MEI, asked(0).key(), 1_000);
    table.apply(Event::Resumed).unwrap();
    assert_eq!(table.apply(Event::Answered(old)), Err(Refusal::Stale { number: 1 }));
}

#[test]
fn a_question_is_asked_three_times_at_most() {
    let mut table = Table::playing(rules(), &[MEI]);
    table.ask();
    for _ in 0..2 {
        table.apply(Event::Resumed).unwrap();
    }
    table.post();
    assert_eq!(table.apply(Event::Resumed).unwrap(), [], "time is left");
    table.wait(60);
    assert_eq!(table.apply(Event::Resumed).unwrap(), [Change::Closed { number: 1 }]);
    assert_eq!(table.answer(MEI, true, 1_000), Err(Refusal::Stale { number: 1 }), "the key is shown already");
}

#[test]
fn a_question_that_all_had_answered_is_closed_though_changes_were_possible() {
    let mut table = Table::playing(Rules { change_of_mind: true, ..rules() }, &[MEI]);
    table.ask();
    table.answer(MEI, true, 2_000).unwrap();
    table.answer(HOST, true, 2_000).unwrap();
    table.wait(60);
    assert_eq!(table.apply(Event::Resumed).unwrap(), [Change::Closed { number: 1 }]);
}

#[test]
fn a_game_whose_bot_was_away_for_long_is_over() {
    let mut table = Table::playing(rules(), &[MEI]);
    table.ask();
    table.answer(MEI, true, 2_000).unwrap();
    table.wait(3_600);
    table.apply(Event::Resumed).unwrap();
    assert_eq!(table.reason(), Some(EndReason::Away), "nobody's fault but the bot's");
}

#[test]
fn between_rounds_and_at_the_podium_a_restart_changes_nothing() {
    let mut table = Table::playing(rules(), &[MEI]);
    table.ask();
    table.due();
    let before = table.game.clone();
    table.apply(Event::Resumed).unwrap();
    assert_eq!(table.game, before);
    table.play_out();
    assert_eq!(table.apply(Event::Resumed), Err(Refusal::Over(EndReason::Finished)));
}
