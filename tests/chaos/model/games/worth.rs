//! What an answer is worth.
//!
//! Source: Kahoot!, "How points work", <https://support.kahoot.com/hc/en-us/articles/115002303908-How-points-work>.

use std::ops::RangeInclusive;

use super::Round;
use super::choices::Standing;
use super::clocks::Span;
use crate::game::{Game, OPEN_MS};

/// Points for a right answer that comes at once.
const ALL: i64 = 1_000;

/// An answer that comes sooner, in milliseconds, has all of them.
const AT_ONCE_MS: i64 = 500;

/// What each further right answer in a row adds, and the most of it.
const BONUS: (u32, u32) = (100, 500);

/// Right answers in a row before a round: at least and at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct InARow {
    least: u32,
    most: u32,
}

impl InARow {
    /// After a round in which so much may stand.
    pub(super) fn after(self, key: &str, standing: &Standing<'_>) -> Self {
        let right = standing.choices.iter().filter(|choice| choice.letters == key).count();
        match (right, standing.choices.len()) {
            // Nobody outside knows whether they were asked at all.
            (0, 0) => Self { least: 0, ..self },
            (0, _) if standing.is_known() => Self::default(),
            (0, _) => Self { least: 0, ..self },
            (right, all) if right == all && standing.is_known() => {
                Self { least: self.least + 1, most: self.most + 1 }
            }
            _ => Self { least: 0, most: self.most + 1 },
        }
    }

    /// After an answer of which all is known.
    pub(super) fn after_choice(self, right: bool) -> Self {
        if right { Self { least: self.least + 1, most: self.most + 1 } } else { Self::default() }
    }

    /// After a round of which nobody knows the key.
    pub(super) fn after_anything(self) -> Self {
        Self { least: 0, most: self.most + 1 }
    }

    fn bonus(self) -> RangeInclusive<u32> {
        let of = |before: u32| (before * BONUS.0).min(BONUS.1);
        of(self.least)..=of(self.most)
    }
}

/// By what answers are worth.
#[derive(Clone, Copy)]
pub(super) struct Worth<'a> {
    pub(super) game: &'a Game,
    pub(super) key: &'a str,
    /// The clock that points fall by.
    pub(super) own: &'a Span,
    pub(super) in_a_row: InARow,
}

impl Worth<'_> {
    /// Whether a member may have earned so much by what may stand.
    pub(super) fn may_be(self, standing: &Standing<'_>, earned: u32) -> bool {
        let nothing = standing.none && earned == 0;
        let choices = &standing.choices;
        nothing || choices.iter().any(|choice| self.of(choice.letters, choice.counts).contains(&earned))
    }

    /// What letters may be worth after so many milliseconds, at least and at most.
    pub(super) fn of(self, letters: &str, (soonest, latest): (i64, i64)) -> RangeInclusive<u32> {
        let (game, key) = (self.game, self.key);
        let parts = parts(key, letters);
        let least = parts * each(game, key, latest, *self.own.start());
        let most = parts * each(game, key, soonest, *self.own.end());
        if game.bonus && letters == key {
            let bonus = self.in_a_row.bonus();
            least + bonus.start()..=most + bonus.end()
        } else {
            least..=most
        }
    }
}

/// How many of the key's letters are among the chosen.
fn parts(key: &str, letters: &str) -> u32 {
    letters.chars().map(|letter| u32::from(key.contains(letter))).sum()
}

/// What each right part is worth after `taken` milliseconds of `open`.
fn each(game: &Game, key: &str, taken: i64, open: i64) -> u32 {
    if !game.speed {
        return 1;
    }
    let all = ALL / i64::try_from(key.len()).unwrap_or(1);
    let taken = if taken < AT_ONCE_MS { 0 } else { taken.min(open) };
    // all * (1 - t / 2T), to the nearest point.
    let points = (2 * all * (2 * open - taken) + 2 * open) / (4 * open);
    u32::try_from(points).unwrap_or(0)
}

/// The most that a round can earn, bonuses aside.
pub(super) fn most(game: &Game, round: &Round<'_>) -> u64 {
    let parts = u32::try_from(round.key.len()).unwrap_or(1);
    u64::from(parts * each(game, round.key, 0, OPEN_MS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::Mode;

    #[test]
    fn points_fall_by_half_until_time_is_up() {
        let game = Game {
            mode: Mode::Everyone,
            speed: true,
            bonus: false,
            second_thoughts: false,
            in_thread: false,
        };
        let after = |taken| each(&game, "B", taken, 10_000);
        assert_eq!([0, 499, 500, 2_345, 10_000, 12_000].map(after), [1_000, 1_000, 975, 883, 500, 500]);
        assert_eq!(each(&game, "AC", 10_000, 10_000), 250);
        assert_eq!(each(&game, "B", 10_000, 20_000), 750, "with extra time");
    }
}
