//! Games between the dailies: a few servers at a time play, so that games get somewhere before the next kill.

use std::time::Duration;

use rand::RngExt;

use super::{MEMBERS, Run};
use crate::gaming::{self, Next};
use crate::history::{Act, Who};
use crate::table::Sheet;

/// How many servers play at a time.
const AT_ONCE: usize = 3;

/// For how many lives of the bot they do; a group runs out of questions that it has not had lately.
const LIVES: u64 = 5;

/// The most steps in a calm.
const MOST_STEPS: usize = 12;

/// Until the channel shows what a step did, mostly.
const SHOWS: Duration = Duration::from_millis(30);

impl Run {
    /// Somebody in one of the servers that play does what the game asks for.
    pub(super) fn somebody_plays(&mut self) {
        let turn = usize::try_from(self.counts.lives / LIVES).unwrap_or(0);
        let guild = (turn * AT_ONCE + self.rng.random_range(0..AT_ONCE)) % self.crews.len();
        let games = self.games[guild];
        let next = match games.checked_sub(1) {
            Some(table) => {
                let sheets = self.crews[guild].sheets(table);
                gaming::next(table, &sheets, host(table), MEMBERS, &mut self.rng)
            }
            None => Next::Another,
        };
        match next {
            Next::Acts(acts) => {
                for (who, act) in acts {
                    self.begin_act(guild, who, act);
                }
            }
            Next::Another => {
                self.games[guild] += 1;
                self.begin_act(guild, Who::Member(host(games)), Act::Open { table: games });
            }
        }
    }

    /// Games get somewhere while nothing goes wrong: the next kill hits them anywhere.
    pub(super) async fn play_a_while(&mut self) {
        for _ in 0..self.rng.random_range(0..MOST_STEPS) {
            for _ in 0..AT_ONCE {
                self.somebody_plays();
            }
            while self.under_way.join_next().await.is_some() {}
            tokio::time::sleep(SHOWS).await;
        }
    }

    /// What the channel of every game shows.
    pub(super) fn tables(&self) -> Vec<Vec<Vec<Sheet>>> {
        let of = |(crew, games): (&crate::crew::Crew, &usize)| {
            (0..*games).map(|table| crew.sheets(table)).collect::<Vec<_>>()
        };
        self.crews.iter().zip(&self.games).map(of).collect()
    }
}

/// Who opens the game of this number, and hosts it.
fn host(table: usize) -> usize {
    table % MEMBERS
}
