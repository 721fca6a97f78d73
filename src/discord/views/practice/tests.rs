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
    assert_eq!(question(&practice, &[]).content, "Cues are all of one kind, so the difficulty is left out.");
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
