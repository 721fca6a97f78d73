//! The end: who won, how each question went, and what to learn next.

use serenity::all::{ButtonStyle, CreateActionRow, CreateButton};

use super::points::{average_points, points};
use super::{Terms, button, ended, row, standings, teams};
use crate::discord::press::{GamePress, Press};
use crate::discord::views::count::{counted, listed};
use crate::discord::views::named::named;
use crate::discord::views::panel::{Panel, Tone};
use crate::discord::views::{View, bars, when};
use crate::domain::challenge::{EndReason, Podium, QuestionCard, Standing, TeamStanding, Winners};
use crate::domain::grading::percent;
use crate::domain::ids::{ChallengeId, ConceptId};

/// The most who are named as standing somewhere.
const SHOWN: usize = 10;

/// The most winners who are named.
const WINNERS: usize = 5;

pub(super) fn podium(challenge: ChallengeId, podium: &Podium, terms: Terms<'_>) -> View {
    let hardest = podium.hardest.as_ref().and_then(|concept| Some((concept, terms(concept)?)));
    let mut panel = Panel::new(Tone::Glad, title(podium));
    let says_why_below = podium.is_forfeit() && !podium.questions.is_empty();
    if let Some(why) = ended::why(&podium.reason).filter(|_| !says_why_below) {
        panel = panel.paragraph(why);
    }
    panel = panel.paragraphs(winners(podium));
    if let Some((_, term)) = &hardest {
        panel = panel.paragraph(format!("The hardest this time: **{term}**."));
    }
    if !podium.questions.is_empty() {
        // Nobody edits it when that time is over, so the instant is named: it stays true.
        panel = panel.paragraph(format!(
            "Missed it? Play it against them until {}: your result joins the standings as a 👻.",
            when::full(podium.ghosts_until)
        ));
    }
    let panel = Panel::with_most(SHOWN, |shown| with_standings(&panel, podium, shown, terms));
    View { rows: rows(challenge, podium, hardest.map(|(concept, _)| concept)), ..panel.into_view() }
}

fn title(podium: &Podium) -> String {
    match (&podium.reason, podium.questions.len()) {
        (EndReason::Finished, _) => "🏁 That's the game!".to_owned(),
        (_, 0) => "The game is over".to_owned(),
        (_, played) => {
            let played = i64::try_from(played).unwrap_or(i64::MAX);
            format!("The game is over after {}", counted(played, "question", "questions"))
        }
    }
}

/// Who won. `None`: the reason for the end has said it.
fn winners(podium: &Podium) -> Option<String> {
    if podium.questions.is_empty() {
        return Some("No question was closed, so there is nothing to count.".to_owned());
    }
    let winners = podium.winners();
    if podium.crew.is_some() {
        return Some(crew_result(&winners));
    }
    let teams: Vec<&TeamStanding> =
        podium.teams.iter().filter(|team| winners.include_team(team.team)).collect();
    if let Some(first) = teams.first() {
        let names: Vec<String> = teams.iter().map(|team| format!("**{}**", teams::name(team.team))).collect();
        return Some(won(&names, &average_points(first.score)));
    }
    let first: Vec<&Standing> =
        podium.standings.iter().filter(|standing| winners.include(standing)).collect();
    Some(match first.first() {
        Some(stayed) if podium.is_forfeit() => {
            format!("🏆 {} wins, because the other one left.", named(stayed.member))
        }
        Some(best) => {
            let names: Vec<String> =
                first.iter().take(WINNERS).map(|standing| named(standing.member)).collect();
            match first.len() - names.len() {
                0 => won(&names, &points(best.points)),
                more => format!("🏆 {} and {more} more share first place.", names.join(", ")),
            }
        }
        None if podium.reason == EndReason::CalledOff => return None,
        None => "No points for anybody this time: now you know what to look at.".to_owned(),
    })
}

fn won(names: &[String], with: &str) -> String {
    let verb = if names.len() == 1 { "wins" } else { "share first place" };
    format!("🏆 {} {verb} with **{with}**.", listed(names))
}

fn crew_result(winners: &Winners) -> String {
    if *winners == Winners::Crew {
        "🏆 **You reached the target!** Well done, crew.".to_owned()
    } else {
        "The target was out of reach this time. You'll get it next time!".to_owned()
    }
}

fn with_standings(panel: &Panel, podium: &Podium, shown: usize, terms: Terms<'_>) -> Panel {
    let panel = panel.clone().list("Teams", &standings::of_teams(&podium.teams, false));
    let panel = match podium.crew {
        // A crew wins or loses together: each finds their own part under "My results".
        Some(_) if podium.questions.is_empty() => panel,
        Some(crew) => panel.field("The crew", standings::of_crew(crew)),
        None => {
            let has_medal = |standing: &Standing| podium.has_medal(standing);
            panel.list("Standings", &standings::lines(&podium.standings, shown, false, has_medal))
        }
    };
    let questions: Vec<String> = podium.questions.iter().map(|card| question(card, terms)).collect();
    panel.list("Who had it right", &questions)
}

/// `3. ▇▇▇▇▇▇▇▇░░ 4 of 5 · Fargate`
fn question(card: &QuestionCard, terms: Terms<'_>) -> String {
    let bar = bars::cells(card.right, percent(card.right, card.asked));
    let about = card.concept.as_ref().and_then(terms).map_or_else(String::new, |term| format!(" · {term}"));
    format!("{}. {bar} {} of {}{about}", card.number, card.right, card.asked)
}

fn rows(challenge: ChallengeId, podium: &Podium, hardest: Option<&ConceptId>) -> Vec<CreateActionRow> {
    if podium.questions.is_empty() {
        return Vec::new();
    }
    let quiet = |press, label| button(challenge, press, label, ButtonStyle::Secondary);
    let mut rows = vec![row(vec![
        quiet(GamePress::Mine, "My results"),
        quiet(GamePress::Ghost, "Play it against them"),
    ])];
    if let Some(concept) = hardest {
        let learn = |press: Press, label: &str| {
            CreateButton::new(press.custom_id()).label(label).style(ButtonStyle::Primary)
        };
        rows.push(row(vec![
            learn(Press::Explain { concept: concept.clone() }, "Explain this"),
            learn(Press::QuizTopic { concept: concept.clone() }, "Practice this"),
        ]));
    }
    rows
}
