//! What one member is told.

use insta::assert_snapshot;

use super::*;
use crate::actions::challenge::ghost::{GhostQuestion, GhostRound, Haunted};
use crate::actions::challenge::start::Started;

#[test]
fn a_lock_in_is_told_with_what_can_still_be_done() {
    let (game, _) = playing(quick(), sample::one());
    assert_snapshot!(plain(&done::locked_in(&game, chosen(&[1]), false)), @"Locked in: **B**.");
    let (game, _) = playing(Rules { change_of_mind: true, ..quick() }, sample::one());
    assert_snapshot!(plain(&done::locked_in(&game, chosen(&[1]), false)), @"Locked in: **B**. You can change it once, until time is up.");
    assert_snapshot!(plain(&done::locked_in(&game, chosen(&[2]), true)), @"Changed to **C**. That one stands.");
}

#[test]
fn coming_and_going_is_told() {
    let (game, _) = playing(quick(), sample::one());
    assert_snapshot!(plain(&done::joined(&game, RAJ)), @"You're in, from the next question on.");
    assert_snapshot!(plain(&done::left(&game)), @"
    You're out, and your points stay. You can come back any time.
    (Join)
    ");
}

#[test]
fn a_stop_says_where_the_standings_are_if_there_are_any() {
    let (mut game, pressed) = playing(quick(), sample::one());
    let mut early = game.clone();
    let stop = Event::Stopped { by: Asker { member: MEI, manages: false } };
    early.apply(&stop, sample::now()).unwrap();
    assert_snapshot!(plain(&done::stopped(&early)), @"Stopped. No question was closed, so there is nothing to count.");
    for event in [Event::Answered(pressed), Event::Answered(Pressed { member: RAJ, ..pressed }), stop] {
        game.apply(&event, sample::now()).unwrap();
    }
    assert_snapshot!(plain(&done::stopped(&game)), @"Stopped. The standings so far are in <#7>.");
}

#[test]
fn whoever_is_not_in_is_invited_for_as_long_as_they_can_play() {
    let (mut game, pressed) = playing(quick(), sample::one());
    assert_snapshot!(plain(&refused::refused(&game, &Refusal::Outside)), @"
    You're not in this game yet. Join, and you play from the next question on.
    (Join)
    ");
    let begun = game.clone();
    for event in [Event::Answered(pressed), Event::Answered(Pressed { member: RAJ, ..pressed })] {
        game.apply(&event, sample::now()).unwrap();
    }
    let stop = Event::Stopped { by: Asker { member: MEI, manages: false } };
    game.apply(&stop, at("2026-03-02T19:10:00Z")).unwrap();
    let told = |game: &Challenge, now| plain(&refused::outside(game, at(now)));
    assert_snapshot!(told(&game, "2026-03-03T19:09:59Z"), @"You weren't in this game. **Play it against them** lets you play it afterwards, until <t:1772565000:F>.");
    assert_snapshot!(told(&game, "2026-03-03T19:10:00Z"), @"You weren't in this game.");
    let mut unplayed = begun;
    unplayed.apply(&stop, at("2026-03-02T19:10:00Z")).unwrap();
    assert_snapshot!(told(&unplayed, "2026-03-02T19:11:00Z"), @"You weren't in this game.");
}

#[test]
fn a_question_of_the_game_is_explained_again_in_full() {
    let (mut game, pressed) = playing(quick(), sample::one());
    game.apply(&Event::Answered(Pressed { selection: chosen(&[0]), ..pressed }), sample::now()).unwrap();
    let open = game.own_sheet(MEI).unwrap();
    assert_snapshot!(plain(&mine::question(&game, &open, 1)), @"That question isn't over yet, or you weren't asked it.");
    game.apply(&Event::Answered(Pressed { member: RAJ, ..pressed }), sample::now()).unwrap();
    assert_snapshot!(plain(&mine::question(&game, &game.own_sheet(MEI).unwrap(), 1)), @"
    # Not quite: it's B
    Uploads vanish whenever Kubernetes replaces a pod. What should keep them?
    ## ❌ A · you chose it
    > More replicas
    Each replica still writes to its own container.
    ## ✅ B
    > A volume from a `PersistentVolumeClaim`
    Its data outlives the pod.
    ## ❌ C
    > A ConfigMap
    It holds settings, not files of customers.
    ## ❌ D
    > An init container
    It makes an empty directory again.
    -- Question 1 of 3 · Section 78 · medium
    (Report this question)
    ");
}

#[test]
fn every_refusal_says_what_is_so() {
    let (game, _) = playing(quick(), sample::two());
    for refusal in [
        Refusal::Over(EndReason::Finished),
        Refusal::NotOver,
        Refusal::HasBegun,
        Refusal::NotHost { host: MEI },
        Refusal::TooFew { have: 1 },
        Refusal::OneTeam,
        Refusal::NoSuchTeam,
        Refusal::AlreadyIn,
        Refusal::Full,
        Refusal::NotInvited,
        Refusal::FromNextRound,
        Refusal::Stale { number: 1 },
        Refusal::TimeUp,
        Refusal::Answered { selection: chosen(&[1]) },
        Refusal::Misplaced,
        Refusal::WasThere,
        Refusal::GhostTooLate,
    ] {
        let view = refused::refused(&game, &refusal);
        assert!(view.apart && view.content.len() > 15, "{refusal:?}: {}", view.content);
    }
    assert_snapshot!(plain(&refused::refused(&game, &Refusal::Unfit)), @"This one asks for **TWO** options. Nothing is locked in yet.");
    assert_snapshot!(plain(&refused::refused(&game, &Refusal::GhostTooLate)), @"It's too late for this one: a game can be played afterwards for 24 hours.");
    let (over, _) = haunted();
    assert_snapshot!(plain(&refused::refused(&over, &Refusal::Unfit)), @"That choice doesn't fit this question. Nothing is locked in yet.");
}

#[test]
fn a_sheet_is_for_the_members_own_eyes() {
    let (mut game, pressed) = playing(Rules { streak_bonus: true, ..quick() }, sample::one());
    game.apply(&Event::Answered(pressed), sample::now()).unwrap();
    let open = game.own_sheet(MEI).unwrap();
    assert_snapshot!(plain(&mine::sheet(&game, &open, &terms)), @"
    # No points counted for you yet
    Question 1: you locked in **B**.
    (Leave the game)
    ");
    let raj = Pressed { member: RAJ, selection: chosen(&[0]), ..pressed };
    game.apply(&Event::Answered(raj), sample::now()).unwrap();
    assert_snapshot!(plain(&mine::sheet(&game, &game.own_sheet(MEI).unwrap(), &terms)), @"
    # You're 1st of 2
    **960 points**, 1 of 1 right.
    ## Your answers
    1. ✅ **B** in 1.6 s: 960 points · The persistent-volume
    {Look at a question again (1 to 1) | Question 1: The persistent-volume}
    (Leave the game)
    ");
    assert_snapshot!(plain(&mine::sheet(&game, &game.own_sheet(RAJ).unwrap(), &terms)), @"
    # You're 2nd of 2
    **0 points**, 0 of 1 right.
    ## Your answers
    1. ❌ **A** in 1.6 s, it was **B** · The persistent-volume
    {Look at a question again (1 to 1) | Question 1: The persistent-volume}
    (Leave the game)
    ");
}

#[test]
fn starting_is_told() {
    let (game, _) = playing(quick(), sample::one());
    let game = Arc::new(game);
    let told = |started: &Started| plain(&started::started(started, &Rules::default(), &terms));
    assert_snapshot!(told(&Started::Running(Arc::clone(&game))), @"
    A challenge by <@101> is on in this channel already.
    (Join)
    ");
    assert_snapshot!(told(&Started::TooFewQuestions { topic: Some("pod".into()), left: 1, all: 4 }), @"Only 1 question is left on The pod that this group hasn't had lately. Try another topic, or none.");
    assert_snapshot!(told(&Started::TooFewQuestions { topic: None, left: 2, all: 40 }), @"Only 2 questions are left that this group hasn't had lately. Try again in a few days.");
    let short = Started::TooFewQuestions { topic: Some("pod".into()), left: 0, all: 1 };
    assert_snapshot!(told(&short), @"I have only 1 question on The pod; a challenge takes 3. Try another topic, or none.");
    let asked = Rules { scoring: Scoring::Plain, streak_bonus: true, ..quick() };
    let opened = plain(&started::started(&Started::Opened(Arc::clone(&game)), &asked, &terms));
    assert_snapshot!(opened, @"Your game is on. A bonus goes with *the sooner, the more*, so it's left out.");
    assert_snapshot!(told(&Started::BadRules(BadRules::Rounds(2))), @"A challenge can have 3 to 20 questions. Please choose again.");
    assert_snapshot!(plain(&started::cannot_post(&["View Channel", "Send Messages"], false)), @"I can't host a challenge here: I need **View Channel** and **Send Messages** in this channel. Somebody who manages the server can allow it.");
}

#[test]
fn extra_time_is_explained_before_it_is_chosen() {
    assert_snapshot!(plain(&extra_time::extra_time(Allowance::Half)), @"
    # Your extra time in challenges: 50%
    With extra time, every question of a game that you begin with stays open longer, for everybody. Your points are counted by your own clock.

    Nobody is told who has it. The longer countdown is all that the others can see; in a game of two, that tells the other one.

    It holds for games that you join from now on, on every server.
    (No extra time) (+25%) (+50%) (+100%)
    ");
}

#[test]
fn a_ghost_plays_alone_and_sees_the_others_afterwards() {
    let (game, mine) = haunted();
    let question = GhostQuestion {
        challenge: Arc::clone(&game),
        number: 1,
        asked: Arc::new(sample::one()),
        until: at("2026-03-02T20:00:20Z"),
    };
    assert_snapshot!(plain(&ghost::haunted(&Haunted::Question(Box::new(question)), &terms)), @"
    # 👻 Question 1 of 1
    Uploads vanish whenever Kubernetes replaces a pod. What should keep them?

    **A.** More replicas
    **B.** A volume from a `PersistentVolumeClaim`
    **C.** A ConfigMap
    **D.** An init container

    Choose **ONE**. Your time ends <t:1772481620:R>.
    -- Section 78 · medium
    (A) (B) (C) (D)
    ");
    let sheet = game.own_sheet(ZOE).unwrap();
    let theirs = game.reveal(1).unwrap();
    let round = |next| GhostRound {
        challenge: Arc::clone(&game),
        mine: mine.clone(),
        theirs: theirs.clone(),
        next,
        sheet: sheet.clone(),
    };
    assert_snapshot!(plain(&ghost::haunted(&Haunted::Round(Box::new(round(Some(2)))), &terms)), @"
    # Right! It's B
    Uploads vanish whenever Kubernetes replaces a pod. What should keep them?
    ## ✅ You chose B
    > A volume from a `PersistentVolumeClaim`
    Its data outlives the pod.
    ## This question
    👻 You **+788**, 2nd here
    <@101> **+960**
    1 missed it.
    Altogether: **788 points**
    (Next question) (All options) (Report this question)
    ");
    let end = plain(&ghost::haunted(&Haunted::Round(Box::new(round(None))), &terms));
    assert!(end.contains("# You'd have come 2nd"), "{end}");
}

/// A game of one question that Zoe played after Mei and Raj.
fn haunted() -> (Arc<Challenge>, MyRound) {
    let (mut game, pressed) = playing(quick(), sample::one());
    let now = sample::at("2026-03-02T19:00:05Z");
    let raj = Pressed { member: RAJ, selection: chosen(&[0]), ..pressed };
    let stop = Asker { member: MEI, manages: false };
    let late = GhostPressed {
        member: ZOE,
        number: 1,
        at: now + jiff::SignedDuration::from_secs(9),
        selection: chosen(&[1]),
    };
    let allowance = Allowance::None;
    for event in [
        Event::Answered(pressed),
        Event::Answered(raj),
        Event::Stopped { by: stop },
        Event::GhostAsked { member: ZOE, allowance, number: 1, at: now },
        Event::GhostAnswered(late),
    ] {
        game.apply(&event, now).expect("it happens");
    }
    let mine = game.own_sheet(ZOE).unwrap().rounds.remove(0);
    (Arc::new(game), mine)
}
