//! How a session begins, and how it is taken up again.

use std::collections::VecDeque;

use serde_json::Value;
use tokio::sync::mpsc::UnboundedSender;

use super::close::{self, Close};
use super::intents;
use crate::payload;
use crate::state::{Outgoing, Session, State};

/// What came of an IDENTIFY or RESUME.
pub(crate) enum Entry {
    /// A session is live: its id.
    In(String),
    /// The session can't be resumed (op 9).
    Invalid,
    /// The connection is closed.
    Refused(Close),
}

/// Starts a session: READY, then every guild.
pub(crate) fn identify(
    state: &mut State,
    data: &Value,
    version: u64,
    outbox: UnboundedSender<Outgoing>,
    connection: u64,
) -> Entry {
    let token = data["token"].as_str().unwrap_or_default();
    let token = token.strip_prefix("Bot ").unwrap_or(token);
    let Some(app) = state.app_by_token(token) else { return Entry::Refused(close::AUTHENTICATION_FAILED) };
    let Some(wanted) = data["intents"].as_u64() else { return Entry::Refused(close::INVALID_INTENTS) };
    if wanted & !intents::KNOWN != 0 {
        return Entry::Refused(close::INVALID_INTENTS);
    }
    let allowed = state.apps.get(&app).map_or(0, |app| app.privileged);
    if wanted & intents::PRIVILEGED & !allowed != 0 {
        return Entry::Refused(close::DISALLOWED_INTENTS);
    }
    let Some(shard) = shard(&data["shard"]) else { return Entry::Refused(close::INVALID_SHARD) };
    let id = state.secret(32);
    let session = Session {
        id: id.clone(),
        app,
        shard,
        intents: wanted,
        seq: 0,
        replay: VecDeque::new(),
        outbox: Some(outbox),
        connection,
        ready: true,
        forgotten: false,
    };
    let ready = payload::ready(state, &session, version);
    let guilds = payload::guilds_of(state, &session);
    state.sessions.insert(id.clone(), session);
    push(state, &id, "READY", ready);
    if wanted & intents::GUILDS != 0 {
        for guild in guilds {
            if let Some(body) = payload::guild_create(state, guild, app) {
                push(state, &id, "GUILD_CREATE", body);
            }
        }
    }
    Entry::In(id)
}

fn shard(value: &Value) -> Option<(u64, u64)> {
    if value.is_null() {
        return Some((0, 1));
    }
    let (shard, shards) = (value[0].as_u64()?, value[1].as_u64()?);
    (shard < shards).then_some((shard, shards))
}

fn push(state: &mut State, session: &str, name: &'static str, body: Value) {
    let Some(session) = state.sessions.get_mut(session) else { return };
    let silent = state.apps.get(&session.app).is_some_and(|app| app.silent);
    session.push(name, body, silent);
}

/// Takes a session up again: what was missed, then RESUMED.
pub(crate) fn resume(
    state: &mut State,
    data: &Value,
    outbox: UnboundedSender<Outgoing>,
    connection: u64,
) -> Entry {
    let token = data["token"].as_str().unwrap_or_default();
    let token = token.strip_prefix("Bot ").unwrap_or(token);
    let Some(app) = state.app_by_token(token) else { return Entry::Refused(close::AUTHENTICATION_FAILED) };
    let id = data["session_id"].as_str().unwrap_or_default();
    let Some(session) = state.sessions.get_mut(id).filter(|session| session.app == app && !session.forgotten)
    else {
        return Entry::Invalid;
    };
    let Some(seq) = data["seq"].as_u64().filter(|seq| *seq <= session.seq) else {
        return Entry::Refused(close::INVALID_SEQ);
    };
    let oldest = session.replay.front().map_or(session.seq + 1, |(seq, ..)| *seq);
    if seq + 1 < oldest {
        return Entry::Invalid;
    }
    // A second connection for the same session takes it over.
    session.tell(Outgoing::Close(4000));
    session.outbox = Some(outbox);
    session.connection = connection;
    for (seq, name, data) in session.replay.iter().filter(|(number, ..)| *number > seq) {
        session.tell(Outgoing::Dispatch { seq: *seq, name, data: data.clone() });
    }
    let id = session.id.clone();
    push(state, &id, "RESUMED", serde_json::json!({ "_trace": ["sandbox"] }));
    Entry::In(id)
}
