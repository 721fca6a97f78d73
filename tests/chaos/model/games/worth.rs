//! What an answer is worth.
//!
//! Source: Kahoot!, "How points work", <https://support.kahoot.com/hc/en-us/articles/115002303908-How-points-work>.

use std::ops::RangeInclusive;

use super::Round;
use super::choices::{Standing, Try};
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

    /// After a round of which nobody knows the key.
    pub(super) fn after_anything(self) -> Self {
        Self { least: 0, most: self.most + 1 }
    }

    fn bonus(self) -> RangeInclusive<u32> {
        let of = |before: u32| (before * BONUS.0).min(BONUS.1);
        of(self.least)..=of(self.most)
    }
}

/// Whether a member may have earned so much by what may stand.
pub(super) fn may_earn(
    game: &Game,
    key: &str,
    standing: &Standing<'_>,
    in_a_row: InARow,
    earned: u32,
) -> bool {
    let nothing = standing.none && earned == 0;
    nothing || standing.choices.iter().any(|choice| range(game, key, choice, in_a_row).contains(&earned))
}

/// What a choice may be worth.
pub(super) fn range(game: &Game, key: &str, choice: &Try<'_>, in_a_row: InARow) -> RangeInclusive<u32> {
    let parts = parts(key, choice.letters);
    let (soonest, latest) = choice.taken;
    let (least, most) = (parts * each(game, key, latest), parts * each(game, key, soonest));
    if game.bonus && choice.letters == key {
        let bonus = in_a_row.bonus();
        least + bonus.start()..=most + bonus.end()
    } else {
        least..=most
    }
}

/// How many of the key's letters are among the chosen.
fn parts(key: &str, letters: &str) -> u32 {
    letters.chars().map(|letter| u32::from(key.contains(letter))).sum()
}

/// What each right part is worth after `taken` milliseconds.
fn each(game: &Game, key: &str, taken: i64) -> u32 {
    if !game.speed {
        return 1;
    }
    let all = ALL / i64::try_from(key.len()).unwrap_or(1);
    let taken = if taken < AT_ONCE_MS { 0 } else { taken.min(OPEN_MS) };
    // all * (1 - t / 2T), to the nearest point.
    let points = (2 * all * (2 * OPEN_MS - taken) + 2 * OPEN_MS) / (4 * OPEN_MS);
    u32::try_from(points).unwrap_or(0)
}

/// The most that a round can earn, bonuses aside.
pub(super) fn most(game: &Game, round: &Round<'_>) -> u64 {
    let parts = u32::try_from(round.key.len()).unwrap_or(1);
    u64::from(parts * each(game, round.key, 0))
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
        let after = |taken| each(&game, "B", taken);
        assert_eq!([0, 499, 500, 2_345, 10_000, 12_000].map(after), [1_000, 1_000, 975, 883, 500, 500]);
        assert_eq!(each(&game, "AC", 10_000), 250);
    }
}
