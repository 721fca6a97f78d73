//! A game that is over, asleep in the store.

use super::*;

#[tokio::test]
async fn a_game_that_is_over_falls_asleep_and_is_woken_when_asked_for() {
    let world = World::new();
    let game = world.asking().await;
    world.play_out(&game).await;
    let (id, before) = (game.id(), game.now());
    world.pass(400);
    tokio::task::yield_now().await;
    assert_eq!(world.games.all().len(), 1, "it is not shown yet");
    world.games.settle(&game).await.unwrap();
    fall_asleep(&world, &game).await;
    let woken = world.games.find(GUILD, id).await.unwrap().unwrap();
    assert!(woken.is_recalled() && woken.is_settled());
    assert_eq!(*woken.now(), *before);
    let stop = Event::Stopped { by: host() };
    assert_eq!(refused(&woken, stop).await, Refusal::Over(EndReason::Finished));
}

#[tokio::test]
async fn a_game_asleep_is_not_a_store_that_is_closed() {
    let world = World::new();
    let game = world.asking().await;
    world.play_out(&game).await;
    world.games.settle(&game).await.unwrap();
    fall_asleep(&world, &game).await;
    let told = game.tell(Event::Resumed).await;
    assert!(matches!(told, Err(Untold::Asleep)), "{told:?}");
    let game = world.open(CHANNEL).await.unwrap();
    world.store.close().await;
    let told = game.tell(Event::Joined { newcomer: newcomer(MEI), team: None }).await;
    assert!(matches!(told, Err(Untold::Store(StoreError::Closed))), "{told:?}");
}
