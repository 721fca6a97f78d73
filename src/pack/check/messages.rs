//! Messages: the largest that Discord would ever be sent of an item fits.
//!
//! Counted in UTF-16 units, the strictest reading of Discord's "characters".

use std::collections::HashMap;

use super::super::draft::Draft;
use super::super::place::Located;
use super::super::problem::Problems;
use crate::domain::content::{AnswerOption, Concept, Question};
use crate::domain::lookup::{self, Lookup};

/// Characters in an embed's description.
///
/// Source: <https://discord.com/developers/docs/resources/message#embed-object-embed-limits>
const MAX_DESCRIPTION: usize = 4_096;

/// Characters in all embeds of a message together (same source).
const MAX_EMBEDS: usize = 6_000;

/// Characters of an option that the menu of a question with several keys shows; the rest gives way to an ellipsis.
///
/// Source: <https://discord.com/developers/docs/components/reference#string-select-select-option-structure>
const MENU_SHOWS: usize = 99;

/// Room for what the bot itself says around a question: title, section, difficulty, closing time, results.
const FRAME: usize = 600;

/// Room for an option's letter, its mark, how many chose it, and the line breaks.
const OPTION_FRAME: usize = 40;

const SHORTEN: &str = "shorten the stem, the options or their whys";

pub(super) fn check(draft: &Draft, problems: &mut Problems) {
    for question in &draft.questions {
        let spot = question.place.spot();
        let asked = asked(&question.value);
        if asked > MAX_DESCRIPTION {
            let message = format!("takes {asked} characters to ask; a message holds {MAX_DESCRIPTION}");
            problems.error(spot, message, SHORTEN);
        }
        let closed = asked + rationale(&question.value);
        if closed > MAX_EMBEDS {
            let message = format!("takes {closed} characters to close; a message holds {MAX_EMBEDS}");
            problems.error(spot, message, SHORTEN);
        }
    }
    for question in draft.questions.iter().filter(|question| question.value.key_count() > 1) {
        menu(question, problems);
    }
    for concept in &draft.concepts {
        for (at, alias) in concept.value.aliases.iter().enumerate() {
            let length = label(&concept.value, alias);
            if length > Lookup::MAX_LABEL_CHARS {
                let most = Lookup::MAX_LABEL_CHARS;
                let message =
                    format!("\"{alias}\" beside its term takes {length} characters; a menu shows {most}");
                problems.warning(
                    concept.place.element("aliases", at),
                    message,
                    "shorten the alias or the term",
                );
            }
        }
    }
}

/// Whether the options of a question that is answered in a menu can be told apart there.
fn menu(question: &Located<Question>, problems: &mut Problems) {
    let mut first: HashMap<String, usize> = HashMap::new();
    for (at, option) in question.value.options.iter().enumerate() {
        let shown: String = option.text.trim().replace('`', "").chars().take(MENU_SHOWS).collect();
        let is_cut = shown.chars().count() == MENU_SHOWS;
        if let Some(other) = first.insert(shown, at + 1).filter(|_| is_cut) {
            let message = format!("options {other} and {} look the same in a menu", at + 1);
            let hint = format!("let them differ within their first {MENU_SHOWS} characters");
            problems.error(question.place.element("options", at), message, hint);
        }
    }
}

fn asked(question: &Question) -> usize {
    let options: usize = question.options.iter().map(|option| units(&option.text) + OPTION_FRAME).sum();
    FRAME + units(&question.stem) + options
}

fn rationale(question: &Question) -> usize {
    let why = |option: &AnswerOption| units(&option.why) + OPTION_FRAME;
    question.options.iter().map(why).sum()
}

/// The length of the menu line `Term (alias)`.
fn label(concept: &Concept, alias: &str) -> usize {
    let shown_by_the_term = lookup::key(&concept.term).contains(&lookup::key(alias));
    if shown_by_the_term { units(&concept.term) } else { units(&concept.term) + units(alias) + " ()".len() }
}

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}
