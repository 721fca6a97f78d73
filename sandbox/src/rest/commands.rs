//! Application commands, global and of a guild.

use serde_json::{Value, json};
use twilight_model::application::command::Command;
use twilight_validate::command::GUILD_COMMAND_LIMIT;

use super::{Call, Done};
use crate::error::{ApiError, ApiResult};
use crate::snowflake::Snowflake;
use crate::state::State;
use crate::validate;

/// Whose commands a call is about.
struct Scope {
    app: Snowflake,
    guild: Option<Snowflake>,
}

impl Scope {
    fn of(state: &State, call: &Call) -> ApiResult<Self> {
        let caller = call.caller(state)?;
        if call.id("application")? != caller.app {
            return Err(ApiError {
                status: 403,
                code: 20_012,
                message: "You are not authorized to perform this action on this application",
                errors: None,
            });
        }
        let guild = call.params.contains_key("guild").then(|| call.id("guild")).transpose()?;
        if let Some(guild) = guild {
            let inside = state.guild(guild).is_ok_and(|guild| guild.members.contains_key(&caller.bot));
            if !inside {
                return Err(ApiError::MISSING_ACCESS);
            }
        }
        Ok(Self { app: caller.app, guild })
    }
}

pub(crate) fn list(state: &mut State, call: &Call) -> ApiResult<Done> {
    let scope = Scope::of(state, call)?;
    let app = state.app(scope.app)?;
    Ok(Done::Json(app.commands_in(scope.guild).map(written).collect()))
}

pub(crate) fn get(state: &mut State, call: &Call) -> ApiResult<Done> {
    let scope = Scope::of(state, call)?;
    let id = call.id("command")?;
    let found = state.app(scope.app)?.commands_in(scope.guild).find(|command| id_of(command) == id);
    found.map(|command| Done::Json(written(command))).ok_or(ApiError::UNKNOWN_COMMAND)
}

pub(crate) fn create(state: &mut State, call: &Call) -> ApiResult<Done> {
    let scope = Scope::of(state, call)?;
    let fields = validate::command(&call.body, "")?;
    let new = !exists(state, &scope, &fields);
    let command = store(state, &scope, fields)?;
    Ok(if new { Done::Created(written(&command)) } else { Done::Json(written(&command)) })
}

pub(crate) fn replace(state: &mut State, call: &Call) -> ApiResult<Done> {
    let scope = Scope::of(state, call)?;
    let given = call.body.as_array().ok_or_else(|| {
        ApiError::field("", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
    })?;
    if given.len() > GUILD_COMMAND_LIMIT {
        return Err(ApiError::TOO_MANY_COMMANDS);
    }
    let mut all = Vec::new();
    for (index, body) in given.iter().enumerate() {
        let fields = validate::command(body, &index.to_string())?;
        let key = |fields: &Value| (fields["name"].clone(), fields["type"].clone());
        if all.iter().any(|other| key(other) == key(&fields)) {
            let message = "Application command names must be unique";
            let path = format!("{index}.name");
            return Err(ApiError::field(&path, "APPLICATION_COMMANDS_DUPLICATE_NAME", message));
        }
        all.push(fields);
    }
    let names: Vec<(Value, Value)> =
        all.iter().map(|fields| (fields["name"].clone(), fields["type"].clone())).collect();
    let commands = commands(state, &scope)?;
    commands.retain(|_, known| {
        names.iter().any(|(name, kind)| *name == known.name && *kind == json!(known.kind))
    });
    let stored: ApiResult<Vec<Command>> =
        all.into_iter().map(|fields| store(state, &scope, fields)).collect();
    Ok(Done::Json(stored?.iter().map(written).collect()))
}

pub(crate) fn edit(state: &mut State, call: &Call) -> ApiResult<Done> {
    let scope = Scope::of(state, call)?;
    let id = call.id("command")?;
    let known = commands(state, &scope)?.get(&id).cloned().ok_or(ApiError::UNKNOWN_COMMAND)?;
    let mut body = written(&known);
    crate::payload::merge(&mut body, call.body.clone());
    let fields = validate::command(&body, "")?;
    let command = typed(state, &scope, id, fields)?;
    commands(state, &scope)?.insert(id, command.clone());
    Ok(Done::Json(written(&command)))
}

pub(crate) fn delete(state: &mut State, call: &Call) -> ApiResult<Done> {
    let scope = Scope::of(state, call)?;
    let id = call.id("command")?;
    commands(state, &scope)?.remove(&id).map(|_| Done::Empty).ok_or(ApiError::UNKNOWN_COMMAND)
}

/// No guild has changed a command's permissions: the sandbox does not model that.
pub(crate) fn permissions(state: &mut State, call: &Call) -> ApiResult<Done> {
    Scope::of(state, call)?;
    Ok(Done::Json(json!([])))
}

fn commands<'a>(
    state: &'a mut State,
    scope: &Scope,
) -> ApiResult<&'a mut std::collections::BTreeMap<Snowflake, Command>> {
    let app = state.apps.get_mut(&scope.app).ok_or(ApiError::UNKNOWN_APPLICATION)?;
    Ok(app.commands_mut(scope.guild))
}

fn exists(state: &mut State, scope: &Scope, fields: &Value) -> bool {
    commands(state, scope).is_ok_and(|known| known.values().any(|known| is_same(known, fields)))
}

fn is_same(known: &Command, fields: &Value) -> bool {
    fields["name"] == known.name && fields["type"] == json!(known.kind)
}

/// Stores a command; one of the same name and type keeps its id and is overwritten.
fn store(state: &mut State, scope: &Scope, fields: Value) -> ApiResult<Command> {
    let known = commands(state, scope)?;
    let same = known.iter().find(|(_, known)| is_same(known, &fields)).map(|(id, _)| *id);
    if same.is_none() && known.len() >= GUILD_COMMAND_LIMIT {
        return Err(ApiError::TOO_MANY_COMMANDS);
    }
    let id = same.unwrap_or_else(|| state.next_id());
    let command = typed(state, scope, id, fields)?;
    commands(state, scope)?.insert(id, command.clone());
    Ok(command)
}

/// The command as `twilight-model` knows it, so that both sides agree on its form.
fn typed(state: &mut State, scope: &Scope, id: Snowflake, mut fields: Value) -> ApiResult<Command> {
    fields["id"] = json!(id);
    fields["application_id"] = json!(scope.app);
    fields["version"] = json!(state.next_id());
    if let Some(guild) = scope.guild {
        fields["guild_id"] = json!(guild);
    }
    serde_json::from_value(fields)
        .map_err(|error| ApiError::field("", "MODEL_TYPE_CONVERT", &error.to_string()))
}

fn id_of(command: &Command) -> Snowflake {
    command.id.map(|id| Snowflake::new(id.get())).unwrap_or_default()
}

/// A command as Discord gives it.
fn written(command: &Command) -> Value {
    let mut body = serde_json::to_value(command).unwrap_or_default();
    for absent in ["default_member_permissions", "name_localizations", "description_localizations"] {
        if body.get(absent).is_none() {
            body[absent] = Value::Null;
        }
    }
    if body.get("contexts").is_none() {
        body["contexts"] = Value::Null;
    }
    body["dm_permission"] = json!(body["contexts"].as_array().is_none_or(|list| list.contains(&json!(1))));
    body
}
