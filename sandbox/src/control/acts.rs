//! What a member does, over HTTP.

use serde_json::{Value, json};

use super::look::message;
use super::{Answer, Ask, bad, id, missing};
use crate::people::{
    ActError, Channel, Choice, Entry, Form, Guild, Member, Message, Modal, Reply, ReplyKind,
};
use crate::state;

/// Carries out `do`: what a member can do, by name.
pub(crate) async fn act(ask: &Ask) -> Answer {
    let guild = ask.guild(&ask.body["guild"])?;
    let member = ask.member(&guild)?;
    let done = match ask.text("do")? {
        "slash" => member.slash(&channel(ask, &guild)?, ask.text("line")?).await,
        "command" => member.fill_in(&channel(ask, &guild)?, Filled::read(ask)?.form()).await,
        "press" => match ask.body["custom_id"].as_str() {
            Some(custom_id) => member.press_id(&target(ask, &guild)?, custom_id).await,
            None => member.press(&target(ask, &guild)?, ask.text("label")?).await,
        },
        "select" => select(ask, &guild, &member).await?,
        "submit" => submit(ask, &member).await?,
        "forge" => {
            member.forge(&ask.application()?, &channel(ask, &guild)?, ask.body["payload"].clone()).await
        }
        "autocomplete" => {
            return Ok(suggested(member.autocomplete(&channel(ask, &guild)?, ask.text("line")?).await));
        }
        "suggestions" => {
            let filled = Filled::read(ask)?;
            return Ok(suggested(member.suggestions(&channel(ask, &guild)?, filled.form()).await));
        }
        "say" => {
            let said = member.say(&channel(ask, &guild)?, ask.text("content")?).await;
            return Ok(said.map_or_else(|error| failed(&error), |said| message(&said)));
        }
        "react" | "unreact" | "dismiss" => return quietly(ask, &guild, &member),
        other => return Err(bad(format!("a member can't {other:?}"))),
    };
    Ok(done.map_or_else(|error| failed(&error), |reply| replied(&reply)))
}

/// Does what no bot answers.
fn quietly(ask: &Ask, guild: &Guild, member: &Member) -> Answer {
    let message = target(ask, guild)?;
    match ask.text("do")? {
        "react" => member.react(&message, ask.text("emoji")?),
        "unreact" => member.unreact(&message, ask.text("emoji")?),
        _ => member.dismiss(&message),
    }
    Ok(json!({ "outcome": "nothing" }))
}

fn suggested(found: Result<Vec<Choice>, ActError>) -> Value {
    found.map_or_else(|error| failed(&error), |list| json!({ "outcome": "choices", "choices": list }))
}

/// A command with its options filled in one by one.
struct Filled<'a> {
    path: &'a str,
    values: Vec<(&'a str, &'a str)>,
    focused: Option<&'a str>,
}

impl<'a> Filled<'a> {
    fn read(ask: &'a Ask) -> Result<Self, super::Refusal> {
        let options = ask.body["options"].as_array().into_iter().flatten();
        let text = |option: &'a Value, key: &str| option[key].as_str().unwrap_or_default();
        let values = options.map(|option| (text(option, "name"), text(option, "value"))).collect();
        Ok(Self { path: ask.text("path")?, values, focused: ask.body["focused"].as_str() })
    }

    fn form(&self) -> Form<'_> {
        Form { path: self.path, values: &self.values, focused: self.focused }
    }
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
        Some(custom_id) if ask.body["by"] == "value" => {
            member.select_values(&message, custom_id, &values).await
        }
        Some(custom_id) => member.select_in(&message, custom_id, &values).await,
        None => member.select(&message, &values).await,
    })
}

/// Submits the modal that the member's interaction of that id opened.
async fn submit(ask: &Ask, member: &Member) -> Result<Result<Reply, ActError>, super::Refusal> {
    let wanted = id(&ask.body["interaction"]).ok_or_else(|| missing("interaction"))?;
    let known = ask.core.read(|state| state.interactions.get(&wanted).cloned());
    let known = known.filter(|known| known.user == member.id()).ok_or_else(|| missing("interaction"))?;
    let Some(state::Answer::Modal(data)) = known.answer else { return Err(missing("open modal")) };
    let modal = Modal { data, app: known.app, channel: known.channel, source: known.source };
    let fields = ask.body["fields"].as_object().into_iter().flatten();
    let fields: Vec<(&str, Entry<'_>)> = fields.map(|(name, value)| (name.as_str(), entry(value))).collect();
    Ok(member.send_modal(&modal, &fields).await)
}

/// What was entered: a text, or a list of a menu's values.
fn entry(value: &Value) -> Entry<'_> {
    match value {
        Value::Array(values) => Entry::Values(values.iter().filter_map(Value::as_str).collect()),
        text => Entry::Text(text.as_str().unwrap_or_default()),
    }
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
