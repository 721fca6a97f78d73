//! What a member is told after answering a daily.

use jiff::Timestamp;
use serenity::all::{ButtonStyle, CreateActionRow, CreateButton};

use super::panel::{Panel, Tone};
use super::{View, daily, facts, question, rationale, report, streak_lines, when};
use crate::actions::answer::Answered;
use crate::actions::streak::StreakCard;
use crate::discord::press::{FormPress, Press};
use crate::domain::content::Fact;
use crate::domain::daily::Daily;
use crate::domain::grading::Selection;
use crate::domain::ids::DailyId;
use crate::store::{AnswerGiven, Celebration, Recorded};

/// What became of a member's choice; `now` decides how a closing day is named.
#[must_use]
pub fn answered(answered: &Answered, now: Timestamp) -> View {
    let (card, facts) = (&answered.card, &answered.facts);
    match &answered.recorded {
        Recorded::Counted(given) => counted(given, card, facts),
        Recorded::Already { daily, earlier } => {
            let panel = already(daily, *earlier).list("Your streak", &streak_lines::standing(card));
            View { rows: explainable(daily.id), ..facts::below(&panel, facts).into_view() }
        }
        Recorded::Closed { daily, earlier } => {
            let panel = closed(daily, *earlier, card, now);
            let panel = panel.list("Your streak", &streak_lines::standing(card));
            View { rows: reportable(daily.id), ..facts::below(&panel, facts).into_view() }
        }
        Recorded::Unfit(daily) => daily::open_again(daily).under(question::unfit(&daily.asked.question)),
        Recorded::Unknown => unknown(),
    }
}

/// A daily looked at again: "My answer & why", "All options". As soon as the member knows the key, all reasons are
/// shown; `now` decides how a closing day is named.
#[must_use]
pub fn reviewed(answered: &Answered, now: Timestamp) -> View {
    let Recorded::Already { daily, earlier } = &answered.recorded else {
        return self::answered(answered, now);
    };
    let panel = rationale::review(&daily.asked, Some(*earlier));
    View { rows: reportable(daily.id), ..facts::below(&panel, &answered.facts).into_view() }
}

/// Whether the closing post celebrates the milestone.
#[must_use]
pub fn celebrated(celebration: Celebration) -> View {
    View::text(match celebration {
        Celebration::ToCome => "🎉 It will be in the closing post, for everyone to see.",
        Celebration::ShownAnew => "🎉 I'm adding it to the closing post, for everyone to see.",
        Celebration::Hidden => {
            "You're hidden from others, so the closing post doesn't name you. `/privacy` changes that."
        }
        Celebration::NoMilestone => "There is no milestone to celebrate with this answer.",
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
        .list("Your streak", &streak_lines::after_answer(given, card));
    let celebrate = given.step.milestone.filter(|_| given.listed).map(|_| celebrate(given.daily.id));
    let buttons = celebrate.into_iter().chain(buttons(given.daily.id)).collect();
    View { rows: vec![CreateActionRow::Buttons(buttons)], ..facts::below(&panel, facts).into_view() }
}

/// What a member can press under the result of a daily.
pub(super) fn explainable(daily: DailyId) -> Vec<CreateActionRow> {
    vec![CreateActionRow::Buttons(buttons(daily).into())]
}

fn buttons(daily: DailyId) -> [CreateButton; 2] {
    let all = rationale::all_button(&Press::DailyReview { daily });
    [all, report::button(FormPress::ReportDaily { daily })]
}

/// What a member can press where all reasons are shown.
fn reportable(daily: DailyId) -> Vec<CreateActionRow> {
    vec![CreateActionRow::Buttons(vec![report::button(FormPress::ReportDaily { daily })])]
}

fn celebrate(daily: DailyId) -> CreateButton {
    CreateButton::new(Press::Celebrate { daily }.custom_id())
        .label("Celebrate it in the closing post")
        .style(ButtonStyle::Secondary)
}

fn closed(daily: &Daily, earlier: Option<Selection>, card: &StreakCard, now: Timestamp) -> Panel {
    let day = card
        .zone
        .as_deref()
        .and_then(|zone| when::past_day(daily.closes_at, zone, now))
        .unwrap_or_else(|| when::day(daily.day));
    let closed = when::relative(daily.closes_at);
    let panel = match earlier {
        Some(earlier) => {
            let grade = daily.asked.grade(earlier);
            Panel::new(rationale::tone(grade), rationale::verdict(&daily.asked, grade))
                .paragraph(format!("This one closed on {day} ({closed}). You had answered **{earlier}**."))
        }
        None => Panel::new(Tone::Calm, format!("This one closed on {day}")).paragraph(format!(
            "It closed {closed}. The answer is **{}**. You hadn't answered it.",
            daily.asked.key()
        )),
    };
    rationale::on_all(panel.paragraph(daily.asked.question.stem.trim()), &daily.asked, earlier)
}

fn unknown() -> View {
    View::text("I don't know this question anymore. `/daily` shows you the one that is open.")
}

#[cfg(test)]
mod tests;
