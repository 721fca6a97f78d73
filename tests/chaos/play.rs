//! What people do next: drawn from the seed, among what there is to do.

use jiff::civil::Time;
use jiff::{Timestamp, ToSpan};
use rand::RngExt;
use rand::rngs::StdRng;

use crate::history::{Act, Who};
use crate::model::Server;
use crate::model::calendar::{local_day, zone};
use crate::reading::Post;
use crate::settings::{Settings, WEEKS};
use crate::zones::ZONES;

/// Hours that managers choose: round ones, odd ones, and those that a change of the clocks skips or repeats.
const TIMES: [(i8, i8); 12] = [
    (0, 0),
    (1, 30),
    (2, 0),
    (2, 30),
    (6, 15),
    (9, 0),
    (9, 0),
    (12, 45),
    (17, 0),
    (20, 30),
    (22, 0),
    (23, 0),
];

/// The most days of a break that is announced.
const LONGEST_BREAK: i64 = 3;

/// Settings of a new server.
pub(crate) fn settings(number: usize, rng: &mut StdRng) -> Settings {
    Settings {
        channel: crate::crew::CHANNELS[0],
        time: time(rng),
        zone: ZONES[number % ZONES.len()],
        week: week(rng),
    }
}

fn time(rng: &mut StdRng) -> Time {
    let (hour, minute) = TIMES[rng.random_range(0..TIMES.len())];
    Time::constant(hour, minute, 0, 0)
}

/// Every day, mostly.
fn week(rng: &mut StdRng) -> usize {
    if rng.random_ratio(3, 4) { 0 } else { rng.random_range(0..WEEKS.len()) }
}

/// A change of one or two things.
fn changed(settings: &Settings, rng: &mut StdRng) -> Settings {
    let mut changed = settings.clone();
    for _ in 0..rng.random_range(1..=2) {
        match rng.random_range(0..4) {
            0 => changed.time = time(rng),
            1 => changed.zone = ZONES[rng.random_range(0..ZONES.len())],
            2 => changed.week = week(rng),
            _ => changed.channel = crate::crew::CHANNELS[rng.random_range(0..crate::crew::CHANNELS.len())],
        }
    }
    changed
}

/// What somebody in a server does now. Two acts of one member are done at once.
pub(crate) fn next(
    server: &Server,
    posts: &[Post],
    members: usize,
    now: Timestamp,
    rng: &mut StdRng,
) -> Vec<(Who, Act)> {
    // Drawn before anything is looked at: the draws do not depend on how fast the machine is.
    let (member, kind, twice) = (rng.random_range(0..members), rng.random_range(0..100), rng.random());
    let (one, other, length) = (rng.random(), rng.random(), rng.random_range(0..LONGEST_BREAK));
    let change = server.timeline.changes.last().map(|change| changed(&change.settings, rng));
    let who = Who::Member(member);
    if server.waiting[member] {
        return Vec::new();
    }
    let open = posts.last().filter(|post| !post.closed);
    let settled = server.timeline.last().map(|(last, _)| zone(last.settings.zone));
    match (kind, open, settled) {
        (0..70, Some(post), _) => {
            let act = |draw| (who, Act::Answer { message: post.id, letters: letters(post, draw) });
            if twice && kind < 10 { vec![act(one), act(other)] } else { vec![act(one)] }
        }
        (70..76, ..) => late(posts, one).map(|act| (who, act)).into_iter().collect(),
        (76..80, ..) => {
            let closed = posts.iter().rev().find(|post| post.closed);
            closed.map(|post| (who, Act::Review { message: post.id })).into_iter().collect()
        }
        (80..90, ..) => vec![(who, Act::Show)],
        (90..94, _, Some(zone)) if !near_midnight(&zone, now) => {
            let today = local_day(&zone, now);
            if server.breaks[member].any_from(today) {
                return vec![(who, Act::Resume)];
            }
            let from = today + one_or_none(one).days();
            vec![(who, Act::Pause { from, to: from + length.days() })]
        }
        (94..98, _, Some(_)) => change.map(|change| (Who::Manager, Act::SetUp(change))).into_iter().collect(),
        _ => vec![(who, Act::Show)],
    }
}

fn one_or_none(draw: u64) -> i64 {
    i64::from(draw.is_multiple_of(2))
}

/// The letters of a choice: as many as are asked for.
pub(crate) fn letters(post: &Post, draw: u64) -> String {
    drawn(post.letters, post.choose, draw)
}

/// `choose` of so many letters.
pub(crate) fn drawn(letters: usize, choose: usize, draw: u64) -> String {
    let count = u64::try_from(letters.max(1)).unwrap_or(1);
    let first = draw % count;
    let second = (first + 1 + draw / count % (count - 1).max(1)) % count;
    let mut chosen: Vec<u64> = [first, second].into_iter().take(choose).collect();
    chosen.sort_unstable();
    chosen
        .into_iter()
        .filter_map(|place| char::from_u32(u32::from(b'A') + u32::try_from(place).ok()?))
        .collect()
}

/// An old client still shows the buttons of a daily that is over.
fn late(posts: &[Post], draw: u64) -> Option<Act> {
    let over = posts.iter().rev().find(|post| post.closed && !post.buttons.is_empty())?;
    let (letters, button) = offered(&over.buttons, draw)?;
    Some(Act::Late { message: over.id, letters, button })
}

/// One of these buttons, with its letter.
pub(crate) fn offered(buttons: &[String], draw: u64) -> Option<(String, String)> {
    let place = usize::try_from(draw).unwrap_or(0) % buttons.len().max(1);
    let letter = char::from_u32(u32::from(b'A') + u32::try_from(place).ok()?)?;
    Some((letter.to_string(), buttons.get(place)?.clone()))
}

/// Whether it is within minutes of midnight: what "today" is would be in doubt.
fn near_midnight(zone: &jiff::tz::TimeZone, now: Timestamp) -> bool {
    let minutes = 10.minutes();
    local_day(zone, now - minutes) != local_day(zone, now + minutes)
}
