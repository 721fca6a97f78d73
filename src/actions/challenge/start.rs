//! A member starts a game.

use std::sync::Arc;

use crate::actions::Services;
use crate::domain::challenge::{self, BadRules, Challenge, Mode, Opening, ROUNDS, Rules};
use crate::domain::content::Question;
use crate::domain::ids::{ChannelId, ConceptId, GuildId, MemberId};
use crate::store::StoreError;

/// What became of `/challenge start` and `/challenge duel`.
#[derive(Clone, Debug)]
pub enum Started {
    /// The lobby is open. It has fewer rounds than were asked for where no more questions are left.
    Opened(Arc<Challenge>),
    /// The channel has a game on: that one.
    Running(Arc<Challenge>),
    /// The rules cannot be played by.
    BadRules(BadRules),
    /// There is no such topic.
    UnknownTopic(ConceptId),
    /// The group has had (nearly) all questions on this lately.
    TooFewQuestions {
        /// The topic; `None`: all questions.
        topic: Option<ConceptId>,
        /// How many it has not had.
        left: usize,
        /// How many there are.
        all: usize,
    },
    /// A duel against oneself.
    Alone,
}

/// Opens a lobby in a channel, with its host in it.
///
/// # Errors
///
/// Whatever the store refuses.
pub async fn start(
    services: &Services,
    guild: GuildId,
    channel: ChannelId,
    host: MemberId,
    mut rules: Rules,
) -> Result<Started, StoreError> {
    if let Err(bad) = rules.check() {
        return Ok(Started::BadRules(bad));
    }
    if matches!(rules.mode, Mode::Duel { opponent } if opponent == host) {
        return Ok(Started::Alone);
    }
    let topic = rules.topic.clone();
    if let Some(unknown) = topic.clone().filter(|topic| services.library.concept(topic).is_none()) {
        return Ok(Started::UnknownTopic(unknown));
    }
    if let Some(game) = services.games.live_in(channel) {
        return Ok(Started::Running(game.now()));
    }
    let (history, today) = services.store.challenge_history(guild, services.clock.now()).await?;
    let left = challenge::not_lately(&services.pool, topic.as_ref(), &history, today).len();
    if left < usize::from(*ROUNDS.start()) {
        let is_about =
            |question: &&Question| topic.as_ref().is_none_or(|topic| question.concepts.contains(topic));
        let all = services.pool.iter().filter(is_about).count();
        return Ok(Started::TooFewQuestions { topic, left, all });
    }
    rules.rounds = rules.rounds.min(u8::try_from(left).unwrap_or(u8::MAX));
    let host = services.store.newcomer(guild, host).await?;
    let opening = Opening { guild, channel, host, rules, seed: services.chance.seed() };
    match services.games.open(opening).await? {
        Ok(game) => Ok(Started::Opened(game.now())),
        Err(live) => match services.games.find(guild, live).await? {
            Some(game) => Ok(Started::Running(game.now())),
            None => Err(StoreError::Corrupt { what: "a game", value: live.to_string() }),
        },
    }
}
