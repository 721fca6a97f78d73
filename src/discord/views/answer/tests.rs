use insta::assert_snapshot;

use super::*;
use crate::discord::views::plain::plain;
use crate::discord::views::sample::{self, at, chosen, fact, now};
use crate::domain::asked::AskedQuestion;
use crate::domain::streak::{Step, Streak};

fn given(asked: AskedQuestion, positions: &[usize]) -> AnswerGiven {
    let selection = chosen(positions);
    let grade = asked.grade(selection);
    AnswerGiven {
        daily: sample::daily(asked),
        selection,
        grade,
        step: sample::step(),
        neutral: Vec::new(),
        rested: false,
        listed: true,
    }
}

fn told(recorded: Recorded) -> String {
    let facts = vec![fact("F78-26", "A volume's data outlives the pod.")];
    plain(&answered(&Answered { recorded, facts, card: sample::card() }, now()))
}

#[test]
fn a_right_answer_is_told_with_why_and_the_streak() {
    assert_snapshot!(told(Recorded::Counted(Box::new(given(sample::one(), &[1])))), @"
    # Right! It's B
    ## ✅ You chose B
    > A volume from a `PersistentVolumeClaim`
    Its data outlives the pod.
    ## Your streak
    🔥 **5 days**, one more than before.
    ❄️ One freeze left.
    Today is done. The day ends <t:1772524800:R> on the server's clock (Europe/Berlin).
    ## The facts
    • A volume's data outlives the pod. ([Persistent Volumes](https://kubernetes.io/pv))
    (All options) (Report this question)
    ");
}

#[test]
fn a_wrong_answer_is_told_with_both_reasons() {
    assert_snapshot!(told(Recorded::Counted(Box::new(given(sample::one(), &[0])))), @"
    # Not quite: it's B
    ## ❌ You chose A
    > More replicas
    Each replica still writes to its own container.
    ## ✅ The answer: B
    > A volume from a `PersistentVolumeClaim`
    Its data outlives the pod.
    ## Your streak
    🔥 **5 days**, one more than before.
    ❄️ One freeze left.
    Today is done. The day ends <t:1772524800:R> on the server's clock (Europe/Berlin).
    ## The facts
    • A volume's data outlives the pod. ([Persistent Volumes](https://kubernetes.io/pv))
    (All options) (Report this question)
    ");
}

#[test]
fn half_of_two_is_told_with_what_was_missing() {
    assert_snapshot!(told(Recorded::Counted(Box::new(given(sample::two(), &[0, 1])))), @"
    # One of two right: it's A and D
    ## ✅ You chose A
    > Fargate for Amazon ECS
    AWS runs the hosts.
    ## ❌ You chose B
    > Container instances
    They are yours to patch.
    ## ✅ Also right: D
    > Fargate for Amazon EKS
    AWS runs the hosts here as well.
    ## Your streak
    🔥 **5 days**, one more than before.
    ❄️ One freeze left.
    Today is done. The day ends <t:1772524800:R> on the server's clock (Europe/Berlin).
    ## The facts
    • A volume's data outlives the pod. ([Persistent Volumes](https://kubernetes.io/pv))
    (All options) (Report this question)
    ");
}

#[test]
fn a_milestone_a_freeze_and_a_neutral_day_speak_for_themselves() {
    let mut given = given(sample::one(), &[1]);
    given.step = Step {
        streak: Streak { current: 7, longest: 7, freezes: 2, last_day: None },
        saved_by_freeze: 1,
        freeze_earned: true,
        milestone: Some(7),
        ..sample::step()
    };
    given.neutral = vec!["2026-02-27".parse().unwrap()];
    let recorded = Recorded::Counted(Box::new(given));
    let mut card = sample::card();
    card.standing.freezes = 2;
    let view = answered(&Answered { recorded, facts: Vec::new(), card }, now());
    assert_snapshot!(plain(&view), @"
    # Right! It's B
    ## ✅ You chose B
    > A volume from a `PersistentVolumeClaim`
    Its data outlives the pod.
    ## Your streak
    🔥 **7 days**, one more than before.
    ❄️ A freeze saved your streak over a missed day.
    Fri 27 Feb didn't count against your streak: I couldn't post or take answers.
    🎉 **7 days in a row!** A whole week.
    You earned a freeze for 7 days in a row.
    ❄️❄️ Two freezes left.
    Today is done. The day ends <t:1772524800:R> on the server's clock (Europe/Berlin).
    (Celebrate it in the closing post) (All options) (Report this question)
    ");
}

#[test]
fn a_lost_streak_is_told_kindly() {
    let mut given = given(sample::one(), &[1]);
    given.step.streak.current = 1;
    given.step.restarted_from = Some(12);
    given.step.saved_by_freeze = 1;
    given.step.missed = 2;
    let told = told(Recorded::Counted(Box::new(given)));
    assert!(told.contains("🔥 **1 day**. Missed days ended the streak of 12 days; this is a fresh start."));
    assert!(!told.contains("saved"), "a freeze that did not save the streak is no comfort");
}

#[test]
fn who_comes_now_and_then_is_welcome_each_time() {
    let mut given = given(sample::one(), &[1]);
    (given.step.streak.current, given.step.restarted_from, given.step.missed) = (1, Some(1), 2);
    let told = told(Recorded::Counted(Box::new(given)));
    assert!(told.contains("🔥 **1 day**. Good to see you."), "{told}");
    assert!(!told.to_lowercase().contains("missed"), "{told}");
}

#[test]
fn who_comes_back_from_a_break_hears_that_it_kept_the_streak() {
    let given = AnswerGiven { rested: true, ..given(sample::one(), &[1]) };
    let told = told(Recorded::Counted(Box::new(given)));
    assert!(told.contains("one more than before.\n🌴 Welcome back: your break kept your streak."), "{told}");
}

#[test]
fn who_never_answered_hears_how_to_begin() {
    let daily = Box::new(sample::daily(sample::one()));
    let mut card = sample::card();
    (card.answered, card.standing.current) = (0, 0);
    let recorded = Recorded::Closed { daily, earlier: None };
    let told = plain(&answered(&Answered { recorded, facts: Vec::new(), card }, now()));
    assert!(told.contains("## Your streak\nNo answer yet. Press a letter"), "{told}");
}

#[test]
fn a_second_answer_hears_that_the_first_counts() {
    let daily = Box::new(sample::daily(sample::one()));
    assert_snapshot!(told(Recorded::Already { daily, earlier: chosen(&[0]) }), @"
    # Not quite: it's B
    You answered **A**. The first answer counts.
    ## ❌ You chose A
    > More replicas
    Each replica still writes to its own container.
    ## ✅ The answer: B
    > A volume from a `PersistentVolumeClaim`
    Its data outlives the pod.
    ## Your streak
    🔥 **5 days** in a row.
    ❄️ One freeze left.
    Today is done. The day ends <t:1772524800:R> on the server's clock (Europe/Berlin).
    ## The facts
    • A volume's data outlives the pod. ([Persistent Volumes](https://kubernetes.io/pv))
    (All options) (Report this question)
    ");
}

#[test]
fn a_late_answer_hears_the_key_and_why() {
    let mut daily = sample::daily(sample::one());
    daily.closes_at = at("2026-03-02T08:30:00Z");
    assert_snapshot!(told(Recorded::Closed { daily: Box::new(daily), earlier: None }), @"
    # This one closed on Monday
    It closed <t:1772440200:R>. The answer is **B**. You hadn't answered it.

    Uploads vanish whenever Kubernetes replaces a pod. What should keep them?
    ## ❌ A
    > More replicas
    Each replica still writes to its own container.
    ## ✅ B
    > A volume from a `PersistentVolumeClaim`
    Its data outlives the pod.
    ## ❌ C
    > A ConfigMap
    It holds settings, not files of customers.
    ## ❌ D
    > An init container
    It makes an empty directory again.
    ## Your streak
    🔥 **5 days** in a row.
    ❄️ One freeze left.
    Today is done. The day ends <t:1772524800:R> on the server's clock (Europe/Berlin).
    ## The facts
    • A volume's data outlives the pod. ([Persistent Volumes](https://kubernetes.io/pv))
    (Report this question)
    ");
}

#[test]
fn a_review_after_the_closing_names_what_was_answered() {
    let mut daily = sample::daily(sample::two());
    daily.closes_at = at("2026-02-10T08:30:00Z");
    assert_snapshot!(told(Recorded::Closed { daily: Box::new(daily), earlier: Some(chosen(&[0, 1])) }), @"
    # One of two right: it's A and D
    This one closed on Tue 10 Feb (<t:1770712200:R>). You had answered **A and B**.

    A team wants no hosts to patch. What fits? (Select TWO.)
    ## ✅ A · you chose it
    > Fargate for Amazon ECS
    AWS runs the hosts.
    ## ❌ B · you chose it
    > Container instances
    They are yours to patch.
    ## ❌ C
    > Self-managed nodes
    They are yours to patch, too.
    ## ✅ D
    > Fargate for Amazon EKS
    AWS runs the hosts here as well.
    ## ❌ E
    > ECS Anywhere
    It runs on your own servers.
    ## Your streak
    🔥 **5 days** in a row.
    ❄️ One freeze left.
    Today is done. The day ends <t:1772524800:R> on the server's clock (Europe/Berlin).
    ## The facts
    • A volume's data outlives the pod. ([Persistent Volumes](https://kubernetes.io/pv))
    (Report this question)
    ");
}

#[test]
fn whoever_has_answered_can_read_why_the_other_options_are_wrong_while_it_is_open() {
    let reviewed =
        |recorded| plain(&reviewed(&Answered { recorded, facts: Vec::new(), card: sample::card() }, now()));
    let daily = || Box::new(sample::daily(sample::one()));
    assert_snapshot!(reviewed(Recorded::Already { daily: daily(), earlier: chosen(&[0]) }), @"
    # Not quite: it's B
    Uploads vanish whenever Kubernetes replaces a pod. What should keep them?
    ## ❌ A · you chose it
    > More replicas
    Each replica still writes to its own container.
    ## ✅ B
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
    let unanswered = reviewed(Recorded::Unfit(daily()));
    assert!(!unanswered.contains("outlives"), "no reason before an answer: {unanswered}");
}

#[test]
fn a_choice_that_does_not_fit_and_an_unknown_question_say_what_to_do() {
    let unfit = told(Recorded::Unfit(Box::new(sample::daily(sample::two()))));
    assert!(unfit.starts_with("This one asks for **TWO** options. Nothing is recorded yet: choose below."));
    assert_snapshot!(told(Recorded::Unknown), @"I don't know this question anymore. `/daily` shows you the one that is open.");
}

#[test]
fn what_becomes_of_a_milestone_is_told_as_it_is() {
    let told = |celebration| plain(&celebrated(celebration));
    assert_snapshot!(told(Celebration::ToCome), @"🎉 It will be in the closing post, for everyone to see.");
    assert_snapshot!(told(Celebration::ShownAnew), @"🎉 I'm adding it to the closing post, for everyone to see.");
    assert_snapshot!(told(Celebration::Hidden), @"You're hidden from others, so the closing post doesn't name you. `/privacy` changes that.");
    assert_snapshot!(told(Celebration::NoMilestone), @"There is no milestone to celebrate with this answer.");
}
