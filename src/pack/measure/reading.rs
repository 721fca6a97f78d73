//! How much there is to read, and whether options are of one size.

use std::ops::RangeInclusive;

use super::bounds::{LENGTH_RATIO, OPTION_WORDS, QUESTION_WORDS, STEM_WORDS};
use super::flaw::{Flaw, Part};
use super::guess::{absolute_words, length_ratio};
use super::words::reading_length;
use crate::domain::content::Question;

/// Q10: texts that are too short to say something, or too long to read.
pub(in super::super) fn misfits(question: &Question) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    let stem = reading_length(&question.stem);
    flaws.extend(misfit(Part::Stem, "the stem", stem, &STEM_WORDS));
    let mut all = stem;
    for (at, option) in question.options.iter().enumerate() {
        let words = reading_length(&option.text);
        flaws.extend(misfit(Part::Option(at), &format!("option {}", at + 1), words, &OPTION_WORDS));
        all += words;
    }
    if all > QUESTION_WORDS {
        let message = format!("the question has {all} words; at most {QUESTION_WORDS} are allowed");
        flaws.push(Flaw::new(Part::Whole, message, format!("take {} words out", all - QUESTION_WORDS)));
    }
    flaws
}

fn misfit(part: Part, what: &str, words: usize, allowed: &RangeInclusive<usize>) -> Option<Flaw> {
    let (least, most) = (*allowed.start(), *allowed.end());
    let message = format!("{what} has {words} words; {least} to {most} are allowed");
    let hint = if words < least {
        "say more: who, where, which constraint"
    } else {
        "say it shorter: what decides nothing goes"
    };
    (!allowed.contains(&words)).then(|| Flaw::new(part, message, hint))
}

/// Q03: options of which one is much longer than another.
pub(in super::super) fn unequal_lengths(question: &Question) -> Option<Flaw> {
    let ratio = length_ratio(question);
    let message = format!(
        "its longest option has {ratio:.2} times the characters of its shortest; at most {LENGTH_RATIO}"
    );
    let hint = "cut the longest, or say more in the shortest";
    (ratio > LENGTH_RATIO).then(|| Flaw::new(Part::Whole, message, hint))
}

/// Q05: absolute words which only distractors have.
pub(in super::super) fn absolutes(question: &Question) -> Option<Flaw> {
    let words = absolute_words(question);
    let message = format!("only distractors say \"{}\"", words.join("\", \""));
    let hint = "reword them: a reader crosses absolute words out unread";
    (!words.is_empty()).then(|| Flaw::new(Part::Whole, message, hint))
}
