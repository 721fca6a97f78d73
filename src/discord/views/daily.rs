//! The question of the day: posted, shown again, closed, talked over.

use serenity::all::{ButtonStyle, CreateActionRow, CreateButton};

use super::count::{counted, days};
use super::panel::{Panel, Tone};
use super::{View, bars, question, rationale, streak_lines, when};
use crate::discord::limits::{self, fit, length};
use crate::discord::press::Press;
use crate::domain::asked::AskedQuestion;
use crate::domain::daily::Daily;
use crate::domain::grading::{Tally, letter};
use crate::domain::ids::DailyId;
use crate::store::{Closing, StreakGrown, Unsent};

/// The post that asks the question of the day.
#[must_use]
pub fn post(unsent: &Unsent) -> View {
    let mut panel = open(&unsent.daily);
    if unsent.first {
        panel = panel.paragraph("New here? `/help` shows what else I can do.");
    }
    let view = View { rows: rows(unsent.daily.id, &unsent.daily.asked), ..panel.into_view() };
    match unsent.mention {
        Some(role) => view.under(format!("<@&{role}>")),
        None => view,
    }
}

/// The open question again, for one member.
#[must_use]
pub fn open_again(daily: &Daily) -> View {
    View { rows: rows(daily.id, &daily.asked), ..open(daily).into_view() }
}

fn open(daily: &Daily) -> Panel {
    asking(&title(daily), &daily.asked)
        .paragraph(if daily.neutral {
            "An answer counts, and missing this one costs nobody anything."
        } else {
            ""
        })
        .paragraph(format!("Closes {}.", when::relative(daily.closes_at)))
}

/// What a daily asks, without when it closes.
pub(super) fn asking(title: &str, asked: &AskedQuestion) -> Panel {
    Panel::new(Tone::Asking, title)
        .paragraph(question::text(asked))
        .paragraph(format!(
            "Choose **{}**. Your first answer counts. While it's open, only you see how you did.",
            question::how_many(&asked.question)
        ))
        .footer(question::place(&asked.question))
}

/// The buttons, or the menu, of a daily.
pub(super) fn rows(daily: DailyId, asked: &AskedQuestion) -> Vec<CreateActionRow> {
    question::rows(asked, |position| Press::Daily { daily, position }, &Press::DailyChoices { daily })
}

/// The post once it is over: the key, why, how the group answered, and whose streaks grew.
#[must_use]
pub fn closed(closing: &Closing) -> View {
    let daily = &closing.daily;
    let mut panel = Panel::new(Tone::Calm, title(daily))
        .paragraph(daily.asked.question.stem.trim())
        .paragraphs([bars::results(&daily.asked, &closing.tally)])
        .paragraph(format!("Closed {}. {}", when::relative(daily.closes_at), turnout(&closing.tally)))
        .footer(question::place(&daily.asked.question));
    if daily.corrected {
        panel = panel.paragraph(
            "The right answer to this question has been corrected since. Nobody loses anything by it.",
        );
    }
    for position in daily.asked.key().positions() {
        let name = format!("Why {}", letter(position));
        panel = panel.field(&name, rationale::why(&daily.asked, position));
    }
    panel = panel.field("Streaks that grew", grown(&closing.grown, closing.grown_unnamed));
    panel = panel.field(
        "This day breaks no streak",
        match (daily.neutral, closing.day_off) {
            (true, false) => "I couldn't take answers for part of it, so whoever missed it loses nothing.",
            (true, true) => "It was a day off, so whoever missed it loses nothing.",
            (false, _) => "",
        },
    );
    let review = CreateButton::new(Press::DailyReview { daily: daily.id }.custom_id())
        .label("My answer & why")
        .style(ButtonStyle::Secondary);
    View { rows: vec![CreateActionRow::Buttons(vec![review])], ..panel.into_view() }
}

/// The name of the thread in which a daily is talked over. It must not hint at the key.
#[must_use]
pub fn thread_name(daily: &Daily) -> String {
    fit(&title(daily), limits::THREAD_NAME)
}

/// The first message of that thread.
#[must_use]
pub fn thread_opener(daily: &Daily) -> View {
    View::text(format!(
        "Talk it over here. The answer is revealed {}: until then, please put hints behind spoiler tags, \
         `||like this||`.",
        when::relative(daily.closes_at)
    ))
}

fn title(daily: &Daily) -> String {
    format!("Question of the day · {}", when::day(daily.day))
}

fn turnout(tally: &Tally) -> String {
    match (tally.answers, tally.right) {
        (0, _) => "Nobody got to this one. The next question is a fresh chance.".to_owned(),
        (1, 1) => "1 member answered, and got it right.".to_owned(),
        (1, _) => "1 member answered, and didn't get it this time.".to_owned(),
        (all, 0) => format!("{} answered. It was a tough one: nobody got it right.", members(all)),
        (all, right) if right == all => format!("{} answered, all of them right.", members(all)),
        (all, right) => format!("{} answered, {right} of them right.", members(all)),
    }
}

fn members(number: u32) -> String {
    counted(number, "member", "members")
}

/// As many of the streaks as a field holds, and how many more there are. Empty where nobody is named: a number of
/// members who keep their streaks to themselves tells nobody anything.
fn grown(grown: &[StreakGrown], unnamed: u32) -> String {
    let lines: Vec<String> = grown.iter().map(grown_line).collect();
    let naming = |count: usize| {
        let left_out = u32::try_from(lines.len() - count).unwrap_or(u32::MAX).saturating_add(unnamed);
        let rest = (left_out > 0).then(|| format!("and {left_out} more"));
        lines[..count].iter().cloned().chain(rest).collect::<Vec<_>>().join("\n")
    };
    (1..=lines.len())
        .rev()
        .map(naming)
        .find(|text| length(text) <= limits::EMBED_FIELD_VALUE)
        .unwrap_or_default()
}

fn grown_line(grown: &StreakGrown) -> String {
    match grown.milestone {
        Some(reached) => format!("<@{}> {}", grown.member, streak_lines::milestone(reached)),
        None => format!("<@{}> {}", grown.member, days(grown.streak)),
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;
    use proptest::prelude::*;

    use super::*;
    use crate::discord::views::plain::plain;
    use crate::discord::views::sample::{self, MEI, RAJ, any_asked, chosen};
    use crate::domain::daily::Discussion;
    use crate::domain::ids::{MemberId, RoleId};

    fn unsent(asked: AskedQuestion) -> Unsent {
        let daily = sample::daily(asked);
        Unsent {
            daily,
            mention: None,
            planned_at: sample::now(),
            wanted_at: sample::now(),
            attempts: 0,
            first: false,
            over: false,
        }
    }

    fn closing(asked: AskedQuestion, answers: &[&[usize]]) -> Closing {
        let mut tally = Tally::of_options(asked.options().len());
        for positions in answers {
            tally.count(chosen(positions), asked.grade(chosen(positions)));
        }
        let daily = sample::daily(asked);
        Closing { daily, tally, grown: Vec::new(), grown_unnamed: 0, day_off: false, attempts: 0, version: 0 }
    }

    #[test]
    fn a_post_shows_the_options_in_full_and_letters_to_press() {
        assert_snapshot!(plain(&post(&unsent(sample::one()))), @"
        # Question of the day · Mon 2 Mar
        Uploads vanish whenever Kubernetes replaces a pod. What should keep them?

        **A.** More replicas
        **B.** A volume from a `PersistentVolumeClaim`
        **C.** A ConfigMap
        **D.** An init container

        Choose **ONE**. Your first answer counts. While it's open, only you see how you did.

        Closes <t:1772524800:R>.
        -- Section 78 · medium
        (A) (B) (C) (D)
        ");
    }

    #[test]
    fn the_first_post_of_a_server_says_where_to_read_on() {
        let shown = plain(&post(&Unsent { first: true, ..unsent(sample::one()) }));
        assert!(shown.contains("\n\nNew here? `/help` shows what else I can do.\n"), "{shown}");
        assert!(!plain(&post(&unsent(sample::one()))).contains("New here?"));
    }

    #[test]
    fn a_post_mentions_the_role_that_was_chosen() {
        let unsent = Unsent { mention: Some(RoleId(5)), ..unsent(sample::one()) };
        assert_eq!(post(&unsent).content, "<@&5>");
    }

    #[test]
    fn two_right_answers_are_chosen_in_a_menu() {
        assert_snapshot!(plain(&post(&unsent(sample::two()))), @"
        # Question of the day · Mon 2 Mar
        A team wants no hosts to patch. What fits? (Select TWO.)

        **A.** Fargate for Amazon ECS
        **B.** Container instances
        **C.** Self-managed nodes
        **D.** Fargate for Amazon EKS
        **E.** ECS Anywhere

        Choose **TWO**. Your first answer counts. While it's open, only you see how you did.

        Closes <t:1772524800:R>.
        -- Section 78 · medium
        {Choose TWO (2 to 2) | A: Fargate for Amazon ECS | B: Container instances | C: Self-managed nodes | D: Fargate for Amazon EKS | E: ECS Anywhere}
        ");
    }

    #[test]
    fn the_closing_shows_the_key_and_how_the_group_answered() {
        let mut closing = closing(sample::one(), &[&[1], &[1], &[0]]);
        closing.grown = vec![
            StreakGrown { member: MEI, streak: 7, milestone: Some(7) },
            StreakGrown { member: RAJ, streak: 1, milestone: None },
        ];
        closing.grown_unnamed = 1;
        assert_snapshot!(plain(&closed(&closing)), @"
        # Question of the day · Mon 2 Mar
        Uploads vanish whenever Kubernetes replaces a pod. What should keep them?

        **A.** More replicas
        `▇▇▇░░░░░░░` 1 · 33%
        ✅ **B.** A volume from a `PersistentVolumeClaim`
        `▇▇▇▇▇▇▇░░░` 2 · 67%
        **C.** A ConfigMap
        `░░░░░░░░░░` 0 · 0%
        **D.** An init container
        `░░░░░░░░░░` 0 · 0%

        Closed <t:1772524800:R>. 3 members answered, 2 of them right.
        ## Why B
        Its data outlives the pod.
        ## Streaks that grew
        <@101> 🎉 **7 days in a row!** A whole week.
        <@102> 1 day
        and 1 more
        -- Section 78 · medium
        (My answer & why)
        ");
    }

    #[test]
    fn a_day_that_nobody_answered_and_that_was_neutral_says_so() {
        let mut closing = closing(sample::two(), &[]);
        closing.daily.neutral = true;
        assert_snapshot!(plain(&closed(&closing)), @"
        # Question of the day · Mon 2 Mar
        A team wants no hosts to patch. What fits? (Select TWO.)

        ✅ **A.** Fargate for Amazon ECS
        **B.** Container instances
        **C.** Self-managed nodes
        ✅ **D.** Fargate for Amazon EKS
        **E.** ECS Anywhere

        Closed <t:1772524800:R>. Nobody got to this one. The next question is a fresh chance.
        ## Why A
        AWS runs the hosts.
        ## Why D
        AWS runs the hosts here as well.
        ## This day breaks no streak
        I couldn't take answers for part of it, so whoever missed it loses nothing.
        -- Section 78 · medium
        (My answer & why)
        ");
    }

    #[test]
    fn a_question_on_a_day_off_says_what_missing_it_costs() {
        let mut unsent = unsent(sample::one());
        unsent.daily.neutral = true;
        let shown = plain(&post(&unsent));
        assert!(shown.contains("An answer counts, and missing this one costs nobody anything."), "{shown}");
        let mut closing = Closing { day_off: true, ..closing(sample::one(), &[&[1]]) };
        closing.daily.neutral = true;
        let shown = plain(&closed(&closing));
        assert!(shown.contains("It was a day off, so whoever missed it loses nothing."), "{shown}");
    }

    #[test]
    fn a_corrected_key_is_owned_up_to() {
        let mut closing = closing(sample::one(), &[&[1]]);
        closing.daily.corrected = true;
        assert!(
            plain(&closed(&closing)).contains("The right answer to this question has been corrected since.")
        );
    }

    #[test]
    fn the_turnout_reads_as_a_sentence() {
        let turnout_of = |answers, right| turnout(&Tally { counts: Vec::new(), answers, right });
        assert_eq!(turnout_of(1, 1), "1 member answered, and got it right.");
        assert_eq!(turnout_of(1, 0), "1 member answered, and didn't get it this time.");
        assert_eq!(turnout_of(3, 0), "3 members answered. It was a tough one: nobody got it right.");
        assert_eq!(turnout_of(3, 3), "3 members answered, all of them right.");
        assert_eq!(turnout_of(3, 2), "3 members answered, 2 of them right.");
    }

    #[test]
    fn streaks_that_do_not_fit_are_counted() {
        let many: Vec<StreakGrown> = (0..200)
            .map(|member| StreakGrown { member: MemberId(member), streak: 5, milestone: None })
            .collect();
        let text = grown(&many, 7);
        assert!(length(&text) <= limits::EMBED_FIELD_VALUE);
        let named = text.lines().count() - 1;
        assert!(text.ends_with(&format!("and {} more", 200 - named + 7)));
    }

    #[test]
    fn where_nobody_is_named_nothing_is_said_of_streaks() {
        let closing = Closing { grown_unnamed: 2, ..closing(sample::one(), &[&[1], &[1]]) };
        assert!(!plain(&closed(&closing)).contains("Streaks that grew"));
    }

    #[test]
    fn the_thread_is_named_after_the_day_and_asks_for_spoiler_tags() {
        let daily = Daily { discussion: Discussion::Wanted, ..sample::daily(sample::one()) };
        assert_snapshot!(thread_name(&daily), @"Question of the day · Mon 2 Mar");
        assert_snapshot!(plain(&thread_opener(&daily)), @"Talk it over here. The answer is revealed <t:1772524800:R>: until then, please put hints behind spoiler tags, `||like this||`.");
    }

    proptest! {
        #[test]
        fn which_option_is_right_changes_nothing_before_the_closing(asked in any_asked(), turn in 1_usize..6) {
            let mut other = asked.question.clone();
            let keys: Vec<bool> = other.options.iter().map(|option| option.key).collect();
            for (place, option) in other.options.iter_mut().enumerate() {
                option.key = keys[(place + turn) % keys.len()];
            }
            let other = AskedQuestion::new(other, asked.order().to_vec()).unwrap();
            prop_assert_eq!(post(&unsent(asked.clone())), post(&unsent(other.clone())));
            let (daily, other) = (sample::daily(asked), sample::daily(other));
            prop_assert_eq!(open_again(&daily), open_again(&other));
            prop_assert_eq!(thread_opener(&daily), thread_opener(&other));
            prop_assert_eq!(thread_name(&daily), thread_name(&other));
        }
    }
}
