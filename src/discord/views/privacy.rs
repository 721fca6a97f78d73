//! What is kept about a member, in plain words.

use serenity::all::{
    ButtonStyle, CreateActionRow, CreateButton, CreateInputText, CreateModal, InputTextStyle,
};

use super::panel::{Panel, Tone};
use super::{File, View};
use crate::discord::form::Form;
use crate::discord::press::{FormPress, Press};
use crate::domain::shards::Reach;
use crate::store::{LOOKED_BACK_AT, REMEMBERED};

/// What a member types to have everything erased.
pub const WORD: &str = "ERASE";

/// The id of the form's only field.
const FIELD: &str = "word";

/// Where a part of the bot sends who wants all of it.
const ELSEWHERE: &str = "please ask on your other servers as well";

/// What is kept and why, and what the member can do about it.
#[must_use]
pub fn card(listed: bool, reach: Reach) -> View {
    let days = REMEMBERED.as_hours() / 24;
    let games = format!(
        "• what you answered in challenges, for {} days; your results there for the leaderboard",
        LOOKED_BACK_AT.as_hours() / 24
    );
    let mut panel = Panel::new(Tone::Calm, "What I keep about you")
        .list(
            "Under your Discord id",
            &[
                "• your answers to daily questions and when you gave them: for your streak and the results",
                "• your streak, your freezes, and breaks you announced",
                "• your private practice: so that you don't get the same question again and again",
                &games,
                "• the extra time in challenges that you asked for, if you did",
                "• what you reported about questions, and what you chose here",
                "• that you set up the daily question, if it was you",
            ],
        )
        .list(
            "Never",
            &["Your name, your messages, or anything from other channels. I cannot even read those."],
        )
        .field(
            "What others see",
            if listed {
                "Others on this server can see your streak, your freezes, whether you're on a break, and your place \
                 on the leaderboard."
            } else {
                "Nobody on this server sees your streak or your place on the leaderboard. Only results of daily questions \
                 from more than a month ago may still name you."
            },
        )
        .field(
            "How long",
            format!(
                "It stays while I am on your servers. {days} days after a server removes me, what I kept for it is \
                 erased by itself."
            ),
        );
    if reach == Reach::Part {
        panel = panel.field(
            "Where",
            format!(
                "I'm on so many servers that I work in several parts. This one can export and erase what I keep for \
                 this server and some others; for the rest, {ELSEWHERE}."
            ),
        );
    }
    View { rows: vec![what_to_do(listed)], ..panel.into_view() }
}

fn what_to_do(listed: bool) -> CreateActionRow {
    let show_or_hide = if listed {
        CreateButton::new(Press::Unlist.custom_id()).label("Hide me from others")
    } else {
        CreateButton::new(Press::List.custom_id()).label("Show me to others again")
    };
    CreateActionRow::Buttons(vec![
        CreateButton::new(Press::Export.custom_id()).label("Export").style(ButtonStyle::Primary),
        show_or_hide.style(ButtonStyle::Secondary),
        CreateButton::new(Press::Open(FormPress::Erase).custom_id())
            .label("Erase everything…")
            .style(ButtonStyle::Danger),
    ])
}

/// All of it, as a file.
#[must_use]
pub fn export(data: &serde_json::Value, reach: Reach) -> View {
    let bytes = serde_json::to_vec_pretty(data).unwrap_or_default();
    let said = match reach {
        Reach::Whole => {
            "Here is everything that I keep about you, on this server and all others. Only you see it."
                .to_owned()
        }
        Reach::Part => format!(
            "Here is everything that this part of me keeps about you, on this server and some others. Only you see it. \
             For the rest, {ELSEWHERE}."
        ),
    };
    View { file: Some(File { name: "shipmate-export.json".to_owned(), bytes }), ..View::refusal(said) }
}

/// The form that asks whether the member means it.
pub fn confirm(reach: Reach) -> CreateModal {
    let word = format!("Type {WORD} to erase everything");
    let servers = match reach {
        Reach::Whole => "every server",
        Reach::Part => "this and some other servers",
    };
    let field = CreateInputText::new(InputTextStyle::Short, word, FIELD)
        .placeholder(format!("Your answers, streaks and practice, on {servers}. There is no way back."))
        .min_length(1)
        .max_length(20)
        .required(true);
    CreateModal::new(Form::Erase.custom_id(), "Erase everything about you?")
        .components(vec![CreateActionRow::InputText(field)])
}

/// It is gone.
#[must_use]
pub fn erased(reach: Reach) -> View {
    let (servers, rest) = match reach {
        Reach::Whole => ("every server", String::new()),
        Reach::Part => (
            "this server and the others that this part of me knows",
            format!(" I work in several parts: {ELSEWHERE}."),
        ),
    };
    View::refusal(format!(
        "Done. Everything about you is erased, on {servers}; the groups' results keep their numbers, without you in \
         them. Posts that Discord keeps lose your name where I can still change them, for the last month. Backups \
         from before, where there are any, have you in them until they are deleted. If you answer again, you start \
         afresh.{rest}"
    ))
}

/// The word was not typed.
#[must_use]
pub fn kept() -> View {
    View::refusal(format!("Nothing was erased. To erase everything, type {WORD}."))
}

/// Somebody whose streak is nobody else's business.
#[must_use]
pub fn not_shown() -> View {
    View::refusal("They keep their streak to themselves.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::views::plain::form_problems;

    #[test]
    fn the_form_fits() {
        for reach in [Reach::Whole, Reach::Part] {
            assert_eq!(form_problems(confirm(reach)), Vec::<String>::new());
        }
    }
}
