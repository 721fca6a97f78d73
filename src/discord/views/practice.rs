//! Private practice, one question after another.

use serenity::all::{ButtonStyle, CreateActionRow, CreateButton};

use super::panel::{Panel, Tone};
use super::{View, facts, question as asked_question, rationale};
use crate::discord::press::Press;
use crate::domain::content::{Difficulty, Fact};
use crate::domain::grading::Grade;
use crate::store::Practice;

/// A score from which on the next step is a harder one, in percent.
const GOOD_SCORE_PERCENT: u32 = 80;

/// The question on the table. `topic` is the term of the session's concept.
#[must_use]
pub fn question(practice: &Practice, topic: Option<&str>) -> View {
    let (id, number) = (practice.id, practice.number);
    let mut rows = asked_question::rows(
        &practice.asked,
        |position| Press::PracticeOption { practice: id, number, position },
        &Press::PracticeChoices { practice: id, number },
    );
    rows.push(CreateActionRow::Buttons(vec![stop_button(practice)]));
    let panel = Panel::new(Tone::Asking, title(practice, topic))
        .paragraph(asked_question::text(&practice.asked))
        .paragraph(format!("Choose **{}**.", asked_question::how_many(&practice.asked.question)))
        .footer(asked_question::place(&practice.asked.question));
    View { rows, ..panel.into_view() }
}

/// What became of a choice: why, and the score so far.
#[must_use]
pub fn feedback(practice: &Practice, grade: &Grade, facts: &[Fact], topic: Option<&str>) -> View {
    let panel = Panel::new(rationale::tone(*grade), rationale::verdict(&practice.asked, *grade));
    explained(panel, practice, facts, topic)
}

/// An answer to a question that is not waiting for one: what is on the table instead.
#[must_use]
pub fn stale(practice: &Practice, facts: &[Fact], topic: Option<&str>) -> View {
    if practice.ended_at.is_some() {
        return finished(practice, topic).under("This practice is over.");
    }
    match practice.selection {
        None => question(practice, topic).under("That question is behind you. This one is waiting:"),
        Some(chosen) => {
            let grade = practice.asked.grade(chosen);
            feedback(practice, &grade, facts, topic).under(format!(
                "You answered **{}** here. The first answer counts.",
                chosen
            ))
        }
    }
}

/// Too few options were chosen, or too many.
#[must_use]
pub fn unfit(practice: &Practice) -> View {
    question(practice, None).under(asked_question::unfit(&practice.asked.question))
}

/// The end of a session.
#[must_use]
pub fn finished(practice: &Practice, topic: Option<&str>) -> View {
    let about = topic.map_or_else(String::new, |topic| format!(" on {topic}"));
    if practice.answered == 0 {
        return Panel::new(Tone::Calm, "Practice stopped")
            .paragraph(format!("No question{about} answered this time. `/quiz` is there whenever you like."))
            .into_view();
    }
    let percent = practice.right * 100 / practice.answered;
    let (tone, next) = match topic {
        Some(topic) if percent < GOOD_SCORE_PERCENT => (
            Tone::Learning,
            format!("`/explain topic:{topic}` sums it up; a second round sticks better than the first."),
        ),
        None if percent < GOOD_SCORE_PERCENT => (
            Tone::Learning,
            "Pick a topic that felt shaky: `/explain` sums it up, `/quiz topic:` drills it.".to_owned(),
        ),
        _ => (Tone::Glad, harder(practice.filter.difficulty).to_owned()),
    };
    Panel::new(tone, format!("Practice done: {}", score(practice)))
        .paragraph(format!("That was good work{about}. {next}"))
        .into_view()
}

/// No question fits what was asked for.
#[must_use]
pub fn nothing(topic: Option<&str>, difficulty: Option<Difficulty>) -> View {
    View::text(match (topic, difficulty) {
        (Some(topic), Some(difficulty)) => format!(
            "There is no {difficulty} question on {topic} right now. Try `/quiz topic:{topic}` without a \
             difficulty."
        ),
        (Some(topic), None) => format!(
            "There is no question on {topic} right now. `/explain topic:{topic}` shows what to know, and \
             `/quiz` alone asks about everything."
        ),
        (None, Some(difficulty)) => {
            format!("There is no {difficulty} question right now. Try `/quiz` without a difficulty.")
        }
        (None, None) => {
            "There is no question to practice right now. `/explain` still answers everything.".to_owned()
        }
    })
}

fn explained(panel: Panel, practice: &Practice, facts: &[Fact], topic: Option<&str>) -> View {
    let panel = rationale::on(panel, &practice.asked, practice.selection)
        .footer(format!("{} · {}", title(practice, topic), score(practice)));
    let next = Press::PracticeNext { practice: practice.id, number: practice.number };
    let next = CreateButton::new(next.custom_id()).label("Next question").style(ButtonStyle::Primary);
    View {
        rows: vec![CreateActionRow::Buttons(vec![next, stop_button(practice)])],
        ..facts::below(&panel, facts).into_view()
    }
}

fn title(practice: &Practice, topic: Option<&str>) -> String {
    match topic {
        Some(topic) => format!("Practice · {topic} · question {}", practice.number),
        None => format!("Practice · question {}", practice.number),
    }
}

fn score(practice: &Practice) -> String {
    format!("{} of {} right", practice.right, practice.answered)
}

fn harder(difficulty: Option<Difficulty>) -> &'static str {
    match difficulty {
        Some(Difficulty::Easy) => "Ready for the next step? `/quiz difficulty:medium`.",
        Some(Difficulty::Medium) => "Ready for the next step? `/quiz difficulty:hard`.",
        Some(Difficulty::Hard) => "That's as hard as it gets. Try another topic with `/quiz topic:`.",
        None => "Ready for more? `/quiz difficulty:hard`.",
    }
}

fn stop_button(practice: &Practice) -> CreateButton {
    CreateButton::new(Press::PracticeStop { practice: practice.id }.custom_id())
        .label("Stop")
        .style(ButtonStyle::Secondary)
}
