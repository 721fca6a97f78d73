//! A question as it is asked: its text, and what to press. Nothing here may depend on which option is the
//! key, but for how many there are.

use serenity::all::{
    ButtonStyle, CreateActionRow, CreateButton, CreateSelectMenu, CreateSelectMenuKind,
    CreateSelectMenuOption,
};

use super::count::in_words;
use crate::discord::limits::{self, fit};
use crate::discord::press::Press;
use crate::domain::asked::AskedQuestion;
use crate::domain::content::Question;
use crate::domain::grading::letter;

/// The stem and, below it, the lettered options in full.
pub(super) fn text(asked: &AskedQuestion) -> String {
    let options: Vec<String> = (0..asked.options().len()).map(|position| option(asked, position)).collect();
    format!("{}\n\n{}", asked.question.stem.trim(), options.join("\n"))
}

/// `**B.** Mount a volume`, or nothing where there is no such option.
pub(super) fn option(asked: &AskedQuestion, position: usize) -> String {
    asked
        .option(position)
        .map_or_else(String::new, |option| format!("**{}.** {}", letter(position), option.text.trim()))
}

/// How many options to choose: `ONE`, `TWO`.
pub(super) fn how_many(question: &Question) -> String {
    in_words(question.key_count()).to_uppercase()
}

/// What to say to a choice of too few or too many options: `This one asks for **TWO** options.`
pub(super) fn asks_for(question: &Question) -> String {
    let options = if question.key_count() == 1 { "option" } else { "options" };
    format!("This one asks for **{}** {options}.", how_many(question))
}

/// The same where the choice is below.
pub(super) fn unfit(question: &Question) -> String {
    format!("{} Nothing is recorded yet: choose below.", asks_for(question))
}

/// Where the question stands in the course, and how hard it is.
pub(super) fn place(question: &Question) -> String {
    format!("Section {} · {}", question.section, question.difficulty)
}

/// What to press: a button per option, or a menu where several have to be chosen.
pub(super) fn rows(
    asked: &AskedQuestion,
    button: impl Fn(usize) -> Press,
    menu: &Press,
) -> Vec<CreateActionRow> {
    match asked.question.key_count() {
        0 | 1 => buttons(asked, button),
        several => vec![CreateActionRow::SelectMenu(select(asked, menu, several))],
    }
}

fn buttons(asked: &AskedQuestion, button: impl Fn(usize) -> Press) -> Vec<CreateActionRow> {
    let buttons: Vec<CreateButton> = (0..asked.options().len())
        .map(|position| {
            CreateButton::new(button(position).custom_id())
                .label(letter(position).to_string())
                .style(ButtonStyle::Secondary)
        })
        .collect();
    buttons.chunks(limits::BUTTONS_PER_ROW).map(|row| CreateActionRow::Buttons(row.to_vec())).collect()
}

fn select(asked: &AskedQuestion, menu: &Press, several: usize) -> CreateSelectMenu {
    let options = asked
        .options()
        .enumerate()
        .map(|(position, option)| {
            // A menu shows no markdown, so code marks would stand there as they are.
            let text = option.text.trim().replace('`', "");
            CreateSelectMenuOption::new(letter(position).to_string(), position.to_string())
                .description(fit(&text, limits::SELECT_OPTION_DESCRIPTION))
        })
        .collect();
    let count = u8::try_from(several).unwrap_or(u8::MAX);
    CreateSelectMenu::new(menu.custom_id(), CreateSelectMenuKind::String { options })
        .placeholder(format!("Choose {}", how_many(&asked.question)))
        .min_values(count)
        .max_values(count)
}
