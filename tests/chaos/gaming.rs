//! What the players of a group's game do next: drawn from the seed, among what the channel shows.

use rand::RngExt;
use rand::rngs::StdRng;

use crate::game::EXTRA;
use crate::history::{Act, Who};
use crate::table::{Sheet, Shows};

/// What becomes of a table.
#[derive(Debug)]
pub(crate) enum Next {
    /// Somebody does this; two acts are done at once.
    Acts(Vec<(Who, Act)>),
    /// Its game is over or given up: there is room for another one, in a channel of its own.
    Another,
}

/// The draws for one step at a table, made before anything is looked at: they do not depend on the machine's speed.
struct Draws {
    who: usize,
    one: u64,
    other: u64,
    twice: bool,
    /// Whether everybody chooses at once.
    together: bool,
    /// Whether the game is given up.
    ends: bool,
    /// Whether somebody comes or goes in the middle of the game.
    moves: bool,
    /// Whether an old client still offers the letters of a closed question.
    late: bool,
    /// Whether somebody chooses other extra time, for games to come.
    stretches: bool,
    /// Whether somebody else does what is the host's, who may have left.
    steps_in: bool,
}

/// The next step at a table of so many `members`, whose game the member `host` opened.
pub(crate) fn next(table: usize, sheets: &[Sheet], host: usize, members: usize, rng: &mut StdRng) -> Next {
    let draws = Draws {
        who: rng.random_range(0..members),
        one: rng.random(),
        other: rng.random(),
        twice: rng.random_ratio(1, 8),
        together: rng.random_ratio(1, 2),
        ends: rng.random_ratio(1, 60),
        moves: rng.random_ratio(1, 12),
        late: rng.random_ratio(1, 6),
        stretches: rng.random_ratio(1, 4),
        steps_in: rng.random_ratio(1, 4),
    };
    if sheets.iter().any(Sheet::is_the_end) || draws.ends {
        return Next::Another;
    }
    let Some(last) = sheets.last() else { return Next::Acts(Vec::new()) };
    let host = if draws.steps_in { draws.who } else { host };
    Next::Acts(match &last.shows {
        Shows::Lobby { .. } if draws.stretches => vec![stretch(draws.who, draws.other)],
        Shows::Question { .. } | Shows::Reveal { .. } if draws.moves && draws.stretches => {
            vec![stretch(draws.who, draws.other)]
        }
        Shows::Lobby { .. } => in_the_lobby(table, last, host, members, &draws),
        Shows::Question { .. } | Shows::Reveal { .. } if draws.moves => {
            comes_or_goes(table, sheets, &draws).into_iter().collect()
        }
        Shows::Question { .. } => {
            let lock = |member: usize, draw| lock(table, member, last, draw);
            if draws.twice {
                [lock(draws.who, draws.one), lock(draws.who, draws.other)].into_iter().flatten().collect()
            } else if draws.together {
                everybody_chooses(table, last, members, draws.one)
            } else {
                lock(draws.who, draws.one).into_iter().collect()
            }
        }
        Shows::Reveal { .. } if draws.late => late(table, last, &draws).into_iter().collect(),
        Shows::Reveal { .. } => {
            let on = last.labels.iter().find(|label| label.ends_with(" now"));
            on.map(|label| press(table, host, last, label)).into_iter().collect()
        }
        Shows::PastLobby { .. }
        | Shows::Curtain
        | Shows::AskedAnew { .. }
        | Shows::Void { .. }
        | Shows::Podium { .. } => Vec::new(),
    })
}

/// Each has letters of their own: the draw's digits, one after the other.
pub(crate) fn everybody_chooses(table: usize, on: &Sheet, members: usize, draw: u64) -> Vec<(Who, Act)> {
    (0..members).filter_map(|member| lock(table, member, on, draw >> (8 * member))).collect()
}

/// A member chooses letters of the open question.
fn lock(table: usize, member: usize, on: &Sheet, draw: u64) -> Option<(Who, Act)> {
    let Shows::Question { choose, letters, .. } = on.shows else { return None };
    let letters = crate::play::drawn(letters, choose, draw);
    Some((Who::Member(member), Act::Lock { table, message: on.id, letters, button: None }))
}

/// Somebody chooses with the key before their eyes.
fn late(table: usize, on: &Sheet, draws: &Draws) -> Option<(Who, Act)> {
    let (letters, button) = crate::play::offered(&on.letters, draws.one)?;
    Some((Who::Member(draws.who), Act::Lock { table, message: on.id, letters, button: Some(button) }))
}

fn press(table: usize, member: usize, on: &Sheet, label: &str) -> (Who, Act) {
    (Who::Member(member), Act::Press { table, message: on.id, label: label.to_owned() })
}

/// Two come at least; then some more, or it begins. In a duel the other one accepts.
fn in_the_lobby(table: usize, lobby: &Sheet, host: usize, members: usize, draws: &Draws) -> Vec<(Who, Act)> {
    let joins: Vec<&String> = lobby.labels.iter().filter(|label| label.starts_with("Join")).collect();
    let Shows::Lobby { seats, .. } = lobby.shows else { return Vec::new() };
    let joins = |member| {
        let label = usize::try_from(draws.other).unwrap_or(0) % joins.len().max(1);
        joins.get(label).map(|label| press(table, member, lobby, label))
    };
    let begins = lobby.labels.iter().any(|label| label == "Start now");
    let step = match lobby.labels.iter().find(|label| *label == "Accept") {
        Some(accept) => Some(press(table, (host + 1) % members, lobby, accept)),
        None if seats < 2 => joins((host + 1) % members),
        None if draws.one.is_multiple_of(3) => joins(draws.who),
        None if draws.moves => Some(press(table, draws.who, lobby, "Leave")),
        None => begins.then(|| press(table, host, lobby, "Start now")),
    };
    step.into_iter().collect()
}

/// A member chooses extra time for games to come.
fn stretch(member: usize, draw: u64) -> (Who, Act) {
    let place = usize::try_from(draw).unwrap_or(0) % EXTRA.len();
    (Who::Member(member), Act::ExtraTime { percent: EXTRA[place] })
}

/// Somebody leaves the game, comes back, or comes late.
fn comes_or_goes(table: usize, sheets: &[Sheet], draws: &Draws) -> Option<(Who, Act)> {
    let lobby = sheets.iter().find(|sheet| matches!(sheet.shows, Shows::Lobby { .. }))?;
    let label = if draws.one.is_multiple_of(2) { "Join" } else { "Leave" };
    lobby.labels.iter().any(|offered| offered == label).then(|| press(table, draws.who, lobby, label))
}
