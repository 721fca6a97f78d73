//! Who may come in: the sandbox is for this machine, and pages of other sites in its browsers are kept out.
//!
//! A browser carries requests to loopback for any page that it shows. Two headers, which no page can forge, tell
//! them apart: `Origin` names the page's site, and `Host` the name under which the browser found this server. A site
//! that makes its own name point at loopback (DNS rebinding) gets past `Origin`, but has its name in `Host`.

use std::net::IpAddr;

use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName};

/// Why a request under this `Host` is not let in, in words for whoever sent it; `None` when it is. `loopback`: whether
/// the sandbox listens on loopback only, so that only names of loopback can be meant for it.
pub(crate) fn wrong_name(headers: &HeaderMap, loopback: bool) -> Option<&'static str> {
    let wrong = loopback && !is_loopback(text(headers, &HOST));
    wrong.then_some("requests under another name than this machine's own are refused")
}

/// Why a request of another site's page is not let in; `None` for this site's own, and for what is no page.
pub(crate) fn other_site(headers: &HeaderMap) -> Option<&'static str> {
    let origin = headers.contains_key(ORIGIN).then(|| text(headers, &ORIGIN))?;
    let own = origin.split_once("://").is_some_and(|(_, site)| site == text(headers, &HOST));
    (!own).then_some("requests from other sites are refused")
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Whether `host`, with or without a port, is a name of loopback.
fn is_loopback(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => name,
        _ => host,
    };
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost") || bare.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn headers(host: &'static str, origin: Option<&'static str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, HeaderValue::from_static(host));
        if let Some(origin) = origin {
            headers.insert(ORIGIN, HeaderValue::from_static(origin));
        }
        headers
    }

    #[test]
    fn this_machine_comes_in_under_any_of_its_names() {
        for host in ["127.0.0.1:4445", "localhost:4445", "LOCALHOST", "[::1]:4445", "127.0.0.1"] {
            assert_eq!(wrong_name(&headers(host, None), true), None, "{host}");
        }
        assert_eq!(other_site(&headers("localhost:4445", Some("http://localhost:4445"))), None);
    }

    #[test]
    fn pages_of_other_sites_stay_out() {
        for origin in ["https://evil.example", "http://localhost:9999", "null", ""] {
            assert!(other_site(&headers("localhost:4445", Some(origin))).is_some(), "{origin}");
        }
    }

    #[test]
    fn a_name_that_was_made_to_point_here_stays_out() {
        for host in
            ["evil.example", "evil.example:4445", "127.0.0.1.evil.example", "localhost.evil.example:80", ""]
        {
            assert!(wrong_name(&headers(host, None), true).is_some(), "{host}");
        }
    }

    #[test]
    fn a_sandbox_that_is_meant_to_be_reached_has_any_name() {
        assert_eq!(wrong_name(&headers("sandbox:4445", None), false), None);
    }
}
