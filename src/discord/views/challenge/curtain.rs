//! Get ready: the scenario before its options; before the first, who is on which side.

use super::{lobby, teams};
use crate::discord::views::panel::{Panel, Tone};
use crate::discord::views::{View, when};
use crate::domain::challenge::CurtainScene;

pub(super) fn curtain(curtain: &CurtainScene) -> View {
    let panel = Panel::new(Tone::Calm, title(curtain.number, curtain.of))
        .paragraph(curtain.asked.question.stem.trim())
        .paragraph(format!("The options appear {}.", when::relative(curtain.until)));
    let sides: Vec<_> =
        curtain.teams.iter().map(|(team, members)| (teams::name(*team), members.clone())).collect();
    lobby::with_groups(&panel, &sides).into_view()
}

fn title(number: u8, of: u8) -> String {
    format!("Get ready · question {number} of {of}")
}
