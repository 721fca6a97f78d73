//! Messages: the largest that Discord would ever be sent of an item fits.
//!
//! Counted in UTF-16 units, the strictest reading of Discord's "characters".

use super::super::draft::Draft;
use super::super::problem::Problems;
use crate::domain::content::{AnswerOption, Concept, Question};
use crate::domain::lookup::{self, Lookup};

/// Characters in an embed's description.
///
/// Source: <https://discord.com/developers/docs/resources/message#embed-object-embed-limits>
const MAX_DESCRIPTION: usize = 4_096;

/// Characters in all embeds of a message together (same source).
const MAX_EMBEDS: usize = 6_000;

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
