//! How a member does, for their own eyes.

use serenity::all::ButtonStyle;

use super::points::{average, breakdown, points};
use super::{button, row, standings, teams};
use crate::discord::press::GamePress;
use crate::discord::views::View;
use crate::discord::views::count::ordinal;
use crate::discord::views::panel::{Panel, Tone};
use crate::domain::challenge::{Challenge, Crew, MyRound, OwnSheet, Standing};
use crate::domain::grading::Grade;
use crate::store::{LOOKED_BACK_AT, Played};

/// "Where do I stand?", "My results".
#[must_use]
pub fn sheet(challenge: &Challenge, sheet: &OwnSheet) -> View {
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
    let rounds: Vec<String> = sheet.rounds.iter().map(round).collect();
    let panel = panel.list("Your answers", &rounds);
    let leave = (!challenge.is_over()).then(|| {
        row(vec![button(challenge.id(), GamePress::Leave, "Leave the game", ButtonStyle::Secondary)])
    });
    View { rows: leave.into_iter().collect(), ..panel.into_view() }
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

/// `2. ❌ A, it was C`
fn round(round: &MyRound) -> String {
    let (number, key) = (round.number, round.asked.key());
    let Some(given) = round.given else { return format!("{number}. ➖ no answer, it was **{key}**") };
    let chosen = given.selection;
    let earned = points(round.earned.total());
    let tenths = given.taken.as_millis() / 100;
    let took = format!("{}.{} s", tenths / 10, tenths % 10);
    match round.grade {
        Some(Grade::Right) => match breakdown(&round.asked, round.grade, round.earned, round.streak) {
            Some(breakdown) => format!("{number}. ✅ **{chosen}** in {took}: {earned} ({breakdown})"),
            None => format!("{number}. ✅ **{chosen}** in {took}: {earned}"),
        },
        Some(Grade::Partly { .. }) => {
            format!("{number}. ☑️ **{chosen}** in {took}: {earned}, it was **{key}**")
        }
        Some(Grade::Wrong) | None => format!("{number}. ❌ **{chosen}** in {took}, it was **{key}**"),
    }
}
