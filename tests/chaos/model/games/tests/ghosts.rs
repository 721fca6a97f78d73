//! A game of one question that is over, played afterwards by member 1.

use super::*;

/// When the game can no longer be played, in seconds after the question.
const OVER: i64 = 40;

const ONE: &str = "👻 Question 1 of 1";

/// What an answer is told to have earned, as the last one.
fn last(verdict: &str, points: u32) -> String {
    format!(
        "┃ {verdict}\n👻 You **+{points}**, 1st here\nAltogether: **{points} points**\nYou'd have come 1st"
    )
}

/// The same, as one of several.
fn one(verdict: &str, points: u32) -> String {
    format!("┃ {verdict}\n👻 You **+{points}**, 1st here")
}

const RIGHT: &str = "Right! It's B";

impl Evening {
    /// Member 1 asks for the next question, so many milliseconds after the first.
    fn haunts(self, after: u64, told: &str) -> Self {
        let act = Act::Haunt { table: 0, podium: Some(9) };
        self.does(1, act, told, QUESTION + (after << 22))
    }

    fn guesses(self, number: u32, letters: &str, after: u64, told: &str) -> Self {
        let act = Act::Guess { table: 0, number, letters: letters.into() };
        self.does(1, act, told, QUESTION + (after << 22))
    }

    /// What is found where the end shows these ghosts, and nobody had a point in the game.
    fn ended(&self, ghosts: &[(usize, u32)]) -> Vec<String> {
        let scores = Scores { ghosts: ghosts.to_vec(), ..Scores::default() };
        let until = Some(Timestamp::constant(1_420_070_400 + OVER, 0));
        found(self.shows(vec![reveal("B", &[], &[]), Shows::Podium { closed: 1, scores, until }]))
    }
}

fn fast() -> Evening {
    Evening::of(Game { speed: true, ..PLAIN })
}

#[test]
fn points_fall_from_the_press_that_brought_the_question_up() {
    // Half a second until it is on the screen, then half of the time.
    let evening = fast().haunts(1_000, ONE).guesses(1, "B", 6_500, &last(RIGHT, 750));
    assert_eq!(evening.ended(&[(1, 750)]), [""; 0]);
    let wrong = fast().haunts(1_000, ONE).guesses(1, "B", 6_500, &last(RIGHT, 751));
    is_only(&wrong.ended(&[(1, 751)]), "earned 751, and B is worth 750..=750");
    let again = fast().haunts(1_000, ONE).haunts(5_000, ONE).guesses(1, "B", 6_500, &last(RIGHT, 1_000));
    is_only(&again.ended(&[(1, 1_000)]), "earned 1000, and B is worth 750..=750");
    // Whether an unanswered press brought it up before is open.
    let silent =
        |points| fast().haunts(1_000, "").haunts(5_000, ONE).guesses(1, "B", 6_500, &last(RIGHT, points));
    assert_eq!(silent(950).ended(&[(1, 950)]), [""; 0]);
    assert_eq!(silent(750).ended(&[(1, 750)]), [""; 0]);
    let late = |after, told| fast().haunts(0, ONE).guesses(1, "B", after, &last(told, 0)).ended(&[(1, 0)]);
    assert_eq!(late(10_501, "Time was up: it's B"), [""; 0]);
    is_only(&late(10_500, "Time was up: it's B"), "too late after 10000 ms");
    let counted = fast().haunts(0, ONE).guesses(1, "B", 10_501, &last(RIGHT, 500));
    is_only(&counted.ended(&[(1, 500)]), "counted after 10001 ms");
    let stretched = fast().stretches(1, 50, HALF).haunts(0, ONE).guesses(1, "B", 10_500, &last(RIGHT, 667));
    assert_eq!(stretched.ended(&[(1, 667)]), [""; 0]);
    let at_table = |told, points| {
        let evening = Evening::begin().stretches(0, 50, HALF).opens(Game { speed: true, ..PLAIN });
        evening.haunts(0, ONE).guesses(1, "B", 14_000, &last(told, points)).ended(&[(1, points)])
    };
    assert_eq!(at_table(RIGHT, 500), [""; 0]);
    is_only(&at_table("Time was up: it's B", 0), "too late after 13500 ms");
}

#[test]
fn a_question_is_answered_once_and_what_it_earned_is_kept() {
    let evening = Evening::of(PLAIN).haunts(1_000, ONE).guesses(1, "B", 2_000, &last(RIGHT, 1));
    assert_eq!(evening.ended(&[(1, 1)]), [""; 0]);
    is_only(&evening.ended(&[]), "1 points were earned afterwards, and are not shown");
    is_only(&evening.ended(&[(1, 2)]), "1 points were earned afterwards, and 2 are shown");
    let crew = Game { mode: Mode::Crew, ..PLAIN };
    let crew = Evening::of(crew).haunts(1_000, ONE).guesses(1, "B", 2_000, &last(RIGHT, 1));
    assert_eq!(crew.ended(&[]), [""; 0]);
    is_only(&crew.ended(&[(1, 1)]), "1 points are shown of one, where a crew's end names nobody");
    is_only(
        &evening.clone().haunts(3_000, ONE).ended(&[(1, 1)]),
        "question 1 comes again, which [2] answered",
    );
    let twice = evening.clone().guesses(1, "A", 3_000, &last(RIGHT, 1));
    assert!(twice.ended(&[(1, 1)])[0].contains("question 1 is answered a second time"));
    assert_eq!(evening.guesses(1, "A", 3_000, "You're past that question.").ended(&[(1, 1)]), [""; 0]);
    let nobody = Evening::of(PLAIN).haunts(1_000, ONE).guesses(1, "A", 3_000, "You're past that question.");
    is_only(&nobody.ended(&[]), "told to be past question 1, which nobody answered");
    is_only(&Evening::of(PLAIN).ended(&[(1, 1)]), "1 points are shown as earned afterwards");
    let silent = Evening::of(PLAIN).haunts(1_000, ONE).guesses(1, "B", 2_000, "");
    assert_eq!(silent.ended(&[]), [""; 0]);
    assert_eq!(silent.ended(&[(1, 1)]), [""; 0]);
    is_only(&silent.ended(&[(1, 2)]), "2 points are shown as earned afterwards");
    let other = Evening::of(PLAIN).haunts(1_000, ONE).guesses(1, "A", 2_000, &last("Right! It's A", 1));
    is_only(&other.ended(&[(1, 1)]), "the key is A, and was B");
}

#[test]
fn questions_come_in_order_and_the_total_at_the_end() {
    let of_two = |told: &str| Evening::of(PLAIN).haunts(1_000, told).ended(&[]);
    is_only(&of_two("👻 Question 1 of 2"), "2 questions are told, and 1 were closed");
    let skipping = Evening::of(PLAIN).haunts(1_000, "👻 Question 2 of 1").ended(&[]);
    is_only(&skipping, "question 2 comes, and 1 was not answered");
    let without = Evening::of(PLAIN).haunts(1_000, ONE).guesses(1, "B", 2_000, &one(RIGHT, 1));
    is_only(&without.ended(&[(1, 1)]), "None told after question 1 of 1");
    for told in ["You're past that question.", "┃ You'd have come 1st\nYour answers: 1. ✅ **B**"] {
        is_only(&Evening::of(PLAIN).haunts(1_000, told).ended(&[]), "1 was not answered");
    }
}

#[test]
fn who_was_there_does_not_play_it_afterwards_and_others_do_for_a_day() {
    let there = "You played this game yourself.";
    is_only(&Evening::of(PLAIN).haunts(1_000, there).ended(&[]), "a game that they never joined");
    let joined = Evening::of(PLAIN).presses(1, "Join", "You're in.");
    assert_eq!(joined.haunts(1_000, there).ended(&[]), [""; 0]);
    let mut host = Evening::of(PLAIN).chose("A", 100, "Locked in: **A**.");
    host = host.does(0, Act::Haunt { table: 0, podium: Some(9) }, ONE, QUESTION + (1_000 << 22));
    let missed = Shows::Podium { closed: 1, scores: Scores::default(), until: None };
    is_only(
        &found(host.shows(vec![reveal("B", &[], &[]), missed])),
        "somebody who played plays it afterwards",
    );
    let late = "It's too late for this one";
    is_only(&Evening::of(PLAIN).haunts(1_000, late).ended(&[]), "before it is over for good");
    // Each act is half a second after the one before.
    let waits = |told: &str| {
        (0..100).fold(Evening::of(PLAIN), |evening, _| evening.haunts(1_000, "")).haunts(1_000, told)
    };
    assert_eq!(waits(late).ended(&[]), [""; 0]);
    is_only(&waits(ONE).ended(&[]), "it is played when it was over for good");
}
