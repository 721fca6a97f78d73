//! Why an answer is right or wrong. Only ever shown to one who has answered, or after the closing.

use serenity::all::{ButtonStyle, CreateButton};

use super::count::{at_the_start, in_words};
use super::panel::{Panel, Tone};
use super::question;
use crate::discord::press::Press;
use crate::domain::asked::AskedQuestion;
use crate::domain::grading::{Grade, Selection, letter};

/// How good a choice was, in a line that names the key.
pub(super) fn verdict(asked: &AskedQuestion, grade: Grade) -> String {
    let key = asked.key();
    match grade {
        Grade::Right => format!("Right! It's {key}"),
        Grade::Partly { right } => {
            let all = in_words(asked.question.key_count());
            format!("{} of {all} right: it's {key}", at_the_start(&in_words(right)))
        }
        Grade::Wrong => format!("Not quite: it's {key}"),
    }
}

/// What a message with this grade feels like.
pub(super) fn tone(grade: Grade) -> Tone {
    match grade {
        Grade::Right => Tone::Glad,
        Grade::Partly { .. } | Grade::Wrong => Tone::Learning,
    }
}

/// Adds a field for each option that was chosen, then for each right one that was not.
pub(super) fn on(panel: Panel, asked: &AskedQuestion, chosen: Option<Selection>) -> Panel {
    let key = asked.key();
    let was_chosen = |position: usize| chosen.is_some_and(|chosen| chosen.contains(position));
    let lead = if key.positions().any(was_chosen) { "Also right:" } else { "The answer:" };
    let yours = chosen.into_iter().flat_map(Selection::positions).map(|position| {
        let mark = if key.contains(position) { "✅" } else { "❌" };
        (mark, "You chose", position)
    });
    let missed = key.positions().filter(|position| !was_chosen(*position));
    yours.chain(missed.map(|position| ("✅", lead, position))).fold(panel, |panel, (mark, lead, position)| {
        panel.field(&format!("{mark} {lead} {}", letter(position)), explained(asked, position))
    })
}

/// Adds a field for each option, in the order in which they were shown.
pub(super) fn on_all(panel: Panel, asked: &AskedQuestion, chosen: Option<Selection>) -> Panel {
    let key = asked.key();
    (0..asked.options().len()).fold(panel, |panel, position| {
        let mark = if key.contains(position) { "✅" } else { "❌" };
        let yours = chosen.is_some_and(|chosen| chosen.contains(position));
        let yours = if yours { " · you chose it" } else { "" };
        panel.field(&format!("{mark} {}{yours}", letter(position)), explained(asked, position))
    })
}

/// A question that the member has answered, or that is over, with the reason for each of its options.
pub(super) fn review(asked: &AskedQuestion, chosen: Option<Selection>) -> Panel {
    let panel = match chosen.map(|chosen| asked.grade(chosen)) {
        Some(grade) => Panel::new(tone(grade), verdict(asked, grade)),
        None => Panel::new(Tone::Learning, format!("You didn't answer: it's {}", asked.key())),
    };
    let panel = panel.paragraph(asked.question.stem.trim()).footer(question::place(&asked.question));
    on_all(panel, asked, chosen)
}

/// Leads from a result, which explains what was chosen and what is right, to the reasons for all options.
pub(super) fn all_button(press: &Press) -> CreateButton {
    CreateButton::new(press.custom_id()).label("All options").style(ButtonStyle::Secondary)
}

/// The reason that belongs to an option.
pub(super) fn why(asked: &AskedQuestion, position: usize) -> &str {
    asked.option(position).map_or("", |option| option.why.trim())
}

fn explained(asked: &AskedQuestion, position: usize) -> String {
    let text = asked.option(position).map_or("", |option| option.text.trim());
    format!("> {text}\n{}", why(asked, position))
}
