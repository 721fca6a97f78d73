//! A group's game on Discord: its messages posted, looked for, changed, taken away.

use serde_json::{Value, json};
use serenity::all::{ChannelId, Route};

use super::permissions;
use super::posting::{Posted, ToDiscord, message, message_in, refused, refused_for_want_of, refused_there};
use super::press::{GamePress, Press};
use super::rest::{Call, RestError, code};
use super::views::{View, challenge as views};
use crate::domain::challenge::{Challenge, Scene, Slot};
use crate::domain::ids;
use crate::jobs::{Edited, OutwardError, Stage, Staged};

impl ToDiscord {
    /// What a scene looks like. `None`: it is to be taken away.
    fn view(&self, staged: &Staged) -> Option<View> {
        views::scene(staged.challenge, &staged.scene, &|concept| self.services.term(concept))
    }

    /// What a refused call means for a game.
    async fn why_no_scene(&self, error: RestError, staged: &Staged) -> OutwardError {
        let missing = async {
            let (guild, channel) = (staged.guild, staged.channel);
            refused_for_want_of(permissions::lacking_to_play(&self.rest, self.me, guild, channel).await)
        };
        refused_there(error, missing).await
    }

    /// Changes a message, or takes it away where there is no `view`.
    async fn change(
        &self,
        staged: &Staged,
        message_id: ids::MessageId,
        view: Option<&View>,
    ) -> Result<(), RestError> {
        let route = message_in(staged.channel, message_id);
        match view {
            Some(view) => self.rest.tell(Call::patch(route, &message(view))).await,
            None => self.rest.tell(Call::delete(route)).await,
        }
    }

    /// Opens an archived thread again, which takes no permission unless it is locked. It is archived by itself after
    /// the next quiet day.
    ///
    /// Source: <https://discord.com/developers/docs/topics/threads>, "Editing & Deleting Threads".
    async fn unarchive(&self, thread: ids::ChannelId) -> Result<(), RestError> {
        let route = Route::Channel { channel_id: ChannelId::new(thread.0) };
        self.rest.tell(Call::patch(route, &json!({ "archived": false }))).await
    }
}

impl Stage for ToDiscord {
    async fn post_scene(&self, staged: &Staged) -> Result<ids::MessageId, OutwardError> {
        let body = message(&self.view(staged).unwrap_or_default());
        match self.post_once(staged.channel, body, &staged.nonce()).await {
            Ok(message) => Ok(message),
            Err(error) => Err(self.why_no_scene(error, staged).await),
        }
    }

    async fn find_scene(&self, staged: &Staged) -> Result<Option<ids::MessageId>, OutwardError> {
        let title = self.view(staged).map(|view| title_of(&view)).unwrap_or_default();
        match self.find_ours(staged.channel, staged.since, |posted| shows(posted, staged, &title)).await {
            Ok(found) => Ok(found),
            Err(error) => Err(self.why_no_scene(error, staged).await),
        }
    }

    async fn change_scene(
        &self,
        staged: &Staged,
        message_id: ids::MessageId,
    ) -> Result<Edited, OutwardError> {
        let view = self.view(staged);
        let mut changed = self.change(staged, message_id, view.as_ref()).await;
        if matches!(&changed, Err(error) if error.code() == Some(code::THREAD_ARCHIVED)) {
            changed = match self.unarchive(staged.channel).await {
                Ok(()) => self.change(staged, message_id, view.as_ref()).await,
                Err(error) => Err(error),
            };
        }
        match changed {
            Ok(()) => Ok(Edited::Shown),
            Err(error) if error.code() == Some(code::UNKNOWN_MESSAGE) => Ok(match staged.scene {
                Scene::Gone => Edited::Shown,
                _ => Edited::Gone,
            }),
            Err(error) => Err(self.why_no_scene(error, staged).await),
        }
    }

    async fn open_stage(
        &self,
        challenge: &Challenge,
        lobby: ids::MessageId,
    ) -> Result<ids::ChannelId, OutwardError> {
        let name = views::thread_name(challenge.rules(), &|concept| self.services.term(concept));
        self.thread_at(challenge.channel(), lobby, &name).await.map_err(refused)
    }

    async fn tell_host(&self, challenge: &Challenge) -> Result<(), OutwardError> {
        let name = self.name_of(challenge.guild()).await;
        let view = views::host::ended(challenge, name.as_deref());
        let nonce = format!("game-{}-host", challenge.id());
        self.tell_once(challenge.host(), &view, &nonce).await.map_err(refused)
    }
}

/// Whether a message is the one of this slot: its components name the game and the round. The scenario before the
/// options appear has none: there the title has to do.
fn shows(posted: &Posted, staged: &Staged, title: &str) -> bool {
    let shown_title = posted.title();
    let mut presses = posted.custom_ids().filter_map(|custom_id| match Press::parse(custom_id) {
        Ok(Press::Game { challenge, press }) if challenge == staged.challenge => Some(press),
        _ => None,
    });
    match staged.slot {
        Slot::Lobby => presses
            .any(|press| matches!(press, GamePress::Join | GamePress::JoinTeam { .. } | GamePress::Leave)),
        Slot::Curtain { .. } => {
            !title.is_empty() && shown_title == title && posted.custom_ids().next().is_none()
        }
        Slot::Question { number, attempt } => presses.any(|press| match press {
            GamePress::Option { number: of, attempt: asking, .. }
            | GamePress::Choices { number: of, attempt: asking } => (of, asking) == (number, attempt),
            // Closed, the letters are gone.
            GamePress::GoOn => shown_title.starts_with(&format!("Question {number} of ")),
            _ => false,
        }),
        Slot::Podium => {
            presses.any(|press| press == GamePress::Ghost) || podium_without_questions(shown_title, title)
        }
    }
}

/// A game that ended before its first question closed has an end without buttons.
fn podium_without_questions(shown: &str, title: &str) -> bool {
    !title.is_empty() && shown == title
}

fn title_of(view: &View) -> String {
    let embed = view.embeds.first().and_then(|embed| serde_json::to_value(embed).ok());
    embed
        .as_ref()
        .map(|embed: &Value| embed["title"].as_str().unwrap_or_default().to_owned())
        .unwrap_or_default()
}
