//! The task that sleeps until something is due.

use std::sync::Arc;

use tokio::sync::watch;

use super::{Bot, NEXT_NINE, NINE, at};

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
