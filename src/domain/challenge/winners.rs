//! Who won a game: told at its end, and kept with everybody's result.

use super::{Average, Challenge, Crew, EndReason, Mode, Podium, Standing, Team, TeamStanding};
use crate::domain::ids::MemberId;

/// Who won a game, counted from its closed rounds. Without points nobody wins, but for a duel that the other one left.
/// Nobody wins a duel that was called off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Winners {
    /// No points were made, the crew missed its target, or the duel was called off.
    Nobody,
    /// The crew reached its target: all of them.
    Crew,
    /// The teams with the most points, each with everybody who is or was in it.
    Teams(Vec<Team>),
    /// The members with the most points, where everyone plays for themselves; the one who stayed in a duel.
    Members(Vec<MemberId>),
}

impl Winners {
    /// Judges a game by the standings of its members, of its teams (none: there are no teams) and of its crew
    /// (`None`: it is no crew). How a duel ended may decide it whatever the points.
    fn of(
        standings: &[Standing],
        teams: &[TeamStanding],
        crew: Option<Crew>,
        decided: Option<Decided>,
    ) -> Self {
        match decided {
            Some(Decided::Forfeit) => {
                let stayed = standings.iter().filter(|standing| standing.present && !standing.ghost);
                return some_of(stayed.map(|standing| standing.member), Self::Members);
            }
            Some(Decided::CalledOff) => return Self::Nobody,
            None => {}
        }
        if let Some(crew) = crew {
            return if crew.has_reached() { Self::Crew } else { Self::Nobody };
        }
        if !teams.is_empty() {
            let first = teams.iter().filter(|team| team.rank == 1 && team.score > Average::default());
            return some_of(first.map(|team| team.team), Self::Teams);
        }
        let first =
            standings.iter().filter(|standing| standing.rank == 1 && standing.points > 0 && !standing.ghost);
        some_of(first.map(|standing| standing.member), Self::Members)
    }

    /// Whether a member with this standing is among them. A ghost, who played afterwards, never is.
    #[must_use]
    pub fn include(&self, standing: &Standing) -> bool {
        !standing.ghost
            && match self {
                Self::Nobody => false,
                Self::Crew => true,
                Self::Teams(_) => standing.team.is_some_and(|team| self.include_team(team)),
                Self::Members(members) => members.contains(&standing.member),
            }
    }

    /// Whether a team is among them.
    #[must_use]
    pub fn include_team(&self, team: Team) -> bool {
        matches!(self, Self::Teams(teams) if teams.contains(&team))
    }
}

/// How a duel is decided by its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Decided {
    /// One of the two left: the one who stayed wins.
    Forfeit,
    /// Nobody wins.
    CalledOff,
}

impl Decided {
    /// `None`: the points decide.
    fn by(mode: Mode, reason: &EndReason) -> Option<Self> {
        match (mode, reason) {
            (Mode::Duel { .. }, EndReason::Deserted) => Some(Self::Forfeit),
            (_, EndReason::CalledOff) => Some(Self::CalledOff),
            _ => None,
        }
    }
}

fn some_of<T>(winners: impl Iterator<Item = T>, as_winners: impl FnOnce(Vec<T>) -> Winners) -> Winners {
    let winners: Vec<T> = winners.collect();
    if winners.is_empty() { Winners::Nobody } else { as_winners(winners) }
}

impl Podium {
    /// Who won.
    #[must_use]
    pub fn winners(&self) -> Winners {
        Winners::of(&self.standings, &self.teams, self.crew, self.decided())
    }

    /// Whether it is a duel that one of the two left.
    #[must_use]
    pub fn is_forfeit(&self) -> bool {
        self.decided() == Some(Decided::Forfeit)
    }

    /// Whether a place is worth a medal: not without points, not for who left a duel, for nobody where it was called
    /// off. A ghost's is by its points alone.
    #[must_use]
    pub fn has_medal(&self, standing: &Standing) -> bool {
        match self.decided() {
            Some(Decided::Forfeit) if !standing.ghost => standing.present,
            Some(Decided::CalledOff) if !standing.ghost => false,
            _ => standing.points > 0,
        }
    }

    fn decided(&self) -> Option<Decided> {
        Decided::by(self.mode, &self.reason)
    }
}

impl Challenge {
    /// Who won, by the rounds closed so far.
    #[must_use]
    pub fn winners(&self) -> Winners {
        let closed = self.closed_rounds().count();
        Winners::of(&self.standings(), &self.teams_after(closed), self.crew_after(closed), self.decided())
    }

    /// Whether it is a duel that one of the two left.
    pub(super) fn is_forfeit(&self) -> bool {
        self.decided() == Some(Decided::Forfeit)
    }

    fn decided(&self) -> Option<Decided> {
        self.ended().and_then(|(_, reason)| Decided::by(self.rules().mode, reason))
    }
}
