//! What a host chose, in words.

use super::Terms;
use super::points::average_points;
use crate::discord::views::count::grouped;
use crate::discord::views::count::{at_the_start, counted, in_words};
use crate::domain::challenge::{MOST_POINTS, Mode, Rules, Scoring, Sides};

/// The rules in a few sentences, a line each.
pub(super) fn lines(rules: &Rules, terms: Terms<'_>) -> Vec<String> {
    let questions = counted(rules.rounds, "question", "questions");
    let about = match rules.topic.as_ref().and_then(terms) {
        Some(topic) => format!(" on **{topic}**"),
        None => String::new(),
    };
    let lines = [
        Some(mode(rules.mode)),
        Some(format!("{questions}{about}, {} seconds each.", rules.seconds)),
        Some(scoring(rules)),
        together(rules),
        rules.change_of_mind.then(|| "You can change an answer once, until time is up.".to_owned()),
        rules.in_thread.then(|| "It's played in a thread of its own.".to_owned()),
    ];
    lines.into_iter().flatten().collect()
}

fn mode(mode: Mode) -> String {
    match mode {
        Mode::Everyone => "**Everyone for themselves.**".to_owned(),
        Mode::Teams { count, sides } => {
            let teams = at_the_start(&in_words(count.into()));
            match sides {
                Sides::Balanced => format!("**{teams} teams**, made as even as can be when it starts."),
                Sides::Chosen => format!("**{teams} teams**: choose yours."),
            }
        }
        Mode::Crew => {
            "**One crew**: reach the target together. The better you do, the harder it gets.".to_owned()
        }
        Mode::Duel { .. } => "**A duel**, one against one.".to_owned(),
    }
}

/// How what members earn adds up, where they play together.
fn together(rules: &Rules) -> Option<String> {
    match rules.mode {
        Mode::Teams { .. } => {
            Some("With each question a team earns its members' average; no answer counts as 0.".to_owned())
        }
        Mode::Crew => {
            let target = average_points(rules.crew_target()?);
            Some(format!("With each question the crew earns its members' average. The target: **{target}**."))
        }
        Mode::Everyone | Mode::Duel { .. } => None,
    }
}

fn scoring(rules: &Rules) -> String {
    match rules.scoring {
        Scoring::Plain => {
            "One point for each right option, however long it takes: a question for TWO is worth two."
                .to_owned()
        }
        Scoring::Speed => {
            let most = grouped(MOST_POINTS);
            let bonus = if rules.streak_bonus { " Right answers in a row earn a bonus." } else { "" };
            format!("A right answer earns up to {most} points: the sooner, the more.{bonus}")
        }
    }
}
