//! What is said of a streak, one line each.

use jiff::civil::Date;

use super::count::{at_the_start, counted, days, in_words, listed};
use super::when;
use crate::actions::streak::StreakCard;
use crate::domain::streak::{DAYS_PER_FREEZE, Step};

/// Whose streak is spoken of, to the one who reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// The reader's own.
    Yours,
    /// Another member's.
    Theirs,
}

impl Whose {
    fn word(self) -> &'static str {
        match self {
            Self::Yours => "your",
            Self::Theirs => "their",
        }
    }
}

/// What an answer did to the member's own streak, and how it stands.
pub(super) fn after_answer(step: &Step, neutral: &[Date], card: &StreakCard) -> Vec<String> {
    let current = step.streak.current;
    let mut lines = vec![match (step.grew, step.restarted_from) {
        (true, Some(lost)) => format!(
            "🔥 Streak: **{}**. A missed day ended the one of {}; this is a fresh start.",
            days(current),
            days(lost)
        ),
        (true, None) if current > 1 => format!("🔥 Streak: **{}**, one more than before.", days(current)),
        (true, None) => format!("🔥 Streak: **{}**. It starts today.", days(current)),
        (false, _) => format!("🔥 Streak: **{}**, unchanged.", days(current)),
    }];
    if step.restarted_from.is_none() {
        lines.extend(saved(step.saved_by_freeze, Whose::Yours));
    }
    lines.extend(neutral_days(neutral, Whose::Yours));
    lines.extend(step.milestone.map(milestone));
    if step.freeze_earned {
        lines.push(format!("You earned a freeze for {DAYS_PER_FREEZE} days in a row."));
    }
    lines.push(freezes(card.standing.freezes));
    lines.push(day_end(card));
    lines
}

/// How the member's own streak stands, where no answer has just changed it.
pub(super) fn standing(card: &StreakCard) -> Vec<String> {
    let mut lines = vec![format!("🔥 Streak: **{}**.", days(card.standing.current))];
    lines.extend(since_last_answer(card, Whose::Yours));
    lines.push(freezes(card.standing.freezes));
    lines.push(day_end(card));
    lines
}

/// What the days since the last answer did: saved by a freeze, lost, or not counted.
pub(super) fn since_last_answer(card: &StreakCard, whose: Whose) -> Vec<String> {
    let standing = &card.standing;
    let outcome = match standing.lost {
        Some(lost) => Some(format!(
            "A missed day ended {} streak of {}. It happens: the next answer is day 1 of a new one.",
            whose.word(),
            days(lost)
        )),
        None => saved(standing.saved_by_freeze, whose),
    };
    outcome.into_iter().chain(neutral_days(&card.neutral, whose)).collect()
}

/// `❄️❄️ Two freezes left.`
pub(super) fn freezes(left: u8) -> String {
    match left {
        0 => format!("No freeze left: {DAYS_PER_FREEZE} days in a row earn the next one."),
        1 => "❄️ One freeze left.".to_owned(),
        many => format!(
            "{} {} freezes left.",
            "❄️".repeat(usize::from(many)),
            at_the_start(&in_words(usize::from(many)))
        ),
    }
}

/// In whose zone the day ends, and when; or when the next question comes.
pub(super) fn day_end(card: &StreakCard) -> String {
    let clock = card
        .zone
        .as_deref()
        .map_or_else(String::new, |zone| format!(" on the server's clock ({})", when::zone(zone)));
    match (card.open, card.next) {
        (Some(open), _) if open.answered => {
            format!("Today is done. The day ends {}{clock}.", when::relative(open.closes_at))
        }
        (Some(open), _) => {
            format!("Today's question is open. The day ends {}{clock}.", when::relative(open.closes_at))
        }
        (None, Some(next)) => {
            format!("No question is open. The next one comes {}{clock}.", when::relative(next.at))
        }
        (None, None) if card.zone.is_some() => {
            "Questions are paused on this server. No day counts as missed until they go on.".to_owned()
        }
        (None, None) => "There is no daily question on this server yet.".to_owned(),
    }
}

/// The words that go with a milestone.
pub(super) fn milestone(reached: u32) -> String {
    let cheer = match reached {
        3 => "A habit is starting.",
        7 => "A whole week.",
        14 => "Two weeks.",
        30 => "A month of showing up.",
        50 => "Halfway to a hundred.",
        100 => "Three digits.",
        200 => "Two hundred times you came back.",
        365 => "A whole year.",
        _ => "Well done.",
    };
    format!("🎉 **{} in a row!** {cheer}", days(reached))
}

fn saved(missed: u32, whose: Whose) -> Option<String> {
    match missed {
        0 => None,
        1 => Some(format!("❄️ A freeze saved {} streak over a missed day.", whose.word())),
        many => {
            let number = in_words(usize::try_from(many).unwrap_or(usize::MAX));
            Some(format!(
                "❄️ {} freezes saved {} streak over {number} missed days.",
                at_the_start(&number),
                whose.word()
            ))
        }
    }
}

fn neutral_days(neutral: &[Date], whose: Whose) -> Option<String> {
    if neutral.is_empty() {
        return None;
    }
    let named: Vec<String> = neutral.iter().map(|day| when::day(*day)).collect();
    let (named, whose) = (listed(&named), whose.word());
    Some(format!("{named} didn't count against {whose} streak: I couldn't post or take answers."))
}

/// How many questions were answered, and how many of them right.
pub(super) fn answered(card: &StreakCard) -> String {
    format!("{} answered, {} right.", counted(card.answered, "question", "questions"), card.right)
}
