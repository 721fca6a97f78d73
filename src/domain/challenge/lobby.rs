//! Coming, going, beginning and stopping.

use jiff::Timestamp;

use super::state::MOST_PLAYERS;
use super::{Asker, Challenge, Change, EndReason, Mode, Newcomer, Phase, Refusal, Sides, Team};
use crate::domain::ids::MemberId;

/// How many it takes to begin.
const ENOUGH: usize = 2;

/// From this version of events on, the one who challenged ends a duel's lobby by leaving it.
const CHALLENGER_CALLS_OFF: u16 = 2;

/// From this version of events on, nobody wins a duel by stopping it.
const STOPPING_IS_LEAVING: u16 = 3;

impl Challenge {
    pub(super) fn join(
        &mut self,
        version: u16,
        newcomer: Newcomer,
        team: Option<Team>,
        at: Timestamp,
    ) -> Result<Vec<Change>, Refusal> {
        self.refuse_if_over()?;
        let member = newcomer.member;
        self.refuse_uninvited(member)?;
        self.refuse_team(team)?;
        let in_lobby = matches!(self.phase, Phase::Lobby { .. });
        if self.is_present(member) {
            return self.change_team(member, team.filter(|_| in_lobby), at);
        }
        if self.present().len() >= MOST_PLAYERS {
            return Err(Refusal::Full);
        }
        match self.players.get_mut(&member) {
            Some(player) => player.present = true,
            None => self.seat(newcomer, team),
        }
        if !in_lobby && self.players.get(&member).is_some_and(|player| player.team.is_none()) {
            let late = team.or_else(|| self.smallest_team());
            late.into_iter().for_each(|team| self.assign(member, team));
        }
        self.touched = at;
        let mut changes = vec![Change::Joined(member)];
        if !self.is_present(self.host) {
            self.host = member;
            changes.push(Change::HostIs(member));
        }
        if in_lobby && matches!(self.rules.mode, Mode::Duel { .. }) && self.present().len() == ENOUGH {
            changes.extend(self.begin(version, at));
        }
        Ok(changes)
    }

    fn change_team(
        &mut self,
        member: MemberId,
        team: Option<Team>,
        at: Timestamp,
    ) -> Result<Vec<Change>, Refusal> {
        let now_in = self.players.get(&member).and_then(|player| player.team);
        match team.filter(|team| Some(*team) != now_in) {
            Some(team) => {
                self.assign(member, team);
                self.touched = at;
                Ok(vec![Change::Joined(member)])
            }
            None => Err(Refusal::AlreadyIn),
        }
    }

    fn refuse_uninvited(&self, member: MemberId) -> Result<(), Refusal> {
        match self.rules.mode {
            Mode::Duel { opponent } if member != opponent && !self.players.contains_key(&member) => {
                Err(Refusal::NotInvited)
            }
            _ => Ok(()),
        }
    }

    fn refuse_team(&self, team: Option<Team>) -> Result<(), Refusal> {
        match (team, self.rules.mode) {
            (None, _) => Ok(()),
            (Some(team), Mode::Teams { count, sides: Sides::Chosen }) if team.0 < count => Ok(()),
            (Some(_), _) => Err(Refusal::NoSuchTeam),
        }
    }

    pub(super) fn leave(
        &mut self,
        version: u16,
        member: MemberId,
        at: Timestamp,
    ) -> Result<Vec<Change>, Refusal> {
        self.refuse_if_over()?;
        let in_lobby = matches!(self.phase, Phase::Lobby { .. });
        if let Mode::Duel { opponent } = self.rules.mode
            && in_lobby
        {
            // Without one of the two there is nothing to wait for.
            if member == opponent {
                return Ok(self.end(EndReason::Declined, at));
            }
            if member == self.host && version >= CHALLENGER_CALLS_OFF {
                return Ok(self.end(EndReason::Canceled, at));
            }
        }
        if !self.is_present(member) {
            return Err(Refusal::Outside);
        }
        if in_lobby {
            self.players.remove(&member);
        } else if let Some(player) = self.players.get_mut(&member) {
            player.present = false;
        }
        self.touched = at;
        let mut changes = vec![Change::Left(member)];
        if self.host == member {
            changes.extend(self.pass_host_to(self.present().first().copied()));
        }
        let too_few = if matches!(self.rules.mode, Mode::Duel { .. }) { ENOUGH } else { 1 };
        if !in_lobby && self.present().len() < too_few {
            changes.extend(self.end(EndReason::Deserted, at));
        } else {
            changes.extend(self.close_if_all_in(at));
        }
        Ok(changes)
    }

    /// Hosting passes on; where there is nobody to pass it to, it stays until somebody comes.
    pub(super) fn pass_host_to(&mut self, member: Option<MemberId>) -> Option<Change> {
        let member = member.filter(|member| *member != self.host)?;
        self.host = member;
        Some(Change::HostIs(member))
    }

    pub(super) fn begin_by(
        &mut self,
        version: u16,
        by: Asker,
        at: Timestamp,
    ) -> Result<Vec<Change>, Refusal> {
        self.refuse_if_over()?;
        if !matches!(self.phase, Phase::Lobby { .. }) {
            return Err(Refusal::HasBegun);
        }
        self.refuse_unless_host(by)?;
        let have = self.present().len();
        if have < ENOUGH {
            return Err(Refusal::TooFew { have });
        }
        if self.is_one_sided() {
            return Err(Refusal::OneTeam);
        }
        self.touched = at;
        Ok(self.begin(version, at))
    }

    /// The lobby's wait is over.
    pub(super) fn begin_by_itself(&mut self, version: u16, at: Timestamp) -> Vec<Change> {
        if self.present().len() < ENOUGH {
            return self.end(EndReason::NobodyCame, at);
        }
        self.begin(version, at)
    }

    fn begin(&mut self, version: u16, at: Timestamp) -> Vec<Change> {
        let present = self.players.values().filter(|player| player.present);
        self.stretch = present.map(|player| player.allowance).max().unwrap_or_default();
        self.settle_teams(version);
        let mut changes = vec![Change::Began];
        changes.extend(self.next_round(at));
        changes
    }

    /// Whoever of a duel's two stops it gives it away, as by leaving: else the one ahead would win by that.
    pub(super) fn stop(&mut self, version: u16, by: Asker, at: Timestamp) -> Result<Vec<Change>, Refusal> {
        self.refuse_if_over()?;
        self.refuse_unless_host(by)?;
        let is_duel = matches!(self.rules.mode, Mode::Duel { .. }) && version >= STOPPING_IS_LEAVING;
        let reason = match self.phase {
            Phase::Lobby { .. } => EndReason::Canceled,
            _ if is_duel && self.is_present(by.member) => return self.leave(version, by.member, at),
            _ if is_duel => EndReason::CalledOff,
            _ => EndReason::Stopped,
        };
        Ok(self.end(reason, at))
    }

    pub(super) fn go_on(&mut self, by: Asker, at: Timestamp) -> Result<Vec<Change>, Refusal> {
        self.refuse_if_over()?;
        self.refuse_unless_host(by)?;
        if !matches!(self.phase, Phase::Reveal { .. }) {
            return Err(Refusal::Misplaced);
        }
        self.touched = at;
        Ok(self.next_round(at))
    }

    pub(super) fn fail(&mut self, reason: &EndReason, at: Timestamp) -> Result<Vec<Change>, Refusal> {
        self.refuse_if_over()?;
        Ok(self.end(reason.clone(), at))
    }

    pub(super) fn refuse_if_over(&self) -> Result<(), Refusal> {
        self.ended().map_or(Ok(()), |(_, reason)| Err(Refusal::Over(reason.clone())))
    }

    fn refuse_unless_host(&self, by: Asker) -> Result<(), Refusal> {
        if by.manages || by.member == self.host { Ok(()) } else { Err(Refusal::NotHost { host: self.host }) }
    }
}
