//! Posting now: whoever asks, however often, a local day has one daily.

use jiff::SignedDuration;

use super::fixture::{ALL, GUILD, MEI, RAJ, World, at, berlin, schedule};
use crate::domain::calendar::{Weekdays, parse_time};
use crate::domain::daily::DailyState;
use crate::domain::guild::PauseReason;
use crate::store::PostNow;

const SUNDAY: &str = "2026-03-01T12:00Z";
/// Monday, seven in Berlin: two hours before the question.
const SEVEN: &str = "2026-03-02T06:00Z";

async fn world() -> World {
    let world = World::new();
    world.set_up_guild(GUILD, berlin("09:00"), at(SUNDAY)).await;
    world
}

#[tokio::test]
async fn however_often_it_is_asked_for_there_is_one() {
    let world = world().await;
    for _ in 0..3 {
        assert_eq!(world.post_now(GUILD, at(SEVEN)).await.unwrap(), PostNow::Due);
    }
    assert_eq!(world.plan(at(SEVEN)).await.planned, 1);
    assert_eq!(world.post_now(GUILD, at(SEVEN)).await.unwrap(), PostNow::OnItsWay);
    world.round(at(SEVEN)).await;
    let posted = world.post_now(GUILD, at(SEVEN)).await.unwrap();
    assert!(matches!(posted, PostNow::Posted(daily) if daily.state == DailyState::Open));
    // Nine o'clock, and the whole day: nothing more.
    for hours in 1..16 {
        world.round(at(SEVEN) + SignedDuration::from_hours(hours)).await;
    }
    assert_eq!(world.count("SELECT count(*) FROM dailies"), 1);
}

#[tokio::test]
async fn a_planned_daily_survives_a_kill_and_is_not_doubled() {
    let world = world().await;
    world.post_now(GUILD, at(SEVEN)).await.unwrap();
    let world = world.killed();
    world.plan(at(SEVEN)).await;
    let world = world.killed();
    assert_eq!(world.post_now(GUILD, at(SEVEN)).await.unwrap(), PostNow::OnItsWay);
    world.round(at(SEVEN)).await;
    assert_eq!(world.count("SELECT count(*) FROM dailies WHERE state = 'open'"), 1);
}

#[tokio::test]
async fn the_open_one_keeps_its_promise() {
    let world = world().await;
    let nine = at("2026-03-02T08:00Z");
    world.round(nine).await;
    // Half past midnight in Berlin: Monday's question is open until nine.
    let night = at("2026-03-02T23:30Z");
    let tuesday = at("2026-03-03T08:00Z");
    assert_eq!(world.post_now(GUILD, night).await.unwrap(), PostNow::After(tuesday));
    world.round(night).await;
    assert_eq!(world.count("SELECT count(*) FROM dailies"), 1);
    world.round(tuesday).await;
    assert_eq!(world.latest().await.day.to_string(), "2026-03-03");
}

#[tokio::test]
async fn one_that_stays_open_past_today_is_not_hurried() {
    let world = World::new();
    world.set_up_guild(GUILD, berlin("20:00"), at(SUNDAY)).await;
    world.round(at("2026-03-02T19:00Z")).await;
    // The group moves far east: Monday's question closes on its Wednesday.
    let auckland = schedule("Pacific/Auckland", parse_time("20:00").unwrap(), Weekdays::ALL);
    world.set_up_guild(GUILD, auckland, at("2026-03-02T20:00Z")).await;
    let until = at("2026-03-03T19:00Z");
    let tuesday = at("2026-03-03T00:00Z");
    assert_eq!(world.post_now(GUILD, tuesday).await.unwrap(), PostNow::OpenPastToday(until));
}

#[tokio::test]
async fn a_pause_and_a_day_given_up_are_told() {
    let world = world().await;
    world.pause_guild(GUILD, PauseReason::ByManager, false, at(SEVEN)).await.unwrap();
    assert_eq!(world.post_now(GUILD, at(SEVEN)).await.unwrap(), PostNow::Paused);
    assert_eq!(world.post_now(crate::domain::ids::GuildId(9), at(SEVEN)).await.unwrap(), PostNow::NotSetUp);
    world.resume_guild(GUILD, at(SEVEN)).await.unwrap();
    world.post_now(GUILD, at(SEVEN)).await.unwrap();
    world.plan(at(SEVEN)).await;
    let unsent = world.unsent(at(SEVEN), ALL).await.unwrap();
    world.sql().execute("UPDATE dailies SET state = 'unposted'", []).unwrap();
    assert_eq!(unsent.len(), 1);
    assert_eq!(world.post_now(GUILD, at(SEVEN)).await.unwrap(), PostNow::GivenUp);
}

#[tokio::test]
async fn changed_settings_keep_what_was_promised_for_today() {
    let world = World::new();
    world.set_up_guild(GUILD, berlin("18:00"), at(SUNDAY)).await;
    world.round(at("2026-03-02T17:00Z")).await;
    // Tuesday afternoon: Monday's question is open until six.
    let (afternoon, six) = (at("2026-03-03T13:00Z"), at("2026-03-03T17:00Z"));
    for _ in 0..2 {
        let guild = world.set_up_guild(GUILD, berlin("09:00"), afternoon).await;
        assert_eq!(guild.next.unwrap().at, six);
    }
    assert_eq!(world.post_now(GUILD, afternoon).await.unwrap(), PostNow::After(six));
    let guild = world.set_up_guild(GUILD, berlin("09:00"), afternoon).await;
    assert_eq!(guild.next.unwrap().at, six, "nor what a manager asked for");
    world.round(six).await;
    assert_eq!(world.latest().await.day.to_string(), "2026-03-03");
}

#[tokio::test]
async fn a_question_on_a_day_off_is_gained_by_who_answers_and_lost_by_nobody() {
    let world = World::new();
    let nine = parse_time("09:00").unwrap();
    world.set_up_guild(GUILD, schedule("Europe/Berlin", nine, Weekdays::WORKDAYS), at(SUNDAY)).await;
    let nine_on = |day: i64| at("2026-03-02T08:00Z") + SignedDuration::from_hours(24 * day);
    for day in 0..5 {
        world.round(nine_on(day)).await;
        let daily = world.latest().await;
        for member in [MEI, RAJ] {
            world.answer(&daily, member, true, nine_on(day)).await;
        }
    }
    let saturday = nine_on(5) + SignedDuration::from_hours(12);
    world.round(saturday).await;
    assert_eq!(world.post_now(GUILD, saturday).await.unwrap(), PostNow::OnDayOff(None));
    world.round(saturday).await;
    let daily = world.latest().await;
    assert_eq!((daily.day.to_string().as_str(), daily.neutral), ("2026-03-07", true));
    world.answer(&daily, MEI, true, saturday).await;
    // Sunday evening: it is over.
    world.round(saturday + SignedDuration::from_hours(24)).await;
    assert_eq!(world.latest().await.state, DailyState::Closed);
    let (mei, raj) = (world.streak(GUILD, MEI).await.unwrap(), world.streak(GUILD, RAJ).await.unwrap());
    assert_eq!((mei.streak.current, mei.missed), (6, 0));
    assert_eq!((raj.streak.current, raj.missed), (5, 0));
    assert_eq!(raj.neutral, [daily.day]);
    for member in [MEI, RAJ] {
        let cached = world.streak(GUILD, member).await.unwrap().streak;
        assert_eq!(world.streak_from_history(GUILD, member).await.unwrap(), cached);
    }
}
