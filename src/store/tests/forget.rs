//! Guilds that removed the bot: which they are, and when they are forgotten.

use jiff::{SignedDuration, Timestamp};

use super::fixture::{GUILD, MEI, World, at, berlin};
use super::privacy::{MONDAY, SUNDAY, two_days};
use crate::domain::ids::GuildId;
use crate::domain::shards::Shards;
use crate::store::forget::OF_A_GUILD;
use crate::store::{PracticeFilter, REMEMBERED};

#[tokio::test]
async fn a_guild_is_forgotten_a_month_after_it_removed_the_bot_and_not_before() {
    let world = two_days().await;
    let other = GuildId(77);
    world.set_up_guild(other, berlin("09:00"), at(SUNDAY)).await;
    let left = at("2026-03-03T12:00Z");
    world.guild_left(GUILD, left).await.unwrap();
    let day = SignedDuration::from_hours(24);
    let early = left.saturating_add(REMEMBERED - day).unwrap();
    assert!(!world.forget_some(early).await.unwrap());
    let late: Timestamp = left.saturating_add(REMEMBERED).unwrap();
    let mut steps = 0;
    while world.forget_some(late).await.unwrap() {
        steps += 1;
        assert!(steps < 10, "it comes to an end");
    }
    for (table, _) in OF_A_GUILD {
        let rows = world.count(&format!("SELECT count(*) FROM {table}"));
        assert_eq!(rows, i64::from(table == "guilds"), "{table}");
    }
    assert!(world.guild(other).await.unwrap().is_some());
}

#[tokio::test]
async fn a_guild_that_was_never_set_up_is_forgotten_as_well_unless_it_comes_back() {
    let world = World::new();
    let (other, left) = (GuildId(77), at(MONDAY));
    let practised = "SELECT count(*) FROM practices";
    for guild in [GUILD, other] {
        let practice = world.start_practice(
            (guild, MEI),
            PracticeFilter::default(),
            world.practice_pool(),
            1,
            at(SUNDAY),
        );
        assert!(practice.await.unwrap().is_some());
        world.guild_left(guild, left).await.unwrap();
    }
    world.guild_returned(other, left).await.unwrap();
    let late = left + REMEMBERED;
    assert_eq!(world.next_wake().await.unwrap(), Some(late), "the jobs wake for it");
    assert!(!world.forget_some(late - SignedDuration::from_millis(1)).await.unwrap());
    assert_eq!(world.count(practised), 2);
    while world.forget_some(late).await.unwrap() {}
    assert_eq!(world.count(practised), 1);
    assert_eq!(world.count("SELECT guild_id FROM practices"), 77);
    assert_eq!(world.next_wake().await.unwrap(), None);
}

#[tokio::test]
async fn a_guild_that_is_not_listed_any_more_is_one_of_a_shard_that_was_known() {
    let world = World::new();
    // By Discord's formula on the second of two shards, both of them.
    let (set_up, practised, elsewhere) = (GuildId(1 << 22), GuildId(3 << 22), GuildId(2 << 22));
    for guild in [set_up, elsewhere] {
        world.set_up_guild(guild, berlin("09:00"), at(SUNDAY)).await;
    }
    let pool = world.practice_pool();
    world.start_practice((practised, MEI), PracticeFilter::default(), pool, 1, at(SUNDAY)).await.unwrap();
    let second = Shards::new(1, 1, 2).unwrap();
    let missing = async |present: &[GuildId]| world.guilds_not_among(second, present.into()).await.unwrap();
    assert_eq!(missing(&[]).await, [set_up, practised]);
    assert_eq!(missing(&[set_up, practised]).await, []);
    for guild in [set_up, practised] {
        world.guild_left(guild, at(MONDAY)).await.unwrap();
    }
    assert_eq!(missing(&[]).await, [], "that is known");
}
