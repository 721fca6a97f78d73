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
mod tests {
    use insta::assert_snapshot;
    use proptest::prelude::*;

    use super::*;
    use crate::discord::views::plain::plain;
    use crate::discord::views::sample::{self, any_asked, chosen, fact};
    use crate::domain::asked::AskedQuestion;

    #[test]
    fn a_question_is_shown_with_a_way_out() {
        assert_snapshot!(plain(&question(&sample::practice(sample::one()), &["Pod"])), @"
        # Practice · Pod · question 4
        Uploads vanish whenever Kubernetes replaces a pod. What should keep them?

        **A.** More replicas
        **B.** A volume from a `PersistentVolumeClaim`
        **C.** A ConfigMap
        **D.** An init container

        Choose **ONE**.
        -- Section 78 · medium
        (A) (B) (C) (D)
        (Stop)
        ");
    }

    #[test]
    fn an_answer_is_told_with_the_score() {
        let mut practice = sample::practice(sample::one());
        (practice.selection, practice.answered, practice.right) = (Some(chosen(&[1])), 4, 3);
        let facts = [fact("F78-26", "A volume's data outlives the pod.")];
        assert_snapshot!(plain(&feedback(&practice, &Grade::Right, &facts, &[], None)), @"
        # Right! It's B
        Uploads vanish whenever Kubernetes replaces a pod. What should keep them?
        ## ✅ You chose B
        > A volume from a `PersistentVolumeClaim`
        Its data outlives the pod.
        ## The facts
        • A volume's data outlives the pod. ([Persistent Volumes](https://kubernetes.io/pv))
        -- Practice · question 4 · 3 of 4 right
        (Next question) (Stop) (All options) (Report this question)
        ");
    }

    #[test]
    fn all_options_of_the_answered_question_are_explained_and_no_other() {
        let mut practice = sample::practice(sample::one());
        let behind = "That question is behind you. I keep the reasons of the one that you answered last.";
        assert_eq!(plain(&reviewed(&practice, 4)), behind, "it is not answered yet");
        practice.selection = Some(chosen(&[1]));
        assert_eq!(plain(&reviewed(&practice, 3)), behind);
        assert_snapshot!(plain(&reviewed(&practice, 4)), @"
        # Right! It's B
        Uploads vanish whenever Kubernetes replaces a pod. What should keep them?
        ## ❌ A
        > More replicas
        Each replica still writes to its own container.
        ## ✅ B · you chose it
        > A volume from a `PersistentVolumeClaim`
        Its data outlives the pod.
        ## ❌ C
        > A ConfigMap
        It holds settings, not files of customers.
        ## ❌ D
        > An init container
        It makes an empty directory again.
        -- Section 78 · medium
        (Report this question)
        ");
    }

    #[test]
    fn a_cue_is_asked_and_told_in_the_same_way() {
        let mut practice = sample::practice(sample::one());
        practice.filter.style = Style::Cues;
        assert_snapshot!(plain(&question(&practice, &["Pod"])), @"
        # Cue drill · Pod · cue 4
        Uploads vanish whenever Kubernetes replaces a pod. What should keep them?

        **A.** More replicas
        **B.** A volume from a `PersistentVolumeClaim`
        **C.** A ConfigMap
        **D.** An init container

        Choose **ONE**.
        -- Section 78 · exam wording
        (A) (B) (C) (D)
        (Stop)
        ");
        (practice.number, practice.filter.difficulty) = (1, Some(Difficulty::Hard));
        assert_eq!(
            question(&practice, &[]).content,
            "Cues are all of one kind, so the difficulty is left out."
        );
        practice.number = 2;
        assert_eq!(question(&practice, &[]).content, "", "once is enough");
        (practice.answered, practice.right) = (4, 4);
        assert_snapshot!(plain(&finished(&practice, &[], &[])), @"
        # Practice done: 4 of 4 right
        That's strong work. Ready for whole scenarios? `/quiz`.
        (Another round)
        ");
    }

    #[test]
    fn a_question_that_was_taken_away_spends_nothing() {
        let mut practice = sample::practice(sample::one());
        assert!(withdrawn(&practice, &[]).content.contains("your answer wasn't counted"));
        practice.ended_at = Some(sample::now());
        assert!(plain(&withdrawn(&practice, &[])).contains("Practice done: 2 of 3 right"));
    }

    #[test]
    fn an_old_button_leads_to_what_is_on_the_table() {
        let mut practice = sample::practice(sample::one());
        assert_eq!(stale(&practice, &[], &[]).content, "That question is behind you. This one is waiting:");
        practice.selection = Some(chosen(&[0]));
        assert_eq!(stale(&practice, &[], &[]).content, "You answered **A** here. The first answer counts.");
        practice.ended_at = Some(sample::now());
        assert_eq!(stale(&practice, &[], &[]).content, "This practice is over.");
        assert!(unfit(&practice).content.starts_with("This one asks for **ONE** option."));
    }

    #[test]
    fn the_end_sums_up_and_says_what_to_do_next() {
        let mut practice = sample::practice(sample::one());
        let missed = ["Fargate Spot".to_owned(), "EKS Fargate profile".to_owned()];
        assert_snapshot!(plain(&finished(&practice, &["Pod"], &missed[..1])), @"
        # Practice done: 2 of 3 right
        You missed **Fargate Spot**. Another round begins with what you missed.

        Every question you miss here is one you won't miss on the exam. `/explain topic:Pod` sums it up.
        (Another round)
        ");
        assert_snapshot!(plain(&finished(&practice, &[], &missed)), @"
        # Practice done: 2 of 3 right
        You missed **Fargate Spot** and **EKS Fargate profile**. Another round begins with what you missed.

        Every question you miss here is one you won't miss on the exam. `/explain` sums up what felt shaky, `/quiz topic:` drills it.
        (Another round)
        ");
        let many: Vec<String> = (1..=7).map(|number| format!("T{number}")).collect();
        assert!(plain(&finished(&practice, &[], &many)).contains("**T5**, and 2 more."));
        practice.right = 3;
        assert_snapshot!(plain(&finished(&practice, &["Pod"], &[])), @"
        # Practice done: 3 of 3 right
        That's strong work on Pod. Ready for more? `/quiz difficulty:hard`.
        (Another round)
        ");
        practice.answered = 0;
        assert_snapshot!(plain(&finished(&practice, &[], &[])), @"
        # Practice stopped
        No question answered this time. `/quiz` is there whenever you like.
        ");
    }

    #[test]
    fn after_the_last_new_one_it_is_said_that_they_repeat() {
        let mut practice = sample::practice(sample::one());
        practice.selection = Some(chosen(&[1]));
        let told = |practice: &Practice, topics: &[&str], all| {
            feedback(practice, &Grade::Right, &[], topics, Some(all)).content
        };
        assert_eq!(
            told(&practice, &["Pod"], 7),
            "That was all 7 questions on Pod: from here on they repeat, the ones you missed first."
        );
        practice.filter.difficulty = Some(Difficulty::Hard);
        assert_eq!(
            told(&practice, &["Pod"], 1),
            "That was the only hard question on Pod: from here on it repeats."
        );
        practice.filter = PracticeFilter { style: Style::Cues, ..PracticeFilter::default() };
        assert!(told(&practice, &[], 12).starts_with("That was all 12 cues: from here on"));
    }

    #[test]
    fn where_nothing_fits_something_else_is_offered() {
        let any = PracticeFilter::default();
        let hard = PracticeFilter { difficulty: Some(Difficulty::Hard), ..any.clone() };
        let cues = PracticeFilter { style: Style::Cues, ..any.clone() };
        assert_snapshot!(plain(&nothing(&["Pod"], &cues)), @"There is no cue on Pod right now. `/quiz style:cues` alone asks about everything.");
        assert_snapshot!(plain(&nothing(&[], &cues)), @"There is no cue to practice right now. `/quiz` alone asks whole scenarios.");
        assert_snapshot!(plain(&nothing(&["Pod"], &hard)), @"There is no hard question on Pod right now. Try `/quiz topic:Pod` without a difficulty.");
        assert_snapshot!(plain(&nothing(&["Pod"], &any)), @"There is no question on Pod right now. `/explain topic:Pod` shows what to know, and `/quiz` alone asks about everything.");
        assert_snapshot!(plain(&nothing(&[], &hard)), @"There is no hard question right now. Try `/quiz` without a difficulty.");
        assert_snapshot!(plain(&nothing(&[], &any)), @"There is no question to practice right now. `/explain` still answers everything.");
    }

    proptest! {
        #[test]
        fn which_option_is_right_changes_nothing_before_the_answer(asked in any_asked(), turn in 1_usize..6) {
            let mut other = asked.question.clone();
            let keys: Vec<bool> = other.options.iter().map(|option| option.key).collect();
            for (place, option) in other.options.iter_mut().enumerate() {
                option.key = keys[(place + turn) % keys.len()];
            }
            let other = AskedQuestion::new(other, asked.order().to_vec()).unwrap();
            prop_assert_eq!(
                question(&sample::practice(asked), &["Pod"]),
                question(&sample::practice(other), &["Pod"])
            );
        }
    }
}
