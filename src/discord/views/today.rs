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
            facts::below(&answer::already(daily, *selection).paragraph(closing), facts).into_view()
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
        Some(_) => "Shipmate can't post them right now.",
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
