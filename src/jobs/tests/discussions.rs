//! Threads come after the dailies, and never in their way.

use super::discord::{Call, Done, Fault};
use super::{Bot, NEXT_NINE, NINE, at, minutes};
use crate::domain::daily::Discussion;

#[tokio::test]
async fn a_thread_is_opened_once() {
    let bot = Bot::new().await;
    for minute in 0..3 {
        bot.run_at(at(NINE) + minutes(minute)).await;
    }
    let daily = bot.latest().await.unwrap();
    assert_eq!(bot.discord.done(), [Done::Posted(daily.id), Done::Discussed(daily.id)]);
    assert_eq!(daily.discussion, Discussion::Open);
}

#[tokio::test]
async fn a_thread_that_has_to_wait_comes_with_a_later_round() {
    let bot = Bot::new().await;
    bot.discord.fail(Call::Discuss, [Fault::Later, Fault::Later]);
    for minute in 0..3 {
        bot.run_at(at(NINE) + minutes(minute)).await;
    }
    assert_eq!(bot.latest().await.unwrap().discussion, Discussion::Open);
}

#[tokio::test]
async fn a_refused_thread_is_not_asked_for_again_and_stops_no_daily() {
    let bot = Bot::new().await;
    bot.discord.fail(Call::Discuss, [Fault::Impossible; 2]);
    for minute in 0..3 {
        bot.run_at(at(NINE) + minutes(minute)).await;
    }
    assert_eq!(bot.latest().await.unwrap().discussion, Discussion::Refused);
    assert_eq!(bot.discord.calls(Call::Discuss), 1);
    bot.run_at(at(NEXT_NINE)).await;
    assert_eq!(bot.discord.posts(), 2);
}
