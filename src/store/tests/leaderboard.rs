//! The sums of a leaderboard.

use jiff::SignedDuration;

use super::fixture::{GUILD, MEI, RAJ, World, at, berlin};
use crate::domain::ids::{GuildId, MemberId};
use crate::domain::standings::Period;

/// A Monday.
const FIRST: &str = "2026-03-02T08:00Z";
const OTHER_GUILD: GuildId = GuildId(43);

async fn scores(world: &World, period: Period, today: &str) -> Vec<(MemberId, u64, u64)> {
    let ranking = world.ranking((GUILD, RAJ), period, today.parse().unwrap()).await.unwrap();
    let mut scores: Vec<_> = ranking.scores.iter().map(|row| (row.member, row.score, row.right)).collect();
    scores.sort_unstable();
    scores
}

#[tokio::test]
async fn a_week_begins_on_monday_all_time_knows_all_and_other_guilds_are_left_out() {
    let world = World::new();
    world.set_up_guild(OTHER_GUILD, berlin("09:00"), at("2026-03-01T12:00Z")).await;
    world.with_open_daily(at(FIRST)).await;
    for day in 0..10 {
        let opened = at(FIRST) + SignedDuration::from_hours(24 * day);
        world.round(opened).await;
        let daily = world.latest().await;
        world.answer(&daily, MEI, day % 2 == 0, opened).await;
        if day < 7 {
            world.answer(&daily, RAJ, true, opened).await;
        }
        let elsewhere = world.latest_daily(OTHER_GUILD).await.unwrap().unwrap();
        world.answer(&elsewhere, MEI, true, opened).await;
    }
    let first_week = [(MEI, 7, 4), (RAJ, 7, 7)];
    assert_eq!(scores(&world, Period::ThisWeek, "2026-03-11").await, [(MEI, 3, 1)]);
    assert_eq!(scores(&world, Period::AllTime, "2026-03-11").await, [(MEI, 10, 5), (RAJ, 7, 7)]);
    assert_eq!(scores(&world, Period::ThisWeek, "2026-03-16").await, []);
    assert_eq!(scores(&world, Period::LastWeek, "2026-03-11").await, first_week);
    assert_eq!(scores(&world, Period::ThisWeek, "2026-03-08").await, first_week);
}

#[tokio::test]
async fn how_an_open_question_was_answered_shows_in_nobody_elses_board() {
    let world = World::new();
    let daily = world.with_open_daily(at(FIRST)).await;
    world.answer(&daily, MEI, true, at(FIRST)).await;
    for period in [Period::ThisWeek, Period::AllTime] {
        assert_eq!(scores(&world, period, "2026-03-02").await, [(MEI, 1, 0)], "Raj looks while it is open");
        let own = world.ranking((GUILD, MEI), period, "2026-03-02".parse().unwrap()).await.unwrap();
        assert_eq!(own.scores.iter().map(|row| row.right).collect::<Vec<_>>(), [1], "Mei looks at her own");
    }
    world.round(at(FIRST) + SignedDuration::from_hours(24)).await;
    for period in [Period::ThisWeek, Period::AllTime] {
        assert_eq!(scores(&world, period, "2026-03-03").await, [(MEI, 1, 1)], "it is over");
    }
}
