//! A closed round: the key and why, who was right and what it earned, where everybody stands.

use serenity::all::{ButtonStyle, CreateActionRow};

use super::{button, mine_button, points, row, standings};
use crate::discord::press::GamePress;
use crate::discord::views::named::named;
use crate::discord::views::panel::{Panel, Tone};
use crate::discord::views::{View, bars, question, rationale, when};
use crate::domain::challenge::{Reveal, RoundRow, Standing};
use crate::domain::grading::{Grade, letter};
use crate::domain::ids::ChallengeId;

/// The most who are named as right, and as standing somewhere.
const SHOWN: usize = 10;

pub(super) fn reveal(challenge: ChallengeId, reveal: &Reveal) -> View {
    let asked = &reveal.asked;
    let mut panel =
        Panel::new(Tone::Calm, format!("Question {} of {} · it's {}", reveal.number, reveal.of, asked.key()))
            .paragraph(asked.question.stem.trim())
            .paragraph(bars::results(asked, &reveal.tally))
            .footer(question::place(&asked.question));
    if let Some(next) = next(reveal) {
        panel = panel.paragraph(next);
    }
    for position in asked.key().positions() {
        panel = panel.field(&format!("Why {}", letter(position)), rationale::why(asked, position));
    }
    let panel = Panel::with_most(SHOWN, |shown| with_points(&panel, reveal, shown));
    View { rows: rows(challenge, reveal), ..panel.into_view() }
}

fn with_points(panel: &Panel, reveal: &Reveal, shown: usize) -> Panel {
    let later = reveal.number > 1;
    let panel = panel.clone().list(&who_was_right(reveal), &earned(reveal, shown));
    let panel = panel.list("Teams", &standings::of_teams(&reveal.teams, later));
    match reveal.crew {
        Some(crew) => panel.field("The crew", standings::of_crew(crew)),
        None => {
            let has_medal = |standing: &Standing| standing.points > 0;
            panel.list("Standings", &standings::lines(&reveal.standings, shown, later, has_medal))
        }
    }
}

fn who_was_right(reveal: &Reveal) -> String {
    match (reveal.tally.right, reveal.rows.len()) {
        (0, _) => "Nobody had it this time".to_owned(),
        (right, all) if usize::try_from(right) == Ok(all) => "Everybody had it".to_owned(),
        (right, all) => format!("{right} of {all} had it"),
    }
}

fn earned(reveal: &Reveal, shown: usize) -> Vec<String> {
    who_earned(&reveal.rows, shown, |row| line(reveal, row))
}

/// Who earned points, each in a `line`; how many of the others missed it. They are not named: a miss is nobody's show.
pub(super) fn who_earned(rows: &[RoundRow], shown: usize, line: impl Fn(&RoundRow) -> String) -> Vec<String> {
    let scored: Vec<&RoundRow> = rows.iter().filter(|row| row.earned.total() > 0).collect();
    let mut lines: Vec<String> = scored.iter().take(shown).map(|row| line(row)).collect();
    if scored.len() > lines.len() {
        lines.push(format!("and {} more", scored.len() - lines.len()));
    }
    let missed = rows.iter().filter(|row| row.grade == Some(Grade::Wrong)).count();
    let silent = rows.iter().filter(|row| row.selection.is_none()).count();
    let rest = [(missed, "missed it"), (silent, "didn't answer")];
    let rest: Vec<String> = rest
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    if !rest.is_empty() {
        lines.push(format!("{}.", rest.join(", ")));
    }
    lines
}

fn line(reveal: &Reveal, row: &RoundRow) -> String {
    let plus = points::plus(row.earned);
    match points::breakdown(&reveal.asked, row.grade, row.earned, row.streak) {
        Some(breakdown) => format!("{} **{plus}** ({breakdown})", named(row.member)),
        None => format!("{} **{plus}**", named(row.member)),
    }
}

fn next(reveal: &Reveal) -> Option<String> {
    let at = when::relative(reveal.next_at?);
    Some(if reveal.last {
        format!("That was the last one. Results {at}.")
    } else {
        format!("Next question {at}.")
    })
}

fn rows(challenge: ChallengeId, reveal: &Reveal) -> Vec<CreateActionRow> {
    if reveal.next_at.is_none() {
        return Vec::new();
    }
    let go_on = if reveal.last { "Results now" } else { "Next question now" };
    let go_on = button(challenge, GamePress::GoOn, go_on, ButtonStyle::Secondary);
    vec![row(vec![mine_button(challenge), go_on])]
}
