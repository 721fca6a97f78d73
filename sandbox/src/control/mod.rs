//! The people over HTTP, for tests in any language. `README.md` of the crate describes it.

mod acts;
mod look;
mod wrong;

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::core::Core;
use crate::doors;
use crate::people::{Application, Channel, Guild, Member};
use crate::snowflake::Snowflake;

/// The largest request that is read, in bytes.
const BODY_LIMIT: usize = 1024 * 1024;

/// Why a request was not carried out.
pub(crate) struct Refusal(StatusCode, String);

pub(crate) type Answer = Result<Value, Refusal>;

/// One request of the control API.
pub(crate) struct Ask {
    pub(crate) core: Arc<Core>,
    pub(crate) body: Value,
    pub(crate) query: HashMap<String, String>,
}

/// Answers one request below `/sandbox`.
pub(crate) async fn serve(core: Arc<Core>, request: Request, path: String) -> Response {
    let (head, body) = request.into_parts();
    if let Some(why) = doors::other_site(&head.headers) {
        return respond(Err(Refusal(StatusCode::FORBIDDEN, why.to_owned())));
    }
    let bytes = match axum::body::to_bytes(body, BODY_LIMIT).await {
        Ok(bytes) => bytes,
        Err(error) => return respond(Err(bad(error.to_string()))),
    };
    let body = if bytes.is_empty() { Ok(Value::Null) } else { serde_json::from_slice(&bytes) };
    let query = head.uri.query().unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='));
    let query = query.map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    let answer = match body {
        Ok(body) => route(head.method.as_str(), &path, &Ask { core, body, query }).await,
        Err(error) => Err(bad(format!("the body is not JSON: {error}"))),
    };
    respond(answer)
}

fn respond(answer: Answer) -> Response {
    let (status, body) = match answer {
        Ok(body) => (StatusCode::OK, body),
        Err(Refusal(status, message)) => (status, json!({ "error": message })),
    };
    (status, [(CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

async fn route(method: &str, path: &str, ask: &Ask) -> Answer {
    let segments: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    match (method, segments.as_slice()) {
        ("GET", []) => Ok(look::overview(ask)),
        ("POST", ["applications"]) => look::application(ask),
        ("POST", ["applications", id, "reset-token"]) => look::reset_token(ask, id),
        ("POST", ["guilds"]) => look::guild(ask),
        ("POST", ["guilds", id, what]) => look::add_to_guild(ask, id, what).await,
        ("GET", ["channels", id, "messages"]) => look::messages(ask, id),
        ("POST", ["act"]) => acts::act(ask).await,
        ("GET", ["clock"]) => Ok(look::clock(ask)),
        ("POST", ["clock"]) => look::turn_clock(ask),
        ("POST", ["faults"]) => wrong::make(ask),
        ("DELETE", ["faults"]) => Ok(wrong::clear(ask)),
        ("GET", ["holds", id]) => wrong::hold(ask, id, false),
        ("POST", ["holds", id, "release"]) => wrong::hold(ask, id, true),
        ("GET", ["traffic"]) => Ok(json!(ask.core.read(|state| state.traffic.clone()).entries())),
        ("DELETE", ["traffic"]) => {
            ask.core.read(|state| state.traffic.clone()).clear();
            Ok(Value::Null)
        }
        ("GET", ["audit"]) => Ok(json!(ask.core.read(|state| state.audit.clone()).problems())),
        ("DELETE", ["audit"]) => Ok(json!(ask.core.read(|state| state.audit.clone()).take_problems())),
        _ => Err(Refusal(StatusCode::NOT_FOUND, format!("the control API has no {method} /sandbox{path}"))),
    }
}

pub(crate) fn bad(message: impl Into<String>) -> Refusal {
    Refusal(StatusCode::BAD_REQUEST, message.into())
}

pub(crate) fn missing(what: &str) -> Refusal {
    Refusal(StatusCode::NOT_FOUND, format!("there is no such {what}"))
}

impl Ask {
    /// A text field that must be there.
    pub(crate) fn text(&self, key: &str) -> Result<&str, Refusal> {
        self.body[key].as_str().ok_or_else(|| bad(format!("the field {key:?} is missing or no text")))
    }

    /// The guild of an id or, for `guild` left out, the first.
    pub(crate) fn guild(&self, given: &Value) -> Result<Guild, Refusal> {
        let wanted = id(given);
        let name = given.as_str();
        let found = self.core.read(|state| {
            let fits = |guild: &&crate::state::Guild| {
                given.is_null() || wanted == Some(guild.id) || name == Some(guild.name.as_str())
            };
            state.guilds.values().find(fits).map(|guild| guild.id)
        });
        found.map(|id| Guild::new(Arc::clone(&self.core), id)).ok_or_else(|| missing("guild"))
    }

    /// The channel of an id, or of a name in the guild.
    pub(crate) fn channel(&self, guild: &Guild, given: &Value) -> Result<Channel, Refusal> {
        if let Some(id) = id(given).filter(|id| self.core.read(|state| state.channels.contains_key(id))) {
            return Ok(Channel::new(Arc::clone(&self.core), id));
        }
        given.as_str().and_then(|name| guild.find_channel(name)).ok_or_else(|| missing("channel"))
    }

    /// The member of an id or name.
    pub(crate) fn member(&self, guild: &Guild) -> Result<Member, Refusal> {
        let given = &self.body["member"];
        let fits = |member: &Member| id(given) == Some(member.id()) || given.as_str() == Some(&member.name());
        guild.members().into_iter().find(fits).ok_or_else(|| missing("member"))
    }

    /// The application of an id or name or, left out, the first.
    pub(crate) fn application(&self) -> Result<Application, Refusal> {
        let given = &self.body["application"];
        let found = self.core.read(|state| {
            let fits = |app: &&crate::state::App| {
                given.is_null() || id(given) == Some(app.id) || given.as_str() == Some(app.name.as_str())
            };
            state.apps.values().find(fits).map(|app| app.id)
        });
        found.map(|id| Application::new(Arc::clone(&self.core), id)).ok_or_else(|| missing("application"))
    }
}

pub(crate) fn id(value: &Value) -> Option<Snowflake> {
    serde_json::from_value(value.clone()).ok()
}
