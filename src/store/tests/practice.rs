//! Practice: private, without repeats, and never the open daily.

use std::collections::BTreeSet;

use super::fixture::{GUILD, MEI, RAJ, World, at, wrong};
use crate::domain::content::Difficulty;
use crate::domain::grading::{Grade, Selection};
use crate::domain::ids::{ConceptId, GuildId, PracticeId, QuestionId};
use crate::store::{Practice, PracticeAnswer, PracticeFilter, PracticePool};

const NINE: &str = "2026-03-02T08:00Z";
const TEN: &str = "2026-03-02T09:00Z";

async fn start(world: &World, guild: GuildId, filter: PracticeFilter) -> Option<Practice> {
    world.start_practice((guild, MEI), filter, world.practice_pool(), 11, at(TEN)).await.unwrap()
}

async fn choose(world: &World, session: &Practice, right: bool) -> PracticeAnswer {
    let selection = if right { session.asked.key() } else { wrong(&session.asked) };
    world.answer_practice(session.id, MEI, session.number, selection, at(TEN)).await.unwrap()
}

async fn next(world: &World, session: &Practice) -> Practice {
    choose(world, session, true).await;
    let drawn =
        world.next_practice((session.id, MEI), session.number, world.practice_pool(), 11, at(TEN)).await;
    drawn.unwrap().unwrap()
}

/// The questions of `rounds` in a row, over sessions and restarts.
async fn drawn(mut world: World, guild: GuildId, filter: &PracticeFilter, rounds: usize) -> Vec<QuestionId> {
    let mut drawn = Vec::new();
    let mut session = start(&world, guild, filter.clone()).await.unwrap();
    while drawn.len() < rounds {
        drawn.push(session.asked.question.id.clone());
        session = if drawn.len() % 3 == 0 {
            world = world.killed();
            start(&world, guild, filter.clone()).await.unwrap()
        } else {
            next(&world, &session).await
        };
    }
    drawn
}

fn distinct(questions: &[QuestionId]) -> usize {
    questions.iter().collect::<BTreeSet<_>>().len()
}

#[tokio::test]
async fn no_question_repeats_until_all_were_seen_in_whichever_session() {
    let drawn = drawn(World::with_questions(8), GUILD, &PracticeFilter::default(), 16).await;
    assert_eq!((distinct(&drawn[..8]), distinct(&drawn[8..])), (8, 8));
}

#[tokio::test]
async fn the_guilds_open_daily_never_appears_and_comes_back_once_it_is_over() {
    let world = World::with_questions(6);
    let daily = world.with_open_daily(at(NINE)).await.asked.question.id;
    let drawn = drawn(world, GUILD, &PracticeFilter::default(), 15).await;
    assert_eq!(distinct(&drawn), 5);
    assert!(!drawn.contains(&daily));

    let world = World::with_questions(1);
    world.with_open_daily(at(NINE)).await;
    assert_eq!(start(&world, GUILD, PracticeFilter::default()).await, None, "nothing else is left");
    assert!(
        start(&world, GuildId(9), PracticeFilter::default()).await.is_some(),
        "elsewhere it is no secret"
    );
    let after = world.start_practice(
        (GUILD, MEI),
        PracticeFilter::default(),
        world.practice_pool(),
        1,
        at("2026-03-03T08:00Z"),
    );
    assert!(after.await.unwrap().is_some());
}

#[tokio::test]
async fn what_a_game_of_the_guild_asks_never_appears_and_is_taken_off_the_table() {
    let world = World::with_questions(3);
    let pool = || PracticePool { asking: vec![(GUILD, "q76-1".into())], ..world.practice_pool() };
    let start = async |guild, seed| {
        let filter = PracticeFilter::default();
        world.start_practice((guild, MEI), filter, pool(), seed, at(TEN)).await.unwrap().unwrap()
    };
    for seed in 0..8 {
        assert_ne!(start(GUILD, seed).await.asked.question.id, "q76-1".into());
    }
    let elsewhere = start(GuildId(9), 0).await;
    assert_eq!(elsewhere.asked.question.id, "q76-1".into(), "seen least often, and no secret there");
    let stays = world.withdraw_practice((elsewhere.id, MEI), pool(), 1, at(TEN)).await.unwrap();
    assert_eq!(stays, None);

    let here = start(GUILD, 1).await;
    let asking = vec![(GUILD, here.asked.question.id.clone())];
    let pool = PracticePool { asking, ..world.practice_pool() };
    let instead = world.withdraw_practice((here.id, MEI), pool, 1, at(TEN)).await.unwrap().unwrap();
    assert_eq!(instead.number, 2);
    assert_ne!(instead.asked.question.id, here.asked.question.id);
}

#[tokio::test]
async fn a_filter_admits_its_topic_and_difficulty_only() {
    let topic = ConceptId::from("concept-1");
    let hard = PracticeFilter {
        topics: vec![topic.clone()],
        difficulty: Some(Difficulty::Medium),
        ..Default::default()
    };
    let world = World::with_questions(12);
    let pool = world.pool();
    let fitting = pool
        .iter()
        .filter(|question| question.concepts.contains(&topic) && question.difficulty == Difficulty::Medium);
    let fitting: BTreeSet<QuestionId> = fitting.map(|question| question.id.clone()).collect();
    let drawn = drawn(world, GUILD, &hard, 2 * fitting.len()).await;
    assert_eq!(drawn.into_iter().collect::<BTreeSet<_>>(), fitting);

    let unknown = PracticeFilter { topics: vec!["no-such".into()], ..Default::default() };
    assert_eq!(start(&World::new(), GUILD, unknown).await, None);
}

#[tokio::test]
async fn nobody_but_the_owner_can_see_or_move_a_session() {
    let world = World::new();
    let session = start(&world, GUILD, PracticeFilter::default()).await.unwrap();
    let (id, key) = (session.id, session.asked.key());
    assert_eq!(world.practice(id, RAJ).await.unwrap(), None);
    assert_eq!(world.answer_practice(id, RAJ, 1, key, at(TEN)).await.unwrap(), PracticeAnswer::Unknown);
    assert_eq!(world.next_practice((id, RAJ), 1, world.practice_pool(), 1, at(TEN)).await.unwrap(), None);
    assert_eq!(world.stop_practice(id, RAJ, at(TEN)).await.unwrap(), None);
    assert_eq!(world.practice(PracticeId(id.0 + 1), MEI).await.unwrap(), None);
    assert_eq!(world.practice(id, MEI).await.unwrap(), Some(session));
}

#[tokio::test]
async fn a_stale_press_changes_nothing() {
    let world = World::new();
    let first = start(&world, GUILD, PracticeFilter::default()).await.unwrap();
    let unanswered =
        world.next_practice((first.id, MEI), 1, world.practice_pool(), 1, at(TEN)).await.unwrap();
    assert_eq!(unanswered, Some(first.clone()), "no next question before an answer");
    let two = Selection::from_positions([0, 1]).unwrap();
    assert!(matches!(
        world.answer_practice(first.id, MEI, 1, two, at(TEN)).await.unwrap(),
        PracticeAnswer::Unfit(_)
    ));

    let PracticeAnswer::Counted(answered, grade) = choose(&world, &first, false).await else { panic!() };
    assert_eq!((grade, answered.answered, answered.right), (Grade::Wrong, 1, 0));
    assert_eq!(
        choose(&world, &first, true).await,
        PracticeAnswer::Stale(answered.clone()),
        "answered before"
    );

    let second = next(&world, &first).await;
    let again = world.next_practice((first.id, MEI), 1, world.practice_pool(), 1, at(TEN)).await.unwrap();
    assert_eq!(again, Some(second.clone()), "a second press gives the same question");
    assert_eq!(choose(&world, &first, true).await, PracticeAnswer::Stale(second.clone()), "off the table");

    let stopped = world.stop_practice(first.id, MEI, at(TEN)).await.unwrap().unwrap();
    assert_eq!(
        world.stop_practice(first.id, MEI, at("2026-03-02T10:00Z")).await.unwrap(),
        Some(stopped.clone())
    );
    assert_eq!(choose(&world, &second, true).await, PracticeAnswer::Stale(stopped));
}

/// Answers what is on the table, and puts the next question there.
async fn go_on(world: &World, session: &Practice, right: bool) -> Practice {
    choose(world, session, right).await;
    let drawn =
        world.next_practice((session.id, MEI), session.number, world.practice_pool(), 11, at(TEN)).await;
    drawn.unwrap().unwrap()
}

#[tokio::test]
async fn what_was_missed_comes_first_in_the_next_session_until_it_is_right() {
    let world = World::with_questions(6);
    let first = start(&world, GUILD, PracticeFilter::default()).await.unwrap();
    let missed = first.asked.question.id.clone();
    let mut session = go_on(&world, &first, false).await;
    for _ in 0..4 {
        assert_ne!(session.asked.question.id, missed, "it rests in the session that missed it");
        session = go_on(&world, &session, true).await;
    }
    choose(&world, &session, true).await;

    let again = start(&world, GUILD, PracticeFilter::default()).await.unwrap();
    assert_eq!(again.asked.question.id, missed, "it comes before all others");
    let after = go_on(&world, &again, false).await;
    assert_ne!(after.asked.question.id, missed, "missed again, it waits for the next session");
    let third = start(&world, GUILD, PracticeFilter::default()).await.unwrap();
    assert_eq!(third.asked.question.id, missed);
    go_on(&world, &third, true).await;
    let fourth = start(&world, GUILD, PracticeFilter::default()).await.unwrap();
    assert_ne!(fourth.asked.question.id, missed, "it was right");
}

#[tokio::test]
async fn once_all_were_seen_the_missed_ones_repeat_first() {
    let world = World::with_questions(5);
    let mut session = start(&world, GUILD, PracticeFilter::default()).await.unwrap();
    let mut missed = BTreeSet::new();
    for round in 0..5 {
        let right = round % 2 == 0;
        if !right {
            missed.insert(session.asked.question.id.clone());
        }
        session = go_on(&world, &session, right).await;
    }
    let mut first = BTreeSet::from([session.asked.question.id.clone()]);
    session = go_on(&world, &session, true).await;
    first.insert(session.asked.question.id.clone());
    assert_eq!(first, missed);
}

#[tokio::test]
async fn the_last_new_question_is_known_and_what_was_missed_is_named() {
    let world = World::with_questions(3);
    let mut session = start(&world, GUILD, PracticeFilter::default()).await.unwrap();
    let mut told = Vec::new();
    let mut missed = Vec::new();
    for round in 0..5 {
        let right = round > 0;
        if !right {
            missed.extend(session.asked.question.concepts.first().cloned());
        }
        choose(&world, &session, right).await;
        let answered = world.practice(session.id, MEI).await.unwrap().unwrap();
        told.push(world.seen_all(answered, world.practice_pool(), at(TEN)).await.unwrap());
        session = next(&world, &session).await;
    }
    assert_eq!(told, [None, None, Some(3), None, None]);
    assert_eq!(world.missed_in_practice(session.id).await.unwrap(), missed);
}
