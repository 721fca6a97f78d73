//! Get ready: the scenario before its options.

use crate::discord::views::panel::{Panel, Tone};
use crate::discord::views::{View, when};
use crate::domain::challenge::CurtainScene;

pub(super) fn curtain(curtain: &CurtainScene) -> View {
    Panel::new(Tone::Calm, title(curtain.number, curtain.of))
        .paragraph(curtain.asked.question.stem.trim())
        .paragraph(format!("The options appear {}.", when::relative(curtain.until)))
        .into_view()
}

fn title(number: u8, of: u8) -> String {
    format!("Get ready · question {number} of {of}")
}
