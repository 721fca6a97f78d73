//! Who stands where: counted from the answers, never kept.

use std::collections::BTreeMap;

use super::score::{self, Earned};
use super::{Allowance, Challenge, Given, Mode, Round, Rules, Scoring, Team};
use crate::domain::asked::AskedQuestion;
use crate::domain::grading::Grade;
use crate::domain::ids::MemberId;
use crate::domain::standings::ranks;

/// What a crew has to reach: this share of the most that it can, in percent.
///
/// Two in three questions right at a middling speed come to about as much.
const CREW_TARGET_PERCENT: u32 = 60;

/// What a crew can earn with one question at most: as much as a member can.
const fn crew_most(scoring: Scoring) -> u32 {
    match scoring {
        Scoring::Speed => score::MOST_POINTS,
        Scoring::Plain => 1,
    }
}

impl Rules {
    /// What a crew has to reach, in points as a member's are. `None`: it is no crew's game.
    #[must_use]
    pub fn crew_target(&self) -> Option<Average> {
        // A hundredth of the percentage is a share, which is told in hundredths.
        let each = u64::from(crew_most(self.scoring) * CREW_TARGET_PERCENT);
        (self.mode == Mode::Crew).then(|| Average { hundredths: each * u64::from(self.rounds) })
    }
}

/// One member's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Standing {
    /// Who.
    pub member: MemberId,
    /// 1 for the first; equal points share a rank, and the next one skips as many (1, 2, 2, 4). Who left a duel comes
    /// after who stayed, at its end. A ghost's is the one that it would have had, and moves nobody else down.
    pub rank: usize,
    /// Places won (or lost, below 0) with the latest round. `None`: not ranked before it.
    pub moved: Option<i32>,
    /// All points.
    pub points: u32,
    /// Questions answered right, altogether.
    pub right: u32,
    /// Questions asked.
    pub asked: u32,
    /// Their team.
    pub team: Option<Team>,
    /// Whether they are still in the game.
    pub present: bool,
    /// Whether they played it after the others.
    pub ghost: bool,
}

/// A sum of averages, in hundredths of a point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Average {
    /// In hundredths of a point.
    pub hundredths: u64,
}

/// One team's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamStanding {
    /// Which.
    pub team: Team,
    /// 1 for the first; equal scores share a rank.
    pub rank: usize,
    /// Places won (or lost, below 0) with the latest round. `None` after the first.
    pub moved: Option<i32>,
    /// For each round the average of those in the team who were asked, added up: a small team has no less of a
    /// chance, and whoever joins or leaves changes nothing that was.
    ///
    /// Source of the average: Kahoot!, as in the [score](super::score)'s rules.
    pub score: Average,
}

/// How a crew does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crew {
    /// For each round the average share of what could be earned, added up; in points, as a member's are.
    pub score: Average,
    /// What they have to reach.
    pub target: Average,
}

impl Crew {
    /// Whether they have reached it.
    #[must_use]
    pub fn has_reached(self) -> bool {
        self.score >= self.target
    }
}

/// What one round gave to one member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) earned: Earned,
    pub(super) grade: Option<Grade>,
    /// Right answers in a row, this one included.
    pub(super) streak: u32,
}

/// What the rounds gave to a member, in order.
pub(super) fn rows<'a>(
    challenge: &Challenge,
    allowance: Allowance,
    answers: impl Iterator<Item = (&'a AskedQuestion, Option<Given>)>,
) -> Vec<Row> {
    let rules = challenge.rules();
    let open_for = rules.open_for(allowance);
    let mut streak = 0;
    let mut rows = Vec::new();
    for (asked, given) in answers {
        let grade = given.map(|given| asked.grade(given.selection));
        let right = grade == Some(Grade::Right);
        streak = if right { streak + 1 } else { 0 };
        let answer = given
            .map_or(0, |given| score::points(asked, given.selection, given.taken, open_for, rules.scoring));
        let pays = right && rules.streak_bonus && rules.scoring == Scoring::Speed;
        let bonus = if pays { score::streak_bonus(streak) } else { 0 };
        rows.push(Row { earned: Earned { answer, bonus }, grade, streak });
    }
    rows
}

impl Challenge {
    /// The standings after the first `rounds` that count, best first, without ghosts.
    #[must_use]
    pub(super) fn standings_after(&self, rounds: usize) -> Vec<Standing> {
        let mut standings = self.ranked(rounds);
        if rounds > 1 {
            let before: BTreeMap<_, _> = self
                .ranked(rounds - 1)
                .into_iter()
                .map(|standing| (standing.member, standing.rank))
                .collect();
            for standing in &mut standings {
                standing.moved = before.get(&standing.member).map(|before| moved(*before, standing.rank));
            }
        }
        standings
    }

    /// The standings now, best first. Those who played afterwards are among them.
    #[must_use]
    pub fn standings(&self) -> Vec<Standing> {
        let mut standings = self.standings_after(self.closed_rounds().count());
        if self.is_forfeit() {
            standings.sort_by_key(|standing| !standing.present);
            (1..).zip(&mut standings).for_each(|(rank, standing)| standing.rank = rank);
        }
        let mut ghosts: Vec<_> = self.ghosts.iter().collect();
        ghosts.sort_by_key(|(_, ghost)| ghost.order);
        let ghosts: Vec<Standing> =
            ghosts.into_iter().filter_map(|(member, _)| self.ghost_standing(*member, &standings)).collect();
        standings.extend(ghosts);
        standings.sort_by_key(|standing| (standing.rank, standing.ghost));
        standings
    }

    fn ghost_standing(&self, member: MemberId, of: &[Standing]) -> Option<Standing> {
        let ghost = self.ghosts.get(&member).filter(|ghost| self.has_finished(ghost))?;
        let rows = rows(self, ghost.allowance, self.answers_of_ghost(ghost));
        let points = total(&rows);
        let rank = 1 + of.iter().filter(|standing| standing.points > points).count();
        let (right, asked) = (count_right(&rows), count(rows.len()));
        Some(Standing {
            member,
            rank,
            moved: None,
            points,
            right,
            asked,
            team: None,
            present: false,
            ghost: true,
        })
    }

    fn ranked(&self, rounds: usize) -> Vec<Standing> {
        let mut standings: Vec<Standing> =
            self.players.keys().filter_map(|member| self.unranked(*member, rounds)).collect();
        standings.sort_by_key(|standing| {
            (u32::MAX - standing.points, self.players.get(&standing.member).map(|player| player.order))
        });
        let ranks = ranks(standings.iter().map(|standing| standing.points));
        for (standing, rank) in standings.iter_mut().zip(ranks) {
            standing.rank = rank;
        }
        standings
    }

    fn unranked(&self, member: MemberId, rounds: usize) -> Option<Standing> {
        let player = self.players.get(&member)?;
        let rows = rows(self, player.allowance, self.answers_of(member, rounds));
        (!rows.is_empty()).then(|| Standing {
            member,
            rank: 0,
            moved: None,
            points: total(&rows),
            right: count_right(&rows),
            asked: count(rows.len()),
            team: player.team,
            present: player.present,
            ghost: false,
        })
    }

    /// What a member was asked in the first `rounds` that count, with the answers.
    pub(super) fn answers_of(
        &self,
        member: MemberId,
        rounds: usize,
    ) -> impl Iterator<Item = (&AskedQuestion, Option<Given>)> {
        let rounds = self.closed_rounds().take(rounds);
        rounds.filter_map(move |round| Some((&*round.asked, *round.members.get(&member)?)))
    }

    /// The teams' standings after the first `rounds` that count, best first.
    #[must_use]
    pub(super) fn teams_after(&self, rounds: usize) -> Vec<TeamStanding> {
        let mut standings = self.ranked_teams(rounds);
        if rounds > 1 {
            let before: BTreeMap<_, _> = self
                .ranked_teams(rounds - 1)
                .into_iter()
                .map(|standing| (standing.team, standing.rank))
                .collect();
            for standing in &mut standings {
                standing.moved = before.get(&standing.team).map(|before| moved(*before, standing.rank));
            }
        }
        standings
    }

    fn ranked_teams(&self, rounds: usize) -> Vec<TeamStanding> {
        let points = self.points_by_round(rounds);
        let teams = (0..self.rules().teams()).map(Team);
        let mut standings: Vec<TeamStanding> = teams
            .filter_map(|team| {
                let score = average_of(&points, |member| self.team_of(member) == Some(team));
                let has_members = self.players.values().any(|player| player.team == Some(team));
                has_members.then_some(TeamStanding { team, rank: 0, moved: None, score })
            })
            .collect();
        standings.sort_by_key(|standing| (u64::MAX - standing.score.hundredths, standing.team));
        let ranks = ranks(standings.iter().map(|standing| standing.score));
        for (standing, rank) in standings.iter_mut().zip(ranks) {
            standing.rank = rank;
        }
        standings
    }

    fn team_of(&self, member: MemberId) -> Option<Team> {
        self.players.get(&member).and_then(|player| player.team)
    }

    /// For each of the first `rounds` that count, what each asked member earned.
    fn points_by_round(&self, rounds: usize) -> Vec<Vec<(MemberId, u32)>> {
        let mut points = vec![Vec::new(); rounds];
        for (member, player) in &self.players {
            let rows = rows(self, player.allowance, self.answers_of(*member, rounds));
            let asked = self.closed_rounds().take(rounds).enumerate();
            let asked = asked.filter(|(_, round)| round.members.contains_key(member));
            for ((place, _), row) in asked.zip(rows) {
                points[place].push((*member, row.earned.total()));
            }
        }
        points
    }

    /// How the crew does after the first `rounds` that count. `None`: it is no crew.
    #[must_use]
    pub(super) fn crew_after(&self, rounds: usize) -> Option<Crew> {
        self.rules().crew_target().map(|target| {
            let hundredths = self.closed_rounds().take(rounds).map(|round| self.crew_share(round)).sum();
            Crew { score: Average { hundredths }, target }
        })
    }

    /// The average share of what a question could earn, of [`crew_most`], in hundredths.
    fn crew_share(&self, round: &Round) -> u64 {
        let rules = self.rules();
        let most = u64::from(score::most(&round.asked, rules.scoring)).max(1);
        let earned = round.members.iter().filter_map(|(member, given)| {
            let (given, player) = ((*given)?, self.players.get(member)?);
            let open_for = rules.open_for(player.allowance);
            Some(score::points(&round.asked, given.selection, given.taken, open_for, rules.scoring))
        });
        let earned: u64 = earned.map(u64::from).sum();
        rounded(
            earned * u64::from(crew_most(rules.scoring)) * 100,
            most * u64::from(count(round.members.len().max(1))),
        )
    }
}

/// For each round the average of those who belong, added up.
fn average_of(points: &[Vec<(MemberId, u32)>], belongs: impl Fn(MemberId) -> bool) -> Average {
    let of_round = |round: &Vec<(MemberId, u32)>| {
        let own: Vec<u64> = round
            .iter()
            .filter(|(member, _)| belongs(*member))
            .map(|(_, points)| u64::from(*points))
            .collect();
        rounded(own.iter().sum::<u64>() * 100, u64::from(count(own.len().max(1))))
    };
    Average { hundredths: points.iter().map(of_round).sum() }
}

pub(super) fn total(rows: &[Row]) -> u32 {
    rows.iter().map(|row| row.earned.total()).sum()
}

pub(super) fn count_right(rows: &[Row]) -> u32 {
    count(rows.iter().filter(|row| row.grade == Some(Grade::Right)).count())
}

pub(super) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn moved(before: usize, now: usize) -> i32 {
    let place = |rank: usize| i32::try_from(rank).unwrap_or(i32::MAX);
    place(before) - place(now)
}

fn rounded(part: u64, of: u64) -> u64 {
    (2 * part + of) / (2 * of)
}
