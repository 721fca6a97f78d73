//! The task that sleeps until something is due.

use std::sync::Arc;

use tokio::sync::watch;

use super::discord::Call;
use super::{Bot, FILE, MANAGER, NEXT_NINE, NINE, at, minutes};
use crate::domain::guild::PauseReason;
use crate::domain::ids::GuildId;

#[tokio::test]
async fn it_wakes_when_the_clock_is_turned_settles_and_stops() {
    let bot = Bot::new().await;
    let (stop, stopping) = watch::channel(false);
    let mut settled = bot.jobs.settled();
    let (clock, discord, jobs) = (bot.clock.clone(), Arc::clone(&bot.discord), bot.jobs);
    let running = tokio::spawn(async move { jobs.run(stopping).await });
    settled.wait_for(|settled| settled.rounds > 0).await.unwrap();
    assert_eq!(discord.posts(), 0);
    for (posts, instant) in (1..).zip([NINE, NEXT_NINE]) {
        clock.turn_to(at(instant));
        let turns = clock.turns();
        settled.wait_for(|settled| settled.turns >= turns).await.unwrap();
        assert_eq!(discord.posts(), posts, "all that was due at that instant is done");
    }
    stop.send(true).unwrap();
    running.await.unwrap();
}

#[tokio::test]
async fn what_an_erasure_left_in_the_log_is_gone_after_a_later_round() {
    let bot = Bot::new().await;
    let (store, now) = (&bot.services.store, bot.clock.now());
    let log = || bot.folder.path().join(format!("{FILE}-wal")).metadata().unwrap().len();
    assert!(store.erase(MANAGER, now, 7).await.unwrap().nothing_left);
    bot.set_up(GuildId(7)).await;
    assert!(!store.erase(MANAGER, now, 7).await.unwrap().nothing_left, "too soon after the first one");
    assert!(log() > 0);
    bot.run_after(minutes(1)).await;
    assert_eq!(log(), 0);
}

#[tokio::test]
async fn a_call_that_hangs_holds_up_no_other_guild() {
    let bot = Bot::new().await;
    bot.discord.hang_next_post();
    bot.run_at(at(NINE)).await;
    assert_eq!(bot.discord.posts(), 0, "it still hangs");
    let other = GuildId(7);
    bot.set_up(other).await;
    bot.services.store.pause_guild(other, PauseReason::ByManager, false, bot.clock.now()).await.unwrap();
    bot.services.store.resume_guild(other, bot.clock.now()).await.unwrap();
    bot.run_after(minutes(1)).await;
    assert_eq!(bot.discord.posts(), 1);
    bot.discord.let_go();
    bot.run_after(minutes(1)).await;
    assert_eq!(bot.discord.posts(), 2, "and nothing was tried twice meanwhile");
    assert_eq!(bot.discord.calls(Call::Post), 2);
}
