//! Games between the dailies: a few servers at a time play, so that games get somewhere before the next kill.

use std::ops::Range;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rand::RngExt;

use super::time::QUARTER_MS;
use super::{CONNECTS, MEMBERS, Run};
use crate::Outcome;
use crate::game::Game;
use crate::gaming::{self, Next};
use crate::ghost;
use crate::history::{Act, Who};
use crate::table::{Sheet, Shows};

/// How many servers play at a time.
pub(super) const AT_ONCE: usize = 3;

/// For how many lives of the bot they do; a group runs out of questions that it has not had lately.
const LIVES: u64 = 5;

/// How many of a server's latest games may be played afterwards.
const HAUNTED: usize = 3;

/// The most steps in a calm.
const MOST_STEPS: usize = 12;

/// Before an instant at which dailies may be due, no clock is turned by the way: they would be under way.
const MARGIN_MS: i64 = 10_000;

/// The time to get ready in a duel, and a little.
const CURTAIN: SignedDuration = SignedDuration::from_millis(5_100);

/// The last moment of a question, from when it says that it closes, in milliseconds. It says so to the second, and the
/// bot waits a little for what is under way: some of it is too late, and reaches the bot before it has closed.
const LAST_MOMENT_MS: Range<i64> = -500..2_200;

/// Until the channel shows what a step did, mostly.
const SHOWS: Duration = Duration::from_millis(30);

impl Run {
    /// Somebody in the `place`-th of the servers that play does what the game asks for.
    pub(super) fn somebody_plays(&mut self, place: usize) {
        let guild = self.player(place);
        let draw = self.rng.random();
        let games = self.games[guild];
        let next = match games.checked_sub(1) {
            Some(table) => {
                let sheets = self.look_at(guild, table);
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
                let game = Game::drawn(draw, host(games + 1));
                self.begin_act(guild, Who::Member(host(games)), Act::Open { table: games, game });
            }
        }
    }

    /// Somebody in the `place`-th of the servers that play plays one of the last games that are over.
    pub(super) fn somebody_haunts(&mut self, place: usize) {
        let guild = self.player(place);
        let (first, draws) = (self.rng.random_range(0..HAUNTED * MEMBERS), ghost::Draws::new(&mut self.rng));
        // Whoever has nothing left to do there leaves it to the next one.
        let pairs = (0..HAUNTED * MEMBERS).map(|place| (first + place) % (HAUNTED * MEMBERS));
        for (back, member) in pairs.map(|pair| (1 + pair / MEMBERS, pair % MEMBERS)) {
            let Some(table) = self.games[guild].checked_sub(back) else { continue };
            let Some(podium) = podium(&self.crews[guild].sheets(table)) else { continue };
            let acts = self.crews[guild].screens().next(table, member, podium, draws);
            if !acts.is_empty() {
                for act in acts {
                    self.begin_act(guild, Who::Member(member), act);
                }
                return;
            }
        }
    }

    /// Games get somewhere while nothing goes wrong: the next kill hits them anywhere.
    pub(super) async fn play_a_while(&mut self) -> Outcome {
        for _ in 0..self.rng.random_range(0..MOST_STEPS) {
            for place in 0..AT_ONCE {
                self.somebody_plays(place);
                self.somebody_haunts(place);
            }
            while self.under_way.join_next().await.is_some() {}
            // What a step did is shown a little later, if it is shown at all: some steps change nothing.
            tokio::time::sleep(SHOWS).await;
            self.raise_the_curtains().await?;
            if self.rng.random_ratio(1, 4) {
                self.choose_at_the_last_moment().await?;
                // Whoever waits for an answer waits for the bot to be back as well.
                self.ship.connected(CONNECTS).await?;
                while self.under_way.join_next().await.is_some() {}
            }
        }
        Ok(())
    }

    /// Where a question of a game is about to close, or is over and not closed yet, everybody chooses; some of it
    /// reaches the bot only when it is back on the gateway.
    pub(super) async fn choose_at_the_last_moment(&mut self) -> Outcome {
        let (draw, moment) = (self.rng.random(), self.rng.random_range(LAST_MOMENT_MS));
        let dropped = self.rng.random_ratio(1, 3);
        let Some((guild, table, question, closes)) = (0..AT_ONCE).find_map(|place| self.open_question(place))
        else {
            return Ok(());
        };
        if dropped {
            self.drop_the_gateway().await;
        }
        let closing = closes + SignedDuration::from_millis(moment);
        self.let_pass(closing.duration_since(self.discord.clock().now())).await?;
        for (who, act) in gaming::everybody_chooses(table, &question, MEMBERS, draw) {
            self.begin_act(guild, who, act);
        }
        Ok(())
    }

    /// The open question of the `place`-th of the servers that play: its server, table and message, and when it closes.
    fn open_question(&mut self, place: usize) -> Option<(usize, usize, Sheet, Timestamp)> {
        let guild = self.player(place);
        let table = self.games[guild].checked_sub(1)?;
        let last = self.look_at(guild, table).pop()?;
        let Shows::Question { closes, .. } = last.shows else { return None };
        Some((guild, table, last, closes))
    }

    /// A duel shows the scenario for a few seconds first: nobody has to wait for that.
    async fn raise_the_curtains(&mut self) -> Outcome {
        let waits = |guild: usize| {
            let sheets = self.games[guild].checked_sub(1).map(|table| self.crews[guild].sheets(table));
            sheets.is_some_and(|sheets| sheets.last().is_some_and(|last| last.shows == Shows::Curtain))
        };
        let waits = (0..AT_ONCE).any(|place| waits(self.player(place)));
        if waits { self.let_pass(CURTAIN).await } else { Ok(()) }
    }

    /// The clock is turned by the way, where nothing but games becomes due by it.
    async fn let_pass(&mut self, span: SignedDuration) -> Outcome {
        let past = self.discord.clock().now().as_millisecond() % QUARTER_MS;
        let ends = i128::from(past) + span.as_millis();
        if span > SignedDuration::ZERO && ends < i128::from(QUARTER_MS - MARGIN_MS) {
            self.ship.turn(span).await?;
        }
        Ok(())
    }

    /// What the channel of a game shows, with the letters that it showed before.
    fn look_at(&mut self, guild: usize, table: usize) -> Vec<Sheet> {
        let mut sheets = self.crews[guild].sheets(table);
        for sheet in &mut sheets {
            if sheet.letters.is_empty() {
                sheet.letters = self.letters.get(&sheet.id).cloned().unwrap_or_default();
            } else {
                self.letters.insert(sheet.id, sheet.letters.clone());
            }
        }
        sheets
    }

    /// One of the servers that play now.
    fn player(&self, place: usize) -> usize {
        let turn = usize::try_from(self.counts.lives / LIVES).unwrap_or(0);
        (turn * AT_ONCE + place) % self.crews.len()
    }

    /// What the channel of every game shows.
    pub(super) fn tables(&self) -> Vec<Vec<Vec<Sheet>>> {
        let of = |(crew, games): (&crate::crew::Crew, &usize)| {
            (0..*games).map(|table| crew.sheets(table)).collect::<Vec<_>>()
        };
        self.crews.iter().zip(&self.games).map(of).collect()
    }
}

/// The message at which a game that is over can be played afterwards.
fn podium(sheets: &[Sheet]) -> Option<u64> {
    let is_open = |sheet: &&Sheet| sheet.labels.iter().any(|label| label == "Play it against them");
    sheets.iter().find(is_open).map(|end| end.id)
}

/// Who opens the game of this number, and hosts it.
fn host(table: usize) -> usize {
    table % MEMBERS
}
