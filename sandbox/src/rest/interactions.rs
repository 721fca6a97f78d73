//! The first answer to an interaction.
//!
//! [Discord's documentation](https://discord.com/developers/docs/interactions/receiving-and-responding#responding-to-an-interaction)

use serde_json::{Value, json};
use twilight_model::guild::Permissions;

use super::{Call, Done, messages};
use crate::audit::ProblemKind;
use crate::error::{ApiError, ApiResult};
use crate::payload;
use crate::snowflake::Snowflake;
use crate::state::{Answer, Deferred, Draft, Interaction, InteractionKind, State, flags};
use crate::validate;

/// Flags a bot may set on a message that answers an interaction.
const SETTABLE: u64 =
    flags::SUPPRESS_EMBEDS | flags::EPHEMERAL | flags::SUPPRESS_NOTIFICATIONS | flags::COMPONENTS_V2;
/// A message that answers a slash command; 19 would be a reply, 0 is a plain one.
const COMMAND_REPLY: u8 = 20;

pub(crate) fn callback(state: &mut State, call: &Call) -> ApiResult<Done> {
    let id = call.id("interaction")?;
    let known = state.interactions.get(&id).filter(|known| known.token == call.param("token")).cloned();
    let known = known.ok_or(ApiError::UNKNOWN_INTERACTION)?;
    if known.acknowledged.is_some() {
        let text = format!("{} was acknowledged a second time", known.described);
        state.audit.note(ProblemKind::DoubleAcknowledgement, text);
        return Err(ApiError::ALREADY_ACKNOWLEDGED);
    }
    if known.is_late() {
        // Once the member has given up, the audit has it already.
        if !known.given_up {
            let text = format!("{} was answered after {:?}", known.described, known.made.elapsed());
            state.audit.note(ProblemKind::LateAcknowledgement, text);
            if let Some(known) = state.interactions.get_mut(&id) {
                known.given_up = true;
            }
        }
        return Err(ApiError::UNKNOWN_INTERACTION);
    }
    let number = call.body["type"].as_u64().unwrap_or(0);
    allowed(known.kind, number, known.source.is_some())?;
    let data = &call.body["data"];
    let (answer, complete) = match number {
        4 => message(state, call, &known, data)?,
        5 => (defer(state, &known, data), false),
        6 => (Answer::Deferred(Deferred::Update), false),
        7 => update(state, call, &known, data)?,
        8 => (Answer::Choices(validate::choices(data)?), true),
        _ => (Answer::Modal(validate::modal(data)?), true),
    };
    let Some(known) = state.interactions.get_mut(&id) else { return Err(ApiError::UNKNOWN_INTERACTION) };
    known.acknowledged = Some(known.made.elapsed());
    known.complete = complete;
    known.answer = Some(answer);
    if call.flag("with_response") {
        return Ok(Done::Json(response(state, id, number)));
    }
    Ok(Done::Empty)
}

/// Which callback types an interaction may be answered with.
fn allowed(kind: InteractionKind, number: u64, has_message: bool) -> ApiResult<()> {
    let fits = match (kind, number) {
        (InteractionKind::Command, 4 | 5 | 9 | 12)
        | (InteractionKind::Component, 4..=7 | 9 | 12)
        | (InteractionKind::Autocomplete, 8)
        | (InteractionKind::Modal, 4 | 5) => true,
        (InteractionKind::Modal, 6 | 7) => has_message,
        _ => false,
    };
    if fits && number != 12 {
        return Ok(());
    }
    let (code, message) = if (1..=12).contains(&number) {
        (
            "INTERACTION_APPLICATION_COMMAND_INVALID_CALLBACK",
            "This callback type does not fit the interaction",
        )
    } else {
        ("BASE_TYPE_CHOICES", "Value must be one of {1, 4, 5, 6, 7, 8, 9, 12}.")
    };
    Err(ApiError::field("type", code, message))
}

/// What becomes of an answer, and whether it completes the interaction.
fn message(state: &mut State, call: &Call, known: &Interaction, data: &Value) -> ApiResult<(Answer, bool)> {
    let fields = validate::message(data, &call.files, "data", 0, || state.next_id())?;
    fields.not_empty()?;
    let mut draft = messages::draft(state, known.channel, bot(state, known), fields, Permissions::all());
    dress(state, known, &mut draft, false);
    let id = state.send(known.channel, bot(state, known), draft);
    if let Some(known) = state.interactions.get_mut(&known.id) {
        known.original = Some(id);
    }
    Ok((Answer::Message, true))
}

fn defer(state: &mut State, known: &Interaction, data: &Value) -> Answer {
    let given = data["flags"].as_u64().unwrap_or(0);
    let mut draft = Draft { flags: given, ..Draft::default() };
    dress(state, known, &mut draft, false);
    draft.flags |= flags::LOADING;
    let id = state.send(known.channel, bot(state, known), draft);
    if let Some(known) = state.interactions.get_mut(&known.id) {
        known.original = Some(id);
    }
    Answer::Deferred(Deferred::Message)
}

fn update(state: &mut State, call: &Call, known: &Interaction, data: &Value) -> ApiResult<(Answer, bool)> {
    let source =
        known.source.filter(|id| state.message(known.channel, *id).is_some_and(|message| !message.deleted));
    let source = source.ok_or(ApiError::UNKNOWN_MESSAGE)?;
    let fields = messages::edit_fields(state, known.channel, source, data, call, "data")?;
    messages::leaves_something(state, known.channel, source, &fields)?;
    messages::apply(state, known.channel, source, fields, Permissions::all());
    Ok((Answer::Update, true))
}

fn bot(state: &State, known: &Interaction) -> Snowflake {
    state.apps.get(&known.app).map(|app| app.bot).unwrap_or_default()
}

/// Gives a draft what makes it an interaction's message: its webhook, its kind, who sees it.
pub(crate) fn dress(state: &State, known: &Interaction, draft: &mut Draft, followup: bool) {
    draft.flags &= SETTABLE;
    draft.webhook = Some(known.app);
    if draft.flags & flags::EPHEMERAL != 0 {
        draft.only = Some(known.user);
    }
    if followup {
        draft.reference = known.original.map(|id| (known.channel, id));
        draft.kind = if draft.reference.is_some() { 19 } else { 0 };
    } else if known.kind == InteractionKind::Command {
        draft.kind = COMMAND_REPLY;
    } else if let Some(source) = known.source {
        draft.reference = Some((known.channel, source));
        draft.kind = 19;
    }
    draft.interaction = Some(metadata(state, known, followup));
}

/// How the message came about, as Discord writes it into the message.
fn metadata(state: &State, known: &Interaction, followup: bool) -> Value {
    let owner = known.guild.map_or_else(|| json!("0"), |guild| json!(guild));
    let mut body = json!({
        "id": known.id,
        "type": known.kind.number(),
        "user": payload::user(state, known.user),
        "authorizing_integration_owners": { "0": owner },
    });
    match known.kind {
        InteractionKind::Command => {
            body["name"] = json!(known.command);
            body["command_type"] = json!(1);
        }
        InteractionKind::Component => body["interacted_message_id"] = json!(known.source),
        InteractionKind::Modal | InteractionKind::Autocomplete => {
            let mut triggering = body.clone();
            triggering["type"] = json!(2);
            body["triggering_interaction_metadata"] = triggering;
        }
    }
    if followup {
        body["original_response_message_id"] = json!(known.original.or(known.source));
    }
    body
}

/// What `with_response` gives.
fn response(state: &State, id: Snowflake, number: u64) -> Value {
    let Some(known) = state.interactions.get(&id) else { return Value::Null };
    let message = if number == 7 { known.source } else { known.original };
    let shown = message
        .and_then(|id| state.message(known.channel, id))
        .map(|message| payload::message(state, message, known.app));
    let mut body = json!({
        "interaction": {
            "id": id, "type": known.kind.number(), "channel_id": known.channel, "guild_id": known.guild,
        },
        "resource": { "type": number },
    });
    if let (Some(id), Some(shown)) = (message, shown) {
        let ephemeral = shown["flags"].as_u64().unwrap_or(0) & flags::EPHEMERAL != 0;
        body["interaction"]["response_message_id"] = json!(id);
        body["interaction"]["response_message_loading"] = json!(number == 5);
        body["interaction"]["response_message_ephemeral"] = json!(ephemeral);
        body["resource"]["message"] = shown;
    }
    body
}
