//! How a member does, for their own eyes.

use serenity::all::{
    ButtonStyle, CreateActionRow, CreateButton, CreateSelectMenu, CreateSelectMenuKind,
    CreateSelectMenuOption,
};

use super::points::{average, breakdown, points};
use super::{Terms, button, refused, row, standings, teams};
use crate::discord::limits::{self, fit};
use crate::discord::press::{FormPress, GamePress, Press};
use crate::discord::views::count::ordinal;
use crate::discord::views::panel::{Panel, Tone};
use crate::discord::views::{View, question as asked_question, rationale, report};
use crate::domain::challenge::{Challenge, Crew, MyRound, OwnSheet, Standing};
use crate::domain::grading::Grade;
use crate::domain::ids::ChallengeId;
use crate::store::{LOOKED_BACK_AT, Played};

/// "Where do I stand?", "My results".
#[must_use]
pub fn sheet(challenge: &Challenge, sheet: &OwnSheet, terms: Terms<'_>) -> View {
    let wins = |standing: &Standing| challenge.winners().include(standing);
    let has_won = challenge.is_over() && sheet.standing.as_ref().is_some_and(wins);
    let mut panel = Panel::new(Tone::Calm, title(sheet, challenge.is_over(), has_won));
    if let Some(standing) = &sheet.standing {
        panel = panel.paragraph(format!(
            "**{}**, {} of {} right.",
            points(standing.points),
            standing.right,
            standing.asked
        ));
    }
    panel = panel.paragraphs(sheet.crew.map(crew)).paragraphs(team(sheet)).paragraphs(open(sheet));
    let rounds: Vec<String> = sheet.rounds.iter().map(|of| round(of, terms)).collect();
    let panel = panel.list("Your answers", &rounds);
    let leave = (!challenge.is_over()).then(|| {
        row(vec![button(challenge.id(), GamePress::Leave, "Leave the game", ButtonStyle::Secondary)])
    });
    let rows = again(challenge.id(), sheet, terms).into_iter().chain(leave).collect();
    View { rows, ..panel.into_view() }
}

/// A question of the game again, with the reason for each of its options.
#[must_use]
pub fn question(challenge: &Challenge, sheet: &OwnSheet, number: u8) -> View {
    let Some(round) = sheet.rounds.iter().find(|round| round.number == number) else {
        return refused::no_result();
    };
    let panel = rationale::review(&round.asked, round.given.map(|given| given.selection)).footer(format!(
        "Question {number} of {} · {}",
        challenge.rules().rounds,
        asked_question::place(&round.asked.question)
    ));
    View { rows: vec![row(vec![report_button(challenge.id(), number)])], ..panel.into_view() }
}

/// Leads from the result of a round to the reasons for all of its options.
pub(super) fn all_button(challenge: ChallengeId, number: u8) -> CreateButton {
    rationale::all_button(&Press::Game { challenge, press: GamePress::Round { number } })
}

pub(super) fn report_button(challenge: ChallengeId, number: u8) -> CreateButton {
    report::button(FormPress::ReportGame { challenge, number })
}

/// The menu of the member's closed rounds.
fn again(challenge: ChallengeId, sheet: &OwnSheet, terms: Terms<'_>) -> Option<CreateActionRow> {
    let option = |round: &MyRound| {
        let option =
            CreateSelectMenuOption::new(format!("Question {}", round.number), round.number.to_string());
        match topic(round, terms) {
            Some(topic) => option.description(fit(&topic, limits::SELECT_OPTION_DESCRIPTION)),
            None => option,
        }
    };
    let options: Vec<_> = sheet.rounds.iter().take(limits::SELECT_OPTIONS).map(option).collect();
    let press = Press::Game { challenge, press: GamePress::Rounds };
    (!options.is_empty()).then(|| {
        let menu = CreateSelectMenu::new(press.custom_id(), CreateSelectMenuKind::String { options });
        CreateActionRow::SelectMenu(menu.placeholder("Look at a question again").min_values(1).max_values(1))
    })
}

fn topic(round: &MyRound, terms: Terms<'_>) -> Option<String> {
    round.asked.question.concepts.first().and_then(terms)
}

/// "My results" of a game of which only results are left.
#[must_use]
pub fn long_ago(played: &Played) -> View {
    let title = if played.ghost {
        format!("You'd have come {}", ordinal(played.rank))
    } else {
        format!("You were {} of {}", ordinal(played.rank), played.of)
    };
    let days = LOOKED_BACK_AT.as_hours() / 24;
    Panel::new(Tone::Calm, title)
        .paragraph(format!("**{}**, {} of {} right.", points(played.points), played.right, played.asked))
        .paragraph(format!(
            "I keep single answers for {days} days after a game, and results as long as I'm here."
        ))
        .into_view()
}

fn title(sheet: &OwnSheet, is_over: bool, has_won: bool) -> String {
    match &sheet.standing {
        Some(_) if sheet.crew.is_some() => "You and the crew".to_owned(),
        // A duel that the other one left is won without points, too.
        Some(standing) if standing.points == 0 && standing.rank == 1 && !has_won => {
            if is_over { "No points for anybody" } else { "No points for anybody yet" }.to_owned()
        }
        Some(standing) if standing.ghost => format!("You'd have come {}", ordinal(standing.rank)),
        Some(standing) => format!("You're {} of {}", ordinal(standing.rank), sheet.of),
        None => "No points counted for you yet".to_owned(),
    }
}

fn crew(crew: Crew) -> String {
    format!("Your crew: {}", standings::of_crew(crew))
}

fn team(sheet: &OwnSheet) -> Option<String> {
    let name = teams::name(sheet.team?);
    Some(match sheet.teams.iter().find(|standing| Some(standing.team) == sheet.team) {
        Some(standing) if !sheet.rounds.is_empty() => {
            format!("Your team, {name}, is {} with **{}**.", ordinal(standing.rank), average(standing.score))
        }
        _ => format!("You play for {name}."),
    })
}

fn open(sheet: &OwnSheet) -> Option<String> {
    let (number, given) = sheet.open?;
    Some(match given {
        Some(given) => format!("Question {number}: you locked in **{}**.", given.selection),
        None => format!("Question {number} is waiting for your answer."),
    })
}

/// `2. ❌ A, it was C · Fargate`
fn round(round: &MyRound, terms: Terms<'_>) -> String {
    let about = topic(round, terms).map_or_else(String::new, |topic| format!(" · {topic}"));
    format!("{}. {}{about}", round.number, outcome(round))
}

fn outcome(round: &MyRound) -> String {
    let key = round.asked.key();
    let Some(given) = round.given else { return format!("➖ no answer, it was **{key}**") };
    let chosen = given.selection;
    let earned = points(round.earned.total());
    let tenths = given.taken.as_millis() / 100;
    let took = format!("{}.{} s", tenths / 10, tenths % 10);
    match round.grade {
        Some(Grade::Right) => match breakdown(&round.asked, round.grade, round.earned, round.streak) {
            Some(breakdown) => format!("✅ **{chosen}** in {took}: {earned} ({breakdown})"),
            None => format!("✅ **{chosen}** in {took}: {earned}"),
        },
        Some(Grade::Partly { .. }) => format!("☑️ **{chosen}** in {took}: {earned}, it was **{key}**"),
        Some(Grade::Wrong) | None => format!("❌ **{chosen}** in {took}, it was **{key}**"),
    }
}
