//! Today's question again.

use super::panel::{Panel, Tone};
use super::{View, answer, daily, facts, paused_dailies, setup, when};
use crate::actions::today::Today;
use crate::domain::calendar::Due;
use crate::domain::guild::PauseReason;

/// Today's question for a member; `can_manage` decides what they can do where there is none.
#[must_use]
pub fn today(today: &Today, can_manage: bool) -> View {
    match today {
        Today::Open(open) => daily::open_again(open),
        Today::Answered { daily, selection, facts } => {
            let closing = format!("It closes for everyone {}.", when::relative(daily.closes_at));
            let panel = answer::already(daily, *selection)
                .paragraph(closing)
                .paragraph(daily.asked.question.stem.trim());
            View { rows: answer::explainable(daily.id), ..facts::below(&panel, facts).into_view() }
        }
        Today::Nothing { next: Some(next), .. } => coming(*next),
        Today::Nothing { next: None, paused } => none_coming(paused.as_ref(), can_manage),
        Today::NotSetUp => setup::not_set_up(can_manage),
    }
}

fn coming(next: Due) -> View {
    Panel::new(Tone::Calm, "No question is open right now")
        .paragraph(format!("The next one comes {} ({}).", when::relative(next.at), when::full(next.at)))
        .paragraph("Can't wait? `/quiz` asks as many as you like.")
        .into_view()
}

fn none_coming(paused: Option<&PauseReason>, can_manage: bool) -> View {
    let why = match paused {
        Some(PauseReason::ByManager) => "A manager of this server paused them.",
        Some(_) => "I can't post them right now.",
        None => "None is planned at the moment.",
    };
    let next = if can_manage {
        "`/setup` shows how to go on."
    } else {
        "Whoever manages this server can go on with `/setup`."
    };
    Panel::new(Tone::Calm, "The daily questions are paused")
        .paragraph(format!("{why} {next}"))
        .paragraph(paused_dailies::NOTHING_IS_LOST)
        .paragraph("Meanwhile, `/quiz` asks as many as you like.")
        .into_view()
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::discord::views::plain::plain;
    use crate::discord::views::sample::{self, chosen};

    fn shown(shown: &Today) -> String {
        plain(&today(shown, false))
    }

    #[test]
    fn an_open_question_can_be_answered_here() {
        let open = sample::daily(sample::one());
        let view = today(&Today::Open(Box::new(open.clone())), false);
        assert_eq!(view, daily::open_again(&open));
    }

    #[test]
    fn an_answered_question_is_explained_again() {
        let daily = Box::new(sample::daily(sample::one()));
        assert_snapshot!(shown(&Today::Answered { daily, selection: chosen(&[1]), facts: Vec::new() }), @"
        # Right! It's B
        You answered **B**. The first answer counts.

        It closes for everyone <t:1772524800:R>.

        Uploads vanish whenever Kubernetes replaces a pod. What should keep them?
        ## ✅ You chose B
        > A volume from a `PersistentVolumeClaim`
        Its data outlives the pod.
        (All options) (Report this question)
        ");
    }

    #[test]
    fn where_none_is_open_the_next_one_is_named_or_why_none_comes() {
        assert_snapshot!(shown(&Today::Nothing { next: Some(sample::next()), paused: None }), @"
        # No question is open right now
        The next one comes <t:1772524800:R> (<t:1772524800:F>).

        Can't wait? `/quiz` asks as many as you like.
        ");
        assert_snapshot!(shown(&Today::Nothing { next: None, paused: Some(PauseReason::ChannelGone) }), @"
        # The daily questions are paused
        I can't post them right now. Whoever manages this server can go on with `/setup`.

        Nothing is lost: days without a question break no streak, and all answers and settings are kept.

        Meanwhile, `/quiz` asks as many as you like.
        ");
        let paused = Today::Nothing { next: None, paused: Some(PauseReason::ByManager) };
        assert!(
            plain(&today(&paused, true)).contains("A manager of this server paused them. `/setup` shows")
        );
        assert!(shown(&Today::NotSetUp).contains("There is no daily question here yet."));
    }
}
