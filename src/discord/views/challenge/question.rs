//! A question of a game. Nothing here may depend on which option is the key, until it is closed.

use super::{mine_button, row};
use crate::discord::press::{GamePress, Press};
use crate::discord::views::panel::{Panel, Tone};
use crate::discord::views::{View, question as asked_question, rationale, when};
use crate::domain::asked::AskedQuestion;
use crate::domain::challenge::QuestionScene;
use crate::domain::ids::ChallengeId;

pub(super) fn question(challenge: ChallengeId, scene: &QuestionScene) -> View {
    let (number, attempt, asked) = (scene.number, scene.attempt, &*scene.asked);
    let press = |press| Press::Game { challenge, press };
    let mut rows = asked_question::rows(
        asked,
        |position| press(GamePress::Option { number, attempt, position }),
        &press(GamePress::Choices { number, attempt }),
    );
    rows.push(row(vec![mine_button(challenge)]));
    let mut choose = format!("Choose **{}**.", asked_question::how_many(&asked.question));
    if scene.change_of_mind {
        choose.push_str(" You can change your answer once.");
    }
    if attempt > 1 {
        choose.push_str(" I was away for a moment: here it is again, and answers given before still count.");
    }
    let panel = Panel::new(Tone::Asking, format!("Question {number} of {}", scene.of))
        .paragraph(asked_question::text(asked))
        .paragraph(choose)
        .paragraph(format!(
            "Closes {}. **{} of {}** locked in.",
            when::relative(scene.closes_at),
            scene.answered,
            scene.members
        ))
        .footer(asked_question::place(&asked.question));
    View { rows, ..panel.into_view() }
}

/// A question whose buttons have moved to another message.
pub(super) fn asked_anew(number: u8) -> View {
    Panel::new(Tone::Calm, format!("Question {number}"))
        .paragraph("I was away for a moment. This question is asked again further down; answers given here still count.")
        .into_view()
}

/// A question in the middle of which the game ended.
pub(super) fn void(number: u8, asked: &AskedQuestion) -> View {
    let panel = Panel::new(Tone::Calm, format!("Question {number} · it doesn't count"))
        .paragraph(asked.question.stem.trim())
        .paragraph("The game ended before this question closed, so nobody wins or loses points with it.");
    rationale::on(panel, asked, None).footer(asked_question::place(&asked.question)).into_view()
}
