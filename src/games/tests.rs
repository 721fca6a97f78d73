//! The games that are on, proved on a real store with a clock that is turned.

mod asleep;
mod erasure;

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;

use super::{Game, Games, Told, Untold};
use crate::clock::Clock;
use crate::domain::challenge::{
    Allowance, Asker, Challenge, EndReason, Event, GhostPressed, Newcomer, Opening, Phase, Pressed, Refusal,
    Rules, Slot,
};
use crate::domain::content::{AnswerOption, Difficulty, Question};
use crate::domain::ids::{ChannelId, GuildId, MemberId, MessageId, earliest_snowflake, snowflake_instant};
use crate::rng::Chance;
use crate::store::{Store, StoreError};

const GUILD: GuildId = GuildId(42);
const CHANNEL: ChannelId = ChannelId(7);
const HOST: MemberId = MemberId(1);
/// An id as Discord makes them: it stands in a game's events wherever she does, and nowhere by chance.
const MEI: MemberId = MemberId(1_177_727_118_950_400_002);
const ZOE: MemberId = MemberId(3);
const EVENING: &str = "2026-03-02T19:00:00Z";
const FILE: &str = "shipmate.db";

/// A bot's games on a real file.
struct World {
    folder: TempDir,
    clock: Clock,
    store: Store,
    games: Games,
    pool: Arc<[Question]>,
}

impl World {
    fn new() -> Self {
        Self::on(TempDir::new().unwrap(), Clock::starting_at(EVENING.parse().unwrap()), pool(40))
    }

    fn on(folder: TempDir, clock: Clock, pool: Arc<[Question]>) -> Self {
        let store = Store::open(&folder.path().join(FILE)).unwrap();
        let games = Games::new(store.clone(), clock.clone(), Chance::seeded(7), Arc::clone(&pool));
        Self { folder, clock, store, games, pool }
    }

    /// The process is killed and starts anew: the files as they stand at this moment, nothing closed.
    fn killed(self) -> Self {
        let folder = TempDir::new().unwrap();
        for suffix in ["", "-wal"] {
            let name = format!("{FILE}{suffix}");
            std::fs::copy(self.folder.path().join(&name), folder.path().join(&name)).unwrap();
        }
        self.games.close();
        Self::on(folder, self.clock, self.pool)
    }

    fn pass(&self, seconds: i64) {
        self.clock.turn_to(self.clock.now() + SignedDuration::from_secs(seconds));
    }

    async fn open(&self, channel: ChannelId) -> Result<Game, Game> {
        let rules = Rules { rounds: 3, seconds: 20, get_ready: Some(0), ..Rules::default() };
        let opening = Opening { guild: GUILD, channel, host: newcomer(HOST), rules, seed: 7 };
        match self.games.open(opening).await.unwrap() {
            Ok(game) => Ok(game),
            Err(live) => Err(self.games.find(GUILD, live).await.unwrap().unwrap()),
        }
    }

    /// A game whose first question is open.
    async fn asking(&self) -> Game {
        let game = self.open(CHANNEL).await.unwrap();
        done(&game, Event::Joined { newcomer: newcomer(MEI), team: None }).await;
        done(&game, Event::Begun { by: host() }).await;
        self.post(&game).await;
        game
    }

    /// The question's message stands, as soon as there is one.
    async fn post(&self, game: &Game) {
        let state = until(game, |state| matches!(state.phase(), Phase::Asking { .. })).await;
        let round = state.open_round().unwrap();
        let slot = Slot::Question { number: round.number, attempt: round.attempt };
        let message = MessageId(earliest_snowflake(self.clock.now()));
        done(game, Event::Shown { slot, message }).await;
    }

    fn press(&self, game: &Game, member: MemberId) -> Event {
        let state = game.now();
        let round = state.rounds().last().unwrap();
        let (number, attempt) = (round.number, round.attempt);
        let message = state.message(Slot::Question { number, attempt }).unwrap();
        let at = snowflake_instant(message.0) + SignedDuration::from_secs(2);
        Event::Answered(Pressed { member, number, attempt, message, at, selection: round.asked.key() })
    }

    /// The database, past the store.
    fn database(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.folder.path().join(FILE)).unwrap()
    }

    fn count(&self, sql: &str) -> i64 {
        self.database().query_row(sql, [], |row| row.get(0)).unwrap()
    }

    /// Plays a game to its end: both answer right away, each time.
    async fn play_out(&self, game: &Game) {
        loop {
            for member in [HOST, MEI] {
                done(game, self.press(game, member)).await;
            }
            self.pass(13);
            let asks = |state: &Challenge| state.is_over() || matches!(state.phase(), Phase::Asking { .. });
            let state = until(game, asks).await;
            if state.is_over() {
                return;
            }
            self.post(game).await;
        }
    }
}

/// Waits until the game's stored state is as wanted.
async fn until(game: &Game, wanted: impl Fn(&Challenge) -> bool) -> Arc<Challenge> {
    let mut state = game.watch();
    let seen =
        tokio::time::timeout(std::time::Duration::from_secs(20), state.wait_for(|state| wanted(state))).await;
    Arc::clone(&seen.expect("in time").expect("awake"))
}

async fn done(game: &Game, event: Event) -> Arc<Challenge> {
    match game.tell(event).await.unwrap() {
        Told::Done(state, _) => state,
        Told::Refused(_, refusal) => panic!("{refusal}"),
    }
}

async fn refused(game: &Game, event: Event) -> Refusal {
    match game.tell(event).await.unwrap() {
        Told::Done(_, changes) => panic!("{changes:?}"),
        Told::Refused(_, refusal) => refusal,
    }
}

fn newcomer(member: MemberId) -> Newcomer {
    Newcomer { member, allowance: Allowance::None, accuracy: 500 }
}

fn host() -> Asker {
    Asker { member: HOST, manages: false }
}

fn pool(count: usize) -> Arc<[Question]> {
    let option = |place: usize| AnswerOption {
        text: format!("option {place}"),
        key: place == 0,
        why: String::new(),
        facts: Vec::new(),
    };
    (0..count)
        .map(|n| Question {
            id: format!("q76-{n}").as_str().into(),
            section: 76,
            concepts: vec![format!("concept-{}", n % 5).as_str().into()],
            domain: 2,
            difficulty: Difficulty::ALL[n % 3],
            stem: format!("Question {n}?"),
            facts: Vec::new(),
            misconceptions: Vec::new(),
            review: None,
            options: (0..4).map(option).collect(),
        })
        .collect()
}

#[tokio::test]
async fn a_channel_has_one_game_and_a_server_several() {
    let world = World::new();
    let game = world.open(CHANNEL).await.unwrap();
    let live = world.open(CHANNEL).await.unwrap_err();
    assert_eq!(live.id(), game.id());
    world.open(ChannelId(8)).await.unwrap();
    assert_eq!(world.games.live_of(GUILD).len(), 2);
    done(&game, Event::Stopped { by: host() }).await;
    assert!(world.games.live_in(CHANNEL).is_none());
    world.open(CHANNEL).await.unwrap();
}

#[tokio::test]
async fn a_game_of_another_server_is_unknown() {
    let world = World::new();
    let game = world.open(CHANNEL).await.unwrap();
    assert!(world.games.find(GuildId(43), game.id()).await.unwrap().is_none());
    let event = Event::Stopped { by: Asker { member: HOST, manages: true } };
    assert!(world.games.tell(GuildId(43), game.id(), event).await.unwrap().is_none());
}

#[tokio::test]
async fn deadlines_come_by_the_clock() {
    let world = World::new();
    let game = world.asking().await;
    done(&game, world.press(&game, HOST)).await;
    world.pass(22);
    let state = until(&game, |state| matches!(state.phase(), Phase::Reveal { .. })).await;
    assert_eq!(state.closed_rounds().count(), 1);
    assert_eq!(refused(&game, Event::Due).await, Refusal::NotDue { until: state.due() });
}

#[tokio::test]
async fn a_press_that_waits_in_the_mailbox_comes_before_the_deadline() {
    let world = World::new();
    let game = world.asking().await;
    let press = world.press(&game, HOST);
    // One thread: the game's task sees the letter and the passed deadline in the same moment.
    world.pass(22);
    let state = done(&game, press).await;
    assert_eq!(state.rounds()[0].answered(), 1);
    until(&game, |state| matches!(state.phase(), Phase::Reveal { .. })).await;
}

#[tokio::test]
async fn two_hundred_presses_at_once_are_all_kept_in_few_commits() {
    let world = World::new();
    let game = world.open(CHANNEL).await.unwrap();
    for member in 2..=200 {
        done(&game, Event::Joined { newcomer: newcomer(MemberId(member)), team: None }).await;
    }
    done(&game, Event::Begun { by: host() }).await;
    world.post(&game).await;
    let db = world.database();
    let version = || -> i64 { db.query_row("PRAGMA data_version", [], |row| row.get(0)).unwrap() };
    let (mut last, mut commits) = (version(), 0);
    let mut presses = tokio::task::JoinSet::new();
    for member in 1..=200 {
        let (game, press) = (game.clone(), world.press(&game, MemberId(member)));
        presses.spawn(async move { done(&game, press).await });
    }
    while let Some(pressed) = presses.join_next().await {
        let state = pressed.unwrap();
        assert!(state.rounds()[0].answered() > 0, "answered after it was kept");
        if version() != last {
            (last, commits) = (version(), commits + 1);
        }
    }
    assert!(commits < 20, "{commits} commits");
    assert_eq!(game.now().closed_rounds().next().unwrap().answered(), 200);
    let kept = "SELECT count(DISTINCT member_id) FROM challenge_events WHERE body LIKE '%answered%'";
    assert_eq!(world.count(kept), 200);
}

#[tokio::test]
async fn what_was_answered_stands_after_a_kill() {
    let world = World::new();
    let game = world.asking().await;
    let id = game.id();
    done(&game, world.press(&game, MEI)).await;
    let world = world.killed();
    assert_eq!(world.games.resume().await.unwrap(), 1);
    let game = world.games.find(GUILD, id).await.unwrap().unwrap();
    world.post(&game).await;
    let again = refused(&game, world.press(&game, MEI)).await;
    assert!(matches!(again, Refusal::Answered { .. }), "{again}");
    done(&game, world.press(&game, HOST)).await;
    assert_eq!(game.now().closed_rounds().next().unwrap().answered(), 2);
}

#[tokio::test]
async fn an_interrupted_question_is_asked_anew_before_anybody_sees_it() {
    let world = World::new();
    let game = world.asking().await;
    let id = game.id();
    let world = world.killed();
    world.pass(60);
    world.games.resume().await.unwrap();
    let game = world.games.find(GUILD, id).await.unwrap().unwrap();
    assert_eq!(game.now().open_round().unwrap().attempt, 2);
    assert!(game.is_recalled() && !game.is_settled());
    world.post(&game).await;
    world.play_out(&game).await;
    assert_eq!(game.now().ended().unwrap().1, &EndReason::Finished);
}

#[tokio::test]
async fn games_ask_nothing_that_the_group_has_had_lately() {
    let world = World::on(TempDir::new().unwrap(), Clock::starting_at(EVENING.parse().unwrap()), pool(5));
    let game = world.asking().await;
    world.play_out(&game).await;
    let first: Vec<_> = game.now().rounds().iter().map(|round| round.asked.question.id.clone()).collect();
    assert_eq!(first.len(), 3);
    assert_eq!(world.count("SELECT count(*) FROM asked"), 3);
    let game = world.asking().await;
    world.play_out(&game).await;
    let state = game.now();
    assert_eq!((state.rounds().len(), state.ended().unwrap().1), (2, &EndReason::OutOfQuestions));
    assert_eq!(world.count("SELECT count(*) FROM challenge_results"), 4, "its standings stand");
    assert!(state.rounds().iter().all(|round| !first.contains(&round.asked.question.id)));
    world.pass(8 * 24 * 60 * 60);
    let game = world.asking().await;
    assert_eq!(game.now().rounds().len(), 1, "a week later they are fresh again");
}

#[tokio::test]
async fn results_are_kept_at_the_end_and_a_ghosts_when_it_is_through() {
    let world = World::new();
    let game = world.asking().await;
    world.play_out(&game).await;
    assert_eq!(world.count("SELECT count(*) FROM challenge_results WHERE points = 2850 AND rank = 1"), 2);
    world.games.settle(&game).await.unwrap();
    assert_eq!(world.count("SELECT count(*) FROM challenges WHERE state = 'over'"), 1);
    haunt(&world, &game, ZOE).await;
    assert_eq!(world.count("SELECT count(*) FROM challenge_results WHERE ghost = 1 AND member_id = 3"), 1);
    assert_eq!(world.count("SELECT count(*) FROM challenge_results"), 3);
    let won = "SELECT count(*) FROM challenge_results WHERE won = 1 AND member_id <> 3";
    assert_eq!((world.count(won), world.count("SELECT sum(won) FROM challenge_results")), (2, 2));
    assert_eq!(world.count("SELECT count(*) FROM challenges WHERE state = 'closing'"), 1, "to be shown anew");
    assert!(!game.is_settled());
}

/// Somebody who was not there plays all of it.
async fn haunt(world: &World, game: &Game, member: MemberId) {
    for number in 1..=3 {
        let at = world.clock.now();
        done(game, Event::GhostAsked { member, allowance: Allowance::None, number, at }).await;
        let selection = game.now().rounds()[usize::from(number) - 1].asked.key();
        done(game, Event::GhostAnswered(GhostPressed { member, number, at, selection })).await;
    }
}

/// Lets so much time pass that the game falls asleep.
async fn fall_asleep(world: &World, game: &Game) {
    let mut state = game.watch();
    let asleep = async { while state.changed().await.is_ok() {} };
    let nudged = async {
        loop {
            world.pass(400);
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        () = asleep => {}
        () = nudged => {}
    }
    assert!(world.games.all().is_empty());
}

#[tokio::test]
async fn a_game_that_cannot_be_read_is_given_up_and_its_channel_is_free() {
    let world = World::new();
    world.open(CHANNEL).await.unwrap();
    let unreadable = "UPDATE challenge_events SET body = '{\"v\":99,\"event\":\"resumed\"}'";
    world.database().execute_batch(unreadable).unwrap();
    let world = world.killed();
    assert_eq!(world.games.resume().await.unwrap(), 0);
    world.open(CHANNEL).await.unwrap();
}

#[tokio::test]
async fn a_store_that_fails_leaves_the_game_as_it_was() {
    let world = World::new();
    let game = world.open(CHANNEL).await.unwrap();
    let before = game.now();
    let db = world.database();
    db.execute_batch(
        "CREATE TRIGGER full BEFORE INSERT ON challenge_events BEGIN SELECT RAISE(FAIL, 'full'); END",
    )
    .unwrap();
    let joining = Event::Joined { newcomer: newcomer(MEI), team: None };
    assert!(game.tell(joining.clone()).await.is_err());
    assert_eq!(*game.now(), *before);
    db.execute_batch("DROP TRIGGER full").unwrap();
    assert_eq!(done(&game, joining).await.present(), [HOST, MEI]);
}

#[tokio::test]
async fn the_stored_events_are_the_state() {
    let world = World::new();
    let game = world.asking().await;
    world.play_out(&game).await;
    let events = world.store.challenge_events(game.id()).await.unwrap();
    let times: Vec<Timestamp> = events.iter().map(|(at, _)| *at).collect();
    assert!(times.is_sorted());
    assert_eq!(Challenge::fold(game.id(), events).unwrap(), *game.now());
}
