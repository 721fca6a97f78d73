//! Each step of the outbox is durable before the next one, and may be taken again.

use jiff::SignedDuration;
use jiff::civil::date;

use super::fixture::{ALL, CHANNEL, GUILD, MEI, World, at, berlin, message_of, settings};
use crate::domain::daily::{DailyState, Discussion};
use crate::domain::guild::PauseReason;
use crate::domain::ids::{ChannelId, DailyId, MessageId};
use crate::store::Unsent;

const EVE: &str = "2026-03-01T12:00Z";
const NINE: &str = "2026-03-02T08:00Z";
const CLOSE: &str = "2026-03-03T08:00Z";

async fn planned() -> (World, Unsent) {
    let world = World::new();
    world.set_up_guild(GUILD, berlin("09:00"), at(EVE)).await;
    world.plan(at(NINE)).await;
    let unsent = world.unsent(at(NINE), ALL).await.unwrap().remove(0);
    (world, unsent)
}

async fn state(world: &World, daily: DailyId) -> DailyState {
    world.daily(daily).await.unwrap().unwrap().state
}

#[tokio::test]
async fn a_process_killed_between_any_two_steps_loses_and_doubles_nothing() {
    let (world, unsent) = planned().await;
    let daily = unsent.daily.id;

    let world = world.killed();
    world.plan(at(NINE)).await;
    assert_eq!(world.unsent(at(NINE), ALL).await.unwrap(), [unsent], "word for word the same");

    let world = world.killed();
    for message in [message_of(daily), MessageId(1)] {
        world.sent(daily, message, at(NINE)).await.unwrap();
    }
    let opened = world.daily(daily).await.unwrap().unwrap();
    assert_eq!(
        (opened.state, opened.message),
        (DailyState::Open, Some(message_of(daily))),
        "the first stands"
    );

    let world = world.killed();
    assert_eq!(world.unsent(at(NINE), ALL).await.unwrap(), []);
    assert_eq!(world.undiscussed(ALL).await.unwrap().len(), 1);
    world.discussed(daily, Some(ChannelId(5))).await.unwrap();

    let world = world.killed();
    assert_eq!(world.undiscussed(ALL).await.unwrap(), []);
    world.answer(&opened, MEI, true, at("2026-03-02T09:00Z")).await;

    let world = world.killed();
    assert_eq!(world.closings(at("2026-03-03T07:59:59Z"), ALL).await.unwrap(), [], "not yet");
    let closing = world.closings(at(CLOSE), ALL).await.unwrap().remove(0);
    assert_eq!((closing.tally.answers, closing.tally.right), (1, 1));

    let world = world.killed();
    assert_eq!(state(&world, daily).await, DailyState::Closing);
    let again = world.closings(at(CLOSE), ALL).await.unwrap();
    assert_eq!(again.as_slice(), std::slice::from_ref(&closing), "the same edit again");
    for _ in 0..2 {
        world.closed(daily, closing.version).await.unwrap();
    }

    let world = world.killed();
    assert_eq!(state(&world, daily).await, DailyState::Closed);
    assert_eq!(world.closings(at(CLOSE), ALL).await.unwrap(), []);
    assert_eq!(world.count("SELECT count(*) FROM dailies"), 1);
    let thread = world.daily(daily).await.unwrap().unwrap();
    assert_eq!((thread.discussion, thread.thread), (Discussion::Open, Some(ChannelId(5))));
}

#[tokio::test]
async fn a_daily_is_over_when_its_day_or_its_time_is_and_may_be_found_even_then() {
    let (world, unsent) = planned().await;
    assert!(!unsent.over);
    let midnight = at("2026-03-02T23:00Z");
    assert_eq!(world.unsent_and_over(midnight, ALL).await.unwrap(), [], "it would still be open");
    assert!(world.unsent(midnight, ALL).await.unwrap()[0].over);
    assert!(world.unsent_and_over(at(CLOSE), ALL).await.unwrap()[0].over);
    world.sent(unsent.daily.id, message_of(unsent.daily.id), at(NINE)).await.unwrap();
    let closing = world.closings(at(CLOSE), ALL).await.unwrap().remove(0);
    assert_eq!(
        (closing.daily.id, closing.daily.neutral),
        (unsent.daily.id, false),
        "it closes like any other"
    );
}

#[tokio::test]
async fn no_step_is_taken_out_of_turn() {
    let (world, unsent) = planned().await;
    let daily = unsent.daily.id;
    world.closed(daily, 0).await.unwrap();
    assert_eq!(state(&world, daily).await, DailyState::Planned);
    world.sent(daily, message_of(daily), at(NINE)).await.unwrap();
    world.closed(daily, 0).await.unwrap();
    world.give_up(daily, GUILD, PauseReason::ChannelGone, at(NINE)).await.unwrap();
    assert_eq!(state(&world, daily).await, DailyState::Open, "what stands is not taken back");
    world.retry(daily, at(EVE)).await.unwrap();
    assert_eq!(world.daily(daily).await.unwrap().unwrap().closes_at, at(CLOSE));
    assert_eq!(world.closings(at(NINE), ALL).await.unwrap(), [], "a late retry ends nothing early");
}

#[tokio::test]
async fn a_failed_step_comes_again_when_its_pause_is_over_and_counts_its_tries() {
    let (world, unsent) = planned().await;
    let daily = unsent.daily.id;
    world.retry(daily, at("2026-03-02T08:05Z")).await.unwrap();
    let world = world.killed();
    assert_eq!(world.unsent(at("2026-03-02T08:04Z"), ALL).await.unwrap(), []);
    assert_eq!(world.next_wake().await.unwrap(), Some(at("2026-03-02T08:05Z")));
    assert_eq!(world.unsent(at("2026-03-02T08:05Z"), ALL).await.unwrap()[0].attempts, 1);
    world.sent(daily, message_of(daily), at("2026-03-02T08:05Z")).await.unwrap();

    assert_eq!(world.closings(at(CLOSE), ALL).await.unwrap()[0].attempts, 0, "closing counts anew");
    world.retry(daily, at("2026-03-03T08:01Z")).await.unwrap();
    assert_eq!(world.closings(at(CLOSE), ALL).await.unwrap(), []);
    assert_eq!(world.closings(at("2026-03-03T08:01Z"), ALL).await.unwrap()[0].attempts, 1);
}

#[tokio::test]
async fn giving_up_pauses_the_guild_and_has_its_manager_told_once() {
    let (world, unsent) = planned().await;
    let reason = PauseReason::MissingPermissions { permissions: vec!["Send Messages".into()] };
    world.give_up(unsent.daily.id, GUILD, reason.clone(), at(NINE)).await.unwrap();
    let world = world.killed();
    assert_eq!(state(&world, unsent.daily.id).await, DailyState::Unposted);
    let told = world.managers_to_tell(ALL).await.unwrap();
    assert_eq!((told.len(), told[0].next, &told[0].paused), (1, None, &Some((at(NINE), reason))));
    world.manager_told(GUILD).await.unwrap();
    assert_eq!(world.managers_to_tell(ALL).await.unwrap(), []);
    world.pause_guild(GUILD, PauseReason::ChannelGone, true, at(CLOSE)).await.unwrap();
    assert_eq!(world.managers_to_tell(ALL).await.unwrap(), [], "a paused guild is not paused again");
    assert_eq!(world.plan(at("2026-03-05T08:00Z")).await.taken, 0);
}

#[tokio::test]
async fn a_resumed_guild_gets_todays_daily_if_there_is_time_in_the_channel_set_up_now() {
    let (world, unsent) = planned().await;
    world.give_up(unsent.daily.id, GUILD, PauseReason::ChannelGone, at(NINE)).await.unwrap();
    let noon = at("2026-03-02T11:00Z");
    let mut moved = settings(berlin("09:00"));
    moved.channel = ChannelId(CHANNEL.0 + 1);
    world.set_up(GUILD, moved, MEI, noon).await.unwrap();
    let again = world.unsent(noon, ALL).await.unwrap().remove(0);
    assert_eq!((again.daily.id, again.daily.channel), (unsent.daily.id, ChannelId(CHANNEL.0 + 1)));
    assert!(again.attempts > 0, "it is looked for before it is sent");
    assert_eq!(world.plan(noon).await.taken, 0);
    assert_eq!(world.managers_to_tell(ALL).await.unwrap(), []);
}

#[tokio::test]
async fn a_guild_resumed_after_its_hour_is_asked_late_and_one_resumed_next_day_skips_the_day() {
    for (resumed, expected) in
        [("2026-03-02T20:00Z", date(2026, 3, 2)), ("2026-03-03T07:00Z", date(2026, 3, 3))]
    {
        let world = World::new();
        world.set_up_guild(GUILD, berlin("09:00"), at(EVE)).await;
        world.pause_guild(GUILD, PauseReason::ByManager, false, at(EVE)).await.unwrap();
        world.round(at(NINE)).await;
        let guild = world.resume_guild(GUILD, at(resumed)).await.unwrap().unwrap();
        assert_eq!((guild.next.map(|due| due.day), guild.paused), (Some(expected), None));
        world.round(at(resumed)).await;
        world.round(at("2026-03-03T08:00Z") - SignedDuration::from_secs(1)).await;
        assert_eq!(world.count("SELECT count(*) FROM dailies"), i64::from(expected.day() == 2));
    }
}

#[tokio::test]
async fn a_result_that_was_put_off_is_due_as_soon_as_the_guild_goes_on() {
    for way in ["resumed", "set up", "invited back"] {
        let world = World::new();
        let daily = world.with_open_daily(at(NINE)).await;
        world.closings(at(CLOSE), ALL).await.unwrap();
        world.retry(daily.id, at("2026-03-03T09:00Z")).await.unwrap();
        world.pause_guild(GUILD, PauseReason::ChannelGone, false, at(CLOSE)).await.unwrap();
        let soon = at("2026-03-03T08:10Z");
        assert_eq!(world.closings(soon, ALL).await.unwrap(), []);
        match way {
            "resumed" => drop(world.resume_guild(GUILD, soon).await.unwrap()),
            "set up" => drop(world.set_up_guild(GUILD, berlin("09:00"), soon).await),
            _ => {
                world.guild_left(GUILD, at(CLOSE)).await.unwrap();
                world.guild_returned(GUILD, soon).await.unwrap();
            }
        }
        assert_eq!(world.closings(soon, ALL).await.unwrap().len(), 1, "{way}");
    }
}

#[tokio::test]
async fn a_guild_that_left_is_left_alone_and_goes_on_when_it_returns() {
    let (world, unsent) = planned().await;
    world.guild_left(GUILD, at(NINE)).await.unwrap();
    let left = world.unsent(at(NINE), ALL).await.unwrap();
    assert!(left[0].over, "there is nobody to send it to");
    world.give_up(unsent.daily.id, GUILD, PauseReason::ChannelGone, at(NINE)).await.unwrap();
    assert_eq!(world.managers_to_tell(ALL).await.unwrap(), []);
    assert_eq!(world.guild(GUILD).await.unwrap(), None);

    let noon = at("2026-03-02T11:00Z");
    world.guild_returned(GUILD, noon).await.unwrap();
    let world = world.killed();
    assert_eq!(world.guild(GUILD).await.unwrap().unwrap().paused, None);
    assert_eq!(world.unsent(noon, ALL).await.unwrap()[0].daily.id, unsent.daily.id);
}

#[tokio::test]
async fn the_next_wake_is_the_earliest_of_all_that_is_due() {
    let world = World::new();
    assert_eq!(world.next_wake().await.unwrap(), None);
    world.set_up_guild(GUILD, berlin("09:00"), at(EVE)).await;
    assert_eq!(world.next_wake().await.unwrap(), Some(at(NINE)), "a daily to plan");
    world.plan(at(NINE)).await;
    let unsent = world.unsent(at(NINE), ALL).await.unwrap().remove(0);
    let retry = at("2026-03-02T08:10Z");
    world.retry(unsent.daily.id, retry).await.unwrap();
    assert_eq!(world.next_wake().await.unwrap(), Some(retry), "a daily to send");
    world.sent(unsent.daily.id, message_of(unsent.daily.id), retry).await.unwrap();
    world.pause_guild(GUILD, PauseReason::ByManager, false, retry).await.unwrap();
    assert_eq!(world.next_wake().await.unwrap(), Some(at(CLOSE)), "a daily to end");
    world.closings(at(CLOSE), ALL).await.unwrap();
    let later = at("2026-03-03T09:00Z");
    world.retry(unsent.daily.id, later).await.unwrap();
    assert_eq!(world.next_wake().await.unwrap(), Some(later), "a closing to show");
    world.closed(unsent.daily.id, 0).await.unwrap();
    assert_eq!(world.next_wake().await.unwrap(), None);
}

#[tokio::test]
async fn the_previous_daily_is_over_before_the_next_one_is_planned() {
    let world = World::new();
    let previous = world.with_open_daily(at(NINE)).await;
    world.plan(at(CLOSE)).await;
    assert_eq!(state(&world, previous.id).await, DailyState::Closing);
}

#[tokio::test]
async fn what_is_to_be_forgotten_is_no_step_of_a_daily() {
    let world = World::new();
    world.set_up_guild(GUILD, berlin("09:00"), at(EVE)).await;
    world.guild_left(GUILD, at(EVE)).await.unwrap();
    assert!(world.next_wake().await.unwrap().is_some());
    assert_eq!(world.next_daily_step().await.unwrap(), None);
}
