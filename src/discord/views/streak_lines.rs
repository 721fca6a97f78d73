//! What is said of a streak, one line each.

use jiff::civil::Date;

use super::count::{at_the_start, counted, days, in_words, listed, ordinal};
use super::when;
use crate::actions::streak::StreakCard;
use crate::domain::streak::{DAYS_PER_FREEZE, Standing};
use crate::store::AnswerGiven;

/// What who has never answered reads of their streak.
pub(super) const NO_ANSWER_YET: &str = "No answer yet. Press a letter under the question of the day, or get it with \
    `/daily`: right or wrong, your first answer is day 1.";

/// What stands in place of a streak that is lost.
pub(super) const NO_STREAK: &str = "No streak right now.";

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
pub(super) fn after_answer(given: &AnswerGiven, card: &StreakCard) -> Vec<String> {
    let step = &given.step;
    let current = step.streak.current;
    let mut lines = vec![match (step.grew, step.restarted_from) {
        // A single day is no loss to speak of.
        (true, Some(1)) => format!("🔥 **{}**. Good to see you.", days(current)),
        (true, Some(lost)) => format!(
            "🔥 **{}**. {} ended the streak of {}; this is a fresh start.",
            days(current),
            missed_days(step.missed),
            days(lost)
        ),
        (true, None) if current > 1 => format!("🔥 **{}**, one more than before.", days(current)),
        (true, None) => format!("🔥 **{}**. It starts today.", days(current)),
        (false, _) => format!("🔥 **{}**, unchanged.", days(current)),
    }];
    if step.restarted_from.is_none() {
        lines.extend(saved(step.saved_by_freeze, Whose::Yours));
        lines.extend(given.rested.then(|| "🌴 Welcome back: your break kept your streak.".to_owned()));
    }
    lines.extend(neutral_days(&given.neutral, card, Whose::Yours));
    lines.extend(step.milestone.map(milestone));
    if step.freeze_earned {
        lines.push(format!("You earned a freeze for {DAYS_PER_FREEZE} days in a row."));
    }
    lines.push(freezes(&card.standing, Whose::Yours));
    lines.push(day_end(card));
    lines
}

/// How the member's own streak stands, where no answer has just changed it.
pub(super) fn standing(card: &StreakCard) -> Vec<String> {
    let mut lines = vec![match (card.answered, card.standing.current) {
        (0, _) => NO_ANSWER_YET.to_owned(),
        (_, 0) => NO_STREAK.to_owned(),
        (_, current) => format!("🔥 **{}** in a row.", days(current)),
    }];
    lines.extend(since_last_answer(card, Whose::Yours));
    lines.push(freezes(&card.standing, Whose::Yours));
    lines.push(day_end(card));
    lines
}

/// What the days since the last answer did: saved by a freeze, lost, or not counted.
pub(super) fn since_last_answer(card: &StreakCard, whose: Whose) -> Vec<String> {
    let standing = &card.standing;
    let outcome = match standing.lost {
        Some(lost) => Some(format!(
            "{} ended {} streak of {}. It happens: the next answer is day 1 of a new one.",
            missed_days(standing.missed),
            whose.word(),
            days(lost)
        )),
        None => saved(standing.saved_by_freeze, whose),
    };
    outcome.into_iter().chain(neutral_days(&card.neutral, card, whose)).collect()
}

/// `❄️❄️ Two freezes left.`
pub(super) fn freezes(standing: &Standing, whose: Whose) -> String {
    match standing.freezes {
        0 => {
            let to_go = DAYS_PER_FREEZE - standing.current % DAYS_PER_FREEZE;
            let earns = standing.current.saturating_add(to_go);
            format!(
                "No freeze left: {} {} day in a row earns the next one, {to_go} to go.",
                whose.word(),
                ordinal(usize::try_from(earns).unwrap_or(usize::MAX))
            )
        }
        1 => "❄️ One freeze left.".to_owned(),
        many => format!(
            "{} {} freezes left.",
            "❄️".repeat(usize::from(many)),
            at_the_start(&in_words(usize::from(many)))
        ),
    }
}

/// At the start of a sentence. More than can be saved are not counted on, so that only one is told from several.
fn missed_days(missed: u32) -> &'static str {
    if missed > 1 { "Missed days" } else { "A missed day" }
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

/// Days that did not count: because the bot was out, and days off on which a question came all the same.
fn neutral_days(neutral: &[Date], card: &StreakCard, whose: Whose) -> Vec<String> {
    let is_off = |day: &Date| card.asked_on.is_some_and(|asked_on| !asked_on.contains(day.weekday()));
    let (off, out): (Vec<Date>, Vec<Date>) = neutral.iter().partition(|day| is_off(day));
    let line = |days: &[Date], because: &str| {
        let named: Vec<String> = days.iter().map(|day| when::day(*day)).collect();
        let (named, whose) = (listed(&named), whose.word());
        (!days.is_empty()).then(|| format!("{named} didn't count against {whose} streak: {because}."))
    };
    let a_day_off = if off.len() == 1 { "it was a day off" } else { "they were days off" };
    line(&out, "I couldn't post or take answers").into_iter().chain(line(&off, a_day_off)).collect()
}

/// How many questions were answered, and how many of them right.
pub(super) fn answered(card: &StreakCard) -> String {
    format!("{} answered, {} right.", counted(card.answered, "question", "questions"), card.right)
}
