//! When the bot could not take answers, the day knows of it.

use jiff::{SignedDuration, Timestamp};

use super::super::Presence;
use super::{Bot, GUILD, NEXT_NINE, NINE, at, hours, minutes};
use crate::domain::daily::DailyState;

/// Whether the first daily turned neutral, once it is over.
async fn neutral(bot: &Bot) -> bool {
    let daily = bot.latest().await.unwrap().id;
    bot.run_at(at(NEXT_NINE)).await;
    let daily = bot.services.store.daily(daily).await.unwrap().unwrap();
    assert!(matches!(daily.state, DailyState::Closed | DailyState::Closing));
    daily.neutral
}

#[tokio::test]
async fn a_gap_between_last_seen_and_the_start_is_an_outage() {
    for (gap, expected) in [(minutes(20), true), (minutes(5), false)] {
        let bot = Bot::new().await;
        bot.run_at(at(NINE)).await;
        let bot = bot.killed_until(at(NINE) + gap).await;
        bot.jobs.run_due().await.unwrap();
        assert_eq!(neutral(&bot).await, expected, "{gap:?}");
    }
}

#[tokio::test]
async fn a_lost_gateway_is_an_outage_until_it_is_back() {
    for (gap, expected) in [(minutes(20), true), (minutes(5), false)] {
        let bot = Bot::new().await;
        bot.run_at(at(NINE)).await;
        bot.presence.lost(bot.clock.now());
        bot.presence.lost(bot.clock.now());
        bot.run_after(gap).await;
        bot.presence.connected();
        bot.jobs.run_due().await.unwrap();
        bot.run_after(hours(1)).await;
        assert_eq!(neutral(&bot).await, expected, "{gap:?}");
    }
}

#[tokio::test]
async fn a_bot_that_lost_its_gateway_and_then_died_was_out_since_it_lost_it() {
    let bot = Bot::new().await;
    bot.run_at(at(NINE)).await;
    // The clock is turned, which is no outage, and the gateway is lost before the jobs look again.
    bot.clock.turn_to(at(NINE) + hours(3));
    bot.presence.lost(bot.clock.now());
    bot.jobs.run_due().await.unwrap();
    let bot = bot.killed_until(at(NINE) + hours(3) + minutes(5)).await;
    bot.jobs.run_due().await.unwrap();
    assert!(!neutral(&bot).await, "five minutes, not three hours");
}

#[tokio::test]
async fn a_daily_that_ends_while_the_gateway_is_lost_is_neutral() {
    let bot = Bot::new().await;
    bot.run_at(at(NINE)).await;
    bot.clock.turn_to(at(NEXT_NINE) - hours(1));
    bot.presence.lost(bot.clock.now());
    assert!(!bot.presence.is_connected());
    assert!(neutral(&bot).await);
}

#[tokio::test]
async fn a_daily_that_ended_while_the_bot_was_down_is_neutral_before_the_gateway_is_back() {
    let bot = Bot::new().await;
    bot.run_at(at(NINE)).await;
    let bot = bot.killed_until(at(NEXT_NINE)).await;
    bot.presence.lost(bot.clock.now());
    assert!(neutral(&bot).await);
}

#[tokio::test]
async fn a_turned_clock_is_no_outage() {
    let bot = Bot::new().await;
    for hour in [0, 8, 16] {
        bot.run_at(at(NINE) + hours(hour)).await;
    }
    assert!(!neutral(&bot).await);
}

#[tokio::test]
async fn a_clock_that_is_turned_past_the_hour_leaves_a_day_that_counts() {
    let bot = Bot::new().await;
    bot.jobs.run_due().await.unwrap();
    bot.run_at(at(NINE) + hours(5)).await;
    assert!(!neutral(&bot).await);
}

#[tokio::test]
async fn a_server_that_a_bot_came_back_to_long_after_the_hour_has_a_neutral_day_however_the_clock_was_turned()
{
    let bot = Bot::new().await;
    bot.services.store.guild_left(GUILD, bot.clock.now()).await.unwrap();
    bot.run_at(at(NINE) + hours(5)).await;
    bot.services.store.guild_returned(GUILD, bot.clock.now()).await.unwrap();
    bot.jobs.run_due().await.unwrap();
    assert!(neutral(&bot).await);
}

#[tokio::test]
async fn an_outage_that_cannot_be_kept_is_told_again() {
    let bot = Bot::new().await;
    bot.run_at(at(NINE)).await;
    let lost: Timestamp = bot.clock.now();
    bot.presence.lost(lost);
    bot.presence.connected();
    bot.services.store.close().await;
    bot.clock.turn_to(at(NINE) + minutes(30));
    bot.jobs.run_due().await.expect_err("the store is closed");
    bot.presence.lost(bot.clock.now());
    assert_eq!(bot.presence.ongoing_outage(bot.clock.now_and_turns()), Some(lost), "since the first loss");
    assert!(bot.services.store.guild(GUILD).await.unwrap().is_some());
}

/// The outage that a connected bot finds at `now` if it was last noted to be at work at `noted`.
fn passes(presence: &Presence, noted: Timestamp, now: Timestamp) -> Option<Timestamp> {
    presence.connected();
    presence.take_outage((noted, 1));
    presence.noted((noted, 1));
    presence.take_outage((now, 1)).flatten()
}

#[test]
fn time_in_which_nothing_could_be_noted_is_an_outage_though_the_gateway_was_never_lost() {
    let noted = at(NINE);
    let presence = Presence::default();
    assert_eq!(passes(&presence, noted, noted + SignedDuration::from_secs(90)), None);
    assert_eq!(passes(&presence, noted, noted + SignedDuration::from_secs(91)), Some(noted));
}

#[test]
fn a_machine_that_slept_was_out_since_it_was_last_noted() {
    let (noted, woke) = (at(NINE), at(NINE) + hours(3));
    let presence = Presence::default();
    assert_eq!(passes(&presence, noted, noted), None);
    presence.noted((noted, 1));
    presence.lost(woke);
    let later = woke + minutes(20);
    assert_eq!(presence.ongoing_outage((later, 1)), Some(noted), "not only since it found its gateway lost");
    presence.connected();
    assert_eq!(presence.take_outage((later, 1)), Some(Some(noted)));

    presence.noted((later, 1));
    presence.lost(later + SignedDuration::from_secs(20));
    let lost = Some(later + SignedDuration::from_secs(20));
    assert_eq!(presence.ongoing_outage((later + hours(1), 1)), lost, "until then it was there");
}

#[test]
fn a_leap_of_the_clock_is_no_time_in_which_nothing_was_noted() {
    let presence = Presence::default();
    presence.connected();
    presence.noted((at(NINE), 1));
    assert_eq!(presence.take_outage((at(NINE) + hours(3), 2)), Some(None));
}

#[tokio::test]
async fn a_note_that_the_database_does_not_take_leaves_the_last_one_that_it_took() {
    let bot = Bot::new().await;
    bot.run_at(at(NINE)).await;
    let (taken_by, turns) = bot.clock.now_and_turns();
    bot.services.store.close().await;
    bot.jobs.run_due().await.expect_err("the store is closed");
    let out_since = bot.presence.take_outage((taken_by + minutes(30), turns)).flatten();
    assert!(out_since.expect("nothing was noted for half an hour") < taken_by, "since the note before");
}

#[tokio::test]
async fn hours_without_a_write_turn_the_day_neutral_once_the_database_takes_them_again() {
    let bot = Bot::new().await;
    bot.run_at(at(NINE)).await;
    let noon = at(NINE) + hours(3);
    bot.clock.turn_to(noon);
    bot.jobs.run_due().await.unwrap();
    // As if the clock had run: it was never turned between these two notes.
    let turns = bot.clock.now_and_turns().1;
    bot.presence.noted((noon - minutes(30), turns));
    bot.jobs.run_due().await.unwrap();
    assert!(neutral(&bot).await);
}
