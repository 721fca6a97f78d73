//! A group's game on Discord: its messages posted, looked for, changed, taken away.

use serde_json::{Value, json};
use serenity::all::{ChannelId, Route};

use super::outward::{
    AUTO_ARCHIVE_MINUTES, PAGE, PAGES, Posted, ToDiscord, channel, custom_ids, id, message,
    passing_or_refused,
};
use super::permissions::{self, Access};
use super::press::{GamePress, Press};
use super::rest::{Call, Identified, RestError, code};
use super::views::{View, challenge as views};
use crate::domain::challenge::{Challenge, Scene, Slot};
use crate::domain::guild::PauseReason;
use crate::domain::ids;
use crate::jobs::{Edited, OutwardError, Stage, Staged};

impl ToDiscord {
    /// What a scene looks like. `None`: it is to be taken away.
    fn view(&self, staged: &Staged) -> Option<View> {
        views::scene(staged.challenge, &staged.scene, &|concept| self.services.term(concept))
    }

    /// What a refused call means for a game: asks Discord what exactly is missing.
    async fn why_not(&self, error: RestError, staged: &Staged) -> OutwardError {
        match error.code() {
            Some(code::UNKNOWN_CHANNEL) => OutwardError::Impossible(PauseReason::ChannelGone),
            Some(code::MISSING_ACCESS | code::MISSING_PERMISSIONS) => {
                let access = permissions::lacking_to_play(&self.rest, staged.guild, staged.channel).await;
                missing(access)
            }
            _ => passing_or_refused(error),
        }
    }
}

/// What a refusal for want of a permission means.
pub(super) fn missing(access: Result<Access, RestError>) -> OutwardError {
    OutwardError::Impossible(match access {
        Ok(Access::Gone) => PauseReason::ChannelGone,
        Ok(Access::Lacks(names)) if !names.is_empty() => {
            PauseReason::MissingPermissions { permissions: names.into_iter().map(str::to_owned).collect() }
        }
        Ok(Access::Lacks(_)) | Err(RestError::Unreadable(_)) => {
            PauseReason::Refused { said: "a permission is missing".into() }
        }
        Err(error) if error.is_passing() => return passing_or_refused(error),
        Err(error) => PauseReason::Refused { said: error.to_string() },
    })
}

impl Stage for ToDiscord {
    async fn post_scene(&self, staged: &Staged) -> Result<ids::MessageId, OutwardError> {
        let mut body = message(&self.view(staged).unwrap_or_default());
        body["nonce"] = json!(staged.nonce());
        body["enforce_nonce"] = json!(true);
        let route = Route::ChannelMessages { channel_id: channel(staged.channel) };
        match self.rest.fetch::<Identified>(Call::post(route, &body)).await {
            Ok(message) => Ok(ids::MessageId(message.id.get())),
            Err(error) => Err(self.why_not(error, staged).await),
        }
    }

    async fn find_scene(&self, staged: &Staged) -> Result<Option<ids::MessageId>, OutwardError> {
        let title = self.view(staged).map(|view| title_of(&view)).unwrap_or_default();
        let mut after = ids::earliest_snowflake(staged.since);
        for _ in 0..PAGES {
            let route = Route::ChannelMessages { channel_id: channel(staged.channel) };
            let params = vec![("limit", PAGE.to_string()), ("after", after.to_string())];
            let messages: Vec<Posted> = match self.rest.fetch(Call::get(route).with(params)).await {
                Ok(messages) => messages,
                Err(error) => return Err(self.why_not(error, staged).await),
            };
            let found = messages
                .iter()
                .find(|posted| posted.author.id.get() == self.me.0 && shows(posted, staged, &title));
            if let Some(found) = found {
                return Ok(Some(ids::MessageId(found.id.get())));
            }
            match messages.iter().map(|message| message.id.get()).max() {
                Some(newest) if messages.len() >= usize::from(PAGE) => after = newest,
                _ => break,
            }
        }
        Ok(None)
    }

    async fn change_scene(
        &self,
        staged: &Staged,
        message_id: ids::MessageId,
    ) -> Result<Edited, OutwardError> {
        let route = Route::ChannelMessage { channel_id: channel(staged.channel), message_id: id(message_id) };
        let changed = match self.view(staged) {
            Some(view) => self.rest.tell(Call::patch(route, &message(&view))).await,
            None => self.rest.tell(Call::delete(route)).await,
        };
        match changed {
            Ok(()) => Ok(Edited::Shown),
            Err(error) if error.code() == Some(code::UNKNOWN_MESSAGE) => Ok(match staged.scene {
                Scene::Gone => Edited::Shown,
                _ => Edited::Gone,
            }),
            Err(error) => Err(self.why_not(error, staged).await),
        }
    }

    async fn open_stage(
        &self,
        challenge: &Challenge,
        lobby: ids::MessageId,
    ) -> Result<ids::ChannelId, OutwardError> {
        let route =
            Route::ChannelMessageThreads { channel_id: channel(challenge.channel()), message_id: id(lobby) };
        let body = json!({
            "name": views::thread_name(challenge.rules(), &|concept| self.services.term(concept)),
            "auto_archive_duration": AUTO_ARCHIVE_MINUTES,
        });
        match self.rest.fetch::<Identified>(Call::post(route, &body)).await {
            Ok(thread) => Ok(ids::ChannelId(thread.id.get())),
            // A thread that begins at a message has the message's id.
            Err(error) if error.code() == Some(code::THREAD_EXISTS) => Ok(ids::ChannelId(lobby.0)),
            Err(error) => Err(passing_or_refused(error)),
        }
    }

    async fn tell_host(&self, challenge: &Challenge) -> Result<(), OutwardError> {
        let open = json!({ "recipient_id": challenge.host().to_string() });
        let direct: Identified =
            self.rest.fetch(Call::post(Route::UserMeDmChannels, &open)).await.map_err(passing_or_refused)?;
        let name = self.name_of(challenge.guild()).await;
        let mut body = message(&views::host::ended(challenge, name.as_deref()));
        body["nonce"] = json!(format!("game-{}-host", challenge.id()));
        body["enforce_nonce"] = json!(true);
        let route = Route::ChannelMessages { channel_id: ChannelId::new(direct.id.get()) };
        self.rest.tell(Call::post(route, &body)).await.map_err(passing_or_refused)
    }
}

/// Whether a message is the one of this slot: its components name the game and the round. The scenario before the
/// options appear has none: there the title has to do.
fn shows(posted: &Posted, staged: &Staged, title: &str) -> bool {
    let shown_title = posted.embeds.first().and_then(|embed| embed["title"].as_str()).unwrap_or_default();
    let mut presses = custom_ids(&posted.components).filter_map(|custom_id| match Press::parse(custom_id) {
        Ok(Press::Game { challenge, press }) if challenge == staged.challenge => Some(press),
        _ => None,
    });
    match staged.slot {
        Slot::Lobby => presses
            .any(|press| matches!(press, GamePress::Join | GamePress::JoinTeam { .. } | GamePress::Leave)),
        Slot::Curtain { .. } => {
            !title.is_empty() && shown_title == title && custom_ids(&posted.components).next().is_none()
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
