//! A row that makes no sense stands still by itself.

use jiff::SignedDuration;

use super::fixture::{ALL, GUILD, World, at, berlin, given};
use crate::domain::ids::{GuildId, MemberId};
use crate::store::Recorded;

const SUNDAY: &str = "2026-03-01T12:00Z";
const NINE: &str = "2026-03-02T08:00Z";
const OTHER: GuildId = GuildId(77);

async fn two_guilds() -> World {
    let world = World::new();
    for guild in [GUILD, OTHER] {
        world.set_up_guild(guild, berlin("09:00"), at(SUNDAY)).await;
    }
    world
}

fn spoil(world: &World, sql: &str) {
    assert_eq!(world.sql().execute(sql, []).unwrap(), 1, "{sql}");
}

#[tokio::test]
async fn a_guild_that_cannot_be_read_holds_up_nobody_else() {
    let world = two_guilds().await;
    spoil(&world, "UPDATE guilds SET zone = 'Mars/Olympus_Mons' WHERE guild_id = 42");
    let report = world.plan(at(NINE)).await;
    assert_eq!((report.taken, report.planned), (2, 1));
    assert_eq!(world.plan(at(NINE)).await.taken, 0, "it is not looked at over and over");
    let later = at(NINE).saturating_add(SignedDuration::from_hours(1)).unwrap();
    assert_eq!(world.next_wake().await.unwrap(), Some(at(NINE)), "the other one's daily is to be sent");
    spoil(&world, "UPDATE guilds SET zone = 'Europe/Berlin' WHERE guild_id = 42");
    assert_eq!(world.plan(later).await.planned, 1, "mended within the day, it is late and not lost");
}

#[tokio::test]
async fn a_guild_that_cannot_be_read_holds_up_no_daily_that_waits_already() {
    let world = two_guilds().await;
    assert_eq!(world.plan(at(NINE)).await.planned, 2);
    spoil(&world, "UPDATE guilds SET zone = 'Mars/Olympus_Mons' WHERE guild_id = 42");
    let waiting = async |now| {
        let unsent = world.unsent(now, ALL).await.unwrap();
        unsent.iter().map(|unsent| unsent.daily.guild).collect::<Vec<_>>()
    };
    assert_eq!(waiting(at(NINE)).await, [OTHER]);
    spoil(&world, "UPDATE guilds SET zone = 'Europe/Berlin' WHERE guild_id = 42");
    let later = at(NINE).saturating_add(SignedDuration::from_hours(1)).unwrap();
    assert_eq!(waiting(later).await.len(), 2, "mended within the day, it is late and not lost");
    spoil(&world, "UPDATE guilds SET zone = 'Mars/Olympus_Mons' WHERE guild_id = 42");
    let over = world.unsent_and_over(at("2026-03-03T08:00Z"), ALL).await.unwrap();
    assert_eq!(over.len(), 1, "nor one that is over");
}

#[tokio::test]
async fn a_daily_that_cannot_be_read_holds_up_nobody_else() {
    let world = two_guilds().await;
    world.plan(at(NINE)).await;
    spoil(&world, "UPDATE dailies SET option_order = '[7, 7]' WHERE guild_id = 42");
    let unsent = world.unsent(at(NINE), ALL).await.unwrap();
    assert_eq!(unsent.iter().map(|unsent| unsent.daily.guild).collect::<Vec<_>>(), [OTHER]);
    assert!(world.undiscussed(ALL).await.is_ok());
    spoil(&world, "UPDATE dailies SET state = 'closing', message_id = 1, opened_at = 1 WHERE guild_id = 42");
    let later = at(NINE).saturating_add(SignedDuration::from_hours(1)).unwrap();
    assert!(world.closings(at(NINE), ALL).await.unwrap().is_empty(), "put off");
    assert!(world.closings(later, ALL).await.unwrap().is_empty(), "looked at, and put off again");
}

#[tokio::test]
async fn a_manager_whose_guild_cannot_be_read_holds_up_no_other_manager() {
    let world = two_guilds().await;
    spoil(&world, "UPDATE guilds SET tell_manager = 1, zone = 'Mars/Olympus_Mons' WHERE guild_id = 42");
    spoil(&world, "UPDATE guilds SET tell_manager = 1 WHERE guild_id = 77");
    let told = world.managers_to_tell(ALL).await.unwrap();
    assert_eq!(told.iter().map(|guild| guild.id).collect::<Vec<_>>(), [OTHER]);
}

#[tokio::test]
async fn an_answer_stands_though_what_its_card_shows_cannot_be_read() {
    let (world, mei) = (World::new(), MemberId(1));
    let daily = world.with_open_daily(at(NINE)).await;
    spoil(&world, "UPDATE guilds SET zone = 'Mars/Olympus_Mons' WHERE guild_id = 42");
    let answer = given(&daily, mei, Some(daily.asked.key()), at(NINE));
    let (recorded, streak) = world.record_answer(answer).await.unwrap();
    assert!(matches!(recorded, Recorded::Counted(_)), "{recorded:?}");
    assert!(streak.is_err(), "{streak:?}");
    assert_eq!(world.answer_of(daily.id, mei).await.unwrap(), Some(daily.asked.key()));
}

#[tokio::test]
async fn a_daily_whose_wording_is_gone_holds_up_nobody_else() {
    let world = two_guilds().await;
    world.plan(at(NINE)).await;
    let lost = "PRAGMA foreign_keys = OFF; UPDATE dailies SET version = 999 WHERE guild_id = 42";
    world.sql().execute_batch(lost).unwrap();
    let unsent = world.unsent(at(NINE), ALL).await.unwrap();
    assert_eq!(unsent.iter().map(|unsent| unsent.daily.guild).collect::<Vec<_>>(), [OTHER]);
}
