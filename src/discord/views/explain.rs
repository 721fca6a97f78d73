//! A concept, explained; or what else may have been meant.

use serenity::all::{ButtonStyle, CreateActionRow, CreateButton};

use super::count::counted;
use super::panel::{Panel, Tone};
use super::{View, facts};
use crate::actions::explain::ConceptCard;
use crate::discord::limits::{self, escape, fit};
use crate::discord::press::Press;
use crate::domain::content::{Concept, Fact, Source};

/// The most of what was typed that is repeated, in code points.
const ECHO: usize = 80;

/// The card of a concept. Where it grows too long, the last facts stay out, whole.
#[must_use]
pub fn card(card: &ConceptCard<'_>) -> View {
    let panel = Panel::with_most(card.facts.len(), |count| with_facts(card, &card.facts[..count]));
    let rows = (card.questions > 0).then(|| quiz_button(card));
    View { rows: rows.into_iter().collect(), ..panel.into_view() }
}

/// The concepts that are nearest to what was typed.
#[must_use]
pub fn nearest(typed: &str, concepts: &[&Concept]) -> View {
    let echo = escape(&fit(typed.trim(), ECHO));
    if concepts.is_empty() {
        return View::text(format!(
            "I found nothing for “{echo}”. Start typing after `/explain topic:` and pick from the list."
        ));
    }
    let buttons: Vec<CreateButton> =
        concepts.iter().take(limits::BUTTONS_PER_ROW).map(|concept| explain_button(concept)).collect();
    let ask = if buttons.len() == 1 { "Did you mean this one?" } else { "Did you mean one of these?" };
    View {
        rows: vec![CreateActionRow::Buttons(buttons)],
        ..View::text(format!("I don't know “{echo}”. {ask}"))
    }
}

fn with_facts(card: &ConceptCard<'_>, shown: &[&Fact]) -> Panel {
    let concept = card.concept;
    let bullets: Vec<String> = shown.iter().map(|fact| facts::bullet(fact)).collect();
    let cues: Vec<String> = concept.cues.iter().map(|cue| format!("• “{}”", cue.wording.trim())).collect();
    let confusions: Vec<String> = card
        .confused_with
        .iter()
        .map(|(other, difference)| format!("• **{}**: {}", other.term, difference.trim()))
        .collect();
    let changes: Vec<String> = shown
        .iter()
        .filter_map(|fact| fact.changed.as_deref())
        .map(|changed| format!("🔄 {}", changed.trim()))
        .collect();
    Panel::new(Tone::Calm, &concept.term)
        .paragraph(concept.summary.trim())
        .paragraph(also_called(&concept.aliases))
        .list("Key facts", &bullets)
        .list("On the exam, look for", &cues)
        .list("Not to be confused with", &confusions)
        .list("What has changed", &changes)
        .list("Read more", &links(shown))
        .footer(format!("Section {} · {}", concept.section, card.section_title))
}

fn also_called(aliases: &[String]) -> String {
    if aliases.is_empty() { String::new() } else { format!("Also called: {}", aliases.join(", ")) }
}

/// Each page once, in the order of the facts.
fn links(shown: &[&Fact]) -> Vec<String> {
    let mut sources: Vec<&Source> = Vec::new();
    for fact in shown {
        if !sources.iter().any(|source| source.url == fact.source.url) {
            sources.push(&fact.source);
        }
    }
    sources.into_iter().map(|source| format!("• {}", facts::link(source))).collect()
}

fn quiz_button(card: &ConceptCard<'_>) -> CreateActionRow {
    let questions = u32::try_from(card.questions).unwrap_or(u32::MAX);
    let button = CreateButton::new(Press::QuizTopic { concept: card.concept.id.clone() }.custom_id())
        .label(format!("Quiz me on this ({})", counted(questions, "question", "questions")))
        .style(ButtonStyle::Primary);
    CreateActionRow::Buttons(vec![button])
}

fn explain_button(concept: &Concept) -> CreateButton {
    CreateButton::new(Press::Explain { concept: concept.id.clone() }.custom_id())
        .label(fit(&concept.term, limits::BUTTON_LABEL))
        .style(ButtonStyle::Secondary)
}
