//! What the players of a group's game do next: drawn from the seed, among what the channel shows.

use rand::RngExt;
use rand::rngs::StdRng;

use crate::history::{Act, Who};
use crate::table::{Sheet, Shows};

/// How a game is opened: quick, and worth points that do not hang on the machine's speed.
pub(crate) const OPEN: &str =
    "/challenge start rounds:3 seconds:10 get_ready:0 review:5 wait:15 points:one point each";

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
    leaves: bool,
}

/// The next step at a table of so many `members`, whose game the member `host` opened.
pub(crate) fn next(table: usize, sheets: &[Sheet], host: usize, members: usize, rng: &mut StdRng) -> Next {
    let draws = Draws {
        who: rng.random_range(0..members),
        one: rng.random(),
        other: rng.random(),
        twice: rng.random_ratio(1, 8),
        leaves: rng.random_ratio(1, 60),
    };
    let over = sheets.iter().any(|sheet| matches!(sheet.shows, Shows::PastLobby | Shows::Podium { .. }));
    if over || draws.leaves {
        return Next::Another;
    }
    let Some(last) = sheets.last() else { return Next::Acts(Vec::new()) };
    let press = |member: usize, label: &str| {
        (Who::Member(member), Act::Press { table, message: last.id, label: label.to_owned() })
    };
    Next::Acts(match &last.shows {
        Shows::Lobby { seats } if *seats < 2 => vec![press((host + 1) % members, "Join")],
        Shows::Lobby { .. } if draws.one.is_multiple_of(3) => vec![press(draws.who, "Join")],
        Shows::Lobby { .. } => vec![press(host, "Start now")],
        Shows::Question { choose, letters, .. } => {
            let lock = |draw| {
                let letters = crate::play::drawn(*letters, *choose, draw);
                (Who::Member(draws.who), Act::Lock { table, message: last.id, letters })
            };
            if draws.twice { vec![lock(draws.one), lock(draws.other)] } else { vec![lock(draws.one)] }
        }
        Shows::Reveal { .. } => {
            let on = last.labels.iter().find(|label| label.ends_with(" now"));
            on.map(|label| press(host, label)).into_iter().collect()
        }
        Shows::PastLobby | Shows::AskedAnew { .. } | Shows::Void { .. } | Shows::Podium { .. } => Vec::new(),
    })
}
