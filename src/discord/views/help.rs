//! What the bot can do, by what a member wants.

use super::View;
use super::count::in_words;
use super::panel::{Panel, Tone};
use crate::domain::pause::MAX_DAYS_PER_QUARTER;
use crate::domain::streak::{DAYS_PER_FREEZE, MAX_FREEZES, STARTING_FREEZES};

/// Every command, and how streaks work. Who manages the server also sees how to set it up.
#[must_use]
pub fn help(can_manage: bool) -> View {
    let panel = Panel::new(Tone::Calm, "What I can do for you")
        .paragraph("I ask one exam question a day, explain any topic of the course, keep your streak, and host group games.")
        .list(
            "Today's question",
            &["`/daily`: see it and answer it, just for you. Your first answer counts."],
        )
        .list(
            "Learn",
            &[
                "`/explain`: what a topic is, how the exam asks for it, what it is confused with. Typos and abbreviations are fine.",
                "`/compare`: two topics side by side, and when to choose which.",
                "`/quiz`: practice in private, on a topic or everything; `style:cues` drills the exam's wording.",
                "Something wrong with a question? **Report this question** stands under its answer, in games under **My results**.",
            ],
        )
        .list(
            "Play together",
            &[
                "`/challenge start`: a group game in this channel: same questions, same time. Teams and a crew are options.",
                "`/challenge duel`: one against one. `/challenge stop` ends a game with the standings so far.",
                "`/challenge settings`: extra time for yourself; nobody else is told.",
            ],
        )
        .list(
            "Keep going",
            &[
                "`/streak show`: your streak and your freezes, or somebody else's.",
                "`/streak pause`: announce a break; `/streak resume` comes back early.",
                "`/leaderboard`: who showed up most, this week or ever.",
                "`/privacy`: what I keep about you; export it, hide it, erase it.",
            ],
        )
        .list("How streaks work", &streak_rules());
    let panel = if can_manage {
        panel.list(
            "For you as a manager",
            &[
                "`/setup`: where and when questions come, who is mentioned; preview, pause, and resume.",
                "`/admin`: how everything stands, today's question at once, and what members reported.",
            ],
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
            "• A freeze saves your streak over a missed day, by itself. You start with {}, earn one per \
             {DAYS_PER_FREEZE} days in a row, and hold {} at most.",
            in_words(usize::from(STARTING_FREEZES)),
            in_words(usize::from(MAX_FREEZES))
        ),
        format!(
            "• Breaks you announce (up to {MAX_DAYS_PER_QUARTER} days a quarter), days without a question, and days \
             when I was down break nothing."
        ),
    ]
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::discord::views::plain::{plain, problems};

    #[test]
    fn help_lists_every_command_and_the_rules_of_streaks() {
        assert_eq!(problems(&help(true)), Vec::<String>::new());
        assert_snapshot!(plain(&help(true)), @"
        # What I can do for you
        I ask one exam question a day, explain any topic of the course, keep your streak, and host group games.
        ## Today's question
        `/daily`: see it and answer it, just for you. Your first answer counts.
        ## Learn
        `/explain`: what a topic is, how the exam asks for it, what it is confused with. Typos and abbreviations are fine.
        `/compare`: two topics side by side, and when to choose which.
        `/quiz`: practice in private, on a topic or everything; `style:cues` drills the exam's wording.
        Something wrong with a question? **Report this question** stands under its answer, in games under **My results**.
        ## Play together
        `/challenge start`: a group game in this channel: same questions, same time. Teams and a crew are options.
        `/challenge duel`: one against one. `/challenge stop` ends a game with the standings so far.
        `/challenge settings`: extra time for yourself; nobody else is told.
        ## Keep going
        `/streak show`: your streak and your freezes, or somebody else's.
        `/streak pause`: announce a break; `/streak resume` comes back early.
        `/leaderboard`: who showed up most, this week or ever.
        `/privacy`: what I keep about you; export it, hide it, erase it.
        ## How streaks work
        • Any answer before the question closes counts the day, right or wrong.
        • A freeze saves your streak over a missed day, by itself. You start with one, earn one per 7 days in a row, and hold two at most.
        • Breaks you announce (up to 14 days a quarter), days without a question, and days when I was down break nothing.
        ## For you as a manager
        `/setup`: where and when questions come, who is mentioned; preview, pause, and resume.
        `/admin`: how everything stands, today's question at once, and what members reported.
        ");
    }

    #[test]
    fn only_a_manager_is_shown_the_set_up() {
        assert!(!plain(&help(false)).contains("/setup"));
    }
}
