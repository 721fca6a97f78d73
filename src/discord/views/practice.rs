//! Private practice, one question after another.

use serenity::all::{ButtonStyle, CreateActionRow, CreateButton};

use super::count::listed;
use super::panel::{Panel, Tone};
use super::{View, facts, question as asked_question, rationale, report};
use crate::discord::press::{FormPress, Press};
use crate::domain::content::{Difficulty, Fact};
use crate::domain::grading::Grade;
use crate::store::{Practice, PracticeFilter, Style};

/// A score from which on the next step is a harder one, in percent.
const GOOD_SCORE_PERCENT: u32 = 80;

/// The most topics that are named as missed.
const MISSED_SHOWN: usize = 5;

/// The question on the table. `topics` are the terms of the concepts that the session is about.
#[must_use]
pub fn question(practice: &Practice, topics: &[&str]) -> View {
    let (id, number) = (practice.id, practice.number);
    let mut rows = asked_question::rows(
        &practice.asked,
        |position| Press::PracticeOption { practice: id, number, position },
        &Press::PracticeChoices { practice: id, number },
    );
    rows.push(CreateActionRow::Buttons(vec![stop_button(practice)]));
    let panel = Panel::new(Tone::Asking, title(practice, topics))
        .paragraph(asked_question::text(&practice.asked))
        .paragraph(format!("Choose **{}**.", asked_question::how_many(&practice.asked.question)))
        .footer(place(practice));
    let view = View { rows, ..panel.into_view() };
    if practice.filter.style == Style::Cues && practice.filter.difficulty.is_some() && number == 1 {
        return view.under("Cues are all of one kind, so the difficulty is left out.");
    }
    view
}

/// What became of a choice: why, and the score so far. `seen_all`: how many there are, after the last new one.
#[must_use]
pub fn feedback(
    practice: &Practice,
    grade: &Grade,
    facts: &[Fact],
    topics: &[&str],
    seen_all: Option<usize>,
) -> View {
    let panel = Panel::new(rationale::tone(*grade), rationale::verdict(&practice.asked, *grade));
    let told = explained(panel, practice, facts, topics);
    match seen_all {
        Some(all) => told.under(that_was_all(all, practice, topics)),
        None => told,
    }
}

/// The answered question on the table with the reasons for all of its options.
#[must_use]
pub fn reviewed(practice: &Practice, number: u32) -> View {
    let chosen = practice.selection.filter(|_| practice.number == number);
    if chosen.is_none() {
        return View::refusal(
            "That question is behind you. I keep the reasons of the one that you answered last.",
        );
    }
    let rows = vec![CreateActionRow::Buttons(vec![report_button(practice)])];
    View { rows, ..rationale::review(&practice.asked, chosen).footer(place(practice)).into_view() }
}

/// An answer to a question that is not waiting for one: what is on the table instead.
#[must_use]
pub fn stale(practice: &Practice, facts: &[Fact], topics: &[&str]) -> View {
    if practice.ended_at.is_some() {
        return finished(practice, topics, &[]).under("This practice is over.");
    }
    match practice.selection {
        None => question(practice, topics).under("That question is behind you. This one is waiting:"),
        Some(chosen) => {
            let grade = practice.asked.grade(chosen);
            feedback(practice, &grade, facts, topics, None)
                .under(format!("You answered **{}** here. The first answer counts.", chosen))
        }
    }
}

/// The question was taken off the table before it was answered.
#[must_use]
pub fn withdrawn(practice: &Practice, topics: &[&str]) -> View {
    if practice.ended_at.is_some() {
        return finished(practice, topics, &[])
            .under("I've taken that question out of practice, and it was the last.");
    }
    question(practice, topics).under(
        "I've just taken that question out of practice, so your answer wasn't counted. This one is waiting:",
    )
}

/// Too few options were chosen, or too many.
#[must_use]
pub fn unfit(practice: &Practice) -> View {
    question(practice, &[]).under(asked_question::unfit(&practice.asked.question))
}

/// The end of a session. `missed`: what the questions were about that were answered wrong.
#[must_use]
pub fn finished(practice: &Practice, topics: &[&str], missed: &[String]) -> View {
    let about = about(topics);
    if practice.answered == 0 {
        return Panel::new(Tone::Calm, "Practice stopped")
            .paragraph(format!("No question{about} answered this time. `/quiz` is there whenever you like."))
            .into_view();
    }
    let is_good = practice.right * 100 / practice.answered >= GOOD_SCORE_PERCENT;
    let tone = if is_good { Tone::Glad } else { Tone::Learning };
    let next = if is_good { after_a_good_one(practice, &about) } else { after_a_hard_one(topics) };
    let panel = Panel::new(tone, format!("Practice done: {}", score(practice)));
    let again = CreateButton::new(Press::PracticeAgain { practice: practice.id }.custom_id())
        .label("Another round")
        .style(ButtonStyle::Primary);
    View {
        rows: vec![CreateActionRow::Buttons(vec![again])],
        ..panel.paragraphs(to_do_again(missed)).paragraph(next).into_view()
    }
}

fn to_do_again(missed: &[String]) -> Option<String> {
    let mut names: Vec<String> = missed.iter().take(MISSED_SHOWN).map(|term| format!("**{term}**")).collect();
    if missed.len() > names.len() {
        names.push(format!("{} more", missed.len() - names.len()));
    }
    (!names.is_empty())
        .then(|| format!("You missed {}. Another round begins with what you missed.", listed(&names)))
}

fn after_a_good_one(practice: &Practice, about: &str) -> String {
    let next = match practice.filter.style {
        Style::Scenario => harder(practice.filter.difficulty),
        Style::Cues => "Ready for whole scenarios? `/quiz`.",
    };
    format!("That's strong work{about}. {next}")
}

fn after_a_hard_one(topics: &[&str]) -> String {
    let next = match topics {
        [topic] => format!("`/explain topic:{topic}` sums it up."),
        [first, second, ..] => format!("`/compare first:{first} second:{second}` tells them apart."),
        [] => "`/explain` sums up what felt shaky, `/quiz topic:` drills it.".to_owned(),
    };
    format!("Every question you miss here is one you won't miss on the exam. {next}")
}

fn that_was_all(all: usize, practice: &Practice, topics: &[&str]) -> String {
    let about = about(topics);
    let level = practice.filter.difficulty.map_or_else(String::new, |difficulty| format!("{difficulty} "));
    let what = match practice.filter.style {
        Style::Scenario => format!("{level}question"),
        Style::Cues => "cue".to_owned(),
    };
    match all {
        1 => format!("That was the only {what}{about}: from here on it repeats."),
        _ => {
            format!("That was all {all} {what}s{about}: from here on they repeat, the ones you missed first.")
        }
    }
}

fn about(topics: &[&str]) -> String {
    if topics.is_empty() { String::new() } else { format!(" on {}", listed(topics)) }
}

/// No question fits what was asked for.
#[must_use]
pub fn nothing(topics: &[&str], filter: &PracticeFilter) -> View {
    let about = listed(topics);
    if filter.style == Style::Cues {
        return no_cue(&about);
    }
    let difficulty = filter.difficulty;
    View::text(match (topics, difficulty) {
        ([topic, ..], Some(difficulty)) => format!(
            "There is no {difficulty} question on {about} right now. Try `/quiz topic:{topic}` without a \
             difficulty."
        ),
        ([topic, ..], None) => format!(
            "There is no question on {about} right now. `/explain topic:{topic}` shows what to know, and \
             `/quiz` alone asks about everything."
        ),
        ([], Some(difficulty)) => {
            format!("There is no {difficulty} question right now. Try `/quiz` without a difficulty.")
        }
        ([], None) => {
            "There is no question to practice right now. `/explain` still answers everything.".to_owned()
        }
    })
}

fn no_cue(about: &str) -> View {
    View::text(if about.is_empty() {
        "There is no cue to practice right now. `/quiz` alone asks whole scenarios.".to_owned()
    } else {
        format!("There is no cue on {about} right now. `/quiz style:cues` alone asks about everything.")
    })
}

fn explained(panel: Panel, practice: &Practice, facts: &[Fact], topics: &[&str]) -> View {
    // The answer takes the question's place in the message, so its stem has to stand here again.
    let panel = panel.paragraph(practice.asked.question.stem.trim());
    let panel = rationale::on(panel, &practice.asked, practice.selection).footer(format!(
        "{} · {}",
        title(practice, topics),
        score(practice)
    ));
    let next = Press::PracticeNext { practice: practice.id, number: practice.number };
    let all = Press::PracticeReview { practice: practice.id, number: practice.number };
    let next = CreateButton::new(next.custom_id()).label("Next question").style(ButtonStyle::Primary);
    View {
        rows: vec![CreateActionRow::Buttons(vec![
            next,
            stop_button(practice),
            rationale::all_button(&all),
            report_button(practice),
        ])],
        ..facts::below(&panel, facts).into_view()
    }
}

fn title(practice: &Practice, topics: &[&str]) -> String {
    let (what, item) = match practice.filter.style {
        Style::Scenario => ("Practice", "question"),
        Style::Cues => ("Cue drill", "cue"),
    };
    match topics {
        [] => format!("{what} · {item} {}", practice.number),
        topics => format!("{what} · {} · {item} {}", listed(topics), practice.number),
    }
}

/// Where it stands in the course, and what kind of item it is.
fn place(practice: &Practice) -> String {
    match practice.filter.style {
        Style::Scenario => asked_question::place(&practice.asked.question),
        Style::Cues => format!("Section {} · exam wording", practice.asked.question.section),
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

fn report_button(practice: &Practice) -> CreateButton {
    report::button(FormPress::ReportPractice { practice: practice.id, number: practice.number })
}

fn stop_button(practice: &Practice) -> CreateButton {
    CreateButton::new(Press::PracticeStop { practice: practice.id }.custom_id())
        .label("Stop")
        .style(ButtonStyle::Secondary)
}

#[cfg(test)]
mod tests;
