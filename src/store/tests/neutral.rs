//! A day on which the bot could not take answers for ten minutes counts for nobody who missed it.

use jiff::Timestamp;

use super::fixture::{ALL, GUILD, MEI, World, at, berlin, message_of};
use crate::domain::guild::PauseReason;

const NINE: &str = "2026-03-02T08:00Z";
const CLOSE: &str = "2026-03-03T08:00Z";

/// Whether a daily open from 08:00Z to 08:00Z turns neutral by these outages.
async fn turns_neutral(outages: &[(&str, &str)]) -> bool {
    let world = World::new();
    world.with_open_daily(at(NINE)).await;
    for (from, until) in outages {
        world.seen(at(until), Some(at(from))).await.unwrap();
    }
    let world = world.killed();
    let closing = world.closings(at(CLOSE), ALL).await.unwrap().remove(0);
    closing.daily.neutral
}

#[tokio::test]
async fn ten_minutes_in_all_within_the_open_time_turn_the_day_neutral() {
    assert!(!turns_neutral(&[]).await);
    assert!(turns_neutral(&[("2026-03-02T12:00Z", "2026-03-02T12:10Z")]).await);
    assert!(!turns_neutral(&[("2026-03-02T12:00Z", "2026-03-02T12:09:59.999Z")]).await);
    assert!(
        turns_neutral(&[
            ("2026-03-02T12:00Z", "2026-03-02T12:06Z"),
            ("2026-03-02T18:00Z", "2026-03-02T18:04Z"),
        ])
        .await,
        "several add up"
    );
}

/// Whether the second daily, wanted at 08:00Z, turns neutral if the bot is away until it plans at `planned`, and its
/// message appears at `sent`.
async fn turns_neutral_late(out: bool, planned: &str, sent: &str) -> bool {
    let world = World::new();
    world.with_open_daily(at(NINE)).await;
    for closing in world.closings(at(CLOSE), ALL).await.unwrap() {
        world.closed(closing.daily.id, closing.version).await.unwrap();
    }
    if out {
        world.seen(at(planned), Some(at("2026-03-03T07:59:59Z"))).await.unwrap();
    }
    assert_eq!(world.plan(at(planned)).await.planned, 1);
    let daily = world.unsent(at(planned), ALL).await.unwrap().remove(0).daily.id;
    world.sent(daily, message_of(daily), at(sent)).await.unwrap();
    let closing = world.closings(at("2026-03-04T08:00Z"), ALL).await.unwrap().remove(0);
    assert_eq!(closing.daily.id, daily);
    closing.daily.neutral
}

#[tokio::test]
async fn what_an_outage_leaves_of_the_promised_time_does_not_count_as_a_day() {
    let evening = "2026-03-03T21:00Z";
    assert!(turns_neutral_late(true, evening, evening).await, "thirteen of twenty-four hours");
    assert!(!turns_neutral_late(true, "2026-03-03T08:09Z", "2026-03-03T08:09Z").await, "nine minutes");
    assert!(
        turns_neutral_late(true, "2026-03-03T08:06Z", "2026-03-03T08:10Z").await,
        "six, and four to post it"
    );
}

#[tokio::test]
async fn a_post_that_discord_refused_for_ten_minutes_spoils_the_day() {
    assert!(turns_neutral_late(false, CLOSE, "2026-03-03T08:10Z").await);
    assert!(!turns_neutral_late(false, CLOSE, "2026-03-03T08:09:59Z").await);
}

#[tokio::test]
async fn a_manager_who_lets_the_question_come_late_spoils_nothing() {
    let world = World::new();
    world.with_open_daily(at(NINE)).await;
    world.pause_guild(GUILD, PauseReason::ByManager, false, at(NINE)).await.unwrap();
    world.round(at(CLOSE)).await;
    // Nobody was to be asked anything then.
    world.seen(at("2026-03-03T08:15Z"), Some(at(CLOSE))).await.unwrap();
    world.resume_guild(GUILD, at("2026-03-03T20:00Z")).await.unwrap();
    world.round(at("2026-03-03T20:00Z")).await;
    let closing = world.closings(at("2026-03-04T08:00Z"), ALL).await.unwrap().remove(0);
    assert!(!closing.daily.neutral);
}

/// Whether a day turns neutral on which the bot was removed before nine, or with the question `planned` at nine and not
/// sent yet, and is back at `back`.
async fn turns_neutral_invited_back(planned: bool, back: &str) -> bool {
    let world = World::new();
    world.set_up_guild(GUILD, berlin("09:00"), at("2026-03-01T12:00Z")).await;
    if planned {
        world.plan(at(NINE)).await;
    }
    world.guild_left(GUILD, at(if planned { NINE } else { "2026-03-02T06:00Z" })).await.unwrap();
    world.round(at(NINE)).await;
    world.guild_returned(GUILD, at(back)).await.unwrap();
    world.round(at(back)).await;
    assert_eq!(world.latest().await.opened_at, Some(at(back)));
    let closing = world.closings(at(CLOSE), ALL).await.unwrap().remove(0);
    closing.daily.neutral
}

#[tokio::test]
async fn a_day_that_a_removed_bot_comes_back_too_late_for_is_neutral() {
    for planned in [false, true] {
        assert!(turns_neutral_invited_back(planned, "2026-03-02T21:30Z").await);
        assert!(!turns_neutral_invited_back(planned, "2026-03-02T08:09Z").await, "nine minutes");
    }
}

#[tokio::test]
async fn a_manager_who_lets_the_bot_post_again_spoils_nothing() {
    let world = World::new();
    world.set_up_guild(GUILD, berlin("09:00"), at("2026-03-01T12:00Z")).await;
    world.plan(at(NINE)).await;
    let daily = world.unsent(at(NINE), ALL).await.unwrap().remove(0).daily.id;
    world.give_up(daily, GUILD, PauseReason::ChannelGone, at(NINE)).await.unwrap();
    let evening = at("2026-03-02T20:00Z");
    world.resume_guild(GUILD, evening).await.unwrap();
    world.round(evening).await;
    assert_eq!(world.latest().await.opened_at, Some(evening));
    let closing = world.closings(at(CLOSE), ALL).await.unwrap().remove(0);
    assert!(!closing.daily.neutral);
}

#[tokio::test]
async fn an_outage_outside_the_promised_time_does_not_count() {
    assert!(!turns_neutral(&[("2026-03-02T06:00Z", "2026-03-02T08:09Z")]).await, "nine minutes inside");
    assert!(turns_neutral(&[("2026-03-02T06:00Z", "2026-03-02T08:10Z")]).await);
    assert!(!turns_neutral(&[("2026-03-03T07:51Z", "2026-03-03T12:00Z")]).await, "nine minutes inside");
    assert!(turns_neutral(&[("2026-03-02T06:00Z", "2026-03-04T06:00Z")]).await, "it covers all");
}

#[tokio::test]
async fn overlapping_outages_count_once() {
    let apart = [("2026-03-02T12:00Z", "2026-03-02T12:08Z"), ("2026-03-02T13:00Z", "2026-03-02T13:02Z")];
    assert!(turns_neutral(&apart).await);
    let nested = [("2026-03-02T12:00Z", "2026-03-02T12:08Z"), ("2026-03-02T12:02Z", "2026-03-02T12:04Z")];
    assert!(!turns_neutral(&nested).await);
    let overlapping =
        [("2026-03-02T12:00Z", "2026-03-02T12:08Z"), ("2026-03-02T12:05Z", "2026-03-02T12:09Z")];
    assert!(!turns_neutral(&overlapping).await);
    let repeated = [("2026-03-02T12:00Z", "2026-03-02T12:05Z"), ("2026-03-02T12:00Z", "2026-03-02T12:09Z")];
    assert!(!turns_neutral(&repeated).await);
}

#[tokio::test]
async fn a_daily_that_ends_while_the_bot_is_out_is_neutral() {
    let world = World::new();
    let daily = world.with_open_daily(at(NINE)).await;
    world.still_out(at("2026-03-03T06:00Z"), at(CLOSE)).await.unwrap();
    world.closings(at(CLOSE), ALL).await.unwrap();
    let neutral = world.daily(daily.id).await.unwrap().unwrap().neutral;
    assert!(neutral);
    world.seen(at("2026-03-03T09:00Z"), Some(at("2026-03-03T06:00Z"))).await.unwrap();
    assert_eq!(world.count("SELECT count(*) FROM outages"), 1, "it is one outage, told twice");
}

#[tokio::test]
async fn a_neutral_day_costs_those_who_missed_it_nothing_and_counts_for_those_who_answered() {
    let world = World::new();
    let first = world.with_open_daily(at(NINE)).await;
    world.answer(&first, MEI, true, at(NINE)).await;
    world.round(at(CLOSE)).await;
    world.seen(at("2026-03-03T10:00Z"), Some(at("2026-03-03T09:00Z"))).await.unwrap();
    let end: Timestamp = at("2026-03-04T08:00Z");
    world.round(end).await;
    let facts = world.streak(GUILD, MEI).await.unwrap();
    assert_eq!((facts.missed, facts.neutral.len()), (0, 1));
}

#[tokio::test]
async fn a_clock_that_runs_backwards_leaves_no_outage() {
    let world = World::new();
    world.seen(at(NINE), Some(at(CLOSE))).await.unwrap();
    assert_eq!(world.count("SELECT count(*) FROM outages"), 0);
    assert_eq!(world.last_seen().await.unwrap(), Some(at(NINE)));
}
