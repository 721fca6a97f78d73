//! Exactly one daily for each guild and local day.

use std::collections::BTreeSet;

use jiff::civil::{Date, Time, date, time};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::fixture::{GUILD, World, at, berlin, schedule};
use crate::domain::calendar::{Schedule, Weekdays};

/// Zones with a day in 2026 around which their clocks change, if they do; some skip or repeat midnight,
/// some change by half an hour.
const CHANGES: [(&str, Date); 11] = [
    ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("America/Nuuk", date(2026, 3, 28)),
    ("Africa/Cairo", date(2026, 4, 24)),
    ("Africa/Cairo", date(2026, 10, 29)),
    ("America/Santiago", date(2026, 9, 6)),
    ("Asia/Kolkata", date(2026, 6, 1)),
];

/// How long the bot runs in simulated time, on both sides of the change.
const DAYS_BEFORE: SignedDuration = SignedDuration::from_hours(15 * 24);

/// The time of the hour in which clocks change is as likely as all others together.
fn any_time() -> impl Strategy<Value = Time> {
    let minutes = prop_oneof![0_i16..=210, 1_370_i16..1_440, 0_i16..1_440];
    minutes.prop_map(|minutes| {
        time(i8::try_from(minutes / 60).unwrap(), i8::try_from(minutes % 60).unwrap(), 0, 0)
    })
}

fn any_schedule(zone: &'static str) -> impl Strategy<Value = Schedule> {
    let weekdays = prop_oneof![3 => Just(0b111_1111_u8), 1 => 1_u8..=0b111_1111];
    (any_time(), weekdays)
        .prop_map(move |(time, bits)| schedule(zone, time, Weekdays::from_bits(bits).unwrap()))
}

/// What happens to the bot: it looks at the clock again after so many minutes, killed before or not.
#[derive(Clone, Copy, Debug)]
struct Wake {
    after_minutes: i64,
    killed: bool,
}

fn any_wakes() -> impl Strategy<Value = Vec<Wake>> {
    let minutes = prop_oneof![4 => 1_i64..180, 4 => 180_i64..1_500, 1 => 1_500_i64..5_000];
    let wake = (minutes, prop::bool::weighted(0.1))
        .prop_map(|(after_minutes, killed)| Wake { after_minutes, killed });
    prop::collection::vec(wake, 40..90)
}

fn setting() -> impl Strategy<Value = (Schedule, Timestamp)> {
    prop::sample::select(&CHANGES[..]).prop_flat_map(|(zone, change)| {
        let noon = change.at(12, 0, 0, 0).in_tz("UTC").unwrap().timestamp();
        (any_schedule(zone), Just(noon - DAYS_BEFORE))
    })
}

fn block_on<T>(test: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test)
}

fn days_asked(world: &World) -> Vec<Date> {
    let db = world.sql();
    let mut statement = db.prepare("SELECT day FROM dailies ORDER BY daily_id").unwrap();
    let days = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
    days.map(|day| day.unwrap().parse().unwrap()).collect()
}

fn open_at(world: &World, now: Timestamp) -> i64 {
    world.count(&format!(
        "SELECT count(*) FROM dailies WHERE state IN ('planned', 'open') AND closes_at > {}",
        now.as_millisecond()
    ))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn each_day_on_which_the_bot_was_there_in_time_is_asked_once((schedule, start) in setting(), wakes in any_wakes()) {
        block_on(async {
            let mut world = World::with_questions(100);
            world.set_up_guild(GUILD, schedule.clone(), start).await;
            let (mut now, mut expected) = (start, BTreeSet::new());
            for wake in wakes {
                now += SignedDuration::from_mins(wake.after_minutes);
                if wake.killed {
                    world = world.killed();
                }
                world.round(now).await;
                let day = schedule.zone.local_day(now);
                if schedule.due_on(day).is_some_and(|due| start <= due && due <= now) {
                    expected.insert(day);
                }
                prop_assert!(open_at(&world, now) <= 1, "two are open at {now}");
            }
            let asked = days_asked(&world);
            prop_assert_eq!(asked.iter().copied().collect::<BTreeSet<_>>(), expected);
            prop_assert!(asked.is_sorted_by(|earlier, later| earlier < later), "each day once, in order");
            let questions = world.count("SELECT count(DISTINCT question_id) FROM asked");
            prop_assert_eq!(usize::try_from(questions).unwrap(), asked.len(), "no question twice");
            Ok(())
        })?;
    }

    #[test]
    fn a_changed_hour_or_zone_asks_no_day_twice_and_keeps_the_promised_closing(
        changes in prop::collection::vec((setting(), 0_i64..4_000), 1..8),
        wakes in any_wakes(),
    ) {
        block_on(async {
            let world = World::with_questions(100);
            let mut now = at("2026-03-20T12:00Z");
            let mut changes = changes.into_iter();
            let ((mut current, _), mut left) = changes.next().unwrap();
            world.set_up_guild(GUILD, current.clone(), now).await;
            for wake in wakes {
                now += SignedDuration::from_mins(wake.after_minutes);
                left -= wake.after_minutes;
                if left < 0 && let Some(((changed, _), after)) = changes.next() {
                    let promised = world.latest_daily(GUILD).await.unwrap().map(|daily| daily.closes_at);
                    world.set_up_guild(GUILD, changed.clone(), now).await;
                    let kept = world.latest_daily(GUILD).await.unwrap().map(|daily| daily.closes_at);
                    prop_assert_eq!(promised, kept);
                    (current, left) = (changed, after);
                }
                let before = days_asked(&world).len();
                world.round(now).await;
                let asked = days_asked(&world);
                prop_assert!(asked[before..].iter().all(|day| *day == current.zone.local_day(now)));
                prop_assert!(open_at(&world, now) <= 1, "two are open at {now}");
            }
            prop_assert!(days_asked(&world).is_sorted_by(|earlier, later| earlier < later));
            Ok(())
        })?;
    }
}

#[tokio::test]
async fn a_daily_that_is_late_is_asked_on_the_same_day_and_closes_with_the_next() {
    let world = World::new();
    world.set_up_guild(GUILD, berlin("09:00"), at("2026-03-01T12:00Z")).await;
    world.round(at("2026-03-02T22:59Z")).await;
    let daily = world.latest().await;
    assert_eq!(daily.day, date(2026, 3, 2));
    assert_eq!(daily.closes_at, at("2026-03-03T08:00Z"));
}

#[tokio::test]
async fn a_day_that_passed_is_not_asked_any_more() {
    let world = World::new();
    world.set_up_guild(GUILD, berlin("09:00"), at("2026-03-01T12:00Z")).await;
    world.round(at("2026-03-02T23:00Z")).await;
    assert_eq!(days_asked(&world), []);
    let guild = world.guild(GUILD).await.unwrap().unwrap();
    assert_eq!(guild.next.unwrap().at, at("2026-03-03T08:00Z"));
}

#[tokio::test]
async fn a_planned_daily_whose_day_has_passed_is_not_sent_and_the_next_day_is_asked() {
    let world = World::new();
    world.set_up_guild(GUILD, berlin("09:00"), at("2026-03-01T12:00Z")).await;
    assert_eq!(world.plan(at("2026-03-02T08:00Z")).await.planned, 1);
    world.round(at("2026-03-03T08:00Z")).await;
    assert_eq!(days_asked(&world), [date(2026, 3, 2), date(2026, 3, 3)]);
    assert_eq!(world.count("SELECT count(*) FROM dailies WHERE state = 'unposted'"), 1);
    assert_eq!(world.latest().await.day, date(2026, 3, 3));
}

#[tokio::test]
async fn no_question_comes_again_while_others_are_left_nor_right_after_itself() {
    let world = World::with_questions(5);
    let start = at("2026-01-05T08:00Z");
    world.set_up_guild(GUILD, berlin("09:00"), start).await;
    let mut asked = Vec::new();
    for day in 0..15 {
        world.round(start + SignedDuration::from_hours(24 * day)).await;
        asked.push(world.latest().await.asked.question.id);
    }
    assert_eq!(asked[..5].iter().collect::<BTreeSet<_>>().len(), 5);
    assert!(asked.windows(2).all(|two| two[0] != two[1]));
}

#[tokio::test]
async fn planning_takes_as_many_guilds_as_it_may_the_longest_waiting_first() {
    let world = World::new();
    for guild in 1..=5 {
        let hour = format!("{:02}:00", 10 - guild);
        world.set_up_guild(crate::domain::ids::GuildId(guild), berlin(&hour), at("2026-03-01T12:00Z")).await;
    }
    let now = at("2026-03-02T12:00Z");
    let report = world.plan_due(now, false, 2, world.pool(), || 7).await.unwrap();
    assert_eq!((report.taken, report.planned), (2, 2));
    assert_eq!(world.count("SELECT min(guild_id) FROM dailies"), 4);
    assert_eq!(world.plan(now).await.planned, 3);
    assert_eq!(world.plan(now).await.taken, 0);
}
