//! Time passes: the clock is turned, while the bot is there or while it is not.

use jiff::{SignedDuration, Timestamp};
use rand::RngExt;

use super::Run;
use crate::history::Event;
use crate::{Outcome, weather};

/// Every daily is due at some quarter of an hour.
pub(super) const QUARTER_MS: i64 = 15 * 60 * 1_000;

impl Run {
    /// Time passes, while the bot is there: `to_the_minute` to about a quarter of an hour, when dailies are due.
    pub(super) async fn leap(&mut self, to_the_minute: bool) -> Outcome {
        let minutes = if self.rng.random_ratio(1, 3) {
            self.rng.random_range(1..60)
        } else {
            self.rng.random_range(60..8 * 60)
        };
        let (about, inside) =
            (self.rng.random_range(-600..300), self.rng.random_range(5_000..QUARTER_MS - 20_000));
        let now = self.discord.clock().now();
        let target = (now + SignedDuration::from_mins(minutes)).as_millisecond();
        let full = target - target % QUARTER_MS + if to_the_minute { about } else { inside };
        let span = Timestamp::from_millisecond(full)?.duration_since(now).max(SignedDuration::from_secs(1));
        self.ship.turn(span).await
    }

    /// Until a bot that was killed is started again: at once, or after a while; `aimed` as its death was.
    pub(super) async fn stay_away(&mut self, aimed: bool) -> Outcome {
        let (short, long) = (self.rng.random_ratio(1, 3), self.rng.random_ratio(1, 40));
        // Now and then it takes longer than Discord remembers a nonce, and not so long that the day is neutral.
        let forgotten = self.rng.random_ratio(1, 3) || aimed;
        let seconds = if forgotten { self.rng.random_range(360..540) } else { self.rng.random_range(1..15) };
        let minutes = self.rng.random_range(20..5 * 60);
        if self.rng.random_ratio(1, 2) {
            weather::clear(&self.discord.faults(), &self.app);
            self.history.note(Event::Healed);
        }
        // A silent gateway would let no process in.
        self.discord.faults().zombie(&self.app, false);
        if long {
            while self.under_way.join_next().await.is_some() {}
            self.ship.turn(SignedDuration::from_mins(minutes)).await?;
        } else if short {
            self.ship.turn(SignedDuration::from_secs(seconds)).await?;
        }
        Ok(())
    }
}
