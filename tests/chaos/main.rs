//! The real bot, killed and hindered at random, held against a model of what it promises.
//!
//! A run is drawn from a seed: who does what, what fails, when the process is killed, where the clock is turned to.
//! What the seed does not settle is the machine's own timing: how far the bot has come when it is killed. A seed that
//! found something is therefore run again a few times, and the history that is printed tells what happened.
//!
//! `CHAOS_SEED` (1), `CHAOS_KILLS` (110) and `CHAOS_SECONDS` (210) choose the run and its length: it ends when the bot
//! was killed so often, or so much time has passed and it was killed a hundred times at the least. `CHAOS_GUILDS` (40)
//! is how many servers there are. `CHAOS_SHIPMATE` names another program to be judged in the bot's place, such as one
//! with a fault in it that the model has to find.

#![expect(
    clippy::disallowed_methods,
    reason = "a run lives in real time and takes its length from the environment"
)]

mod counts;
mod crew;
mod flood;
mod game;
mod gaming;
mod ghost;
mod history;
mod model;
mod play;
mod reading;
mod run;
mod settings;
mod ship;
mod table;
mod two_years;
mod weather;
mod zones;

use std::error::Error;
use std::io::Write;
use std::time::Duration;

use crate::run::{Plan, Run};

/// How a step ends.
type Outcome<T = ()> = Result<T, Box<dyn Error>>;

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_and_nothing_comes_twice_whatever_happens() {
    if let Err(story) = play_it_out().await {
        panic!("{story}");
    }
}

async fn play_it_out() -> Outcome {
    let plan = Plan {
        seed: number("CHAOS_SEED", 1)?,
        kills: number("CHAOS_KILLS", 110)?,
        time: Duration::from_secs(number("CHAOS_SECONDS", 210)?),
        guilds: usize::try_from(number("CHAOS_GUILDS", 40)?)?,
    };
    let run = Run::begin(plan).await?;
    let counts = run.play_out().await?;
    report(&counts);
    Ok(())
}

/// Prints what was counted, also where the test's output is kept back because it passed.
fn report(what: impl std::fmt::Display) {
    // Nobody reads it where standard error is closed.
    let _ = writeln!(std::io::stderr(), "{what}");
}

fn number(name: &str, default: u64) -> Outcome<u64> {
    match std::env::var(name) {
        Ok(text) => Ok(text.parse().map_err(|error| format!("{name}: {error}"))?),
        Err(_) => Ok(default),
    }
}
