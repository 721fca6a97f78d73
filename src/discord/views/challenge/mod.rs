//! A group's game: every message of it, and what its members are told in private.

pub mod done;
pub mod extra_time;
pub mod ghost;
pub mod host;
pub mod mine;
pub mod refused;
pub mod started;

mod curtain;
mod ended;
mod lobby;
mod podium;
mod points;
mod question;
mod reveal;
mod rules;
mod standings;
mod teams;
#[cfg(test)]
mod tests;

use serenity::all::{ButtonStyle, CreateActionRow, CreateButton};

use super::View;
use crate::discord::limits::{self, fit};
use crate::discord::press::{GamePress, Press};
use crate::domain::challenge::{Challenge, Mode, Rules, Scene};
use crate::domain::ids::{ChallengeId, ConceptId};

/// The name of a concept, where it is known.
pub type Terms<'a> = &'a (dyn Fn(&ConceptId) -> Option<String> + Sync);

/// A message of a game. `None`: there is to be none.
#[must_use]
pub fn scene(challenge: ChallengeId, scene: &Scene, terms: Terms<'_>) -> Option<View> {
    Some(match scene {
        Scene::Lobby(lobby) => lobby::lobby(challenge, lobby, terms),
        Scene::Curtain(curtain) => curtain::curtain(curtain),
        Scene::Gone => return None,
        Scene::Question(question) => question::question(challenge, question),
        Scene::AskedAnew { number } => question::asked_anew(*number),
        Scene::Void { number, asked } => question::void(*number, asked),
        Scene::Reveal(reveal) => reveal::reveal(challenge, reveal),
        Scene::Podium(podium) => podium::podium(challenge, podium, terms),
    })
}

/// The name of a game's own thread.
#[must_use]
pub fn thread_name(rules: &Rules, terms: Terms<'_>) -> String {
    fit(&title(rules, terms), limits::THREAD_NAME)
}

/// `Challenge · Fargate`
fn title(rules: &Rules, terms: Terms<'_>) -> String {
    match rules.topic.as_ref().and_then(terms) {
        Some(topic) => format!("Challenge · {topic}"),
        None => "Challenge".to_owned(),
    }
}

fn button(challenge: ChallengeId, press: GamePress, label: &str, style: ButtonStyle) -> CreateButton {
    let press = Press::Game { challenge, press };
    CreateButton::new(press.custom_id()).label(fit(label, limits::BUTTON_LABEL)).style(style)
}

fn mine_button(challenge: ChallengeId) -> CreateButton {
    button(challenge, GamePress::Mine, "Where do I stand?", ButtonStyle::Secondary)
}

/// The view with a button to join, unless only the two who were invited may.
fn with_join(challenge: &Challenge, view: View) -> View {
    if matches!(challenge.rules().mode, Mode::Duel { .. }) {
        return view;
    }
    let join = button(challenge.id(), GamePress::Join, "Join", ButtonStyle::Success);
    View { rows: vec![row(vec![join])], ..view }
}

fn row(buttons: Vec<CreateButton>) -> CreateActionRow {
    CreateActionRow::Buttons(buttons)
}
