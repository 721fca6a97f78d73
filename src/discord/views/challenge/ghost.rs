//! A finished game, played afterwards by one member, in private.

use serenity::all::ButtonStyle;

use super::points::{plus, points};
use super::{Terms, button, mine, refused, reveal, row};
use crate::actions::challenge::ghost::{GhostQuestion, GhostRound, Haunted};
use crate::discord::press::{GamePress, Press};
use crate::discord::views::count::ordinal;
use crate::discord::views::named::named;
use crate::discord::views::panel::Panel;
use crate::discord::views::panel::Tone;
use crate::discord::views::{View, question as asked_question, rationale, when};
use crate::domain::challenge::{Refusal, RoundRow};

/// The most opponents who are named after a question.
const SHOWN: usize = 5;

/// What became of a ghost's press.
#[must_use]
pub fn haunted(haunted: &Haunted, terms: Terms<'_>) -> View {
    match haunted {
        Haunted::Question(question) => on_the_table(question),
        Haunted::Round(round) => after(round, terms),
        Haunted::Through(challenge, sheet) => mine::sheet(challenge, sheet, terms),
        Haunted::Refused(challenge, Refusal::Stale { .. }) => View::refusal(format!(
            "You're past that question. Press **Play it against them** at the end of the game in <#{}> to go on.",
            challenge.place()
        )),
        Haunted::Refused(challenge, refusal) => refused::refused(challenge, refusal),
        Haunted::Unknown => refused::unknown(),
    }
}

fn on_the_table(question: &GhostQuestion) -> View {
    let (challenge, number, asked) = (question.challenge.id(), question.number, &*question.asked);
    let press = |press| Press::Game { challenge, press };
    let rows = asked_question::rows(
        asked,
        |position| press(GamePress::GhostOption { number, position }),
        &press(GamePress::GhostChoices { number }),
    );
    let of = question.challenge.closed_rounds().count();
    let panel = Panel::new(Tone::Asking, format!("👻 Question {number} of {of}"))
        .paragraph(asked_question::text(asked))
        .paragraph(format!(
            "Choose **{}**. Your time ends {}.",
            asked_question::how_many(&asked.question),
            when::relative(question.until)
        ))
        .footer(asked_question::place(&asked.question));
    View { rows, ..panel.into_view() }
}

fn after(round: &GhostRound, terms: Terms<'_>) -> View {
    let challenge = round.challenge.id();
    let (mine, asked) = (&round.mine, &*round.mine.asked);
    let panel = match mine.grade {
        Some(grade) => Panel::new(rationale::tone(grade), rationale::verdict(asked, grade)),
        None => Panel::new(Tone::Learning, format!("Time was up: it's {}", asked.key())),
    };
    let panel = panel.paragraph(asked.question.stem.trim());
    let panel = rationale::on(panel, asked, mine.given.map(|given| given.selection));
    let panel = panel.list("This question", &compared(round));
    let look_closer = [mine::all_button(challenge, mine.number), mine::report_button(challenge, mine.number)];
    if round.next.is_none() {
        let shown = mine::sheet(&round.challenge, &round.sheet, terms);
        let mut view = panel.into_view();
        view.embeds.extend(shown.embeds);
        return View { rows: [row(look_closer.into())].into_iter().chain(shown.rows).collect(), ..view };
    }
    let next = button(challenge, GamePress::Ghost, "Next question", ButtonStyle::Primary);
    View { rows: vec![row([next].into_iter().chain(look_closer).collect())], ..panel.into_view() }
}

/// The ghost's points, and what those who were there earned; who of them missed it is not told, as in the reveal.
fn compared(round: &GhostRound) -> Vec<String> {
    let mine = round.mine.earned;
    let better = round.theirs.rows.iter().filter(|row| row.earned.total() > mine.total()).count();
    let mut lines = vec![format!("👻 You **{}**, {} here", plus(mine), ordinal(better + 1))];
    let opponent = |row: &RoundRow| format!("{} **{}**", named(row.member), plus(row.earned));
    lines.extend(reveal::who_earned(&round.theirs.rows, SHOWN, opponent));
    if let Some(standing) = &round.sheet.standing {
        lines.push(format!("Altogether: **{}**", points(standing.points)));
    }
    lines
}
