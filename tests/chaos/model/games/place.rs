//! Where a game is played: in its channel, or in one thread of its own.

use jiff::Timestamp;

use super::Table;
use crate::history::{Entry, Event};
use crate::table::Shows;

impl Table<'_> {
    /// What is wrong with where its messages stand. All but the lobby are in one place.
    pub(super) fn misplaced(&self, entries: &[Entry]) -> Option<String> {
        let is_lobby = |shows: &Shows| matches!(shows, Shows::Lobby { .. } | Shows::PastLobby { .. });
        let played = || self.sheets.iter().filter(|sheet| !is_lobby(&sheet.shows));
        let (first, lobby) = (played().next()?, self.sheets.first()?);
        if lobby.in_thread {
            return Some("the lobby stands in a thread".into());
        }
        if played().any(|sheet| sheet.in_thread != first.in_thread) {
            return Some("it is played in two places".into());
        }
        match (self.game.in_thread, first.in_thread) {
            (false, true) => Some("nobody asked for a thread".into()),
            // Where Discord refuses a thread again and again, the game does without.
            (true, false) if !is_refused(entries, lobby.sent, first.sent) => Some("it has no thread".into()),
            _ => None,
        }
    }

    /// Whether its messages stand in a thread.
    pub(super) fn is_in_thread(&self) -> bool {
        self.sheets.iter().any(|sheet| sheet.in_thread)
    }
}

/// Whether Discord may have refused a thread between the two.
fn is_refused(entries: &[Entry], from: Timestamp, to: Timestamp) -> bool {
    let mut refused = false;
    for entry in entries.iter().take_while(|entry| entry.at <= to) {
        match &entry.event {
            Event::Fault(what) if refuses_threads(what) => refused = true,
            Event::Healed if entry.at <= from => refused = false,
            _ => {}
        }
    }
    refused
}

fn refuses_threads(fault: &str) -> bool {
    let of = |words: &[&str]| words.iter().any(|word| fault.contains(word));
    of(&["/threads", "**", "globally", "every call"]) && of(&["fails", "is limited", "is refused"])
}
