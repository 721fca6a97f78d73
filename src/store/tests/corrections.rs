//! Corrected keys: nobody loses anything, whatever the order of events.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::fixture::{ALL, GUILD, RAJ, World, at};
use crate::domain::asked::AskedQuestion;
use crate::domain::content::Question;
use crate::domain::daily::Daily;
use crate::domain::grading::{Grade, Selection};
use crate::domain::ids::{GuildId, MemberId};
use crate::domain::standings::Period;
use crate::store::{Adopted, CorrectedAnswer, PracticeAnswer, PracticeFilter, PracticePool};

const NINE: &str = "2026-03-02T08:00Z";
const NEXT_DAY: &str = "2026-03-03T08:00Z";

/// As many members as options, and each option has its member.
fn member(position: usize) -> MemberId {
    MemberId(1_000 + u64::try_from(position).unwrap())
}

fn only(position: usize) -> Selection {
    Selection::from_positions([position]).unwrap()
}

/// The question with another option, by its place in the pack, as its only key.
fn with_key(question: &Question, place: usize) -> Question {
    let mut question = question.clone();
    for (at, option) in question.options.iter_mut().enumerate() {
        option.key = at == place;
    }
    question
}

async fn adopt(world: &World, questions: &[Question]) -> Adopted {
    world.adopt_content(Vec::new(), questions.to_vec(), at(NEXT_DAY)).await.unwrap()
}

/// Judges everything, `limit` answers at a time.
async fn judge_all(world: &World, limit: usize) -> usize {
    let mut batches = 1;
    while world.judge_anew(limit, at(NEXT_DAY)).await.unwrap() {
        batches += 1;
        assert!(batches < 1_000, "it ends");
    }
    batches
}

/// A daily of `world` that four members answered, one for each option, and that has closed.
async fn answered(world: &World) -> Daily {
    adopt(world, &world.pool()).await;
    let daily = world.with_open_daily(at(NINE)).await;
    for position in 0..4 {
        let given = super::fixture::given(&daily, member(position), Some(only(position)), at(NINE));
        world.record_answer(given).await.unwrap().1.unwrap();
    }
    for closing in world.closings(at(NEXT_DAY), ALL).await.unwrap() {
        world.closed(closing.daily.id, closing.version).await.unwrap();
    }
    world.daily(daily.id).await.unwrap().unwrap()
}

async fn credit(world: &World) -> Vec<u32> {
    let mut credit = Vec::new();
    for position in 0..4 {
        credit.push(world.streak(GUILD, member(position)).await.unwrap().right);
    }
    credit
}

async fn news(world: &World, position: usize) -> Vec<CorrectedAnswer> {
    world.corrected_answers(GUILD, member(position), at(NEXT_DAY)).await.unwrap()
}

async fn tell(world: &World, position: usize) -> Vec<bool> {
    let news = news(world, position).await;
    let told = news.iter().map(|news| (news.answer, news.right)).collect();
    world.told_of_corrections(GUILD, member(position), told).await.unwrap();
    news.into_iter().map(|news| news.right).collect()
}

#[tokio::test]
async fn a_wrong_answer_gains_and_a_right_one_keeps_its_credit() {
    let world = World::with_questions(1);
    let daily = answered(&world).await;
    let key = daily.asked.key().positions().next().unwrap();
    let other = (key + 1) % 4;
    let corrected = with_key(&daily.asked.question, daily.asked.order()[other]);
    let adopted = adopt(&world, std::slice::from_ref(&corrected)).await;
    assert_eq!(adopted.corrected, std::slice::from_ref(&corrected.id));
    judge_all(&world, 100).await;

    let expected: Vec<u32> = (0..4).map(|position| u32::from(position == key || position == other)).collect();
    assert_eq!(credit(&world).await, expected);
    assert_eq!(tell(&world, key).await, [false]);
    assert_eq!(tell(&world, other).await, [true]);
    assert_eq!(tell(&world, (key + 2) % 4).await, Vec::<bool>::new());
    assert_eq!(tell(&world, key).await, Vec::<bool>::new(), "told once");
    let standing = world.ranking((GUILD, RAJ), Period::ThisWeek, daily.day).await.unwrap();
    assert_eq!(standing.scores.iter().map(|score| score.right).sum::<u64>(), 2);
    let again = world.daily(daily.id).await.unwrap().unwrap();
    assert!(again.corrected);
    assert_eq!(again.asked.key(), only(other), "what was shown stands, with the key that holds now");
}

#[tokio::test]
async fn a_key_that_is_corrected_while_the_result_is_shown_is_shown_by_another_edit() {
    let world = World::with_questions(1);
    adopt(&world, &world.pool()).await;
    let daily = world.with_open_daily(at(NINE)).await;
    let edit = world.closings(at(NEXT_DAY), ALL).await.unwrap().remove(0);
    let other = (daily.asked.key().positions().next().unwrap() + 1) % 4;
    adopt(&world, &[with_key(&daily.asked.question, daily.asked.order()[other])]).await;
    judge_all(&world, 100).await;
    world.closed(daily.id, edit.version).await.unwrap();
    let again = world.closings(at(NEXT_DAY), ALL).await.unwrap().remove(0);
    assert!(again.daily.corrected && !edit.daily.corrected);
    assert_eq!(again.daily.asked.key(), only(other));
    world.closed(daily.id, again.version).await.unwrap();
    assert_eq!(world.closings(at(NEXT_DAY), ALL).await.unwrap(), []);
}

#[tokio::test]
async fn judging_goes_on_where_it_was_interrupted() {
    for limit in 1..6 {
        let mut world = World::with_questions(1);
        let daily = answered(&world).await;
        let other = (daily.asked.key().positions().next().unwrap() + 1) % 4;
        adopt(&world, &[with_key(&daily.asked.question, daily.asked.order()[other])]).await;
        while world.judge_anew(limit, at(NEXT_DAY)).await.unwrap() {
            world = world.killed();
        }
        assert_eq!(credit(&world).await.iter().sum::<u32>(), 2, "{limit} at a time");
        assert_eq!(world.count("SELECT count(*) FROM corrections WHERE done_at IS NULL"), 0);
    }
}

#[tokio::test]
async fn a_member_who_is_forgotten_takes_nobodys_correction_along() {
    let world = World::with_questions(1);
    let daily = answered(&world).await;
    let other = (daily.asked.key().positions().next().unwrap() + 1) % 4;
    adopt(&world, &[with_key(&daily.asked.question, daily.asked.order()[other])]).await;
    assert!(world.judge_anew(1, at(NEXT_DAY)).await.unwrap());
    assert_eq!(world.sql().execute("UPDATE corrections SET member_id = NULL", []).unwrap(), 1);
    judge_all(&world, 3).await;
    assert_eq!(credit(&world).await.iter().sum::<u32>(), 2);
    assert_eq!(tell(&world, other).await, [true]);
    let concepts = "SELECT sum(right_n) FROM concept_records";
    assert_eq!(world.count(concepts), 1, "who was right before and is now were counted once");
}

#[tokio::test]
async fn an_answer_that_comes_while_judging_is_under_way_is_no_news() {
    let world = World::with_questions(1);
    adopt(&world, &world.pool()).await;
    let daily = world.with_open_daily(at(NINE)).await;
    let key = daily.asked.key().positions().next().unwrap();
    let other = (key + 1) % 4;
    for position in [key, other] {
        let given = super::fixture::given(&daily, member(position), Some(only(position)), at(NINE));
        world.record_answer(given).await.unwrap().1.unwrap();
    }
    adopt(&world, &[with_key(&daily.asked.question, daily.asked.order()[other])]).await;
    assert!(world.judge_anew(1, at(NINE)).await.unwrap());
    let late = MemberId(9_999);
    let given = super::fixture::given(&daily, late, Some(only(other)), at(NINE));
    world.record_answer(given).await.unwrap().1.unwrap();
    judge_all(&world, 1).await;
    assert_eq!(world.corrected_answers(GUILD, late, at(NINE)).await.unwrap(), Vec::new());
    assert_eq!(world.streak(GUILD, late).await.unwrap().right, 1);
    assert_eq!(tell(&world, other).await, [true]);
}

#[tokio::test]
async fn whatever_keys_follow_each_other_nothing_falls_and_the_last_verdict_is_told() {
    for keys in [[1, 0, 2], [1, 2, 1], [2, 3, 0], [1, 0, 1], [3, 3, 2]] {
        for told_between in [false, true] {
            let world = World::with_questions(1);
            let daily = answered(&world).await;
            let first = daily.asked.key();
            let mut known: Vec<bool> = (0..4).map(|position| first.contains(position)).collect();
            let mut before = credit(&world).await;
            let streaks = "SELECT group_concat(current || ' ' || longest || ' ' || freezes) FROM streaks";
            let streak = || world.sql().query_row(streaks, [], |row| row.get::<_, String>(0)).unwrap();
            let at_first = streak();
            for place in keys {
                adopt(&world, &[with_key(&daily.asked.question, place)]).await;
                judge_all(&world, 2).await;
                let after = credit(&world).await;
                assert!(before.iter().zip(&after).all(|(before, after)| before <= after), "{keys:?}");
                before = after;
                if told_between {
                    for (position, known) in known.iter_mut().enumerate() {
                        tell(&world, position).await.into_iter().for_each(|right| *known = right);
                    }
                }
            }
            for (position, known) in known.iter_mut().enumerate() {
                tell(&world, position).await.into_iter().for_each(|right| *known = right);
            }
            let now = world.daily(daily.id).await.unwrap().unwrap();
            let verdicts: Vec<bool> =
                (0..4).map(|position| now.asked.grade(only(position)) == Grade::Right).collect();
            assert_eq!(known, verdicts, "{keys:?}: everybody knows how their answer stands");
            assert_eq!(now.asked.order()[now.asked.key().positions().next().unwrap()], keys[2]);
            assert_eq!(streak(), at_first, "no streak moves");
        }
    }
}

#[tokio::test]
async fn practice_answers_are_judged_anew_and_retired_questions_stay_readable() {
    let world = World::with_questions(2);
    adopt(&world, &world.pool()).await;
    let filter = PracticeFilter::default();
    let mei = member(0);
    let session = world
        .start_practice((GUILD, mei), filter, world.practice_pool(), 11, at(NINE))
        .await
        .unwrap()
        .unwrap();
    let asked: AskedQuestion = session.asked.clone();
    let other = (asked.key().positions().next().unwrap() + 1) % 4;
    let answered = world.answer_practice(session.id, mei, 1, only(other), at(NINE)).await.unwrap();
    assert!(matches!(answered, PracticeAnswer::Counted(_, Grade::Wrong)));
    let corrected = with_key(&asked.question, asked.order()[other]);
    let adopted = adopt(&world, std::slice::from_ref(&corrected)).await;
    assert_eq!((adopted.corrected.len(), adopted.retired.len()), (1, 1));
    judge_all(&world, 1).await;
    let session = world.practice(session.id, mei).await.unwrap().unwrap();
    assert_eq!((session.right, session.asked.grade(only(other))), (1, Grade::Right));
    let news = world.corrected_answers(GUILD, mei, at(NINE)).await.unwrap();
    assert_eq!(news.len(), 1);
    assert_eq!(world.corrected_answers(GuildId(9), mei, at(NINE)).await.unwrap(), Vec::new());

    // The key of a question that has become the open daily is not given away by the news.
    let pool: Arc<[Question]> = Arc::from([corrected]);
    let evening: Timestamp = at(NINE) - SignedDuration::from_hours(12);
    world.set_up_guild(GUILD, super::fixture::berlin("09:00"), evening).await;
    world.plan_due(at(NINE), false, 10, Arc::clone(&pool), || 7).await.unwrap();
    assert_eq!(world.corrected_answers(GUILD, mei, at(NINE)).await.unwrap(), Vec::new());
    let later = at(NEXT_DAY) + SignedDuration::from_hours(1);
    assert_eq!(world.corrected_answers(GUILD, mei, later).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_retired_or_corrected_question_leaves_the_table() {
    let world = World::with_questions(2);
    adopt(&world, &world.pool()).await;
    let mei = member(0);
    let session = world
        .start_practice((GUILD, mei), PracticeFilter::default(), world.practice_pool(), 11, at(NINE))
        .await
        .unwrap()
        .unwrap();
    let withdraw = |questions: Vec<Question>| {
        let pool = PracticePool { questions: questions.into(), drills: Arc::default(), asking: Vec::new() };
        world.withdraw_practice((session.id, mei), pool, 3, at(NINE))
    };
    assert_eq!(withdraw(world.pool().to_vec()).await.unwrap(), None, "nothing has changed");
    let asked = &session.asked.question;
    let others: Vec<Question> = world.pool().iter().filter(|other| other.id != asked.id).cloned().collect();
    let after = withdraw(others.clone()).await.unwrap().unwrap();
    assert_eq!((after.number, &after.asked.question.id), (2, &others[0].id));
    let corrected = with_key(&others[0], 1);
    let after = withdraw(vec![corrected]).await.unwrap().unwrap();
    assert_eq!((after.number, after.asked.question.options[1].key), (3, true));
}
