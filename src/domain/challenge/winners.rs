//! Who won a game: told at its end, and kept with everybody's result.

use super::{Average, Challenge, Crew, EndReason, Mode, Podium, Standing, Team, TeamStanding};
use crate::domain::ids::MemberId;

/// Who won a game, counted from its closed rounds. Without points nobody wins, but for a duel that the other one left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Winners {
    /// No points were made, or the crew missed its target.
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
    /// (`None`: it is no crew). A `forfeit` duel is won by the one who stayed, whatever the points.
    fn of(standings: &[Standing], teams: &[TeamStanding], crew: Option<Crew>, forfeit: bool) -> Self {
        if forfeit {
            let stayed = standings.iter().filter(|standing| standing.present && !standing.ghost);
            return some_of(stayed.map(|standing| standing.member), Self::Members);
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

fn is_forfeit(mode: Mode, reason: &EndReason) -> bool {
    matches!(mode, Mode::Duel { .. }) && *reason == EndReason::Deserted
}

fn some_of<T>(winners: impl Iterator<Item = T>, as_winners: impl FnOnce(Vec<T>) -> Winners) -> Winners {
    let winners: Vec<T> = winners.collect();
    if winners.is_empty() { Winners::Nobody } else { as_winners(winners) }
}

impl Podium {
    /// Who won.
    #[must_use]
    pub fn winners(&self) -> Winners {
        Winners::of(&self.standings, &self.teams, self.crew, self.is_forfeit())
    }

    /// Whether it is a duel that one of the two left.
    #[must_use]
    pub fn is_forfeit(&self) -> bool {
        is_forfeit(self.mode, &self.reason)
    }
}

impl Challenge {
    /// Who won, by the rounds closed so far.
    #[must_use]
    pub fn winners(&self) -> Winners {
        let closed = self.closed_rounds().count();
        let forfeit = self.ended().is_some_and(|(_, reason)| is_forfeit(self.rules().mode, reason));
        Winners::of(&self.standings(), &self.teams_after(closed), self.crew_after(closed), forfeit)
    }
}
