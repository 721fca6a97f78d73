//! A member who was erased, in games that are on, over or asleep.

use super::*;

const RAJ: MemberId = MemberId(1_177_727_118_950_400_003);
const MANAGER: MemberId = MemberId(1_177_727_118_950_400_004);

#[tokio::test]
async fn who_was_erased_has_no_result_any_more_whoever_plays_afterwards() {
    for asleep in [false, true] {
        let world = World::new();
        let mut game = world.asking().await;
        world.play_out(&game).await;
        let id = game.id();
        world.games.settle(&game).await.unwrap();
        if asleep {
            fall_asleep(&world, &game).await;
        }
        world.games.erase(MEI).await.unwrap();
        game = world.games.all().pop().expect("its messages are shown anew");
        assert!(game.id() == id && !game.is_settled());
        assert_eq!((game.now().erased(), game.now().names(MEI)), (1, false));
        assert_eq!(world.count("SELECT count(*) FROM challenges WHERE state = 'closing'"), 1);
        haunt(&world, &game, ZOE).await;
        let kept = "SELECT count(*) FROM challenge_results";
        assert_eq!(world.count(kept), 2);
        assert_eq!(
            world.count(&format!("{kept} WHERE member_id IN (1, 3)")),
            2,
            "the host's and the ghost's"
        );
        haunt(&world, &game, MEI).await;
        assert_eq!(world.count(kept), 3, "who was erased may start afresh");
        let events = world.store.challenge_events(id).await.unwrap();
        assert_eq!(Challenge::fold(id, events).unwrap(), *game.now());
    }
}

#[tokio::test]
async fn who_is_erased_in_the_middle_of_a_game_leaves_it_and_it_goes_on() {
    let world = World::new();
    let game = world.asking().await;
    let other = world.open(ChannelId(8)).await.unwrap();
    done(&game, world.press(&game, MEI)).await;
    world.games.erase(MEI).await.unwrap();
    assert_eq!(game.now().present(), [HOST]);
    assert_eq!(refused(&game, world.press(&game, MEI)).await, Refusal::Outside);
    done(&game, world.press(&game, HOST)).await;
    done(&other, Event::Joined { newcomer: newcomer(MEI), team: None }).await;
    let world = world.killed();
    assert_eq!(world.games.resume().await.unwrap(), 2, "both can be read");
    let game = world.games.find(GUILD, game.id()).await.unwrap().unwrap();
    assert_eq!(game.now().rounds()[0].answered(), 2, "an answer stands, whosever it was");
    done(&game, Event::Stopped { by: host() }).await;
    assert_eq!(world.count("SELECT count(*) FROM challenge_results"), 1, "the host's");
}

#[tokio::test]
async fn an_erasure_that_fails_leaves_the_names_in_the_games() {
    let world = World::new();
    let game = world.asking().await;
    let full = "CREATE TRIGGER full BEFORE UPDATE ON challenge_events BEGIN SELECT RAISE(FAIL, 'full'); END";
    world.database().execute_batch(full).unwrap();
    assert!(world.games.erase(MEI).await.is_err());
    assert!(game.now().names(MEI));
    done(&game, Event::Joined { newcomer: newcomer(MEI), team: None }).await;
}

#[tokio::test]
async fn who_is_named_by_the_events_alone_is_erased_and_what_the_store_says_is_what_the_game_says() {
    for asleep in [false, true] {
        let world = World::new();
        let game = world.open(CHANNEL).await.unwrap();
        for member in [MEI, RAJ] {
            done(&game, Event::Joined { newcomer: newcomer(member), team: None }).await;
        }
        done(&game, Event::Left { member: RAJ }).await;
        done(&game, Event::Begun { by: host() }).await;
        done(&game, Event::Stopped { by: Asker { member: MANAGER, manages: true } }).await;
        for member in [RAJ, MANAGER] {
            assert!(!game.now().names(member));
            let game = world.games.find(GUILD, game.id()).await.unwrap().unwrap();
            world.games.settle(&game).await.unwrap();
            if asleep {
                fall_asleep(&world, &game).await;
            }
            world.games.erase(member).await.unwrap();
            assert_eq!(world.count("SELECT count(*) FROM challenges WHERE state = 'closing'"), 1);
            let game = world.games.all().pop().expect("awake, so that it is shown anew");
            assert!(!game.is_settled(), "asleep: {asleep}");
        }
    }
}

#[tokio::test]
async fn a_game_that_is_looked_at_in_the_moment_of_an_erasure_is_still_to_be_shown_anew() {
    let world = World::new();
    let game = world.asking().await;
    world.play_out(&game).await;
    world.games.settle(&game).await.unwrap();
    fall_asleep(&world, &game).await;
    // The erasure has ended, and the press comes in before anything else wakes the game.
    world.store.erase(MEI, world.clock.now(), 7).await.unwrap();
    let woken = world.games.find(GUILD, game.id()).await.unwrap().unwrap();
    assert!(woken.is_recalled() && !woken.is_settled());
}

#[tokio::test]
async fn an_erasure_that_nobody_waits_for_any_more_is_finished() {
    for polls in 1..4 {
        let world = World::new();
        let game = world.asking().await;
        world.play_out(&game).await;
        world.games.settle(&game).await.unwrap();
        let mut erasure = Box::pin(world.games.erase(MEI));
        for _ in 0..polls {
            let is_over = tokio::select! {
                biased;
                _ = &mut erasure => true,
                () = tokio::task::yield_now() => false,
            };
            if is_over {
                break;
            }
        }
        drop(erasure);
        until(&game, |state| !state.names(MEI)).await;
        assert!(!game.is_settled());
        assert_eq!(world.count("SELECT count(*) FROM challenge_results"), 1);
    }
}
