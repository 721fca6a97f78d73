//! The conformance check: by a small description of our own, and by Discord's with `DISCORD_OPENAPI`.

#![cfg(feature = "openapi")]

#[path = "openapi/samples.rs"]
mod samples;

use std::io::Write as _;
use std::path::Path;
use std::str::FromStr as _;

use samples::{Sample, events, exchanges};
use sandbox::openapi::{AMENDMENTS, Amendment, Description, DescriptionError, Mismatch, Part};
use serde_json::{Value, json};

/// A description with one of everything.
fn small() -> Value {
    let id = json!({ "type": "string", "pattern": "^[0-9]+$", "format": "snowflake" });
    let tagged = |tag: u8, more: Value| {
        json!({
            "type": "object", "required": ["type"], "properties": { "type": { "enum": [tag] }, "size": more },
        })
    };
    let json_body = |schema: Value| json!({ "content": { "application/json": { "schema": schema } } });
    let thing = json!({ "$ref": "#/components/schemas/Thing" });
    let mut needed = json_body(thing.clone());
    needed["required"] = json!(true);
    json!({
        "openapi": "3.1.0",
        "paths": {
            "/users/{user_id}": {
                "parameters": [{ "name": "user_id", "in": "path", "required": true, "schema": id }],
                "get": { "responses": { "200": json_body(json!({ "type": "object" })) } },
            },
            "/users/@me": { "get": { "responses": { "200": json_body(json!({ "type": "array" })) } } },
            "/things": {
                "get": {
                    "parameters": [
                        { "name": "limit", "in": "query", "schema": { "type": "integer", "maximum": 100 } },
                        { "$ref": "#/components/parameters/Wait" },
                        { "name": "id", "in": "query", "schema": { "type": "array", "items": id } },
                    ],
                    "responses": { "200": json_body(json!({ "type": "array", "items": thing })) },
                },
                "post": {
                    "requestBody": needed,
                    "responses": {
                        "201": json_body(thing.clone()), "204": { "description": "nothing" },
                        "4XX": { "$ref": "#/components/responses/Error" },
                    },
                },
            },
        },
        "components": {
            "parameters": { "Wait": { "name": "wait", "in": "query", "schema": { "type": "boolean" } } },
            "responses": { "Error": json_body(json!({ "type": "object", "required": ["code"] })) },
            "schemas": { "Thing": {
                "type": "object", "required": ["name"],
                "properties": {
                    "name": { "type": "string", "maxLength": 5 },
                    "at": { "type": "string", "format": "date-time" },
                    "parts": { "type": "array", "items": { "oneOf": [
                        tagged(1, json!({ "type": "integer" })), tagged(2, json!({ "type": "string" })),
                    ] } },
                },
            } },
        },
    })
}

fn description() -> Description {
    Description::from_str(&small().to_string()).expect("the small description is one")
}

/// The mismatches of one exchange, as text.
fn check(method: &str, path: &str, request: Value, status: u16, response: Value) -> Vec<String> {
    shown(&description().check_exchange(method, path, Some(&request), status, Some(&response)))
}

fn shown(mismatches: &[Mismatch]) -> Vec<String> {
    mismatches.iter().map(ToString::to_string).collect()
}

#[test]
fn paths_are_matched_by_the_most_specific_template() {
    let description = description();
    for path in
        ["/users/@me", "/api/users/@me", "/api/v10/users/%40me?with=counts", "/users/5", "/api/v9/users/5/"]
    {
        assert!(description.describes("GET", path), "{path}");
    }
    for path in ["/users", "/users/5/6", "/api/v10", "/", ""] {
        assert!(!description.describes("GET", path), "{path}");
    }
    assert!(!description.describes("DELETE", "/users/@me"));
    assert!(check("GET", "/api/v10/users/@me", json!(null), 200, json!([])).is_empty());
    assert!(check("GET", "/api/v10/users/5", json!(null), 200, json!({})).is_empty());
    assert_eq!(
        check("GET", "/api/v10/users/me", json!(null), 200, json!({})),
        [
            r#"GET /users/{user_id} path user_id: "me" does not match "^[0-9]+$""#,
            r#"GET /users/{user_id} path user_id: "me" is not a "snowflake""#
        ],
    );
}

#[test]
fn statuses_choose_the_schema() {
    let thing = json!({ "name": "a" });
    assert!(check("POST", "/things", thing.clone(), 201, thing.clone()).is_empty());
    assert!(check("POST", "/things", thing.clone(), 204, json!(null)).is_empty());
    assert!(check("POST", "/things", thing.clone(), 404, json!({ "code": 0 })).is_empty());
    assert!(check("POST", "/things", thing.clone(), 503, json!("down")).is_empty(), "500s are not described");
    let cases = [
        (200, thing.clone(), "POST /things response 200: the status is none of 201, 204, 4XX"),
        (201, json!(null), "POST /things response 201: there is no body, though one is required"),
        (204, thing.clone(), "POST /things response 204: there is a body, though none is described"),
        (404, json!({}), r#"POST /things response 404: "code" is a required property"#),
    ];
    for (status, response, says) in cases {
        assert_eq!(check("POST", "/things", thing.clone(), status, response), [says]);
    }
}

#[test]
fn bodies_are_checked_to_the_field() {
    let parts = json!([{ "type": 1, "size": 1 }, { "type": 2, "size": 2 }, { "type": 3 }]);
    let request = json!({ "name": "too long", "at": "yesterday", "parts": parts, "unknown": true });
    assert_eq!(
        check("POST", "/things", request, 204, json!(null)),
        [
            r#"POST /things request /at: "yesterday" is not a "date-time""#,
            r#"POST /things request /name: "too long" is longer than 5 characters"#,
            r#"POST /things request /parts/1/size: 2 is not of type "string""#,
            "POST /things request /parts/2: none of the alternatives is of type 3",
        ],
    );
    let missing = description().check_exchange("POST", "/things", None, 204, None);
    assert_eq!(shown(&missing), ["POST /things request: there is no body, though one is required"]);
    assert_eq!(missing[0].part, Part::Request);
}

#[test]
fn query_parameters_are_read_before_they_are_judged() {
    let ask = |query: &str| check("GET", &format!("/things?{query}"), json!(null), 200, json!([]));
    assert!(ask("limit=3&wait=true&id=1&id=2&unknown=x").is_empty());
    assert!(ask("id=99&wait=0").is_empty());
    assert_eq!(ask("limit=101"), ["GET /things query limit: 101 is greater than the maximum of 100"]);
    assert_eq!(ask("limit=all"), [r#"GET /things query limit: "all" is not of type "integer""#]);
    assert_eq!(ask("wait=maybe"), [r#"GET /things query wait: "maybe" is not of type "boolean""#]);
}

#[test]
fn amendments_replace_what_is_wrong() {
    let longer = Amendment {
        at: "/components/schemas/Thing/properties/name",
        becomes: "{}",
        reason: "names are long",
    };
    let elsewhere = Amendment { at: "/components/schemas/Absent", ..longer };
    let amended = Description::amended(&small().to_string(), &[longer, elsewhere]).expect("it is one");
    let request = json!({ "name": "too long" });
    assert!(amended.check_exchange("POST", "/things", Some(&request), 204, None).is_empty());
    let broken = Amendment { becomes: "{", ..longer };
    let refused = Description::amended(&small().to_string(), &[broken]);
    assert!(matches!(refused, Err(DescriptionError::Amendment { .. })), "{refused:?}");
    assert!(matches!(Description::from_str("{}"), Err(DescriptionError::NoPaths)));
    assert!(matches!(Description::read(Path::new("/nowhere")), Err(DescriptionError::Read { .. })));
}

/// Discord's own description as text, if the environment says where it is.
fn official() -> Option<String> {
    let Ok(path) = std::env::var("DISCORD_OPENAPI") else {
        assert!(
            std::env::var("REQUIRE_OPENAPI").is_err(),
            "REQUIRE_OPENAPI is set, but DISCORD_OPENAPI is not"
        );
        // Past the capture of output, so that it is seen.
        let line =
            b"SKIPPED: DISCORD_OPENAPI is not set, nothing was checked against Discord's description\n";
        std::io::stderr().write_all(line).expect("stderr can be written");
        return None;
    };
    Some(std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("DISCORD_OPENAPI={path}: {error}")))
}

fn check_sample(description: &Description, sample: &Sample) -> Vec<Mismatch> {
    let Sample { method, path, request, status, response } = sample;
    assert!(description.describes(method, path), "{method} {path}");
    description.check_exchange(method, path, Some(request), *status, Some(response))
}

/// The mismatches of all samples.
fn check_all(description: &Description) -> Vec<String> {
    let mut found: Vec<Mismatch> =
        exchanges().iter().flat_map(|sample| check_sample(description, sample)).collect();
    found.extend(events().iter().flat_map(|(name, data)| description.check_event(name, data)));
    shown(&found)
}

#[test]
fn discords_shapes_conform() {
    let Some(text) = official() else { return };
    let description = Description::from_str(&text).expect("it is a description");
    assert_eq!(check_all(&description), Vec::<String>::new());
}

#[test]
fn broken_exchanges_are_caught() {
    let Some(text) = official() else { return };
    let description = Description::from_str(&text).expect("it is a description");
    let breaks: &[(&str, &str, &str, Value, &str)] = &[
        ("POST", "/messages", "/request/embeds/0/title", json!(7), "request /embeds/0/title"),
        (
            "POST",
            "/messages",
            "/request/components/0/components/0/style",
            json!(9),
            "request /components/0/components/0",
        ),
        ("POST", "/messages", "/response/author/id", json!(1), "response 200 /author/id"),
        ("POST", "/messages", "/response/timestamp", json!("now"), "response 200 /timestamp"),
        ("POST", "/callback", "/request/data/flags", json!("64"), "request /data/flags"),
        ("PUT", "/commands", "/request/0/options/0/name", json!(""), "request /0/options/0/name"),
        ("GET", "/bot", "/response/shards", json!("1"), "response 200 /shards"),
        ("GET", "/channels/1", "/response/code", json!("10003"), "response 404 /code"),
    ];
    for (method, path, pointer, value, at) in breaks {
        let mut sample = exchanges()
            .into_iter()
            .find(|sample| sample.method == *method && sample.path.ends_with(path))
            .expect("there is such a sample");
        let mut whole = json!({ "request": sample.request, "response": sample.response });
        *whole.pointer_mut(pointer).expect("the sample has this field") = value.clone();
        (sample.request, sample.response) = (whole["request"].take(), whole["response"].take());
        let found = shown(&check_sample(&description, &sample));
        assert!(found.len() == 1 && found[0].contains(at), "{pointer} = {value}: {found:#?}");
    }
    let wrong = description.check_exchange("DELETE", "/channels/1/messages/2", None, 200, None);
    assert_eq!(wrong[0].part, Part::Status);
}

#[test]
fn broken_events_are_caught() {
    let Some(text) = official() else { return };
    let description = Description::from_str(&text).expect("it is a description");
    let breaks: &[(&str, &str, Value, &str)] = &[
        ("MESSAGE_CREATE", "/author/username", json!(null), "/author/username"),
        ("MESSAGE_CREATE", "/member/roles", json!("none"), "/member/roles"),
        ("GUILD_CREATE", "/channels/0/name", json!(0), "/channels/0/name"),
        ("GUILD_ROLE_UPDATE", "/role/permissions", json!(8), "/role/permissions"),
        ("INTERACTION_CREATE", "/message/content", json!(null), "/message/content"),
        (
            "INTERACTION_CREATE",
            "/data/resolved/users/80351110224678912/id",
            json!("x"),
            "/data/resolved/users/",
        ),
        ("READY", "/user/id", json!(1), "/user/id"),
    ];
    for (name, pointer, value, at) in breaks {
        let all = events();
        let (_, sample) = all.iter().find(|(event, _)| event == name).expect("there is such a sample");
        let mut data = sample.clone();
        *data.pointer_mut(pointer).expect("the sample has this field") = value.clone();
        let found = shown(&description.check_event(name, &data));
        assert!(
            !found.is_empty() && found.iter().all(|line| line.contains(at)),
            "{name} {pointer}: {found:#?}"
        );
    }
}

#[test]
fn every_amendment_is_needed() {
    let Some(text) = official() else { return };
    let document: Value = serde_json::from_str(&text).expect("it is JSON");
    for amendment in AMENDMENTS {
        let Amendment { at, reason, .. } = amendment;
        assert!(document.pointer(at).is_some(), "{at} is no longer there ({reason})");
        let others: Vec<Amendment> = AMENDMENTS.iter().filter(|other| other.at != *at).copied().collect();
        let without = Description::amended(&text, &others).expect("it is a description");
        assert!(!check_all(&without).is_empty(), "{at}: the samples conform without it ({reason})");
    }
}
