//! A member's private extra time.

use serenity::all::{ButtonStyle, CreateActionRow, CreateButton};

use crate::discord::press::Press;
use crate::discord::views::View;
use crate::discord::views::panel::{Panel, Tone};
use crate::domain::challenge::Allowance;

/// The setting, and what it means.
#[must_use]
pub fn extra_time(now: Allowance) -> View {
    let panel = Panel::new(Tone::Calm, format!("Your extra time in challenges: {}", amount(now)))
        .paragraph(
            "With extra time, every question of a game that you begin with stays open longer, for everybody. Your \
             points are counted by your own clock.",
        )
        .paragraph(
            "Nobody is told who has it. The longer countdown is all that the others can see; in a game of two, that \
             tells the other one.",
        )
        .paragraph("It holds for games that you join from now on, on every server.");
    let buttons = Allowance::ALL.into_iter().map(|allowance| choice(allowance, now)).collect();
    View { rows: vec![CreateActionRow::Buttons(buttons)], ..panel.into_view() }
}

fn choice(allowance: Allowance, now: Allowance) -> CreateButton {
    let style = if allowance == now { ButtonStyle::Primary } else { ButtonStyle::Secondary };
    CreateButton::new(Press::ExtraTime { allowance }.custom_id()).label(label(allowance)).style(style)
}

fn amount(allowance: Allowance) -> String {
    match allowance {
        Allowance::None => "none".to_owned(),
        some => format!("{}%", some.percent()),
    }
}

fn label(allowance: Allowance) -> String {
    match allowance {
        Allowance::None => "No extra time".to_owned(),
        some => format!("+{}%", some.percent()),
    }
}
