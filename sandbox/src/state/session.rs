//! A bot's gateway session: what was sent, what can be replayed.

use std::collections::VecDeque;

use serde_json::Value;
use tokio::sync::mpsc::UnboundedSender;

use crate::snowflake::Snowflake;

/// How many events are kept for a resume.
const REPLAY_KEPT: usize = 2_000;

/// What a connection's task is asked to do.
#[derive(Debug)]
pub(crate) enum Outgoing {
    /// Send an event.
    Dispatch { seq: u64, name: &'static str, data: Value },
    /// Ask to reconnect and resume (op 7).
    Reconnect,
    /// Call the session invalid (op 9); `true` when it can be resumed.
    InvalidSession(bool),
    /// Close with a code.
    Close(u16),
    /// Cut the connection without a word.
    Drop,
}

/// A gateway session, which outlives its connections.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) app: Snowflake,
    /// This shard, and how many there are.
    pub(crate) shard: (u64, u64),
    pub(crate) intents: u64,
    pub(crate) seq: u64,
    pub(crate) replay: VecDeque<(u64, &'static str, Value)>,
    /// The live connection, while there is one.
    pub(crate) outbox: Option<UnboundedSender<Outgoing>>,
    /// Which connection owns the outbox, so that an old one does not clear a new one's.
    pub(crate) connection: u64,
    /// READY and the GUILD_CREATEs were sent.
    pub(crate) ready: bool,
    /// It cannot be resumed any more.
    pub(crate) forgotten: bool,
}

impl Session {
    pub(crate) fn is_live(&self) -> bool {
        self.ready && self.outbox.is_some()
    }

    /// Numbers an event, keeps it for a resume, and sends it when connected.
    pub(crate) fn push(&mut self, name: &'static str, data: Value, silent: bool) {
        self.seq += 1;
        self.replay.push_back((self.seq, name, data.clone()));
        if self.replay.len() > REPLAY_KEPT {
            self.replay.pop_front();
        }
        if !silent {
            self.tell(Outgoing::Dispatch { seq: self.seq, name, data });
        }
    }

    pub(crate) fn tell(&self, what: Outgoing) {
        if let Some(outbox) = &self.outbox {
            // A receiver that is gone means that the connection is closing: the replay has it.
            drop(outbox.send(what));
        }
    }
}
