//! What a member chose, how good it is, and how a group's choices add up.
//!
//! Options are shown shuffled. A *position* is an option's place as shown, 0 for A; an *order* is
//! [`super::choose::shuffled_order`]'s: the option's index in the pack by position.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::content::Question;

/// How many positions a selection can tell apart.
pub const MAX_POSITIONS: usize = 8;

/// The letter that stands before the option at a position: A for 0.
///
/// Past Z, where no question goes, it is `?`.
#[must_use]
pub fn letter(position: usize) -> char {
    ('A'..='Z').nth(position).unwrap_or('?')
}

/// The options that a member chose, by position; never empty. Written down as its bit set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
pub struct Selection(u8);

/// The positions are no selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSelection {
    /// Nothing was chosen.
    #[error("nothing is selected")]
    Empty,
    /// No question shows so many options.
    #[error("position {position} is beyond the {MAX_POSITIONS} that can be shown")]
    OutOfRange {
        /// The first such position.
        position: usize,
    },
}

impl Selection {
    /// The selection of these positions, in whatever order; a repeated one counts once.
    ///
    /// # Errors
    ///
    /// [`BadSelection`] for no position, or one at [`MAX_POSITIONS`] or above.
    pub fn from_positions(positions: impl IntoIterator<Item = usize>) -> Result<Self, BadSelection> {
        let mut bits = 0;
        for position in positions {
            if position >= MAX_POSITIONS {
                return Err(BadSelection::OutOfRange { position });
            }
            bits |= 1_u8 << position;
        }
        Self::from_bits(bits).ok_or(BadSelection::Empty)
    }

    /// The selection of a bit set, position 0 the lowest bit; `None` for the empty one.
    #[must_use]
    pub fn from_bits(bits: u8) -> Option<Self> {
        (bits != 0).then_some(Self(bits))
    }

    /// The bit set, position 0 the lowest bit.
    #[must_use]
    pub fn bits(self) -> u8 {
        self.0
    }

    /// Whether the option at the position was chosen.
    #[must_use]
    pub fn contains(self, position: usize) -> bool {
        position < MAX_POSITIONS && self.0 & 1 << position != 0
    }

    /// The chosen positions, ascending.
    pub fn positions(self) -> impl Iterator<Item = usize> {
        (0..MAX_POSITIONS).filter(move |position| self.contains(*position))
    }

    /// How many options were chosen, at least 1.
    #[must_use]
    pub fn count(self) -> usize {
        self.positions().count()
    }

    /// The letters as a sentence has them: `A`, `A and C`, `A, B and D`.
    #[must_use]
    pub fn letters(self) -> String {
        let letters: Vec<String> = self.positions().map(|position| letter(position).to_string()).collect();
        match letters.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("{} and {last}", others.join(", ")),
            None => String::new(),
        }
    }
}

impl From<Selection> for u8 {
    fn from(selection: Selection) -> Self {
        selection.bits()
    }
}

impl TryFrom<u8> for Selection {
    type Error = BadSelection;

    fn try_from(bits: u8) -> Result<Self, Self::Error> {
        Self::from_bits(bits).ok_or(BadSelection::Empty)
    }
}

impl fmt::Display for Selection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.letters())
    }
}

/// How good a selection is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grade {
    /// All right answers and nothing else.
    Right,
    /// Some of several right answers.
    Partly {
        /// How many right answers were among the chosen, at least 1.
        right: usize,
    },
    /// No right answer, or more answers chosen than the question asks for.
    Wrong,
}

/// The right answers of a question as shown in an order; `None` where it shows none.
#[must_use]
pub fn key(question: &Question, order: &[usize]) -> Option<Selection> {
    let right = (0..order.len()).filter(|position| is_right(question, order, *position));
    Selection::from_positions(right).ok()
}

/// Grades a selection made while the question was shown in an order.
///
/// Choosing more than the question asks for is [`Grade::Wrong`]: choosing everything must not pay.
#[must_use]
pub fn grade(question: &Question, order: &[usize], selection: Selection) -> Grade {
    let right = selection.positions().filter(|position| is_right(question, order, *position)).count();
    let (chosen, wanted) = (selection.count(), question.key_count());
    if right == wanted && chosen == wanted {
        Grade::Right
    } else if right > 0 && chosen <= wanted {
        Grade::Partly { right }
    } else {
        Grade::Wrong
    }
}

fn is_right(question: &Question, order: &[usize], position: usize) -> bool {
    order.get(position).and_then(|index| question.options.get(*index)).is_some_and(|option| option.key)
}

/// How a group answered a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many chose the option, by position. Where two are asked for, each answer counts at two positions.
    pub counts: Vec<u32>,
    /// Members who answered.
    pub answers: u32,
    /// Members who were right.
    pub right: u32,
}

impl Tally {
    /// No answers yet to a question with so many options.
    #[must_use]
    pub fn of_options(options: usize) -> Self {
        Self { counts: vec![0; options], answers: 0, right: 0 }
    }

    /// Counts one member's answer. A position that the question does not show is not counted.
    pub fn count(&mut self, selection: Selection, grade: Grade) {
        self.answers += 1;
        self.right += u32::from(grade == Grade::Right);
        for (position, count) in self.counts.iter_mut().enumerate() {
            *count += u32::from(selection.contains(position));
        }
    }

    /// The share of members who chose the option at a position, in percent.
    ///
    /// Where two are asked for, the shares of all options come to 200 together.
    #[must_use]
    pub fn share_percent(&self, position: usize) -> u8 {
        percent(self.counts.get(position).copied().unwrap_or(0), self.answers)
    }
}

/// A share in percent, rounded half up so that a bar never lies at its ends: 0 is nobody, 100 is everybody.
///
/// Equal counts give equal shares, so shares need not come to 100 exactly. The share of nothing is 0.
#[must_use]
pub fn percent(part: u32, whole: u32) -> u8 {
    if part == 0 || whole == 0 {
        return 0;
    }
    if part >= whole {
        return 100;
    }
    let (part, whole) = (u64::from(part), u64::from(whole));
    let rounded = (part * 200 + whole) / (whole * 2);
    u8::try_from(rounded.clamp(1, 99)).expect("99 fits in a byte")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::content::{AnswerOption, Difficulty};

    /// A question whose option `n` is right where `keys` says so.
    fn question(keys: &[bool]) -> Question {
        let option = |key: &bool| AnswerOption {
            text: String::new(),
            key: *key,
            why: String::new(),
            facts: Vec::new(),
        };
        Question {
            id: "q76-test".into(),
            section: 76,
            concepts: Vec::new(),
            domain: 2,
            difficulty: Difficulty::Easy,
            stem: String::new(),
            facts: Vec::new(),
            misconceptions: Vec::new(),
            review: None,
            options: keys.iter().map(option).collect(),
        }
    }

    fn chosen(positions: &[usize]) -> Selection {
        Selection::from_positions(positions.iter().copied()).expect("a selection")
    }

    #[test]
    fn a_selection_reads_as_a_sentence_has_it() {
        assert_eq!(chosen(&[0]).letters(), "A");
        assert_eq!(chosen(&[2, 0]).letters(), "A and C");
        assert_eq!(chosen(&[3, 1, 0]).to_string(), "A, B and D");
        assert_eq!((letter(25), letter(26), letter(usize::MAX)), ('Z', '?', '?'));
    }

    #[test]
    fn nothing_and_the_impossible_are_no_selections() {
        assert_eq!(Selection::from_positions([]), Err(BadSelection::Empty));
        assert_eq!(Selection::from_positions([1, 8]), Err(BadSelection::OutOfRange { position: 8 }));
        assert_eq!(Selection::from_bits(0), None);
        assert!(!chosen(&[0]).contains(MAX_POSITIONS));
    }

    #[test]
    fn one_of_one_is_right_or_wrong() {
        let question = question(&[false, true, false, false]);
        let order = [1, 0, 3, 2];
        assert_eq!(grade(&question, &order, chosen(&[0])), Grade::Right);
        assert_eq!(grade(&question, &order, chosen(&[1])), Grade::Wrong);
        assert_eq!(grade(&question, &order, chosen(&[0, 1])), Grade::Wrong, "more than was asked for");
        assert_eq!(grade(&question, &order, chosen(&[7])), Grade::Wrong, "not shown");
        assert_eq!(key(&question, &order), Some(chosen(&[0])));
    }

    #[test]
    fn one_of_two_is_partly_right() {
        let question = question(&[true, false, true, false, false]);
        let order = [4, 2, 3, 0, 1];
        assert_eq!(grade(&question, &order, chosen(&[1, 3])), Grade::Right);
        assert_eq!(grade(&question, &order, chosen(&[1, 2])), Grade::Partly { right: 1 });
        assert_eq!(grade(&question, &order, chosen(&[3])), Grade::Partly { right: 1 });
        assert_eq!(grade(&question, &order, chosen(&[0, 4])), Grade::Wrong);
        assert_eq!(grade(&question, &order, chosen(&[0, 1, 2, 3, 4])), Grade::Wrong);
    }

    #[test]
    fn two_choices_count_over_the_members_who_answered() {
        let mut tally = Tally::of_options(5);
        tally.count(chosen(&[0, 1]), Grade::Right);
        tally.count(chosen(&[0, 2]), Grade::Partly { right: 1 });
        tally.count(chosen(&[3, 0]), Grade::Partly { right: 1 });
        assert_eq!((tally.answers, tally.right), (3, 1));
        let shares: Vec<u8> = (0..6).map(|position| tally.share_percent(position)).collect();
        assert_eq!(shares, [100, 33, 33, 33, 0, 0]);
    }

    #[test]
    fn a_share_is_nobody_or_everybody_only_where_it_is() {
        assert_eq!(percent(0, 0), 0);
        assert_eq!(percent(1, 1000), 1);
        assert_eq!(percent(999, 1000), 99);
        assert_eq!(percent(1, 8), 13, "half up");
        assert_eq!(percent(u32::MAX, u32::MAX), 100);
    }

    fn keys_and_order() -> impl Strategy<Value = (Vec<bool>, Vec<usize>)> {
        proptest::collection::vec(any::<bool>(), 1..=MAX_POSITIONS).prop_flat_map(|keys| {
            let order: Vec<usize> = (0..keys.len()).collect();
            (Just(keys), Just(order).prop_shuffle())
        })
    }

    proptest! {
        #[test]
        fn only_the_key_is_right_in_whichever_order((keys, order) in keys_and_order(), bits in 1_u8..) {
            let question = question(&keys);
            let selection = Selection::from_bits(bits).expect("not empty");
            let key = key(&question, &order);
            prop_assert_eq!(grade(&question, &order, selection) == Grade::Right, key == Some(selection));
            prop_assert_eq!(key.map_or(0, Selection::count), question.key_count());
        }

        #[test]
        fn a_selection_keeps_its_positions(bits in 1_u8..) {
            let selection = Selection::from_bits(bits).expect("not empty");
            prop_assert_eq!(Selection::from_positions(selection.positions()), Ok(selection));
            prop_assert_eq!(selection.count(), selection.bits().count_ones() as usize);
        }

        #[test]
        fn shares_are_within_one_percent_and_grow_with_the_count(part in any::<u32>(), more in any::<u32>(), whole in 1_u32..) {
            let (part, more) = (part.min(more).min(whole), part.max(more).min(whole));
            prop_assert!(percent(part, whole) <= percent(more, whole));
            let exact = f64::from(part) * 100.0 / f64::from(whole);
            prop_assert!((f64::from(percent(part, whole)) - exact).abs() <= 1.0);
        }
    }
}
