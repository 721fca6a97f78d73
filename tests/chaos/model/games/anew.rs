//! A question that is asked anew after a restart: what its answers count from.
//!
//! Everybody has fresh time, and nobody overtakes by that those who had answered before: whoever answers later has had
//! the question for at least as long as the slowest answer that stands of its earlier messages.

use super::Table;
use super::choices::{Try, tries_before};
use crate::table::Locked;

/// Milliseconds: at least and at most.
type Taken = (i64, i64);

/// How long everybody had had question `number` before this message of it.
pub(super) fn had_before(table: &Table<'_>, number: u32, message: u64) -> Taken {
    let mut earlier = table.sheets.iter().filter(|sheet| sheet.number() == Some(number));
    if !earlier.any(|sheet| sheet.id < message) {
        return (0, 0);
    }
    let of_member = |member| slowest(table, &tries_before(table, member, number, message));
    let all = (0..table.acts.len()).map(of_member);
    all.fold((0, 0), |slowest, own| (slowest.0.max(own.0), slowest.1.max(own.1)))
}

/// When the answer came that a member has, if any, after these choices.
fn slowest(table: &Table<'_>, tries: &[Try<'_>]) -> Taken {
    let told = |of: fn(&Locked) -> bool| tries.iter().find(move |tried| tried.told.as_ref().is_some_and(of));
    if let Some(changed) = told(|told| matches!(told, Locked::Changed(_))) {
        return changed.counts;
    }
    let silent = tries.iter().filter(|tried| tried.is_silent() && tried.may_count(&table.clocks.table));
    let silent = silent.map(|tried| tried.counts.1).max().unwrap_or(0);
    match told(|told| matches!(told, Locked::Now(_))) {
        // Nobody was told of a change that may have come after it.
        Some(now) => (now.counts.0, now.counts.1.max(silent)),
        None => (0, silent),
    }
}
