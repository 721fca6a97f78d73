//! A concept, explained; or what else may have been meant.

use serenity::all::{ButtonStyle, CreateActionRow, CreateButton};

use super::count::counted;
use super::panel::{Panel, Tone};
use super::{View, compare, facts};
use crate::actions::compare::Side;
use crate::actions::explain::ConceptCard;
use crate::discord::limits::{self, escape, fit};
use crate::discord::press::Press;
use crate::domain::content::{Concept, Fact, Source};

/// The most of what was typed that is repeated, in code points.
const ECHO: usize = 80;

/// Stands before what older material says otherwise.
const CHANGED: &str = "🔄 ";

/// The card of a concept. Where it grows too long, the last facts stay out, whole.
#[must_use]
pub fn card(card: &ConceptCard<'_>) -> View {
    let panel = Panel::with_most(card.facts.len(), |count| with_facts(card, &card.facts[..count]));
    let quiz = (card.questions > 0).then(|| quiz_button(card));
    View { rows: quiz.into_iter().chain(compare_buttons(card)).collect(), ..panel.into_view() }
}

/// What a topic was typed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Its card.
    Card,
    /// Practice on it.
    Practice,
    /// A group's game on it. Its other options would be lost by a button, so the command is given again.
    Game,
}

/// The concepts that are nearest to what was typed, each with a button that does what was wanted.
#[must_use]
pub fn nearest(typed: &str, concepts: &[&Concept], wanted: Wanted) -> View {
    let echo = escape(&fit(typed.trim(), ECHO));
    let nothing_done = if wanted == Wanted::Game { " No game was opened." } else { "" };
    if concepts.is_empty() {
        return View::text(format!(
            "I have nothing on “{echo}”: it doesn't seem to be part of the course.{nothing_done} Start typing a topic, \
             and pick from the list."
        ));
    }
    let near = concepts.iter().take(limits::BUTTONS_PER_ROW);
    if wanted == Wanted::Game {
        let terms: Vec<String> = near.map(|concept| format!("• {}", concept.term)).collect();
        return View::text(format!(
            "I don't know “{echo}”.{nothing_done} Perhaps you meant one of these; give the command again with it:\n{}",
            terms.join("\n")
        ));
    }
    let buttons: Vec<CreateButton> = near.map(|concept| nearest_button(concept, wanted)).collect();
    let ask = if buttons.len() == 1 { "Did you mean this one?" } else { "Did you mean one of these?" };
    View {
        rows: vec![CreateActionRow::Buttons(buttons)],
        ..View::text(format!("I don't know “{echo}”. {ask}"))
    }
}

fn with_facts(card: &ConceptCard<'_>, shown: &[&Fact]) -> Panel {
    let concept = card.concept;
    let bullets: Vec<String> = shown.iter().map(|fact| bullet(fact)).collect();
    let cues: Vec<String> = concept.cues.iter().map(|cue| format!("• “{}”", cue.wording.trim())).collect();
    let confusions: Vec<String> = card
        .confused_with
        .iter()
        .map(|(other, difference)| format!("• **{}**: {}", other.term, difference.trim()))
        .collect();
    let changes: Vec<String> = shown
        .iter()
        .filter_map(|fact| fact.changed.as_deref())
        .map(|changed| format!("{CHANGED}{}", changed.trim()))
        .collect();
    Panel::new(Tone::Calm, &concept.term)
        .paragraph(concept.summary.trim())
        .paragraph(also_called(&concept.aliases))
        .list("Key facts", &bullets)
        .list("On the exam, look for", &cues)
        .list("Not to be confused with", &confusions)
        .list("What has changed", &changes)
        .list("Read more", &facts::links(&Source::each_once(shown.iter().map(|fact| &fact.source))))
        .footer(format!("Section {} · {}", concept.section, card.section_title))
}

fn also_called(aliases: &[String]) -> String {
    if aliases.is_empty() { String::new() } else { format!("Also called: {}", aliases.join(", ")) }
}

/// A fact, marked where "What has changed" below says more of it.
fn bullet(fact: &Fact) -> String {
    let mark = if fact.changed.is_some() { CHANGED } else { "" };
    format!("• {mark}{}", fact.text.trim())
}

fn quiz_button(card: &ConceptCard<'_>) -> CreateActionRow {
    let questions = u32::try_from(card.questions).unwrap_or(u32::MAX);
    let button = CreateButton::new(Press::QuizTopic { concept: card.concept.id.clone() }.custom_id())
        .label(format!("Quiz me on this ({})", counted(questions, "question", "questions")))
        .style(ButtonStyle::Primary);
    CreateActionRow::Buttons(vec![button])
}

/// A button for each comparison, as many as a row holds.
fn compare_buttons(card: &ConceptCard<'_>) -> Option<CreateActionRow> {
    let label = |[own, other]: [Side<'_>; 2]| {
        if own.concept.id == other.concept.id {
            format!("Compare {} with {}", own.name, other.name)
        } else {
            format!("Compare with {}", other.name)
        }
    };
    let buttons = card.compared.iter().filter_map(|sides| compare::compare_button(&label(*sides), *sides));
    let buttons: Vec<CreateButton> = buttons.take(limits::BUTTONS_PER_ROW).collect();
    (!buttons.is_empty()).then_some(CreateActionRow::Buttons(buttons))
}

fn nearest_button(concept: &Concept, wanted: Wanted) -> CreateButton {
    let concept_id = concept.id.clone();
    let press = match wanted {
        Wanted::Practice => Press::QuizTopic { concept: concept_id },
        Wanted::Card | Wanted::Game => Press::Explain { concept: concept_id },
    };
    CreateButton::new(press.custom_id())
        .label(fit(&concept.term, limits::BUTTON_LABEL))
        .style(ButtonStyle::Secondary)
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use proptest::prelude::*;

    use super::*;
    use crate::discord::views::plain::{plain, problems};
    use crate::discord::views::sample::{any_facts, concept, cue, fact, text_of};

    #[test]
    fn a_card_has_everything_to_tell_a_concept_by() {
        let mut volume = concept("persistent-volume", "Persistent Volume");
        volume.aliases = vec!["PV".into(), "PVC".into()];
        volume.cues = vec![cue("data must survive the pod")];
        let pod = concept("pod", "Pod");
        let mut changed = fact("F78-27", "A claim binds to one volume.");
        changed.changed = Some("Older material creates volumes by hand; today a class makes them.".into());
        let lasting = fact("F78-26", "Its data outlives the pod.");
        let ids = ["persistent-volume".into(), "pod".into()];
        let sides = [(&ids[0], &volume), (&ids[1], &pod)].map(|(id, concept)| Side {
            id,
            name: &concept.term,
            concept,
        });
        let view = card(&ConceptCard {
            concept: &volume,
            section_title: "Kubernetes 101",
            facts: vec![&lasting, &changed],
            confused_with: vec![(&pod, "A pod comes and goes; the volume stays.")],
            compared: vec![sides],
            questions: 1,
        });
        assert_snapshot!(plain(&view), @"
        # Persistent Volume
        Storage that outlives the pod which uses it.

        Also called: PV, PVC
        ## Key facts
        • Its data outlives the pod.
        • 🔄 A claim binds to one volume.
        ## On the exam, look for
        • “data must survive the pod”
        ## Not to be confused with
        • **Pod**: A pod comes and goes; the volume stays.
        ## What has changed
        🔄 Older material creates volumes by hand; today a class makes them.
        ## Read more
        • [Persistent Volumes](https://kubernetes.io/pv)
        -- Section 78 · Kubernetes 101
        (Quiz me on this (1 question))
        (Compare with Pod)
        ");
    }

    #[test]
    fn the_nearest_concepts_are_buttons_and_the_echo_is_harmless() {
        let (pod, node) = (concept("pod", "Pod"), concept("worker-node", "Worker node"));
        assert_snapshot!(plain(&nearest("**pdo** <#1>", &[&pod, &node], Wanted::Card)), @r#"
        I don't know “\*\*pdo\*\* \<\#1\>”. Did you mean one of these?
        (Pod) (Worker node)
        "#);
        assert!(nearest("pdo", &[&pod], Wanted::Card).content.ends_with("Did you mean this one?"));
        assert_snapshot!(plain(&nearest("pdo", &[&pod, &node], Wanted::Game)), @"
        I don't know “pdo”. No game was opened. Perhaps you meant one of these; give the command again with it:
        • Pod
        • Worker node
        ");
        assert_snapshot!(plain(&nearest("x", &[], Wanted::Card)), @"I have nothing on “x”: it doesn't seem to be part of the course. Start typing a topic, and pick from the list.");
        assert_snapshot!(plain(&nearest("x", &[], Wanted::Game)), @"I have nothing on “x”: it doesn't seem to be part of the course. No game was opened. Start typing a topic, and pick from the list.");
    }

    proptest! {
        #[test]
        fn a_long_card_drops_its_last_facts_and_cuts_no_sentence(
            facts in any_facts(),
            cues in prop::collection::vec(text_of(80), 0..8),
            differences in prop::collection::vec(text_of(220), 0..6),
            (term, summary, alias) in (text_of(80), text_of(200), text_of(40)),
        ) {
            let mut concept = concept("persistent-volume", &term);
            concept.summary = summary;
            concept.aliases = vec![alias; 10];
            concept.cues = cues.iter().map(|wording| cue(wording)).collect();
            let view = card(&ConceptCard {
                concept: &concept,
                section_title: "Kubernetes 101",
                facts: facts.iter().collect(),
                confused_with: differences.iter().map(|text| (&concept, text.as_str())).collect(),
                compared: Vec::new(),
                questions: 20,
            });
            prop_assert_eq!(problems(&view), Vec::<String>::new());
            prop_assert!(!plain(&view).contains('…'));
            prop_assert!(facts.is_empty() || plain(&view).contains("Key facts"));
        }

        #[test]
        fn whatever_is_typed_the_echo_fits(typed in any::<String>(), long in "[*_<@]{0,6000}") {
            for typed in [typed, long] {
                prop_assert_eq!(problems(&nearest(&typed, &[], Wanted::Game)), Vec::<String>::new());
            }
        }
    }
}
