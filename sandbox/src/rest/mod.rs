//! The REST side: from a request to an answer.

mod attachments;
mod call;
mod channels;
mod commands;
mod guilds;
mod interactions;
pub(crate) mod members;
mod messages;
mod multipart;
mod pins;
mod rates;
mod reactions;
mod routes;
mod threads;
mod users;
mod webhooks;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use serde_json::{Value, json};

use crate::audit::ProblemKind;
use crate::core::Core;
use crate::error::ApiError;
use crate::faults::{Effect, Fault};
use crate::snowflake::Snowflake;
use crate::state::State;
use crate::traffic::{Entry, Exchange};

pub(crate) use call::{Call, Done, Upload, decode};
pub(crate) use rates::RateLimits;
use rates::Verdict;
use routes::{Auth, Found, Route};

/// The largest request that is read, in bytes: Discord's upload limit with room for the form around it.
const BODY_LIMIT: usize = 26 * 1024 * 1024;

/// An answer before it becomes HTTP.
struct Answer {
    status: u16,
    body: Value,
    headers: Vec<(&'static str, String)>,
}

impl Answer {
    const fn new(status: u16, body: Value) -> Self {
        Self { status, body, headers: Vec::new() }
    }

    fn error(error: &ApiError) -> Self {
        Self::new(error.status, error.body())
    }

    fn rate_limited(retry_after: Duration, global: bool) -> Self {
        let seconds = (retry_after.as_secs_f64() * 1000.0).ceil() / 1000.0;
        let body = json!({
            "message": "You are being rate limited.", "retry_after": seconds, "global": global, "code": 0,
        });
        let mut answer = Self::new(429, body);
        answer.headers.push((RETRY_AFTER.as_str(), format!("{}", seconds.ceil())));
        answer.headers.push(("x-ratelimit-scope", if global { "global" } else { "user" }.to_owned()));
        if global {
            answer.headers.push(("x-ratelimit-global", "true".to_owned()));
        }
        answer
    }

    fn respond(self) -> Response {
        let body = if self.body.is_null() { Body::empty() } else { Body::from(self.body.to_string()) };
        let has_body = !self.body.is_null();
        let mut response = Response::new(body);
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        if has_body {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(HeaderName::from_static(name), value);
            }
        }
        response
    }
}

/// Answers one request below `/api`; `path` has no version.
pub(crate) async fn serve(core: Arc<Core>, request: Request, path: String) -> Response {
    let started = Instant::now();
    let at = core.read(State::now);
    let (head, body) = request.into_parts();
    let method = head.method.as_str().to_owned();
    let uri = head.uri.path_and_query().map(ToString::to_string).unwrap_or_default();
    let (fault, mut fate) = (core.rules.take(&method, &path), Fate::Answer);
    if fault.is_some() {
        core.touch();
    }
    if let Some(Fault::Delay(by)) = &fault {
        tokio::time::sleep(*by).await;
    }
    if let Some(Fault::Hold { effect: Effect::None, held, released }) = &fault {
        held.send_modify(|count| *count += 1);
        let mut released = released.clone();
        // An error means that the hold is gone, which releases as well.
        drop(released.wait_for(|released| *released).await);
    }
    let bytes = axum::body::to_bytes(body, BODY_LIMIT).await;
    let mut call = Call::new(&method, &head.headers, head.uri.query().unwrap_or_default());
    call.token = bearer(&head.headers);
    let parsed = match bytes {
        Ok(bytes) => call.read_body(&head.headers, &bytes),
        Err(_) => Err(ApiError::TOO_LARGE),
    };
    let found = routes::find(&method, &path);
    let route = if let Found::Route(route, _) = &found { Some(*route) } else { None };
    let answer = match early(&core, fault.as_ref(), &mut fate) {
        Some(answer) => answer,
        None => match parsed {
            Ok(()) => dispatch(&core, &mut call, found, &path),
            Err(error) => Answer::error(&error),
        },
    };
    let exchange = Exchange {
        at,
        application: call.app,
        method,
        path: uri,
        route: route.map(|route| route.template.to_owned()).unwrap_or_default(),
        request: std::mem::take(&mut call.body),
        status: answer.status,
        response: answer.body.clone(),
        took: started.elapsed(),
    };
    finish(&core, fault, fate, answer, exchange).await
}

/// How an answer goes out.
enum Fate {
    Answer,
    Replace(u16),
    Never,
}

/// What a fault answers before anything happens.
fn early(core: &Core, fault: Option<&Fault>, fate: &mut Fate) -> Option<Answer> {
    // A kept-alive connection may outlive the listener.
    if core.rules.refuse_rest.load(Ordering::SeqCst) || *core.stopping.borrow() {
        return Some(Answer::error(&ApiError::UNAVAILABLE));
    }
    match fault? {
        Fault::Fail { status, effect: Effect::None } => Some(failure(*status)),
        Fault::Fail { status, effect: Effect::Happens } => {
            *fate = Fate::Replace(*status);
            None
        }
        Fault::RateLimit { retry_after, global } => Some(Answer::rate_limited(*retry_after, *global)),
        Fault::NoAnswer(effect) => {
            *fate = Fate::Never;
            (*effect == Effect::None).then(|| failure(504))
        }
        Fault::Delay(_) | Fault::Hold { .. } => None,
    }
}

fn failure(status: u16) -> Answer {
    let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    Answer::new(status, json!({ "message": format!("{status}: {}", reason.unwrap_or("Error")), "code": 0 }))
}

/// Records the exchange and lets the answer go, or not.
async fn finish(
    core: &Core,
    fault: Option<Fault>,
    fate: Fate,
    answer: Answer,
    mut exchange: Exchange,
) -> Response {
    let answer = match fate {
        Fate::Answer => answer,
        Fate::Replace(status) => failure(status),
        Fate::Never => {
            exchange.status = 0;
            core.options_traffic().record(Entry::Rest(exchange));
            return std::future::pending().await;
        }
    };
    exchange.status = answer.status;
    exchange.response = answer.body.clone();
    core.options_traffic().record(Entry::Rest(exchange));
    if let Some(Fault::Hold { effect: Effect::Happens, held, mut released }) = fault {
        held.send_modify(|count| *count += 1);
        // An error means that the hold is gone, which releases as well.
        drop(released.wait_for(|released| *released).await);
    }
    answer.respond()
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(axum::http::header::AUTHORIZATION)?.to_str().ok()?;
    let token = value.strip_prefix("Bot ").or_else(|| value.strip_prefix("Bearer ")).unwrap_or(value);
    Some(token.trim().to_owned())
}

/// From a route to its answer: who calls, whether it may call now, and what it gets.
fn dispatch(core: &Core, call: &mut Call, found: Found, path: &str) -> Answer {
    call.app = call.token.as_ref().and_then(|token| core.read(|state| state.app_by_token(token)));
    let (route, params) = match found {
        Found::Route(route, params) => (route, params),
        Found::WrongMethod => return Answer::error(&ApiError::METHOD_NOT_ALLOWED),
        Found::Nothing => {
            let text = format!("{} {path}", call.method);
            core.read(|state| state.audit.note(ProblemKind::Unmodelled, text));
            return Answer::error(&ApiError::NOT_FOUND);
        }
    };
    call.params = params;
    if route.auth == Auth::Bot && call.app.is_none() {
        return Answer::error(&ApiError::UNAUTHORIZED);
    }
    let mut headers = Vec::new();
    if core.options.rate_limits {
        match core.rates.ask(call, route) {
            Verdict::Go(found) => headers = found,
            Verdict::Wait { retry_after, global, headers } => {
                let mut answer = Answer::rate_limited(retry_after, global);
                answer.headers.extend(headers);
                return answer;
            }
        }
    }
    let mut answer = carry_out(core, call, route, path);
    answer.headers.extend(headers);
    answer
}

fn carry_out(core: &Core, call: &Call, route: &Route, path: &str) -> Answer {
    match core.with(|state| (route.handler)(state, call)) {
        Ok(Done::Json(body)) => Answer::new(200, body),
        Ok(Done::Created(body)) => Answer::new(201, body),
        Ok(Done::Empty) => Answer::new(204, Value::Null),
        Err(error) => {
            let malformed = [50_035, 50_006, 50_109].contains(&error.code);
            if malformed {
                let errors = error.errors.as_ref().map(ToString::to_string).unwrap_or_default();
                let text = format!("{} {path}: {} {errors}", call.method, error.message);
                core.read(|state| state.audit.note(ProblemKind::RefusedPayload, text));
            }
            Answer::error(&error)
        }
    }
}

/// The bot user and application of a call that needs one.
pub(crate) struct Caller {
    pub(crate) app: Snowflake,
    pub(crate) bot: Snowflake,
}

impl Core {
    fn options_traffic(&self) -> crate::traffic::Traffic {
        self.read(|state| state.traffic.clone())
    }
}
