//! What is to be seen of a game.

use super::super::*;
use super::table::{HOST, MEI, Table, asked, asker, rules};

fn slots(table: &Table) -> Vec<(Slot, &'static str)> {
    let name = |scene: &Scene| match scene {
        Scene::Lobby(lobby) => match lobby.state {
            LobbyState::Open { .. } => "lobby",
            LobbyState::Begun => "begun",
            LobbyState::Over => "played",
            LobbyState::Ended(_) => "ended",
        },
        Scene::Curtain(_) => "get ready",
        Scene::Gone => "gone",
        Scene::Question(_) => "question",
        Scene::AskedAnew { .. } => "asked anew",
        Scene::Void { .. } => "void",
        Scene::Reveal(_) => "reveal",
        Scene::Podium(_) => "podium",
    };
    table.game.scenes(1).iter().map(|(slot, scene)| (*slot, name(scene))).collect()
}

const fn question(number: u8, attempt: u8) -> Slot {
    Slot::Question { number, attempt }
}

const fn curtain(number: u8) -> Slot {
    Slot::Curtain { number }
}

#[test]
fn a_game_shows_its_messages_in_order() {
    let mut table = Table::new(Rules { get_ready: Some(5), ..rules() });
    assert_eq!(slots(&table), [(Slot::Lobby, "lobby")]);
    table.join(MEI).unwrap();
    table.begin();
    table.apply(Event::Drawn { asked: Box::new(asked(0)) }).unwrap();
    assert_eq!(slots(&table), [(Slot::Lobby, "begun"), (curtain(1), "get ready")]);
    table.due();
    table.post();
    let round = [(Slot::Lobby, "begun"), (question(1, 1), "question"), (curtain(1), "gone")];
    assert_eq!(slots(&table), round);
    table.due();
    assert_eq!(slots(&table)[1], (question(1, 1), "reveal"));
    table.ask();
    table.apply(Event::Stopped { by: asker(HOST) }).unwrap();
    assert_eq!(
        slots(&table)[3..],
        [(question(2, 1), "void"), (curtain(2), "gone"), (Slot::Podium, "podium")]
    );
    assert_eq!(table.game.scenes(2).len(), 4, "what has been shown for good can be left out");
}

#[test]
fn the_count_says_how_many_and_nothing_says_who_or_what() {
    let mut table = Table::playing(rules(), &[MEI]);
    table.ask();
    let open = |table: &Table| match &table.game.scenes(1)[1].1 {
        Scene::Question(question) => question.clone(),
        other => panic!("{other:?}"),
    };
    let before = open(&table);
    table.answer(MEI, true, 1_000).unwrap();
    assert_eq!(open(&table), QuestionScene { answered: 1, ..before });
}

#[test]
fn a_reveal_drops_its_countdown_once_the_game_has_gone_on() {
    let mut table = Table::playing(rules(), &[MEI]);
    table.ask();
    table.due();
    assert!(table.game.reveal(1).unwrap().next_at.is_some());
    table.due();
    assert_eq!(table.game.reveal(1).unwrap().next_at, None);
}

#[test]
fn the_podium_names_the_concept_that_fewest_had_right() {
    let mut table = Table::playing(rules(), &[MEI]);
    for (host, mei) in [(true, true), (false, true), (false, false)] {
        table.ask();
        table.answer(HOST, host, 0).unwrap();
        table.answer(MEI, mei, 0).unwrap();
    }
    table.due();
    let podium = table.game.podium().unwrap();
    assert_eq!(podium.reason, EndReason::Finished);
    assert_eq!(
        podium.questions.iter().map(|card| (card.right, card.asked)).collect::<Vec<_>>(),
        [(2, 2), (1, 2), (0, 2)]
    );
    assert_eq!(podium.hardest.unwrap().as_str(), "concept-2");
}

#[test]
fn a_game_without_a_question_ends_in_its_lobby_message() {
    let mut table = Table::playing(rules(), &[MEI]);
    table.apply(Event::NothingToAsk).unwrap();
    assert_eq!(slots(&table), [(Slot::Lobby, "ended")]);
}

#[test]
fn a_thread_of_its_own_is_wanted_once_the_game_is_on() {
    let mut table = Table::new(Rules { in_thread: true, ..rules() });
    assert!(!table.game.wants_thread());
    table.join(MEI).unwrap();
    table.begin();
    assert!(table.game.wants_thread());
    let thread = crate::domain::ids::ChannelId(99);
    table.apply(Event::ThreadOpened { thread: Some(thread) }).unwrap();
    assert_eq!((table.game.wants_thread(), table.game.place()), (false, thread));

    let mut table = Table::playing(Rules { in_thread: true, ..rules() }, &[MEI]);
    table.apply(Event::ThreadOpened { thread: None }).unwrap();
    assert_eq!((table.game.wants_thread(), table.game.place()), (false, table.game.channel()));
}

#[test]
fn the_lobby_promises_a_thread_of_its_own_until_that_is_refused() {
    let promises = |table: &Table| match &table.game.scenes(1)[0] {
        (Slot::Lobby, Scene::Lobby(lobby)) => lobby.rules.in_thread,
        other => panic!("{other:?} is no lobby"),
    };
    for (thread, stands) in [(Some(crate::domain::ids::ChannelId(99)), true), (None, false)] {
        let mut table = Table::playing(Rules { in_thread: true, ..rules() }, &[MEI]);
        assert!(promises(&table), "it may still come");
        table.apply(Event::ThreadOpened { thread }).unwrap();
        assert_eq!(promises(&table), stands);
    }
    assert!(!promises(&Table::new(rules())));
}
