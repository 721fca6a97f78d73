//! Who plays on which side.

use std::cmp::Reverse;

use rand::Rng;
use serde::{Deserialize, Serialize};

use super::{Challenge, Mode, Sides};
use crate::domain::choose::rng_from;
use crate::domain::ids::MemberId;

/// Keeps this draw apart from others with the same seed.
const SALT: u64 = 0x7465_616d; // "team"

/// From this version of events on, balanced teams are dealt in the order of joining. Before, it was the order of ids,
/// which changes when somebody is erased.
const DEALT_AS_JOINED: u16 = 3;

/// A team, 0 for the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Team(pub u8);

/// Deals members out to `count` teams by their accuracy, in thousandths: the best to the first, second best to
/// the second, and so on to the last team and back again (a snake draft). Sizes differ by one at most.
///
/// Equal accuracies are ordered by chance, from `seed` and the order of `members`: who they are decides nothing.
#[must_use]
pub(super) fn balanced(members: &[(MemberId, u16)], count: u8, seed: u64) -> Vec<(MemberId, Team)> {
    let mut rng = rng_from(seed, SALT);
    let mut drawn: Vec<_> =
        members.iter().map(|(member, accuracy)| (Reverse(*accuracy), rng.next_u64(), *member)).collect();
    drawn.sort_by_key(|(accuracy, chance, _)| (*accuracy, *chance));
    let there = (0..count).map(Team);
    let snake: Vec<Team> = there.clone().chain(there.rev()).collect();
    drawn.into_iter().zip(snake.into_iter().cycle()).map(|((.., member), team)| (member, team)).collect()
}

impl Challenge {
    /// How many are in a team now.
    #[must_use]
    pub fn team_size(&self, team: Team) -> usize {
        self.players.values().filter(|player| player.present && player.team == Some(team)).count()
    }

    /// The team with the fewest members, the first of them.
    pub(super) fn smallest_team(&self) -> Option<Team> {
        (0..self.rules.teams()).map(Team).min_by_key(|team| self.team_size(*team))
    }

    /// Whether the members in the lobby would all play on one side if the game began now.
    pub(super) fn is_one_sided(&self) -> bool {
        let Mode::Teams { sides: Sides::Chosen, count } = self.rules.mode else { return false };
        let undecided =
            self.players.values().filter(|player| player.present && player.team.is_none()).count();
        let taken = (0..count).filter(|team| self.team_size(Team(*team)) > 0).count();
        taken + undecided < 2
    }

    /// Settles the teams when the game begins.
    pub(super) fn settle_teams(&mut self, version: u16) {
        let Mode::Teams { count, sides } = self.rules.mode else { return };
        if sides == Sides::Balanced || self.is_one_sided() {
            let mut present = self.present();
            if version < DEALT_AS_JOINED {
                present.sort_unstable();
            }
            let accuracy = |member: &MemberId| self.players.get(member).map_or(0, |player| player.accuracy);
            let present: Vec<_> = present.into_iter().map(|member| (member, accuracy(&member))).collect();
            for (member, team) in balanced(&present, count, self.seed) {
                self.assign(member, team);
            }
            return;
        }
        for member in self.present() {
            if self.players.get(&member).is_some_and(|player| player.team.is_none())
                && let Some(team) = self.smallest_team()
            {
                self.assign(member, team);
            }
        }
    }

    pub(super) fn assign(&mut self, member: MemberId, team: Team) {
        if let Some(player) = self.players.get_mut(&member) {
            player.team = Some(team);
        }
    }
}
