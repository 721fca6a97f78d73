//! Wording: forms that give a key away, or that break when options are shuffled.

use std::collections::HashMap;

use super::flaw::{Flaw, Part};
use crate::domain::content::Question;
use crate::domain::lookup;

/// Options that speak of the other options as a whole.
const OF_ALL_OPTIONS: [&str; 4] = ["all of the above", "none of the above", "all of these", "none of these"];

/// Words after which a single capital letter means an option.
const BEFORE_A_LETTER: [&str; 6] = ["option", "options", "answer", "answers", "choice", "choices"];

/// The letters that options can have.
const OPTION_LETTERS: [&str; 6] = ["A", "B", "C", "D", "E", "F"];

/// How far into the ask a "not" makes the whole ask negative; a later one belongs to a requirement.
const LEADING_WORDS: usize = 6;

/// Every form in a question that no question may have.
pub(in super::super) fn forbidden_forms(question: &Question) -> Vec<Flaw> {
    let mut flaws: Vec<Flaw> = negative_lead(&question.stem).into_iter().collect();
    let mut first: HashMap<String, usize> = HashMap::new();
    for (at, option) in question.options.iter().enumerate() {
        let part = Part::Option(at);
        let text = words(&option.text).join(" ").to_lowercase();
        if let Some(form) = OF_ALL_OPTIONS.iter().find(|form| text.contains(*form)) {
            let message = format!("option {} says \"{form}\"", at + 1);
            flaws.push(Flaw::new(part, message, "offer something of its own"));
        }
        let letter = letter_reference(&option.text).or_else(|| letter_reference(&option.why));
        if let Some(reference) = letter {
            let message = format!("option {} refers to an option by letter: \"{reference}\"", at + 1);
            flaws.push(Flaw::new(part, message, "options are shuffled: name what the other one offers"));
        }
        if let Some(other) = first.insert(lookup::key(&option.text), at + 1) {
            let message = format!("options {other} and {} say the same", at + 1);
            flaws.push(Flaw::new(part, message, "replace one of them"));
        }
    }
    flaws
}

fn negative_lead(stem: &str) -> Option<Flaw> {
    let shouted = words(stem).into_iter().find(|word| ["NOT", "EXCEPT"].contains(word));
    let leading = words(ask(stem)).into_iter().take(LEADING_WORDS);
    let led = leading.into_iter().find(|word| ["not", "cannot", "except"].contains(word));
    let word = shouted.or(led)?;
    let message = format!("the stem asks in the negative (\"{word}\")");
    Some(Flaw::new(Part::Stem, message, "ask for what fits, not for what does not"))
}

/// The last sentence: what a stem asks for.
fn ask(stem: &str) -> &str {
    let end = stem.rfind('?').unwrap_or(stem.len());
    let before = &stem[..end];
    before.rsplit(['.', '?', '!', ':']).next().unwrap_or(before)
}

fn letter_reference(text: &str) -> Option<String> {
    let words = words(text);
    let is_letter = |word: &str| OPTION_LETTERS.contains(&word);
    let named = words
        .windows(2)
        .find(|pair| BEFORE_A_LETTER.contains(&pair[0].to_lowercase().as_str()) && is_letter(pair[1]));
    let joined = words
        .windows(3)
        .find(|three| is_letter(three[0]) && ["and", "or"].contains(&three[1]) && is_letter(three[2]));
    named.map(|pair| pair.join(" ")).or_else(|| joined.map(|three| three.join(" ")))
}

fn words(text: &str) -> Vec<&str> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_references_where_they_stand_for_options() {
        for text in ["As option B, but cheaper", "Both A and C", "see Answer D.", "choices A", "(A or B)"] {
            assert!(letter_reference(text).is_some(), "{text:?}");
        }
        for text in ["the option a team picks", "A company and B2B partners", "an A record", "Plan A"] {
            assert_eq!(letter_reference(text), None, "{text:?}");
        }
    }

    #[test]
    fn the_ask_is_the_last_sentence() {
        assert_eq!(ask("A company runs X. Which is best? (Select TWO.)"), " Which is best");
        assert_eq!(ask("No question"), "No question");
    }
}
