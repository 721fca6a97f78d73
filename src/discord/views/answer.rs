//! What a member is told after answering a daily.

use jiff::Timestamp;
use serenity::all::{ButtonStyle, CreateActionRow, CreateButton};

use super::panel::{Panel, Tone};
use super::{View, daily, facts, question, rationale, streak_lines, when};
use crate::actions::answer::Answered;
use crate::actions::streak::StreakCard;
use crate::discord::press::Press;
use crate::domain::content::Fact;
use crate::domain::daily::Daily;
use crate::domain::grading::Selection;
use crate::domain::ids::DailyId;
use crate::store::{AnswerGiven, Recorded};

/// What became of a member's choice; `now` decides how a closing day is named.
#[must_use]
pub fn answered(answered: &Answered, now: Timestamp) -> View {
    let (card, facts) = (&answered.card, &answered.facts);
    match &answered.recorded {
        Recorded::Counted(given) => counted(given, card, facts),
        Recorded::Already { daily, earlier } => {
            let panel = already(daily, *earlier).list("Your streak", &streak_lines::standing(card));
            facts::below(&panel, facts).into_view()
        }
        Recorded::Closed { daily, earlier } => {
            let panel = closed(daily, *earlier, card, now);
            facts::below(&panel.list("Your streak", &streak_lines::standing(card)), facts).into_view()
        }
        Recorded::Unfit(daily) => daily::open_again(daily).under(question::unfit(&daily.asked.question)),
        Recorded::Unknown => unknown(),
    }
}

/// Whether the closing post will celebrate the milestone.
#[must_use]
pub fn celebrated(there_is_one: bool) -> View {
    View::text(if there_is_one {
        "🎉 It will be in the closing post, for everyone to see."
    } else {
        "There is no milestone to celebrate with this answer."
    })
}

/// The explanation for a member who answered earlier.
pub(super) fn already(daily: &Daily, earlier: Selection) -> Panel {
    let grade = daily.asked.grade(earlier);
    let panel = Panel::new(rationale::tone(grade), rationale::verdict(&daily.asked, grade))
        .paragraph(format!("You answered **{}**. The first answer counts.", earlier));
    rationale::on(panel, &daily.asked, Some(earlier))
}

fn counted(given: &AnswerGiven, card: &StreakCard, facts: &[Fact]) -> View {
    let asked = &given.daily.asked;
    let panel = Panel::new(rationale::tone(given.grade), rationale::verdict(asked, given.grade));
    let panel = rationale::on(panel, asked, Some(given.selection))
        .list("Your streak", &streak_lines::after_answer(&given.step, &given.neutral, card));
    let rows = given.step.milestone.map(|_| celebrate(given.daily.id));
    View { rows: rows.into_iter().collect(), ..facts::below(&panel, facts).into_view() }
}

fn celebrate(daily: DailyId) -> CreateActionRow {
    let button = CreateButton::new(Press::Celebrate { daily }.custom_id())
        .label("Celebrate it in the closing post")
        .style(ButtonStyle::Secondary);
    CreateActionRow::Buttons(vec![button])
}

fn closed(daily: &Daily, earlier: Option<Selection>, card: &StreakCard, now: Timestamp) -> Panel {
    let day = card
        .zone
        .as_deref()
        .and_then(|zone| when::past_day(daily.closes_at, zone, now))
        .unwrap_or_else(|| when::day(daily.day));
    let yours = match earlier {
        Some(earlier) => format!("You had answered **{}**.", earlier),
        None => "You hadn't answered it.".to_owned(),
    };
    let panel = Panel::new(Tone::Calm, format!("This one closed on {day}"))
        .paragraph(format!(
            "It closed {}. The answer is **{}**. {yours}",
            when::relative(daily.closes_at),
            daily.asked.key()
        ))
        .paragraph(daily.asked.question.stem.trim());
    rationale::on(panel, &daily.asked, earlier)
}

fn unknown() -> View {
    View::text("I don't know this question any more. `/daily` shows you the one that is open.")
}
