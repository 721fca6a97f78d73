//! Spelling: American, as AWS and the exam write.

use super::super::draft::Draft;
use super::super::problem::Problems;
use super::prose;

/// Beginnings of words that British and American English spell differently, the British one first.
///
/// Source: the word families of <https://en.wikipedia.org/wiki/American_and_British_English_spelling_differences>, as
/// far as a text on cloud services may use them.
const BEGINNINGS: [(&str, &str); 52] = [
    ("artefact", "artifact"),
    ("authoris", "authoriz"),
    ("behaviour", "behavior"),
    ("cancelled", "canceled"),
    ("cancelling", "canceling"),
    ("catalogue", "catalog"),
    ("categoris", "categoriz"),
    ("centralis", "centraliz"),
    ("centre", "center"),
    ("channelled", "channeled"),
    ("cheque", "check"),
    ("colour", "color"),
    ("containeris", "containeriz"),
    ("customis", "customiz"),
    ("decentralis", "decentraliz"),
    ("defence", "defense"),
    ("dialogue", "dialog"),
    ("emphasise", "emphasize"),
    ("enrolment", "enrollment"),
    ("favour", "favor"),
    ("fibre", "fiber"),
    ("fuelled", "fueled"),
    ("harbour", "harbor"),
    ("honour", "honor"),
    ("initialis", "initializ"),
    ("judgement", "judgment"),
    ("labelled", "labeled"),
    ("labelling", "labeling"),
    ("labour", "labor"),
    ("licence", "license"),
    ("litre", "liter"),
    ("maximis", "maximiz"),
    ("metre", "meter"),
    ("minimis", "minimiz"),
    ("modelled", "modeled"),
    ("modelling", "modeling"),
    ("neighbour", "neighbor"),
    ("optimis", "optimiz"),
    ("organisa", "organiza"),
    ("organise", "organize"),
    ("organising", "organizing"),
    ("prioritis", "prioritiz"),
    ("realis", "realiz"),
    ("recognis", "recogniz"),
    ("signalled", "signaled"),
    ("signalling", "signaling"),
    ("standardis", "standardiz"),
    ("synchronis", "synchroniz"),
    ("theatre", "theater"),
    ("travell", "travel"),
    ("unauthoris", "unauthoriz"),
    ("utilis", "utiliz"),
];

/// Whole words; longer ones that begin the same are spelt alike on both sides.
const WORDS: [(&str, &str); 14] = [
    ("analyse", "analyze"),
    ("analysed", "analyzed"),
    ("analysing", "analyzing"),
    ("enrol", "enroll"),
    ("enrols", "enrolls"),
    ("fulfil", "fulfill"),
    ("fulfils", "fulfills"),
    ("grey", "gray"),
    ("learnt", "learned"),
    ("programme", "program"),
    ("programmes", "programs"),
    ("sceptical", "skeptical"),
    ("spelt", "spelled"),
    ("whilst", "while"),
];

/// Words that begin as a British one does, and are none.
const SAME_EVERYWHERE: [&str; 6] = ["realism", "realist", "realistic", "optimism", "optimist", "optimistic"];

pub(super) fn check(draft: &Draft, problems: &mut Problems) {
    for (at, text) in prose::of(draft) {
        for word in text.split(|letter: char| !letter.is_alphabetic()) {
            if let Some(american) = american(word) {
                problems.error(
                    at,
                    format!("\"{word}\" is British spelling"),
                    format!("write \"{american}\""),
                );
            }
        }
    }
}

/// How a British word is spelt in America, in the same case at its start; none where it is spelt so already.
fn american(word: &str) -> Option<String> {
    let lower = word.to_lowercase();
    if SAME_EVERYWHERE.contains(&lower.as_str()) {
        return None;
    }
    let whole =
        WORDS.iter().find(|(british, _)| *british == lower).map(|(_, american)| (*american).to_owned());
    let begun = || {
        let (british, american) = BEGINNINGS.iter().find(|(british, _)| lower.starts_with(british))?;
        let rest = &lower[british.len()..];
        Some(format!("{american}{rest}"))
    };
    let found = whole.or_else(begun)?;
    let is_capital = word.chars().next().is_some_and(char::is_uppercase);
    Some(if is_capital { capital(&found) } else { found })
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn british_words_are_told_with_their_american_spelling() {
        for (british, expected) in [
            ("behaviour", "behavior"),
            ("Optimising", "Optimizing"),
            ("organisations", "organizations"),
            ("fulfils", "fulfills"),
            ("traveller", "traveler"),
            ("Centre", "Center"),
        ] {
            assert_eq!(american(british).as_deref(), Some(expected));
        }
    }

    #[test]
    fn words_that_are_spelt_alike_are_left_alone() {
        for word in ["fulfilled", "analyses", "organism", "realistic", "travel", "program", "centers", ""] {
            assert_eq!(american(word), None, "{word}");
        }
    }
}
