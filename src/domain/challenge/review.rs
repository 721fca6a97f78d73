//! What is told of a game: after a round, at the end, to one member.

use std::sync::Arc;

use jiff::Timestamp;

use super::board::{self, Crew, Standing, TeamStanding};
use super::state::after;
use super::{Challenge, Earned, EndReason, GHOST_WINDOW, Given, Mode, Phase, Round, RoundState, Team};
use crate::domain::asked::AskedQuestion;
use crate::domain::grading::{Grade, Selection, Tally};
use crate::domain::ids::{ConceptId, MemberId};

/// What one member made of a round, for everybody's eyes. Seconds are left out: see [`Allowance`](super::Allowance).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoundRow {
    /// Who.
    pub member: MemberId,
    /// What they chose; `None`: they were asked and did not answer.
    pub selection: Option<Selection>,
    /// How good it was.
    pub grade: Option<Grade>,
    /// What it earned.
    pub earned: Earned,
    /// Right answers in a row, this one included.
    pub streak: u32,
}

/// A closed round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reveal {
    /// Its number, 1 for the first.
    pub number: u8,
    /// Of how many.
    pub of: u8,
    /// The question with its key.
    pub asked: Arc<AskedQuestion>,
    /// How the choices add up.
    pub tally: Tally,
    /// What each made of it, most points first.
    pub rows: Vec<RoundRow>,
    /// The standings after it, best first.
    pub standings: Vec<Standing>,
    /// The teams' standings after it, best first.
    pub teams: Vec<TeamStanding>,
    /// How the crew does after it.
    pub crew: Option<Crew>,
    /// When the game goes on, while the reveal is the latest; `None` once it has.
    pub next_at: Option<Timestamp>,
    /// Whether it was the last.
    pub last: bool,
}

/// How a question went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionCard {
    /// The round, 1 for the first.
    pub number: u8,
    /// What it is about.
    pub concept: Option<ConceptId>,
    /// How many had it right.
    pub right: u32,
    /// How many were asked.
    pub asked: u32,
}

/// A game that is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Podium {
    /// Why it is over.
    pub reason: EndReason,
    /// How it was played.
    pub mode: Mode,
    /// The standings, best first, ghosts among them.
    pub standings: Vec<Standing>,
    /// The teams' standings, best first.
    pub teams: Vec<TeamStanding>,
    /// What the crew made of it.
    pub crew: Option<Crew>,
    /// The questions, in order.
    pub questions: Vec<QuestionCard>,
    /// What fewest had right; `None` where everybody had everything right.
    pub hardest: Option<ConceptId>,
    /// Until when members who were not there may play it.
    pub ghosts_until: Timestamp,
}

/// One round for the eyes of one member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MyRound {
    /// Its number, 1 for the first.
    pub number: u8,
    /// The question with its key.
    pub asked: Arc<AskedQuestion>,
    /// What they chose and how long they took.
    pub given: Option<Given>,
    /// How good it was.
    pub grade: Option<Grade>,
    /// What it earned.
    pub earned: Earned,
    /// Right answers in a row, this one included.
    pub streak: u32,
}

/// How a member does, for their own eyes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnSheet {
    /// Their place; `None` before the first round that they are asked in.
    pub standing: Option<Standing>,
    /// How many are ranked.
    pub of: usize,
    /// Their team.
    pub team: Option<Team>,
    /// The teams' standings, best first.
    pub teams: Vec<TeamStanding>,
    /// How the crew does.
    pub crew: Option<Crew>,
    /// Each closed round that they were asked in.
    pub rounds: Vec<MyRound>,
    /// The open round, if they were asked: its number, and what they have locked in.
    pub open: Option<(u8, Option<Given>)>,
}

impl Challenge {
    /// What is told of round `number`. `None`: it does not count (yet).
    #[must_use]
    pub fn reveal(&self, number: u8) -> Option<Reveal> {
        let place = usize::from(number.checked_sub(1)?);
        let round = self.rounds.get(place).filter(|round| round.state == RoundState::Closed)?;
        let latest = place + 1 == self.rounds.len();
        let next_at = match self.phase {
            Phase::Reveal { until } if latest => Some(until),
            _ => None,
        };
        Some(Reveal {
            number,
            of: self.rules.rounds,
            asked: Arc::clone(&round.asked),
            tally: tally(round),
            rows: self.round_rows(round, place + 1),
            standings: self.standings_after(place + 1),
            teams: self.teams_after(place + 1),
            crew: self.crew_after(place + 1),
            next_at,
            last: number >= self.rules.rounds,
        })
    }

    fn round_rows(&self, round: &Round, rounds: usize) -> Vec<RoundRow> {
        let mut rows: Vec<RoundRow> = round
            .members
            .iter()
            .filter_map(|(member, given)| {
                let player = self.players.get(member)?;
                let all = board::rows(self, player.allowance, self.answers_of(*member, rounds));
                let board::Row { earned, grade, streak } = *all.last()?;
                let selection = given.map(|given| given.selection);
                Some(RoundRow { member: *member, selection, grade, earned, streak })
            })
            .collect();
        rows.sort_by_key(|row| {
            (
                u32::MAX - row.earned.total(),
                row.selection.is_none(),
                self.players.get(&row.member).map(|p| p.order),
            )
        });
        rows
    }

    /// What is told at the end. `None`: it is not over, or never began.
    #[must_use]
    pub fn podium(&self) -> Option<Podium> {
        let (at, reason) = self.ended()?;
        if !self.has_begun() {
            return None;
        }
        let closed = self.closed_rounds().count();
        let questions: Vec<QuestionCard> = self.closed_rounds().map(question_card).collect();
        let missed = questions.iter().filter(|card| card.right < card.asked && card.concept.is_some());
        let hardest = missed.min_by(|left, right| share(left).cmp(&share(right)));
        Some(Podium {
            reason: reason.clone(),
            mode: self.rules.mode,
            standings: self.standings(),
            teams: self.teams_after(closed),
            crew: self.crew_after(closed),
            hardest: hardest.and_then(|card| card.concept.clone()),
            questions,
            ghosts_until: after(at, GHOST_WINDOW),
        })
    }

    /// How a member does. `None`: they never played, nor after the others.
    #[must_use]
    pub fn own_sheet(&self, member: MemberId) -> Option<OwnSheet> {
        let closed = self.closed_rounds().count();
        let (rounds, team) = match (self.players.get(&member), self.ghosts.get(&member)) {
            (_, Some(ghost)) => (self.my_rounds(ghost.allowance, self.rounds_of_ghost(ghost)), None),
            (Some(player), None) => {
                let asked =
                    self.closed_rounds().filter_map(|round| Some((round, *round.members.get(&member)?)));
                (self.my_rounds(player.allowance, asked), player.team)
            }
            (None, None) => return None,
        };
        let standings = self.standings();
        Some(OwnSheet {
            standing: standings.iter().find(|standing| standing.member == member).copied(),
            of: standings.iter().filter(|standing| !standing.ghost).count(),
            team,
            teams: self.teams_after(closed),
            crew: self.crew_after(closed),
            rounds,
            open: self.open_round().and_then(|round| Some((round.number, *round.members.get(&member)?))),
        })
    }

    fn my_rounds<'a>(
        &self,
        allowance: super::Allowance,
        rounds: impl Iterator<Item = (&'a Round, Option<Given>)>,
    ) -> Vec<MyRound> {
        let rounds: Vec<_> = rounds.collect();
        let answers = rounds.iter().map(|(round, given)| (&*round.asked, *given));
        let rows = board::rows(self, allowance, answers);
        let mine = |((round, given), row): ((&'a Round, Option<Given>), board::Row)| MyRound {
            number: round.number,
            asked: Arc::clone(&round.asked),
            given,
            grade: row.grade,
            earned: row.earned,
            streak: row.streak,
        };
        rounds.into_iter().zip(rows).map(mine).collect()
    }

    /// Whether the lobby was ever left behind.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        match &self.phase {
            Phase::Lobby { .. } => false,
            Phase::Ended { reason, .. } => {
                let in_lobby = [EndReason::Canceled, EndReason::NobodyCame, EndReason::Declined];
                !self.rounds.is_empty() && !in_lobby.contains(reason)
            }
            _ => true,
        }
    }
}

pub(super) fn tally(round: &Round) -> Tally {
    let mut tally = Tally::of_options(round.asked.options().len());
    for given in round.members.values().flatten() {
        tally.count(given.selection, round.asked.grade(given.selection));
    }
    tally
}

fn question_card(round: &Round) -> QuestionCard {
    QuestionCard {
        number: round.number,
        concept: round.asked.question.concepts.first().cloned(),
        right: tally(round).right,
        asked: board::count(round.members.len()),
    }
}

/// Compares by the share that was right: a fraction, without rounding.
fn share(card: &QuestionCard) -> Share {
    Share { right: card.right.into(), asked: u64::from(card.asked).max(1) }
}

#[derive(PartialEq, Eq)]
struct Share {
    right: u64,
    asked: u64,
}

impl Share {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.right * other.asked).cmp(&(other.right * self.asked))
    }
}
