//! How far a slip of the fingers may go.

/// Keys of at most this many letters must be typed right: among abbreviations one letter is the difference
/// between two services (ECS, ECR, EKS).
const EXACT_UP_TO: usize = 3;

/// Keys of at most this many letters may have one slip; longer ones two.
const ONE_SLIP_UP_TO: usize = 5;

/// How many slips a typed key of `length` letters may have.
pub(super) fn allowance(length: usize) -> usize {
    if length <= EXACT_UP_TO {
        0
    } else if length <= ONE_SLIP_UP_TO {
        1
    } else {
        2
    }
}

/// The set of letters in a key, one bit each: a cheap test that two keys can't be near.
///
/// Letters outside a–z and 0–9 share the remaining bits, which can only let more through.
#[derive(Clone, Copy, Debug)]
pub(super) struct Letters(u64);

/// Bits for letters and digits outside ASCII.
const FOREIGN_BITS: u32 = 64 - 26 - 10;

impl Letters {
    pub(super) fn of(key: &str) -> Self {
        Self(key.chars().fold(0, |set, letter| set | 1 << bit(letter)))
    }

    /// Whether keys with these sets could be `slips` slips apart: one slip takes at most one letter out of the
    /// set and brings at most one in.
    pub(super) fn may_be_near(self, other: Self, slips: usize) -> bool {
        (self.0 ^ other.0).count_ones() as usize <= 2 * slips
    }

    /// Whether a key with this set could be `slips` slips from a part of one with the other set: one slip
    /// brings at most one letter in.
    pub(super) fn may_begin(self, other: Self, slips: usize) -> bool {
        (self.0 & !other.0).count_ones() as usize <= slips
    }
}

fn bit(letter: char) -> u32 {
    let code = u32::from(letter);
    match letter {
        'a'..='z' => code - u32::from('a'),
        '0'..='9' => 26 + code - u32::from('0'),
        _ => 26 + 10 + code % FOREIGN_BITS,
    }
}

/// The fewest slips (a letter missing, added, replaced, or two neighbours swapped) that make `typed` a beginning
/// of `name`, if that is at most `allowed`.
///
/// One table gives the distance to every beginning at once: its last row (optimal string alignment).
pub(super) fn slips_to_a_beginning(typed: &[char], name: &[char], allowed: usize) -> Option<usize> {
    let name = &name[..name.len().min(typed.len() + allowed)];
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=name.len()).collect();
    for (i, letter) in typed.iter().enumerate() {
        let mut row = Vec::with_capacity(name.len() + 1);
        row.push(i + 1);
        for (j, other) in name.iter().enumerate() {
            let replaced = last[j] + usize::from(letter != other);
            let mut best = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *letter == name[j - 1] && typed[i - 1] == *other {
                best = best.min(before_last[j - 1] + 1);
            }
            row.push(best);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.into_iter().min().filter(|slips| *slips <= allowed)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn slips(typed: &str, name: &str, allowed: usize) -> Option<usize> {
        let (typed, name): (Vec<char>, Vec<char>) = (typed.chars().collect(), name.chars().collect());
        slips_to_a_beginning(&typed, &name, allowed)
    }

    #[test]
    fn abbreviations_must_be_right_and_long_names_may_have_two_slips() {
        assert_eq!([2, 3, 4, 5, 6, 40].map(allowance), [0, 0, 1, 1, 2, 2]);
    }

    #[test]
    fn a_beginning_is_found_through_slips() {
        assert_eq!(slips("kuber", "kubernetes", 1), Some(0));
        assert_eq!(slips("kubre", "kubernetes", 1), Some(1), "two neighbours swapped");
        assert_eq!(slips("frag", "fargate", 1), Some(1));
        assert_eq!(slips("zzzz", "fargate", 1), None);
    }

    proptest! {
        #[test]
        fn the_letter_sets_never_hide_a_near_key(a in "[a-e0-2é]{0,9}", b in "[a-e0-2é]{0,9}") {
            let slips = strsim::damerau_levenshtein(&a, &b);
            prop_assert!(Letters::of(&a).may_be_near(Letters::of(&b), slips));
            prop_assert!(Letters::of(&a).may_begin(Letters::of(&b), slips));
        }
    }
}
