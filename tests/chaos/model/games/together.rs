//! What teams and crews earn together.

use std::ops::RangeInclusive;

use super::{Round, of, worth};
use crate::game::Game;
use crate::history::Act;
use crate::model::acts::Done;
use crate::table::{Sheet, Shows, joined};

/// Each member's team, as far as it is shown or was told.
pub(super) fn teams(acts: &[&[Done]], table: usize, sheets: &[Sheet]) -> Vec<Option<usize>> {
    let shown = sheets.iter().find_map(|sheet| match &sheet.shows {
        Shows::Lobby { teams, .. } | Shows::PastLobby { teams } => Some(teams),
        _ => None,
    });
    let of_member = |(member, acts): (usize, &&[Done])| {
        let shown = shown.and_then(|teams| teams.iter().find(|(who, _)| *who == member));
        let told = acts.iter().rev().find_map(|done| match &done.act {
            Act::Press { table: at, .. } if *at == table => done.told().and_then(joined),
            _ => None,
        });
        shown.map(|(_, team)| *team).or(told)
    };
    acts.iter().enumerate().map(of_member).collect()
}

/// What a team may have earned by these rounds, in hundredths: for each the average of those who were asked.
pub(super) fn of_team(rounds: &[&Round<'_>], teams: &[Option<usize>], team: usize) -> RangeInclusive<u64> {
    let (mut least, mut most) = (0, 0);
    for round in rounds {
        let sum = |belongs: &dyn Fn(usize) -> bool| -> u64 {
            (0..teams.len())
                .filter(|member| belongs(*member))
                .map(|member| u64::from(of(round.earned, member)))
                .sum()
        };
        let sure = |member: usize| teams[member] == Some(team);
        let perhaps = |member: usize| teams[member].is_none_or(|of| of == team);
        let count =
            |belongs: &dyn Fn(usize) -> bool| (0..teams.len()).filter(|member| belongs(*member)).count();
        // Whoever may have been asked makes the average smaller; where all were, nobody is in doubt.
        let all_asked = round.asked() == teams.len();
        let fewest = count(&|member| sure(member) && (all_asked || round.answered[member]));
        least += hundredths(sum(&sure), count(&perhaps));
        most += hundredths(sum(&perhaps), fewest);
    }
    least..=most
}

/// What a crew earned by these rounds, in hundredths: the average share of what could be earned.
pub(super) fn of_crew(game: &Game, rounds: &[&Round<'_>]) -> u64 {
    let most = if game.speed { 1_000 } else { 1 };
    let share = |round: &&Round<'_>| {
        let earned: u64 = round.earned.iter().map(|(_, points)| u64::from(*points)).sum();
        let whole = worth::most(game, round).max(1) * round.asked().max(1) as u64;
        rounded(earned * most * 100, whole)
    };
    rounds.iter().map(share).sum()
}

fn hundredths(sum: u64, count: usize) -> u64 {
    rounded(sum * 100, count.max(1) as u64)
}

fn rounded(part: u64, of: u64) -> u64 {
    (2 * part + of) / (2 * of)
}
