//! Lengths: texts that people read in a chat window stay short.

use super::super::draft::Draft;
use super::super::place::Spot;
use super::super::problem::Problems;

/// The most characters that each text may have: our own limits, far inside Discord's.
const MAX_STEM: usize = 700;
const MAX_OPTION: usize = 180;
const MAX_WHY: usize = 350;
const MAX_FACT: usize = 300;
const MAX_CHANGED: usize = 350;
const MAX_SUMMARY: usize = 200;
const MAX_TERM: usize = 80;
const MAX_CUE: usize = 80;
const MAX_DIFFERENCE: usize = 220;

pub(super) fn check(draft: &Draft, problems: &mut Problems) {
    for fact in &draft.facts {
        fits("the text", &fact.value.text, MAX_FACT, fact.place.key("text"), problems);
        if let Some(changed) = &fact.value.changed {
            fits("`changed`", changed, MAX_CHANGED, fact.place.key("changed"), problems);
        }
    }
    for concept in &draft.concepts {
        let (value, place) = (&concept.value, &concept.place);
        fits("the term", &value.term, MAX_TERM, place.key("term"), problems);
        fits("the summary", &value.summary, MAX_SUMMARY, place.key("summary"), problems);
        for (key, names) in [("aliases", &value.aliases), ("misspellings", &value.misspellings)] {
            for (at, name) in names.iter().enumerate() {
                fits(&format!("\"{name}\""), name, MAX_TERM, place.element(key, at), problems);
            }
        }
        for (at, cue) in value.cues.iter().enumerate() {
            fits(&format!("cue {}", at + 1), &cue.wording, MAX_CUE, place.element("cues", at), problems);
        }
        for (at, confusion) in value.confused_with.iter().enumerate() {
            let what = format!("the difference from `{}`", confusion.concept);
            fits(&what, &confusion.difference, MAX_DIFFERENCE, place.element("confused_with", at), problems);
        }
    }
    for question in &draft.questions {
        let (value, place) = (&question.value, &question.place);
        fits("the stem", &value.stem, MAX_STEM, place.key("stem"), problems);
        for (at, option) in value.options.iter().enumerate() {
            let spot = place.element("options", at);
            is_short(&format!("option {}", at + 1), &option.text, MAX_OPTION, spot, problems);
            is_short(&format!("the why of option {}", at + 1), &option.why, MAX_WHY, spot, problems);
        }
    }
}

/// Whether there is a text, and it is short. (Of options `form` sees whether there is one.)
fn fits(what: &str, text: &str, most: usize, at: Spot<'_>, problems: &mut Problems) {
    if text.trim().is_empty() {
        problems.error(at, format!("{what} is empty"), "write it");
    }
    is_short(what, text, most, at, problems);
}

fn is_short(what: &str, text: &str, most: usize, at: Spot<'_>, problems: &mut Problems) {
    let length = text.chars().count();
    if length > most {
        let message = format!("{what} has {length} characters; at most {most} are allowed");
        problems.error(at, message, format!("shorten it by {}", length - most));
    }
}
