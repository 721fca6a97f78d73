//! A life of the bot: from a start, through calms and a storm, to a kill.

use std::time::{Duration, Instant};

use rand::RngExt;

use super::{CONNECTS, MEMBERS, Run, games};
use crate::history::Event;
use crate::{Outcome, weather};

/// Leaps of the clock between calms in one life are fewer than this.
const MOST_LEAPS: u32 = 3;

/// How many answers are on their way when the clock is turned before a storm.
const HASTY: usize = 6;

impl Run {
    /// From a start to a kill.
    pub(super) async fn life(&mut self) -> Outcome {
        self.counts.lives += 1;
        self.ship.start()?;
        let (early, calm, hot) =
            (self.rng.random_ratio(1, 6), self.rng.random_ratio(2, 5), self.rng.random_ratio(2, 3));
        let (leaps, aimed) = (self.rng.random_range(0..MOST_LEAPS), self.rng.random_ratio(2, 3));
        let plays = self.rng.random_ratio(1, 3);
        let death = Duration::from_millis(self.rng.random_range(0..700));
        if early {
            // It dies while it starts: before, in, or after its first round.
            tokio::time::sleep(death).await;
            return self.kill_and_wait(false).await;
        }
        if !self.ship.connected(CONNECTS).await? {
            return self.kill_and_wait(false).await;
        }
        if calm {
            self.calm().await?;
            for _ in 0..leaps {
                let to_the_minute = self.rng.random_ratio(1, 3);
                self.leap(to_the_minute).await?;
                if to_the_minute {
                    self.answer_at_the_last_moment().await?;
                    if !self.ship.connected(CONNECTS).await? {
                        return self.kill_and_wait(false).await;
                    }
                }
                self.calm().await?;
            }
        }
        let aim = aimed.then(|| self.aim());
        if calm && plays {
            self.choose_at_the_last_moment().await?;
        } else if calm && (hot || aimed) {
            // Into the storm with whatever has become due, and with answers given just before.
            for _ in 0..HASTY {
                let (guild, member) =
                    (self.rng.random_range(0..self.crews.len()), self.rng.random_range(0..MEMBERS));
                let draw = self.rng.random();
                self.answer(guild, member, draw);
            }
            self.leap(true).await?;
            self.answer_at_the_last_moment().await?;
        }
        self.storm(death, aim.as_ref()).await?;
        self.kill_and_wait(aim.is_some_and(|aim| aim.is_reached())).await
    }

    fn aim(&mut self) -> weather::Aim {
        let (aim, what) = weather::aim(&self.discord.faults(), &mut self.rng);
        self.history.note(Event::Fault(what));
        self.counts.faults += 1;
        aim
    }

    /// Faults and people for so long, or until the bot is in the middle of what is aimed at.
    async fn storm(&mut self, lasts: Duration, aim: Option<&weather::Aim>) -> Outcome {
        let ends = Instant::now() + lasts;
        let faults = self.rng.random_range(0..4);
        for _ in 0..faults {
            let what = weather::fault(&self.discord.faults(), &self.app, &mut self.rng);
            self.history.note(Event::Fault(what));
            self.counts.faults += 1;
        }
        while Instant::now() < ends && !aim.is_some_and(weather::Aim::is_reached) {
            let guild = self.rng.random_range(0..self.crews.len());
            let place = self.rng.random_range(0..games::AT_ONCE);
            self.somebody_acts(guild);
            self.somebody_plays(place);
            self.somebody_haunts(place);
            // People take their time, and what they do is to fall into every moment of a life.
            tokio::time::sleep(Duration::from_millis(self.rng.random_range(1..30))).await;
        }
        Ok(())
    }

    /// Kills it, `aimed` at a call or not; sometimes it takes a while until it is started again.
    async fn kill_and_wait(&mut self, aimed: bool) -> Outcome {
        self.kill().await?;
        self.counts.aimed += u64::from(aimed);
        self.stay_away(aimed).await
    }
}
