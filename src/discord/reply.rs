//! One way to answer an interaction: in time, deferred when the work is slow, and always in words.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde::Serialize;
use serde_json::json;
use serenity::all::{
    ApplicationId, CommandInteraction, ComponentInteraction, CreateActionRow, CreateEmbed, CreateModal,
    InteractionId, MessageFlags, ModalInteraction, Route,
};
use tracing::error;

use super::handling;
use super::rest::{Call, Rest, RestError, code};
use super::views::{File, View, failure};
use crate::clock::real_pause;
use crate::metrics::Outcome;
use crate::store::StoreError;

/// How long the work may take before the interaction is deferred. Discord gives 3 s for the first answer;
/// the deferral itself has to travel too.
///
/// Source: <https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-callback>
const PATIENCE: Duration = Duration::from_millis(1_500);

/// How much patience a call has.
#[derive(Clone, Copy, Debug)]
struct Patience {
    /// How long one try may take.
    attempt: Duration,
    /// The longest wait that a rate limit may ask for.
    limit: Duration,
}

/// The first answer is due within 3 s: a try that is lost must leave time for another.
const FIRST: Patience = Patience { attempt: Duration::from_secs(1), limit: PATIENCE };

/// A deferred answer has 15 minutes.
const DEFERRED: Patience = Patience { attempt: Duration::from_secs(15), limit: Duration::from_secs(60) };

/// Waits before an answer that did not get through is sent again.
const AGAIN: [Duration; 3] =
    [Duration::from_millis(100), Duration::from_millis(300), Duration::from_millis(700)];

/// Where an answer goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum To {
    /// A new message that only the member sees.
    Member,
    /// A new message in the channel.
    Channel,
    /// The message whose component was used changes.
    SameMessage,
}

/// An interaction to be answered.
#[derive(Clone, Debug)]
pub(super) struct Incoming {
    id: InteractionId,
    application: ApplicationId,
    token: String,
}

impl From<&CommandInteraction> for Incoming {
    fn from(command: &CommandInteraction) -> Self {
        Self { id: command.id, application: command.application_id, token: command.token.clone() }
    }
}

impl From<&ModalInteraction> for Incoming {
    fn from(modal: &ModalInteraction) -> Self {
        Self { id: modal.id, application: modal.application_id, token: modal.token.clone() }
    }
}

impl From<&ComponentInteraction> for Incoming {
    fn from(component: &ComponentInteraction) -> Self {
        Self { id: component.id, application: component.application_id, token: component.token.clone() }
    }
}

/// Kinds of interaction callbacks.
///
/// Source: <https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-interaction-callback-type>
mod callback {
    pub(super) const MESSAGE: u8 = 4;
    pub(super) const DEFERRED_MESSAGE: u8 = 5;
    pub(super) const DEFERRED_UPDATE: u8 = 6;
    pub(super) const UPDATE: u8 = 7;
    pub(super) const MODAL: u8 = 9;
}

/// What work gives.
type Done = Result<View, StoreError>;

/// Does `work` and answers with what it gives: at once when it is quick, else the interaction is deferred
/// and completed. A failure of the store is told in words. Returns whether the answer got through.
pub(super) async fn answer(
    rest: &Rest,
    incoming: &Incoming,
    to: To,
    work: impl Future<Output = Done>,
) -> bool {
    tokio::pin!(work);
    let answered = match tokio::time::timeout(PATIENCE, &mut work).await {
        Ok(done) => at_once(rest, incoming, to, done).await,
        Err(_) => deferred(rest, incoming, to, work).await,
    };
    let got_through = answered.is_ok();
    note(incoming, answered);
    got_through
}

async fn at_once(rest: &Rest, incoming: &Incoming, to: To, done: Done) -> Result<Outcome, RestError> {
    let (view, outcome) = in_words(done);
    respond(rest, incoming, if view.apart { To::Member } else { to }, &view).await?;
    handling::acknowledged();
    Ok(outcome)
}

async fn deferred(
    rest: &Rest,
    incoming: &Incoming,
    to: To,
    work: impl Future<Output = Done>,
) -> Result<Outcome, RestError> {
    defer(rest, incoming, to).await?;
    handling::acknowledged();
    let (view, outcome) = in_words(work.await);
    complete(rest, incoming, to, &view).await?;
    Ok(if outcome == Outcome::Answered { Outcome::Deferred } else { outcome })
}

/// What a button opens.
pub(super) enum Opening {
    /// A form to fill in.
    Form(CreateModal),
    /// A message instead, for the member alone.
    Message(View),
}

/// Does `work` and opens what it gives. A form has to be the first answer, so slow work is not waited for.
pub(super) async fn open(
    rest: &Rest,
    incoming: &Incoming,
    work: impl Future<Output = Result<Opening, StoreError>>,
) {
    let answered = match tokio::time::timeout(PATIENCE, work).await {
        Ok(Ok(Opening::Form(form))) => show(rest, incoming, &form).await,
        Ok(Ok(Opening::Message(view))) => at_once(rest, incoming, To::Member, Ok(view)).await,
        Ok(Err(error)) => at_once(rest, incoming, To::Member, Err(error)).await,
        Err(_) => at_once(rest, incoming, To::Member, Err(StoreError::Busy)).await,
    };
    note(incoming, answered);
}

async fn show(rest: &Rest, incoming: &Incoming, form: &CreateModal) -> Result<Outcome, RestError> {
    callback(rest, incoming, callback::MODAL, Some(form), None).await?;
    handling::acknowledged();
    Ok(Outcome::Answered)
}

/// What came of an answer, for the log and the meters.
fn note(incoming: &Incoming, answered: Result<Outcome, RestError>) {
    handling::ended(answered.unwrap_or_else(|error| {
        error!(interaction = %incoming.id, %error, "an answer did not get through");
        Outcome::Lost
    }));
}

/// The view, or what to say when there is none: the member gets words and a reference, the log the cause.
fn in_words(done: Done) -> (View, Outcome) {
    match done {
        Ok(view) => (view, Outcome::Answered),
        Err(StoreError::Busy) => (failure::busy(), Outcome::Busy),
        Err(cause) => {
            let reference = reference();
            error!(%reference, %cause, "an action failed");
            (failure::broken(&reference), Outcome::Failed)
        }
    }
}

/// A short reference that a member can pass on and an operator can find in the log.
fn reference() -> String {
    static FAILURES: AtomicU64 = AtomicU64::new(0);
    format!("{:x}-{}", std::process::id(), FAILURES.fetch_add(1, Ordering::Relaxed))
}

async fn respond(rest: &Rest, incoming: &Incoming, to: To, view: &View) -> Result<(), RestError> {
    let kind = match to {
        To::Member | To::Channel => callback::MESSAGE,
        To::SameMessage => callback::UPDATE,
    };
    callback(rest, incoming, kind, Some(message(view, to)), view.file.as_ref()).await
}

async fn defer(rest: &Rest, incoming: &Incoming, to: To) -> Result<(), RestError> {
    let kind = match to {
        To::Member | To::Channel => callback::DEFERRED_MESSAGE,
        To::SameMessage => callback::DEFERRED_UPDATE,
    };
    let data = (to == To::Member).then(|| json!({ "flags": MessageFlags::EPHEMERAL }));
    callback(rest, incoming, kind, data, None).await
}

async fn callback(
    rest: &Rest,
    incoming: &Incoming,
    kind: u8,
    data: Option<impl Serialize>,
    file: Option<&File>,
) -> Result<(), RestError> {
    let body = Callback { kind, data };
    let route = || Route::InteractionResponse { interaction_id: incoming.id, token: &incoming.token };
    let sent = patiently(rest, FIRST, || with_file(Call::post(route(), &body), file)).await;
    // A try that seemed lost may have got through: then Discord has the answer.
    sent.or_else(|error| match error.code() {
        Some(code::ALREADY_ACKNOWLEDGED) => Ok(()),
        _ => Err(error),
    })
}

async fn complete(rest: &Rest, incoming: &Incoming, to: To, view: &View) -> Result<(), RestError> {
    if view.apart && to == To::SameMessage {
        let body = message(view, To::Member);
        let route = || Route::WebhookFollowupMessages {
            application_id: incoming.application,
            token: &incoming.token,
        };
        return patiently(rest, DEFERRED, || with_file(Call::post(route(), &body), view.file.as_ref())).await;
    }
    // Whether it is private was settled when it was deferred.
    let body = Message { flags: None, ..message(view, to) };
    let route = || Route::WebhookOriginalInteractionResponse {
        application_id: incoming.application,
        token: &incoming.token,
    };
    patiently(rest, DEFERRED, || with_file(Call::patch(route(), &body), view.file.as_ref())).await
}

fn with_file<'a>(call: Call<'a>, file: Option<&File>) -> Call<'a> {
    match file {
        Some(file) => call.attaching(&file.name, &file.bytes),
        None => call,
    }
}

/// Tries again after a passing failure, while the member still waits. A rate limit that asks for more than
/// the patience allows is not waited for, and never broken.
async fn patiently<'a>(
    rest: &Rest,
    patience: Patience,
    call: impl Fn() -> Call<'a>,
) -> Result<(), RestError> {
    for pause in AGAIN {
        match attempt(rest, patience, call()).await {
            Err(RestError::RateLimited { after }) if after <= patience.limit => real_pause(after).await,
            Err(error @ RestError::RateLimited { .. }) => return Err(error),
            Err(error) if error.is_passing() => real_pause(pause).await,
            done => return done,
        }
    }
    attempt(rest, patience, call()).await
}

async fn attempt(rest: &Rest, patience: Patience, call: Call<'_>) -> Result<(), RestError> {
    let lost = || Err(RestError::Unreachable("it took too long".into()));
    tokio::time::timeout(patience.attempt, rest.tell(call)).await.unwrap_or_else(|_| lost())
}

#[derive(Serialize)]
struct Callback<D> {
    #[serde(rename = "type")]
    kind: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<D>,
}

/// A message as Discord wants it.
#[derive(Serialize)]
struct Message<'a> {
    content: &'a str,
    embeds: &'a [CreateEmbed],
    components: &'a [CreateActionRow],
    allowed_mentions: serde_json::Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    flags: Option<MessageFlags>,
}

/// What a view says; nobody is mentioned by an answer.
fn message(view: &View, to: To) -> Message<'_> {
    Message {
        content: &view.content,
        embeds: &view.embeds,
        components: &view.rows,
        allowed_mentions: json!({ "parse": [] }),
        flags: (to == To::Member).then_some(MessageFlags::EPHEMERAL),
    }
}
