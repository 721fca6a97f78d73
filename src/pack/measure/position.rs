//! Where keys stand: in the files, and as members see them.

use std::fmt;

use super::chi_square::p_value;
use super::guess::{OPTIONS, four};
use crate::domain::choose::{rng_from, shuffled_order};
use crate::domain::content::Question;
use crate::domain::ids::QuestionId;

/// How often each question is shuffled, so that what is seen is the shuffle and not one draw of it.
const SHUFFLES: u64 = 100;

/// The seed of those shuffles: any would do, but it must not change from run to run.
const SEED: u64 = 7;

/// How often keys stand at each position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Positions(pub(super) [usize; OPTIONS]);

impl Positions {
    /// In the order of the files.
    pub(super) fn in_files(questions: &[&Question]) -> Self {
        let mut counts = [0; OPTIONS];
        for position in questions.iter().filter_map(|question| key_position(question)) {
            counts[position] += 1;
        }
        Self(counts)
    }

    /// After the shuffle that each daily and each practice question goes through.
    pub(super) fn as_members_see_them(questions: &[&Question]) -> Self {
        let mut counts = [0; OPTIONS];
        for (salt, key) in (0..).zip(questions.iter().filter_map(|question| key_position(question))) {
            for seed in 0..SHUFFLES {
                let order = shuffled_order(OPTIONS, &mut rng_from(SEED + seed, salt));
                let shown = order.iter().position(|place| *place == key);
                counts[shown.expect("an order shows every option")] += 1;
            }
        }
        Self(counts)
    }

    /// All keys together.
    pub(super) fn all(self) -> usize {
        self.0.iter().sum()
    }

    /// How likely chance alone would spread keys this unevenly.
    pub(super) fn p_value(self) -> f64 {
        p_value(self.0)
    }

    /// The share of the rarest position and that of the most frequent one, in percent.
    pub(super) fn extremes(self) -> (f64, f64) {
        let share = |count: usize| 100.0 * count as f64 / self.all().max(1) as f64;
        let (least, most) = (self.0.iter().min(), self.0.iter().max());
        (share(least.copied().unwrap_or(0)), share(most.copied().unwrap_or(0)))
    }
}

/// The longest row of questions in the files whose keys stand at the same position, and the questions of every row
/// longer than `most` from the first one over it.
pub(super) fn runs(questions: &[&Question], most: usize) -> (usize, Vec<QuestionId>) {
    let (mut longest, mut over) = (0, Vec::new());
    let (mut run, mut before) = (0, None);
    for question in questions {
        // A question with several keys ends a row.
        let position = key_position(question);
        run =
            if position.is_some() && position == before { run + 1 } else { usize::from(position.is_some()) };
        before = position;
        longest = longest.max(run);
        if run > most {
            over.push(question.id.clone());
        }
    }
    (longest, over)
}

fn key_position(question: &Question) -> Option<usize> {
    four(question)?.iter().position(|option| option.key)
}

impl fmt::Display for Positions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, second, third, fourth] = self.0;
        write!(f, "first {first}, second {second}, third {third}, fourth {fourth}")
    }
}
