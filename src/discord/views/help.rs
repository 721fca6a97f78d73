//! What the bot can do, by what a member wants.

use super::View;
use super::panel::{Panel, Tone};
use crate::domain::pause::MAX_DAYS_PER_QUARTER;
use crate::domain::streak::{DAYS_PER_FREEZE, MAX_FREEZES, STARTING_FREEZES};

/// Every command, and how streaks work. Who manages the server also sees how to set it up.
#[must_use]
pub fn help(can_manage: bool) -> View {
    let panel = Panel::new(Tone::Calm, "What I can do for you")
        .paragraph("I ask one exam question a day, explain any topic of the course, and keep your streak.")
        .list("Today's question", &["`/daily`: see it and answer it, just for you. Your first answer counts."])
        .list(
            "Learn",
            &[
                "`/explain`: any topic in a few lines. Typos and abbreviations are fine.",
                "`/quiz`: practice in private, on a topic, at a difficulty, or on everything.",
            ],
        )
        .list(
            "Keep going",
            &[
                "`/streak show`: your streak and your freezes, or somebody else's.",
                "`/streak pause`: announce a break; `/streak resume` comes back early.",
                "`/leaderboard`: who showed up most, this week or ever.",
            ],
        )
        .list("How streaks work", &streak_rules());
    let panel = if can_manage {
        panel.list(
            "For you as a manager",
            &["`/setup`: where and when questions come, who is mentioned; preview, pause, and resume."],
        )
    } else {
        panel
    };
    panel.into_view()
}

fn streak_rules() -> [String; 3] {
    [
        "• Any answer before the question closes counts the day, right or wrong.".to_owned(),
        format!(
            "• A freeze saves your streak over a missed day, by itself. You start with {STARTING_FREEZES}, earn one \
             per {DAYS_PER_FREEZE} days in a row, and hold {MAX_FREEZES} at most."
        ),
        format!(
            "• Breaks you announce (up to {MAX_DAYS_PER_QUARTER} days a quarter), days without a question, and days \
             when I was down break nothing."
        ),
    ]
}
