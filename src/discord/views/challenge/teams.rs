//! What teams are called.

use serenity::all::ButtonStyle;

use crate::domain::challenge::Team;

/// The teams' marks, names and buttons, in order.
const TEAMS: [(&str, &str, ButtonStyle); 4] = [
    ("🔴", "Red", ButtonStyle::Danger),
    ("🔵", "Blue", ButtonStyle::Primary),
    ("🟢", "Green", ButtonStyle::Success),
    ("🟡", "Yellow", ButtonStyle::Secondary),
];

/// `🔴 Red`
pub(super) fn name(team: Team) -> String {
    match TEAMS.get(usize::from(team.0)) {
        Some((mark, name, _)) => format!("{mark} {name}"),
        None => format!("Team {}", u16::from(team.0) + 1),
    }
}

/// What stands before the names of its members.
pub(super) fn mark(team: Team) -> Option<&'static str> {
    TEAMS.get(usize::from(team.0)).map(|(mark, _, _)| *mark)
}

/// The color of the button that joins it.
pub(super) fn style(team: Team) -> ButtonStyle {
    TEAMS.get(usize::from(team.0)).map_or(ButtonStyle::Secondary, |(_, _, style)| *style)
}
