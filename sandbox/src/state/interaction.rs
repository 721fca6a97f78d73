//! What a member did, and how the bot answered.

use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::{Audience, State};
use crate::payload;
use crate::snowflake::Snowflake;

/// How long a bot may take for its first answer, in real time.
pub(crate) const FIRST_ANSWER_LIMIT: Duration = Duration::from_secs(3);

/// How long an interaction token can be used, in sandbox time.
const TOKEN_GOOD: SignedDuration = SignedDuration::from_mins(15);

/// What a member did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InteractionKind {
    Command,
    Component,
    Autocomplete,
    Modal,
}

impl InteractionKind {
    pub(crate) const fn number(self) -> u8 {
        match self {
            Self::Command => 2,
            Self::Component => 3,
            Self::Autocomplete => 4,
            Self::Modal => 5,
        }
    }
}

/// A promise of a later answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deferred {
    /// "… is thinking": a message follows.
    Message,
    /// The component's message will be edited.
    Update,
}

/// The bot's first answer.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    Message,
    Update,
    Modal(Value),
    Choices(Vec<Value>),
    Deferred(Deferred),
}

/// An interaction and what became of it.
#[derive(Clone, Debug)]
pub(crate) struct Interaction {
    pub(crate) id: Snowflake,
    pub(crate) token: String,
    pub(crate) app: Snowflake,
    pub(crate) kind: InteractionKind,
    pub(crate) channel: Snowflake,
    pub(crate) guild: Option<Snowflake>,
    pub(crate) user: Snowflake,
    /// What the member did, in words for errors: `/explain topic:fargate`.
    pub(crate) described: String,
    /// The command's name as typed without options.
    pub(crate) command: Option<String>,
    /// Of the component that was used, or of the modal.
    pub(crate) custom_id: Option<String>,
    /// The message whose component was used, or that led to the modal.
    pub(crate) source: Option<Snowflake>,
    pub(crate) made: Instant,
    pub(crate) issued: Timestamp,
    pub(crate) acknowledged: Option<Duration>,
    pub(crate) answer: Option<Answer>,
    /// The first message, also while it only says "thinking".
    pub(crate) original: Option<Snowflake>,
    pub(crate) followups: Vec<Snowflake>,
    /// What was promised has come.
    pub(crate) complete: bool,
    /// The member was told that the application did not respond.
    pub(crate) given_up: bool,
}

/// How far an interaction has come, as the member sees it.
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    Waiting,
    Deferred,
    Done,
}

impl Interaction {
    pub(crate) fn outcome(&self) -> Outcome {
        match &self.answer {
            None => Outcome::Waiting,
            Some(_) if self.complete => Outcome::Done,
            Some(_) => Outcome::Deferred,
        }
    }

    /// Whether the first answer comes too late.
    pub(crate) fn is_late(&self) -> bool {
        self.given_up || self.made.elapsed() > FIRST_ANSWER_LIMIT
    }

    /// Whether the token can no longer be used.
    pub(crate) fn is_expired(&self, now: Timestamp) -> bool {
        now.duration_since(self.issued) > TOKEN_GOOD
    }
}

/// What a member does, ready to be sent.
pub(crate) struct Act {
    pub(crate) app: Snowflake,
    pub(crate) user: Snowflake,
    pub(crate) channel: Snowflake,
    pub(crate) kind: InteractionKind,
    pub(crate) data: Value,
    pub(crate) described: String,
    pub(crate) command: Option<String>,
    pub(crate) source: Option<Snowflake>,
    /// Fields laid over the finished payload, for forged interactions.
    pub(crate) overlay: Value,
}

impl State {
    /// Makes an interaction and sends it to the app.
    pub(crate) fn interact(&mut self, act: Act) -> Snowflake {
        let id = self.next_id();
        let token = self.secret(84);
        let guild = self.channels.get(&act.channel).and_then(|channel| channel.guild);
        let interaction = Interaction {
            id,
            token: token.clone(),
            app: act.app,
            kind: act.kind,
            channel: act.channel,
            guild,
            user: act.user,
            described: act.described,
            command: act.command,
            custom_id: act.data["custom_id"].as_str().map(str::to_owned),
            source: act.source,
            made: Instant::now(),
            issued: self.now(),
            acknowledged: None,
            answer: None,
            original: None,
            followups: Vec::new(),
            complete: false,
            given_up: false,
        };
        self.tokens.insert(token, id);
        let mut body = payload::interaction(self, &interaction, act.data);
        overlay(&mut body, &act.overlay);
        self.interactions.insert(id, interaction);
        self.emit("INTERACTION_CREATE", &Audience::app(act.app, guild), |_, _| Some(body.clone()));
        id
    }
}

/// Lays `over` onto `body`, object by object.
fn overlay(body: &mut Value, over: &Value) {
    match (body, over) {
        (_, Value::Null) => {}
        (Value::Object(body), Value::Object(over)) => {
            for (key, value) in over {
                overlay_entry(body, key, value);
            }
        }
        (body, over) => *body = over.clone(),
    }
}

fn overlay_entry(body: &mut serde_json::Map<String, Value>, key: &str, value: &Value) {
    match body.get_mut(key) {
        Some(known) if value.is_object() => overlay(known, value),
        _ => {
            body.insert(key.to_owned(), value.clone());
        }
    }
}
