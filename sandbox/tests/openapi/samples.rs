//! Exchanges and events in Discord's shapes, written after the examples in its documentation.

use serde_json::{Value, json};

/// A REST exchange.
pub(crate) struct Sample {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) request: Value,
    pub(crate) status: u16,
    pub(crate) response: Value,
}

fn sample(method: &'static str, path: &'static str, request: Value, status: u16, response: Value) -> Sample {
    Sample { method, path, request, status, response }
}

const MESSAGES: &str = "/api/v10/channels/290926798999357250/messages";
const COMMANDS: &str = "/api/v10/applications/1345646804893827072/commands";
const CALLBACK: &str = "/api/v10/interactions/846462639134605312/aW50ZXJhY3Rpb246ODQ2/callback";
const TIME: &str = "2026-03-02T09:00:00.123000+00:00";

/// Exchanges that Discord would take part in.
pub(crate) fn exchanges() -> Vec<Sample> {
    let mut all = vec![
        sample("GET", "/api/v10/gateway/bot", Value::Null, 200, gateway_bot()),
        sample(
            "GET",
            "/api/v10/channels/290926798999357250/messages?limit=3",
            Value::Null,
            200,
            json!([message()]),
        ),
        sample("DELETE", "/api/v10/channels/1/messages/2", Value::Null, 204, Value::Null),
        sample("POST", MESSAGES, message_request(), 200, message()),
        sample(
            "POST",
            MESSAGES,
            json!({ "attachments": [{ "id": 0, "filename": "chart.png" }] }),
            200,
            message(),
        ),
        sample("PUT", COMMANDS, json!([command_request()]), 200, json!([command()])),
        sample("POST", COMMANDS, command_request(), 201, command()),
        sample(
            "PATCH",
            "/api/v10/applications/1/commands/2",
            json!({ "default_member_permissions": "32" }),
            200,
            command(),
        ),
    ];
    all.extend(callbacks());
    all.extend(errors());
    all.extend(permissions());
    all
}

/// Every type of interaction response that a bot gives: 4, 5, 6, 7, 8 and 9.
fn callbacks() -> Vec<Sample> {
    let modal = json!({
        "type": 9,
        "data": {
            "custom_id": "note", "title": "Note",
            "components": [{ "type": 1, "components": [
                { "type": 4, "custom_id": "text", "style": 2, "label": "Your note", "max_length": 300 },
            ] }],
        },
    });
    let choices =
        json!({ "type": 8, "data": { "choices": [{ "name": "AWS Fargate", "value": "fargate" }] } });
    let update = json!({ "type": 7, "data": { "content": "Done.", "embeds": [], "components": [] } });
    let hello = json!({ "type": 4, "data": { "content": "Hello", "flags": 64 } });
    let answers = [hello, json!({ "type": 5 }), json!({ "type": 6 }), update, choices, modal];
    answers.into_iter().map(|answer| sample("POST", CALLBACK, answer, 204, Value::Null)).collect()
}

fn errors() -> Vec<Sample> {
    let nested = json!({
        "code": 50035, "message": "Invalid Form Body",
        "errors": { "embeds": { "0": { "title": { "_errors": [
            { "code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 256 or fewer in length." },
        ] } } } },
    });
    let limited =
        json!({ "message": "You are being rate limited.", "retry_after": 64.57, "global": false, "code": 0 });
    let access = json!({ "message": "Missing Access", "code": 50001 });
    vec![
        sample(
            "GET",
            "/api/v10/channels/1",
            Value::Null,
            404,
            json!({ "message": "Unknown Channel", "code": 10003 }),
        ),
        sample("POST", MESSAGES, json!({ "content": "Hello" }), 403, access),
        sample("POST", MESSAGES, json!({ "content": "" }), 400, nested),
        sample("POST", MESSAGES, json!({ "content": "Hello" }), 429, limited),
    ]
}

/// Requests with permissions, which are text.
fn permissions() -> Vec<Sample> {
    let overwrite = |field: &str| json!({ "id": "41771983423143937", "type": 0, (field): "1024" });
    let created = |overwrite: Value| {
        let request = json!({ "name": "daily", "permission_overwrites": [overwrite] });
        sample("POST", "/api/v10/guilds/1/channels", request, 201, channel())
    };
    let overwritten = |field: &str| {
        let request = json!({ "type": 1, (field): "1024" });
        sample("PUT", "/api/v10/channels/1/permissions/2", request, 204, Value::Null)
    };
    let request = json!({ "name": "Crew", "permissions": "66321471" });
    vec![
        created(overwrite("allow")),
        created(overwrite("deny")),
        overwritten("allow"),
        overwritten("deny"),
        sample("POST", "/api/v10/guilds/1/roles", request.clone(), 200, role()),
        sample("PATCH", "/api/v10/guilds/1/roles/41771983423143936", request, 200, role()),
    ]
}

/// Gateway events that Discord would send, by name.
pub(crate) fn events() -> Vec<(&'static str, Value)> {
    // Over the gateway, a user may be without what the documentation marks as optional.
    let mut author = user();
    let fields = author.as_object_mut().expect("a user is an object");
    fields.retain(|name, _| !["flags", "public_flags", "primary_guild"].contains(&name.as_str()));
    let mut member = member();
    member["user"] = author.clone();
    let mut created = message();
    created["author"] = author.clone();
    created["guild_id"] = json!("290926798626357999");
    created["member"] = partial_member();
    created["mentions"] = json!([author]);
    created["mentions"][0]["member"] = partial_member();
    let mut channel = channel();
    channel.as_object_mut().expect("a channel is an object").remove("guild_id");
    let id = "80351110224678912";
    let interaction = json!({
        "id": "1", "application_id": "2", "type": 3, "token": "t", "version": 1, "message": created,
        "member": member,
        "data": { "component_type": 5, "custom_id": "who", "values": [id],
            "resolved": { "users": { (id): author }, "members": { (id): partial_member() } } },
    });
    vec![
        ("MESSAGE_CREATE", created),
        ("CHANNEL_UPDATE", self::channel()),
        ("GUILD_ROLE_UPDATE", json!({ "guild_id": "41771983423143937", "role": role() })),
        (
            "GUILD_CREATE",
            json!({ "id": "41771983423143937", "channels": [channel], "roles": [role()], "members": [member] }),
        ),
        ("INTERACTION_CREATE", interaction),
        ("READY", json!({ "v": 10, "user": author, "application": { "id": "2", "flags": 0 } })),
        ("PRESENCE_UPDATE", json!({ "not": "described" })),
    ]
}

fn gateway_bot() -> Value {
    let limit = json!({ "total": 1000, "remaining": 999, "reset_after": 14_400_000, "max_concurrency": 1 });
    json!({ "url": "wss://gateway.discord.gg/", "shards": 1, "session_start_limit": limit })
}

fn user() -> Value {
    json!({
        "id": "80351110224678912", "username": "nelly", "discriminator": "0", "global_name": "Nelly",
        "avatar": "8342729096ea3675442027381ff50dfe", "public_flags": 64, "flags": 64, "banner": null,
        "accent_color": 16_711_680, "avatar_decoration_data": null, "collectibles": null, "primary_guild": null,
    })
}

fn partial_member() -> Value {
    json!({
        "nick": null, "avatar": null, "banner": null, "roles": ["41771983423143936"], "joined_at": TIME,
        "premium_since": null, "deaf": false, "mute": false, "flags": 0, "pending": false,
        "communication_disabled_until": null,
    })
}

fn member() -> Value {
    let mut member = partial_member();
    member["permissions"] = json!("2147483647");
    member
}

fn role() -> Value {
    json!({
        "id": "41771983423143936", "name": "Crew", "permissions": "66321471", "position": 1, "color": 3_447_003,
        "colors": { "primary_color": 3_447_003, "secondary_color": null, "tertiary_color": null },
        "hoist": true, "managed": false, "mentionable": false, "icon": null, "unicode_emoji": null, "flags": 0,
    })
}

fn channel() -> Value {
    json!({
        "id": "41771983423143937", "guild_id": "41771983423143937", "name": "daily", "type": 0, "position": 6,
        "permission_overwrites": [{ "id": "41771983423143937", "type": 0, "allow": "0", "deny": "1024" }],
        "rate_limit_per_user": 0, "nsfw": false, "topic": null, "last_message_id": null, "parent_id": null, "flags": 0,
    })
}

fn message_request() -> Value {
    json!({
        "content": "Hello", "nonce": "daily-2026-03-02", "enforce_nonce": true,
        "embeds": [{ "title": "Question", "description": "Which?", "color": 3_447_003, "timestamp": TIME,
            "fields": [{ "name": "A", "value": "One", "inline": false }], "footer": { "text": "1 of 5" } }],
        "components": [
            { "type": 1, "components": [{ "type": 2, "style": 1, "custom_id": "a", "label": "A" }] },
            { "type": 1, "components": [{ "type": 3, "custom_id": "s", "options": [{ "label": "A", "value": "a" }] }] },
        ],
        "allowed_mentions": { "parse": [] },
    })
}

fn message() -> Value {
    json!({
        "id": "334385199974967042", "channel_id": "290926798999357250", "type": 0, "author": user(), "content": "Hello",
        "timestamp": TIME, "edited_timestamp": null, "tts": false, "mention_everyone": false, "mentions": [],
        "mention_roles": [], "attachments": [], "pinned": false, "flags": 0, "nonce": "daily-2026-03-02",
        "embeds": [{ "type": "rich", "title": "Question", "description": "Which?", "color": 3_447_003,
            "timestamp": TIME, "fields": [{ "name": "A", "value": "One", "inline": false }],
            "footer": { "text": "1 of 5" } }],
        "components": [
            { "type": 1, "id": 1, "components": [{ "type": 2, "id": 2, "style": 1, "custom_id": "a", "label": "A" }] },
            { "type": 1, "id": 3, "components": [{ "type": 3, "id": 4, "custom_id": "s", "min_values": 1,
                "max_values": 1, "options": [{ "label": "A", "value": "a" }] }] },
        ],
    })
}

fn command_request() -> Value {
    json!({
        "name": "quiz", "type": 1, "description": "Ask me a question.", "default_member_permissions": "32",
        "contexts": [0], "options": [
            { "type": 3, "name": "topic", "description": "About what.", "required": true, "autocomplete": true },
            { "type": 4, "name": "count", "description": "How many.", "min_value": 1, "max_value": 10 },
        ],
    })
}

fn command() -> Value {
    let mut command = command_request();
    let more = json!({
        "id": "866818195033292850", "application_id": "1345646804893827072", "version": "866818195033292851",
        "dm_permission": true, "nsfw": false, "integration_types": [0],
    });
    let fields = command.as_object_mut().expect("a command is an object");
    fields.extend(more.as_object().expect("it is one").clone());
    command
}
