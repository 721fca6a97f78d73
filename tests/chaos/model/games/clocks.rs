//! How long a question is open: for the whole table, and by the clock that a member's own points are counted by.
//!
//! Extra time is the whole table's, from a game's beginning on: as much as whoever has most of those who are in then.
//! Each keeps what they came in with.

use std::ops::RangeInclusive;

use jiff::Timestamp;

use super::Table;
use crate::game::{Mode, OPEN_MS, WAIT};
use crate::history::Act;
use crate::model::acts::Done;
use crate::model::{A_MOMENT, Breach, LONGEST_ACT};
use crate::table::{Shows, extra_time};

/// Milliseconds: at least and at most.
pub(super) type Span = RangeInclusive<i64>;

/// The clocks of a game.
#[derive(Clone, Debug)]
pub(super) struct Clocks {
    /// For how long an answer counts.
    pub(super) table: Span,
    /// For how long points fall, member by member.
    pub(super) own: Vec<Span>,
}

impl Default for Clocks {
    fn default() -> Self {
        Self { table: OPEN_MS..=OPEN_MS, own: Vec::new() }
    }
}

/// How a member came into a game.
struct Seat {
    from: Timestamp,
    /// Extra time in percent: at least and at most.
    extra: RangeInclusive<u32>,
    /// Whether they are in when the game begins, for sure.
    sure: bool,
}

/// When a game begins: at the soonest, and at the latest.
type Beginning = (Timestamp, Timestamp);

/// The clocks of a game, by what its members did.
pub(super) fn read(table: &Table<'_>) -> Clocks {
    let beginning = beginning(table);
    let seat = |(member, acts): (usize, &&[Done])| seat(member, acts, table, beginning);
    let seats: Vec<Option<Seat>> = table.acts.iter().enumerate().map(seat).collect();
    let own = |seat: &Option<Seat>| open(seat.as_ref().map_or(&(0..=0), |seat| &seat.extra));
    let at_first = || seats.iter().flatten().filter(|seat| seat.from <= beginning.1);
    let least = at_first().filter(|seat| seat.sure).map(|seat| *seat.extra.start()).max().unwrap_or(0);
    let most = at_first().map(|seat| *seat.extra.end()).max().unwrap_or(0);
    Clocks { table: open(&(least..=most)), own: seats.iter().map(own).collect() }
}

fn beginning(table: &Table<'_>) -> Beginning {
    let is_lobby = |shows: &Shows| matches!(shows, Shows::Lobby { .. } | Shows::PastLobby { .. });
    let lobby = table.sheets.iter().find(|sheet| is_lobby(&sheet.shows));
    let by_itself = lobby.map(|lobby| lobby.sent + WAIT - A_MOMENT);
    let told = table.acts.iter().copied().flatten();
    let told =
        told.filter(|done| presses(done, table.number, &["Start now", "Accept"])).map(|done| done.asked);
    let first = table.sheets.iter().find(|sheet| !is_lobby(&sheet.shows));
    let soonest = told.chain(by_itself).min().unwrap_or(Timestamp::MAX);
    (soonest, first.map_or(Timestamp::MAX, |first| first.sent))
}

/// How a member came into a game, if they did.
fn seat(member: usize, acts: &[Done], table: &Table<'_>, (soonest, latest): Beginning) -> Option<Seat> {
    let hosts = |done: &Done| matches!(&done.act, Act::Open { table: at, .. } if *at == table.number);
    // Nobody else comes into a duel, whatever they press and whether or not they are told so.
    let invited = !matches!(table.game.mode, Mode::Duel { opponent } if opponent != member);
    let comes = || acts.iter().filter(|done| hosts(done) || invited && joins(done, table.number));
    let from = comes().map(|done| done.asked).min()?;
    let to = comes().map(over).max()?;
    // There is no lobby without its host, and no duel without both.
    let is_in = |done: &Done| hosts(done) || done.told().is_some() && done.ended <= soonest;
    let duel = matches!(table.game.mode, Mode::Duel { .. }) && latest < Timestamp::MAX;
    let leaves = |done: &Done| presses(done, table.number, &["Leave"]) && done.asked <= latest;
    let sure = (duel || comes().any(is_in)) && !acts.iter().any(leaves);
    Some(Seat { from, extra: extra(acts, from, to), sure })
}

fn presses(done: &Done, table: usize, labels: &[&str]) -> bool {
    matches!(&done.act, Act::Press { table: at, label, .. } if *at == table && labels.contains(&label.as_str()))
}

/// Whether it may have brought somebody in.
fn joins(done: &Done, table: usize) -> bool {
    let Act::Press { table: at, label, .. } = &done.act else { return false };
    let brought =
        |text: &str| text.contains("Accepted") || text.contains("You're in") && !text.contains("already");
    *at == table && (label.starts_with("Join") || label == "Accept") && done.told().is_none_or(brought)
}

/// The extra time that a member may have had at some moment between the two, in percent: at least and at most.
pub(super) fn extra(acts: &[Done], from: Timestamp, to: Timestamp) -> RangeInclusive<u32> {
    let chosen = |done: &Done| match done.act {
        Act::ExtraTime { percent } => Some(percent),
        _ => None,
    };
    let all: Vec<(u32, &Done)> = acts.iter().filter_map(|done| Some((chosen(done)?, done))).collect();
    let known = all.iter().filter(|(_, done)| done.told().is_some() && done.ended < from);
    let known = known.max_by_key(|(_, done)| done.ended);
    let since = known.map_or(Timestamp::MIN, |(_, done)| done.asked);
    let perhaps = all.iter().filter(|(_, done)| done.asked <= to && over(done) > since);
    let perhaps: Vec<u32> = perhaps.chain(known).map(|(percent, _)| *percent).collect();
    let first = known.is_none().then_some(0);
    let (least, most) =
        (perhaps.iter().copied().chain(first).min(), perhaps.iter().copied().chain(first).max());
    least.unwrap_or(0)..=most.unwrap_or(0)
}

/// When nothing can come of it any more.
fn over(done: &Done) -> Timestamp {
    if done.told().is_some() {
        return done.ended;
    }
    done.ended.saturating_add(LONGEST_ACT).unwrap_or(Timestamp::MAX)
}

/// How long a question is open with so much extra time.
pub(super) fn open(extra: &RangeInclusive<u32>) -> Span {
    let with = |percent: u32| OPEN_MS * (100 + i64::from(percent)) / 100;
    with(*extra.start())..=with(*extra.end())
}

/// What is wrong with what members were told of the extra time that they chose.
pub(in crate::model) fn objections(acts: &[Done]) -> Vec<Breach> {
    let objection = |done: &Done| {
        let Act::ExtraTime { percent } = done.act else { return None };
        let told = done.told().and_then(extra_time).filter(|told| *told != percent)?;
        Some(done.breach(format!("{percent}% were chosen, and {told}% are told")))
    };
    acts.iter().filter_map(objection).collect()
}
