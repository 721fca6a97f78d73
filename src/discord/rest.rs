//! Calls to Discord's REST API: bounded in time, rate limits kept, tokens kept out of every error.
//!
//! serenity's own rate limiter ignores a custom API root (it would call the real Discord), and knows no limit ahead of
//! time. So the calls go out here, each when `rates/` lets it; a 429 is told to the caller with the wait that the
//! server asked for.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serenity::all::{CreateAttachment, GenericId, Http, HttpError, LightMethod, Route};
use serenity::http::{Multipart, MultipartUpload, Request};

use super::rates::{Heard, Rates, Urgency};
use crate::metrics::{Limit, RestMeters};

/// How long one call may take before it counts as lost.
const CALL_TIMEOUT: Duration = Duration::from_secs(15);

/// Error codes of Discord that the bot tells apart.
///
/// Source: <https://discord.com/developers/docs/topics/opcodes-and-status-codes#json>
pub(super) mod code {
    /// The channel does not exist (any more).
    pub(in crate::discord) const UNKNOWN_CHANNEL: i64 = 10_003;
    /// The message does not exist (any more).
    pub(in crate::discord) const UNKNOWN_MESSAGE: i64 = 10_008;
    /// The interaction has its answer already.
    pub(in crate::discord) const ALREADY_ACKNOWLEDGED: i64 = 40_060;
    /// The bot cannot see it.
    pub(in crate::discord) const MISSING_ACCESS: i64 = 50_001;
    /// The bot lacks a permission.
    pub(in crate::discord) const MISSING_PERMISSIONS: i64 = 50_013;
    /// The thread is archived: nothing in it can be edited until it is opened again.
    pub(in crate::discord) const THREAD_ARCHIVED: i64 = 50_083;
    /// The message has its thread already.
    pub(in crate::discord) const THREAD_EXISTS: i64 = 160_004;
}

/// Why a call failed. Holds no address, since addresses hold tokens.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RestError {
    /// Discord said no.
    #[error("Discord answered {status} (code {code}): {message}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// Discord's error code; 0 where it gave none.
        code: i64,
        /// Discord's words.
        message: String,
    },
    /// Too many calls.
    #[error("rate limited, again in {} ms", after.as_millis())]
    RateLimited {
        /// How long to wait.
        after: Duration,
    },
    /// An answer that is not what Discord documents.
    #[error("an answer that cannot be read: {0}")]
    Unreadable(String),
    /// No answer: the call may or may not have taken effect.
    #[error("no answer from Discord: {0}")]
    Unreachable(String),
}

impl RestError {
    /// Discord's error code, if it gave one.
    #[must_use]
    pub fn code(&self) -> Option<i64> {
        match self {
            Self::Refused { code, .. } => Some(*code),
            Self::RateLimited { .. } | Self::Unreadable(_) | Self::Unreachable(_) => None,
        }
    }

    /// Whether the same call may work later.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            // 401: a token that was good a moment ago is replaced by a person, and the daily waits.
            Self::Refused { status, .. } => *status >= 500 || matches!(*status, 401 | 408),
            // Told once more, it may be whole.
            Self::RateLimited { .. } | Self::Unreadable(_) | Self::Unreachable(_) => true,
        }
    }
}

/// The way to Discord's REST API.
#[derive(Clone, Debug)]
pub struct Rest {
    http: Arc<Http>,
    client: reqwest::Client,
    meters: RestMeters,
    rates: Rates,
    urgency: Urgency,
}

/// Of whatever Discord sends back, its id: all that most calls need to know. The rest is not read, so that
/// neither a new field nor a missing one can hurt.
#[derive(Clone, Copy, Debug, serde::Deserialize)]
pub(super) struct Identified {
    /// The id.
    pub(super) id: GenericId,
}

/// One call.
#[derive(Debug)]
pub struct Call<'a> {
    route: Route<'a>,
    method: LightMethod,
    body: Option<Vec<u8>>,
    params: Option<Vec<(&'static str, String)>>,
    file: Option<(String, Vec<u8>)>,
}

impl<'a> Call<'a> {
    /// A GET.
    #[must_use]
    pub fn get(route: Route<'a>) -> Self {
        Self { route, method: LightMethod::Get, body: None, params: None, file: None }
    }

    /// A POST of a JSON body.
    #[must_use]
    pub fn post(route: Route<'a>, body: &impl Serialize) -> Self {
        Self { route, method: LightMethod::Post, body: Some(json(body)), params: None, file: None }
    }

    /// A PATCH with a JSON body.
    #[must_use]
    pub fn patch(route: Route<'a>, body: &impl Serialize) -> Self {
        Self { route, method: LightMethod::Patch, body: Some(json(body)), params: None, file: None }
    }

    /// A DELETE.
    #[must_use]
    pub fn delete(route: Route<'a>) -> Self {
        Self { route, method: LightMethod::Delete, body: None, params: None, file: None }
    }

    /// A PUT of a JSON body.
    #[must_use]
    pub fn put(route: Route<'a>, body: &impl Serialize) -> Self {
        Self { route, method: LightMethod::Put, body: Some(json(body)), params: None, file: None }
    }

    /// The same call with query parameters.
    #[must_use]
    pub fn with(mut self, params: Vec<(&'static str, String)>) -> Self {
        self.params = Some(params);
        self
    }

    /// The same call with a file beside its body.
    #[must_use]
    pub fn attaching(mut self, name: &str, bytes: &[u8]) -> Self {
        self.file = Some((name.to_owned(), bytes.to_vec()));
        self
    }

    fn request(self) -> Request<'a> {
        let request = Request::new(self.route, self.method).params(self.params);
        let Some((name, bytes)) = self.file else { return request.body(self.body) };
        request.multipart(Some(Multipart {
            upload: MultipartUpload::Attachments(vec![CreateAttachment::bytes(bytes, name)]),
            fields: Vec::new(),
            payload_json: self.body.and_then(|body| String::from_utf8(body).ok()),
        }))
    }
}

fn json(body: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(body).expect("bodies have no map keys but strings")
}

impl Rest {
    /// Calls by way of `http`, which was built with `client`.
    #[must_use]
    pub fn new(http: Arc<Http>, client: reqwest::Client, meters: RestMeters) -> Self {
        Self { http, client, meters, rates: Rates::new(), urgency: Urgency::Person }
    }

    /// What is counted of the calls.
    #[must_use]
    pub fn meters(&self) -> &RestMeters {
        &self.meters
    }

    /// The same way, for calls whose answer nobody waits for: people's calls go before them.
    #[must_use]
    pub fn for_what_can_wait(&self) -> Self {
        Self { urgency: Urgency::CanWait, ..self.clone() }
    }

    /// Keeps to a share of the global limit: `own` shards of `total` are this process's. All clones do.
    pub fn take_share(&self, own: u32, total: u32) {
        self.rates.take_share(own, total);
    }

    /// serenity's own client, for what it does by itself.
    #[must_use]
    pub fn http(&self) -> &Arc<Http> {
        &self.http
    }

    /// Makes a call and reads its answer.
    ///
    /// # Errors
    ///
    /// See [`RestError`].
    pub async fn fetch<T: DeserializeOwned>(&self, call: Call<'_>) -> Result<T, RestError> {
        let body = self.exchange(call).await?;
        serde_json::from_slice(&body).map_err(|error| RestError::Unreadable(error.to_string()))
    }

    /// Makes a call whose answer does not matter.
    ///
    /// # Errors
    ///
    /// See [`RestError`].
    pub async fn tell(&self, call: Call<'_>) -> Result<(), RestError> {
        self.exchange(call).await.map(drop)
    }

    /// The `Date` of the answer to a GET of `address`, which needs no token.
    ///
    /// # Errors
    ///
    /// See [`RestError`].
    pub async fn date(&self, address: &str) -> Result<Timestamp, RestError> {
        let asked = async { self.client.get(address).send().await.map_err(unreachable) };
        let response = tokio::time::timeout(CALL_TIMEOUT, asked)
            .await
            .unwrap_or_else(|_| Err(RestError::Unreachable("it took too long".into())))?;
        let date = response.headers().get("date").and_then(|date| date.to_str().ok());
        date.and_then(|date| jiff::fmt::rfc2822::parse(date).ok())
            .map(|date| date.timestamp())
            .ok_or_else(|| RestError::Unreadable("it has no date".into()))
    }

    /// Waits for the call's turn, then makes it. Only the call itself is bounded by [`CALL_TIMEOUT`], and timed.
    async fn exchange(&self, call: Call<'_>) -> Result<Vec<u8>, RestError> {
        let entered = self.rates.enter(call.method, call.route, self.urgency).await;
        let ticket = entered.map_err(|after| RestError::RateLimited { after })?;
        let mut timed = Timed::start(&self.meters, &call);
        let (heard, answer) = tokio::time::timeout(CALL_TIMEOUT, self.send(call))
            .await
            .unwrap_or_else(|_| (Heard::default(), Err(RestError::Unreachable("it took too long".into()))));
        timed.status = status(&answer);
        if let Some(after) = heard.retry_after {
            let limit = if heard.global { Limit::Global } else { Limit::Route };
            self.meters.limited(timed.method, &timed.path, limit, after);
        }
        ticket.heard(heard);
        answer
    }

    /// Makes a call, and gives what its answer tells of limits beside the answer.
    async fn send(&self, call: Call<'_>) -> (Heard, Result<Vec<u8>, RestError>) {
        let built = call.request().build(&self.client, self.http.token(), self.http.proxy.as_deref());
        let sent = match built {
            Ok(request) => request.send().await.map_err(unreachable),
            Err(error) => Err(not_built(error)),
        };
        let response = match sent {
            Ok(response) => response,
            Err(error) => return (Heard::default(), Err(error)),
        };
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body: Vec<u8> = match response.bytes().await {
            Ok(body) => body.into(),
            Err(error) => return (Heard::from_answer(status, &headers, &[]), Err(unreachable(error))),
        };
        let heard = Heard::from_answer(status, &headers, &body);
        let answer = match (status, heard.retry_after) {
            (200..=299, _) => Ok(body),
            (_, Some(after)) => Err(RestError::RateLimited { after }),
            _ => Err(refused(status, &body)),
        };
        (heard, answer)
    }
}

/// Counts its call when it goes, also when nobody waits for the answer any more.
struct Timed<'a> {
    meters: &'a RestMeters,
    method: &'static str,
    path: String,
    began: Instant,
    status: Option<u16>,
}

impl<'a> Timed<'a> {
    fn start(meters: &'a RestMeters, call: &Call<'_>) -> Self {
        let (method, path) = (method_name(call.method), call.route.path().into_owned());
        Self { meters, method, path, began: Instant::now(), status: None }
    }
}

impl Drop for Timed<'_> {
    fn drop(&mut self) {
        self.meters.called(self.method, &self.path, self.status, self.began.elapsed());
    }
}

/// A method as it is written on the wire.
pub(super) fn method_name(method: LightMethod) -> &'static str {
    match method {
        LightMethod::Delete => "DELETE",
        LightMethod::Get => "GET",
        LightMethod::Patch => "PATCH",
        LightMethod::Post => "POST",
        LightMethod::Put => "PUT",
    }
}

/// The status of an answer, if there was one. All successes count as 200.
fn status(answer: &Result<Vec<u8>, RestError>) -> Option<u16> {
    match answer {
        Ok(_) => Some(200),
        Err(RestError::Refused { status, .. }) => Some(*status),
        Err(RestError::RateLimited { .. }) => Some(429),
        Err(RestError::Unreadable(_) | RestError::Unreachable(_)) => None,
    }
}

#[derive(serde::Deserialize)]
struct ErrorBody {
    #[serde(default)]
    code: i64,
    #[serde(default)]
    message: String,
    #[serde(default)]
    errors: serde_json::Value,
}

fn refused(status: u16, body: &[u8]) -> RestError {
    match serde_json::from_slice::<ErrorBody>(body) {
        Ok(body) => {
            let details = if body.errors.is_null() { String::new() } else { format!(" {}", body.errors) };
            RestError::Refused { status, code: body.code, message: body.message + &details }
        }
        Err(_) => RestError::Refused { status, code: 0, message: "no reason given".into() },
    }
}

/// An error without its address, which may hold a token.
fn unreachable(error: reqwest::Error) -> RestError {
    RestError::Unreachable(error.without_url().to_string())
}

/// serenity could not build the request.
fn not_built(error: serenity::Error) -> RestError {
    match error {
        serenity::Error::Http(HttpError::Request(error)) => unreachable(error),
        other => RestError::Unreachable(other.to_string()),
    }
}
