//! What an answer tells of limits.
//!
//! [Discord's documentation](https://discord.com/developers/docs/topics/rate-limits#header-format)

use std::str::FromStr;
use std::time::Duration;

use reqwest::header::HeaderMap;

use super::bucket::Headers;

/// The wait after a 429 that names none.
const DEFAULT_RETRY_AFTER: Duration = Duration::from_secs(1);

/// What an answer told of limits.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::discord) struct Heard {
    /// The HTTP status; 0 where no answer came.
    pub(in crate::discord) status: u16,
    /// The bucket, where the answer names one.
    pub(in crate::discord) headers: Option<Headers>,
    /// After a 429: how long to wait.
    pub(in crate::discord) retry_after: Option<Duration>,
    /// After a 429: whether the limit is the global one.
    pub(in crate::discord) global: bool,
    /// After a 429: whether the limit is shared with others, which is not held against the bot.
    pub(in crate::discord) shared: bool,
}

impl Heard {
    /// What an answer with this status, headers and body tells.
    pub(in crate::discord) fn from_answer(status: u16, headers: &HeaderMap, body: &[u8]) -> Self {
        Self {
            status,
            headers: bucket(headers),
            retry_after: (status == 429).then(|| wait(body, number(headers, "retry-after"))),
            global: headers.contains_key("x-ratelimit-global"),
            shared: headers.get("x-ratelimit-scope").is_some_and(|scope| scope == "shared"),
        }
    }
}

/// The call's bucket; `None` where the headers name none.
fn bucket(headers: &HeaderMap) -> Option<Headers> {
    Some(Headers {
        bucket: headers.get("x-ratelimit-bucket")?.to_str().ok()?.to_owned(),
        limit: number(headers, "x-ratelimit-limit")?,
        remaining: number(headers, "x-ratelimit-remaining")?,
        reset_after: Duration::try_from_secs_f64(number(headers, "x-ratelimit-reset-after")?).ok()?,
    })
}

fn number<N: FromStr>(headers: &HeaderMap, name: &str) -> Option<N> {
    headers.get(name)?.to_str().ok()?.parse().ok()
}

#[derive(serde::Deserialize)]
struct Limited {
    retry_after: Option<f64>,
}

/// The body's `retry_after` is the more precise one: the header is in whole seconds.
///
/// Source: <https://discord.com/developers/docs/topics/rate-limits#exceeding-a-rate-limit>
fn wait(body: &[u8], header: Option<f64>) -> Duration {
    let told = serde_json::from_slice::<Limited>(body).ok().and_then(|body| body.retry_after);
    let seconds = told.or(header).and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    seconds.unwrap_or(DEFAULT_RETRY_AFTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(named: &[(&'static str, &'static str)]) -> HeaderMap {
        named.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn an_answer_names_its_bucket_and_a_429_its_wait() {
        let heard = Heard::from_answer(
            429,
            &headers(&[
                ("x-ratelimit-bucket", "abcd1234"),
                ("x-ratelimit-limit", "10"),
                ("x-ratelimit-remaining", "0"),
                ("x-ratelimit-reset-after", "64.57"),
                ("x-ratelimit-scope", "shared"),
                ("retry-after", "65"),
            ]),
            br#"{ "message": "The resource is being rate limited.", "retry_after": 64.57, "global": false }"#,
        );
        let wait = Duration::from_millis(64_570);
        let told = Headers { bucket: "abcd1234".into(), limit: 10, remaining: 0, reset_after: wait };
        assert_eq!((heard.headers, heard.retry_after), (Some(told), Some(wait)));
        assert!(heard.shared && !heard.global);
    }

    #[test]
    fn a_429_without_a_body_or_a_wait_is_waited_for_all_the_same() {
        let global = headers(&[("x-ratelimit-global", "true"), ("retry-after", "3")]);
        let heard = Heard::from_answer(429, &global, b"");
        assert_eq!((heard.retry_after, heard.global), (Some(Duration::from_secs(3)), true));
        assert_eq!(Heard::from_answer(429, &HeaderMap::new(), b"").retry_after, Some(DEFAULT_RETRY_AFTER));
        assert_eq!(Heard::from_answer(200, &HeaderMap::new(), b"").retry_after, None);
    }
}
