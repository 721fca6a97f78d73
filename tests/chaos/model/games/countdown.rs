//! A countdown that was moved: the bot learnt late that its question stands, and the time runs from then on.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::clocks::Span;
use crate::history::Act;
use crate::model::acts::{Done, millisecond};
use crate::table::{Locked, locked};

/// How far the post may fall behind before the countdown is moved, in milliseconds.
const PUNCTUAL_MS: i64 = 1_500;

/// Countdowns are shown to the second.
const SECOND_MS: i64 = 1_000;

/// By when the bot knew that the questions of a game stand, by message: it had locked in an answer to it.
pub(super) type Known = BTreeMap<u64, Timestamp>;

pub(super) fn known(acts: &[&[Done]], table: usize) -> Known {
    let mut known = Known::new();
    for done in acts.iter().copied().flatten() {
        let Act::Lock { table: at, message, .. } = &done.act else { continue };
        let stands = |told| matches!(told, Locked::Now(_) | Locked::Changed(_) | Locked::Before(_));
        if *at == table && done.told().and_then(locked).is_some_and(stands) {
            let by = known.entry(*message).or_insert(done.ended);
            *by = (*by).min(done.ended);
        }
    }
    known
}

/// Until when a question may have taken an answer that came after its own time, in Unix milliseconds, where it was
/// `open` for so long. Nobody outside knows when the bot learnt that its message stands: only what its countdown said
/// before the member's eyes, and by when it knew.
pub(super) fn runs_until(message: u64, open: &Span, seen: Option<Timestamp>, known: &Known) -> i64 {
    let Some(known) = known.get(&message).map(|known| known.as_millisecond()) else { return i64::MAX };
    let seen = seen.map(Timestamp::as_millisecond);
    let asked = seen.map_or(millisecond(message), |seen| seen - open.end());
    let moved = (known - asked > PUNCTUAL_MS).then_some(known + open.end());
    seen.map(|seen| seen + SECOND_MS).max(moved).unwrap_or(i64::MIN)
}
