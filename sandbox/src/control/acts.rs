//! What a member does, over HTTP.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::look::message;
use super::{Answer, Ask, bad, id, missing};
use crate::people::{ActError, Channel, Guild, Member, Message, Modal, Reply, ReplyKind};
use crate::state;

/// Carries out `do`: slash, autocomplete, press, select, submit, say or forge.
pub(crate) async fn act(ask: &Ask) -> Answer {
    let guild = ask.guild(&ask.body["guild"])?;
    let member = ask.member(&guild)?;
    let done = match ask.text("do")? {
        "slash" => member.slash(&channel(ask, &guild)?, ask.text("line")?).await,
        "press" => member.press(&target(ask, &guild)?, ask.text("label")?).await,
        "select" => select(ask, &guild, &member).await?,
        "submit" => submit(ask, &member).await?,
        "forge" => {
            member.forge(&ask.application()?, &channel(ask, &guild)?, ask.body["payload"].clone()).await
        }
        "autocomplete" => {
            let found = member.autocomplete(&channel(ask, &guild)?, ask.text("line")?).await;
            return Ok(found.map_or_else(
                |error| failed(&error),
                |list| json!({ "outcome": "choices", "choices": list }),
            ));
        }
        "say" => {
            let said = member.say(&channel(ask, &guild)?, ask.text("content")?).await;
            return Ok(said.map_or_else(|error| failed(&error), |said| message(&said)));
        }
        other => return Err(bad(format!("a member can't {other:?}"))),
    };
    Ok(done.map_or_else(|error| failed(&error), |reply| replied(&reply)))
}

fn channel(ask: &Ask, guild: &Guild) -> Result<Channel, super::Refusal> {
    ask.channel(guild, &ask.body["channel"])
}

/// The message that is acted on, by its id in a channel.
fn target(ask: &Ask, guild: &Guild) -> Result<Message, super::Refusal> {
    let wanted = id(&ask.body["message"]).ok_or_else(|| missing("message"))?;
    channel(ask, guild)?.message(wanted).ok_or_else(|| missing("message"))
}

async fn select(
    ask: &Ask,
    guild: &Guild,
    member: &Member,
) -> Result<Result<Reply, ActError>, super::Refusal> {
    let message = target(ask, guild)?;
    let values: Vec<&str> =
        ask.body["values"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    Ok(match ask.body["custom_id"].as_str() {
        Some(custom_id) => member.select_in(&message, custom_id, &values).await,
        None => member.select(&message, &values).await,
    })
}

/// Submits the modal that the interaction of that id opened.
async fn submit(ask: &Ask, member: &Member) -> Result<Result<Reply, ActError>, super::Refusal> {
    let wanted = id(&ask.body["interaction"]).ok_or_else(|| missing("interaction"))?;
    let known = ask.core.read(|state| state.interactions.get(&wanted).cloned());
    let known = known.ok_or_else(|| missing("interaction"))?;
    let Some(state::Answer::Modal(data)) = known.answer else { return Err(missing("open modal")) };
    let modal = Modal { data, app: known.app, channel: known.channel, source: known.source };
    let reply = Reply {
        core: Arc::clone(&ask.core),
        interaction: wanted,
        kind: ReplyKind::Modal,
        message: None,
        modal: Some(modal),
        acknowledged_after: Duration::ZERO,
        deferred: false,
    };
    let fields = ask.body["fields"].as_object().into_iter().flatten();
    let fields: Vec<(&str, &str)> =
        fields.map(|(key, value)| (key.as_str(), value.as_str().unwrap_or_default())).collect();
    Ok(member.submit(&reply, &fields).await)
}

fn replied(reply: &Reply) -> Value {
    let kind = match reply.kind() {
        ReplyKind::Message => "message",
        ReplyKind::Update => "update",
        ReplyKind::Modal => "modal",
        ReplyKind::Nothing => "nothing",
    };
    let acknowledged = u64::try_from(reply.acknowledged_after().as_millis()).unwrap_or(u64::MAX);
    json!({
        "outcome": kind,
        "text": reply.text(),
        "ephemeral": reply.is_ephemeral(),
        "acknowledged_after_ms": acknowledged,
        "interaction": reply.interaction,
        "message": reply.try_message().map(message),
        "modal": reply.modal().map(Modal::as_json),
    })
}

/// A member's failure is an outcome to assert on, not an error of the control API.
fn failed(error: &ActError) -> Value {
    let outcome = match error {
        ActError::Refused(_) => "refused",
        ActError::Failed { .. } => "failed",
        ActError::TimedOut { .. } => "timed_out",
    };
    json!({ "outcome": outcome, "text": error.to_string() })
}
