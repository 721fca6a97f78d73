//! What fails stays overdue between two tries, and for no longer than it waits.

use jiff::{SignedDuration, Timestamp};

use super::discord::{Call, Fault};
use super::{Bot, GUILD, NEXT_NINE, NINE, at, hours, minutes};
use crate::domain::guild::PauseReason;

/// Runs what is due every ten seconds, from `from` for as long as `span`.
async fn run_for(bot: &Bot, from: Timestamp, span: SignedDuration) {
    let mut now = from;
    while now < from + span {
        bot.run_at(now).await;
        now += SignedDuration::from_secs(10);
    }
    bot.clock.turn_to(from + span);
}

fn overdue_since(bot: &Bot) -> Option<Timestamp> {
    bot.jobs.overdue().since(bot.clock.now())
}

/// To the second: the clock runs on.
fn second(instant: Option<Timestamp>) -> Option<i64> {
    instant.map(Timestamp::as_second)
}

#[tokio::test]
async fn a_post_that_is_tried_again_is_overdue_since_its_hour_until_it_stands() {
    let bot = Bot::new().await;
    bot.discord.fail(Call::Post, [Fault::Later; 100]);
    run_for(&bot, at(NINE), minutes(3)).await;
    assert!(
        bot.services.store.next_daily_step().await.unwrap() > Some(bot.clock.now()),
        "it waits for a try"
    );
    assert_eq!(second(overdue_since(&bot)), second(Some(at(NINE))));
    bot.discord.heal();
    run_for(&bot, at(NINE) + minutes(3), minutes(5)).await;
    assert_eq!((bot.discord.posts(), overdue_since(&bot)), (1, None));
}

#[tokio::test]
async fn a_closing_that_is_tried_again_is_overdue_until_it_is_shown() {
    let bot = Bot::new().await;
    bot.run_at(at(NINE)).await;
    bot.discord.fail(Call::Close, [Fault::Later; 100]);
    run_for(&bot, at(NEXT_NINE), minutes(3)).await;
    assert_eq!(second(overdue_since(&bot)), second(Some(at(NEXT_NINE))));
    bot.discord.heal();
    run_for(&bot, at(NEXT_NINE) + minutes(3), minutes(5)).await;
    assert_eq!(overdue_since(&bot), None);
}

#[tokio::test]
async fn a_server_that_pauses_is_not_overdue_nor_one_that_goes_on_later() {
    let bot = Bot::new().await;
    bot.discord.fail(Call::Post, [Fault::Later, Fault::Impossible]);
    bot.run_at(at(NINE)).await;
    bot.run_after(minutes(1)).await;
    assert!(bot.services.store.guild(GUILD).await.unwrap().unwrap().paused.is_some(), "Discord refuses");
    assert_eq!(overdue_since(&bot), None);
    assert_eq!(bot.services.store.next_daily_step().await.unwrap(), None);

    bot.run_at(at(NINE) + hours(5)).await;
    bot.services.store.resume_guild(GUILD, bot.clock.now()).await.unwrap();
    bot.discord.fail(Call::Post, [Fault::Later]);
    bot.jobs.run_due().await.unwrap();
    assert_eq!(second(overdue_since(&bot)), second(Some(at(NINE) + hours(5))), "since it is wanted again");
}

#[tokio::test]
async fn a_daily_that_its_server_pauses_while_it_is_tried_again_is_not_overdue() {
    let bot = Bot::new().await;
    bot.discord.fail(Call::Post, [Fault::Later]);
    bot.run_at(at(NINE)).await;
    assert!(overdue_since(&bot).is_some());
    bot.services.store.pause_guild(GUILD, PauseReason::ByManager, false, bot.clock.now()).await.unwrap();
    bot.run_after(minutes(1)).await;
    assert_eq!(overdue_since(&bot), None);
}

#[tokio::test]
async fn what_is_not_tried_again_is_not_waited_for() {
    let bot = Bot::new().await;
    bot.discord.fail(Call::Post, [Fault::Later]);
    bot.run_at(at(NINE)).await;
    assert!(overdue_since(&bot).is_some());
    // As where its row cannot be read: the jobs do not come to it.
    bot.clock.turn_to(at(NINE) + minutes(3));
    assert_eq!(overdue_since(&bot), None);
}
