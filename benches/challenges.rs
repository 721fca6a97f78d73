//! How late deadlines come when fifty games are on, beside one game alone.
//!
//! Real time, a real file with `synchronous=FULL`, a stage that takes as long as Discord does. Every deadline of every
//! game is measured: from the instant it was due to the instant its transition was stored and could be seen. Ends
//! with an error if one came later than a quarter of a second.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]
#![expect(clippy::disallowed_methods, reason = "members press in real time")]

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use shipmate::actions::Services;
use shipmate::clock::Clock;
use shipmate::domain::challenge::{
    Allowance, Asker, Challenge, Event, Newcomer, Opening, Phase, Pressed, Rules, Slot,
};
use shipmate::domain::ids::{ChannelId, GuildId, MemberId, MessageId, earliest_snowflake, snowflake_instant};
use shipmate::games::Game;
use shipmate::jobs::{Edited, OutwardError, Showing, Stage, Staged};
use shipmate::pack::Library;
use shipmate::rng::Chance;
use shipmate::store::Store;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Games at once.
const CROWD: u64 = 50;

/// Members of each game.
const MEMBERS: u64 = 20;

/// What a deadline may come late at most, in milliseconds.
const LATEST_MS: i64 = 250;

/// What a call to Discord takes.
const LATENCY: Duration = Duration::from_millis(80);

/// A stage that takes everything, after a while.
struct Slow {
    clock: Clock,
    posted: AtomicU64,
}

impl Stage for Slow {
    async fn post_scene(&self, _: &Staged) -> Result<MessageId, OutwardError> {
        tokio::time::sleep(LATENCY).await;
        let nth = self.posted.fetch_add(1, Ordering::Relaxed);
        Ok(MessageId(earliest_snowflake(self.clock.now()) + nth % (1 << 22)))
    }

    async fn find_scene(&self, _: &Staged) -> Result<Option<MessageId>, OutwardError> {
        Ok(None)
    }

    async fn change_scene(&self, _: &Staged, _: MessageId) -> Result<Edited, OutwardError> {
        tokio::time::sleep(LATENCY).await;
        Ok(Edited::Shown)
    }

    async fn open_stage(&self, challenge: &Challenge, _: MessageId) -> Result<ChannelId, OutwardError> {
        Ok(challenge.channel())
    }

    async fn tell_host(&self, _: &Challenge) -> Result<(), OutwardError> {
        Ok(())
    }
}

/// Shorter than a host may choose: many deadlines in little time.
fn rules() -> Rules {
    Rules { rounds: 6, seconds: 1, get_ready: Some(1), review: 1, ..Rules::default() }
}

fn newcomer(member: u64) -> Newcomer {
    Newcomer { member: MemberId(member), allowance: Allowance::None, accuracy: 500 }
}

/// Plays `games` games at once. Returns how late each deadline came, in milliseconds, ascending.
async fn evening(games: u64) -> Vec<i64> {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("the target folder");
    let store = Store::open(&folder.path().join("bench.db")).expect("a new database");
    let clock = Clock::system();
    let library = Library::built_in().expect("the built-in packs");
    let services = Services::new(store, clock.clone(), Chance::seeded(7), library);
    let (stop, stopping) = watch::channel(false);
    let showing = Showing::new(services.clone(), Arc::new(Slow { clock, posted: AtomicU64::new(0) }));
    let showing = tokio::spawn(async move { showing.run(stopping).await });
    let mut watched = JoinSet::new();
    for number in 0..games {
        let services = services.clone();
        watched.spawn(async move { play(services, number).await });
    }
    let mut late: Vec<i64> = watched.join_all().await.into_iter().flatten().collect();
    stop.send_replace(true);
    showing.await.expect("showing ends");
    services.games.close();
    services.store.close().await;
    late.sort_unstable();
    late
}

/// One game, in a server of its own.
async fn play(services: Services, number: u64) -> Vec<i64> {
    let host = newcomer(1);
    let opening = Opening {
        guild: GuildId(number + 1),
        channel: ChannelId(number + 1),
        host,
        rules: rules(),
        seed: number,
    };
    let game = services.games.open(opening).await.expect("opened").expect("the only one of its channel");
    let measured = tokio::spawn(measure(game.clone(), services.clock.clone()));
    for member in 2..=MEMBERS {
        game.tell(Event::Joined { newcomer: newcomer(member), team: None }).await.expect("joined");
    }
    let by = Asker { member: MemberId(1), manages: false };
    game.tell(Event::Begun { by }).await.expect("begun");
    press(&game, number).await;
    measured.await.expect("measured")
}

/// All but one member answer each question, spread over its time: it closes by its deadline.
async fn press(game: &Game, number: u64) {
    let mut state = game.watch();
    let mut pressed = 0;
    while let Ok(now) = state.wait_for(|state| state.is_over() || is_open(state, pressed)).await {
        if now.is_over() {
            return;
        }
        let challenge = Arc::clone(&now);
        drop(now);
        let round = challenge.open_round().expect("a round is open");
        pressed = round.number;
        for member in 2..=MEMBERS {
            let game = game.clone();
            let slot = Slot::Question { number: round.number, attempt: round.attempt };
            let message = challenge.message(slot).expect("it stands");
            let wait = Duration::from_millis((member * 47 + number * 13) % 900);
            let pressed = Pressed {
                member: MemberId(member),
                number: round.number,
                attempt: round.attempt,
                message,
                at: snowflake_instant(message.0) + jiff::SignedDuration::from_millis(500),
                selection: round.asked.key(),
            };
            tokio::spawn(async move {
                tokio::time::sleep(wait).await;
                game.tell(Event::Answered(pressed)).await.expect("answered");
            });
        }
    }
}

fn is_open(challenge: &Challenge, pressed: u8) -> bool {
    matches!(challenge.phase(), Phase::Asking { .. })
        && challenge.open_round().is_some_and(|round| {
            let slot = Slot::Question { number: round.number, attempt: round.attempt };
            round.number > pressed && challenge.message(slot).is_some()
        })
}

/// How late each transition was seen that came by a deadline.
async fn measure(game: Game, clock: Clock) -> Vec<i64> {
    let mut state = game.watch();
    let mut late = Vec::new();
    let mut due = state.borrow().due();
    while !state.borrow().is_over() && state.changed().await.is_ok() {
        let now = clock.now();
        if let Some(due) = due.filter(|due| now >= *due) {
            late.push(now.as_millisecond() - due.as_millisecond());
        }
        due = state.borrow_and_update().due();
    }
    late
}

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let mut latest = Vec::new();
    for games in [1, CROWD] {
        let late = runtime.block_on(evening(games));
        let at = |percent: usize| late[(late.len() - 1) * percent / 100];
        println!(
            "{games:>3} games: {} deadlines, late by {} ms (median), {} ms (99 of 100), {} ms (latest)",
            late.len(),
            at(50),
            at(99),
            at(100)
        );
        latest.push(at(100));
    }
    let ratio = latest[1] as f64 / latest[0].max(1) as f64;
    println!("the latest of {CROWD} games to the latest of one: {ratio:.1} to 1");
    if latest.iter().any(|latest| *latest > LATEST_MS) {
        println!("a deadline came later than {LATEST_MS} ms");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
