//! Games of a group: a round is counted once, an answer that was locked in counts, and points add up.

mod anew;
mod choices;
mod clocks;
mod countdown;
mod ghosts;
mod place;
mod together;
mod worth;

use jiff::{SignedDuration, Timestamp};

use self::choices::{Standing, Try};
use self::clocks::Clocks;
pub(super) use self::clocks::objections;
use self::countdown::Known;
use self::worth::{InARow, Worth};
use super::acts::{self, Done};
use super::{Breach, Evidence, Verdict};
use crate::game::{Game, Mode, OPEN_MS};
use crate::history::{Act, Who};
use crate::table::{Points, Rest, Scores, Sheet, Shows};

/// A game that nobody touches ends itself long before.
const LONGEST_STILL: SignedDuration = SignedDuration::from_hours(1);

/// What was found good.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Checked {
    /// Games whose end is shown.
    pub(crate) games: u64,
    /// Of these, in threads.
    pub(crate) in_threads: u64,
    /// What members earned in a round, each held against what they had locked in.
    pub(crate) earned: u64,
    /// Answers that were told to be locked in, among these.
    pub(crate) locked: u64,
    /// Answers that were told to be locked in, so late that it took extra time.
    pub(crate) in_extra_time: u64,
    /// Questions that were answered after the game, each held against what it earned.
    pub(crate) haunted: u64,
    /// Standings that were added up, of members, teams and crews.
    pub(crate) standings: u64,
    /// Of these, of teams and crews.
    pub(crate) together: u64,
}

/// A game that is judged.
struct Table<'a> {
    guild: usize,
    number: usize,
    game: Game,
    sheets: &'a [Sheet],
    /// What each member did in the server.
    acts: Vec<&'a [Done]>,
    clocks: Clocks,
    known: Known,
}

/// A closed round as it is shown.
struct Round<'a> {
    number: u32,
    key: &'a str,
    earned: &'a Points,
    rest: Rest,
    scores: &'a Scores,
    /// Who was told that an answer is locked in.
    answered: Vec<bool>,
}

impl Round<'_> {
    /// How many were asked.
    fn asked(&self) -> usize {
        self.earned.len() + self.rest.missed + self.rest.silent
    }
}

/// Judges one game of a server, by what its channel shows and what its members were told.
pub(crate) fn judge(
    evidence: &Evidence<'_>,
    (guild, number): (usize, usize),
    sheets: &[Sheet],
    members: usize,
    verdict: &mut Verdict,
) {
    let acts: Vec<&[Done]> =
        (0..members).map(|member| acts::of(evidence, guild, Who::Member(member))).collect();
    let Some(game) = opened(&acts, number) else { return };
    let known = countdown::known(&acts, number);
    let mut table = Table { guild, number, game, sheets, acts, clocks: Clocks::default(), known };
    table.clocks = clocks::read(&table);
    table.judge_messages(verdict);
    verdict.pending.extend(table.misplaced(evidence.entries).map(|what| table.breach(what)));
    let mut rounds: Vec<Round<'_>> = sheets.iter().filter_map(round).collect();
    rounds.sort_by_key(|round| round.number);
    if let Some(twice) = rounds.windows(2).find(|pair| pair[0].number == pair[1].number) {
        verdict.breaches.push(table.breach(format!("question {} is counted twice", twice[0].number)));
        return;
    }
    for member in 0..members {
        table.judge_member(&mut rounds, member, verdict);
    }
    for member in 0..members {
        table.judge_ghost(&rounds, member, verdict);
    }
    for round in &rounds {
        table.judge_turnout(round, verdict);
    }
    table.judge_scores(&rounds, verdict);
    if let Some(still) = still_on(sheets, evidence.now) {
        verdict.pending.push(table.breach(format!("it never ends: {:?}", still.shows)));
    }
}

/// What the host chose.
fn opened(acts: &[&[Done]], number: usize) -> Option<Game> {
    acts.iter().copied().flatten().find_map(|done| match &done.act {
        Act::Open { table, game } if *table == number => Some(*game),
        _ => None,
    })
}

fn round(sheet: &Sheet) -> Option<Round<'_>> {
    match &sheet.shows {
        Shows::Reveal { number, key, earned, rest, scores } => {
            let (number, rest) = (*number, *rest);
            Some(Round { number, key, earned, rest, scores, answered: Vec::new() })
        }
        _ => None,
    }
}

fn of(points: &Points, member: usize) -> u32 {
    points.iter().filter(|(of, _)| *of == member).map(|(_, points)| points).sum()
}

/// The latest message of a game that shows no end, long after anybody could have touched it.
fn still_on(sheets: &[Sheet], now: Timestamp) -> Option<&Sheet> {
    let over = sheets.iter().any(Sheet::is_the_end);
    sheets.last().filter(|last| !over && now.duration_since(last.sent) > LONGEST_STILL)
}

fn story(round: &Round<'_>, earned: u32, standing: &Standing<'_>, worth: Worth<'_>) -> String {
    let worth = |choice: &&Try<'_>| {
        format!("{} is worth {:?}", choice.letters, worth.of(choice.letters, choice.counts))
    };
    let choices: Vec<String> = standing.choices.iter().map(worth).collect();
    let none = if standing.none { ", or nothing stands" } else { "" };
    format!("question {} ({}): earned {earned}, and {choices:?}{none}", round.number, round.key)
}

impl Table<'_> {
    fn breach(&self, what: impl AsRef<str>) -> Breach {
        Breach { guild: self.guild, who: None, what: format!("table {}: {}", self.number, what.as_ref()) }
    }

    /// One lobby and one end.
    fn judge_messages(&self, verdict: &mut Verdict) {
        let lobby = |sheet: &&Sheet| matches!(sheet.shows, Shows::Lobby { .. } | Shows::PastLobby { .. });
        let end = |sheet: &&Sheet| matches!(sheet.shows, Shows::Podium { .. });
        let lobbies = self.sheets.iter().filter(lobby).count();
        let ends = self.sheets.iter().filter(end).count();
        for (count, what) in [(lobbies, "lobby"), (ends, "end")] {
            if count > 1 {
                verdict.breaches.push(self.breach(format!("{count} messages show its {what}")));
            }
        }
        verdict.checked.games += ends as u64;
        verdict.checked.in_threads += u64::from(ends > 0 && self.is_in_thread());
    }

    /// Holds what one member earned in each round against what they chose in it.
    ///
    /// A reveal may be about to change: an answer that was given in time may arrive while it stands.
    fn judge_member(&self, rounds: &mut [Round<'_>], member: usize, verdict: &mut Verdict) {
        let (mut in_a_row, mut next) = (InARow::default(), 1);
        let open = &self.clocks.table;
        for round in rounds {
            while next < round.number {
                // Its message could not be changed: it still shows the question.
                in_a_row = in_a_row.after_anything();
                next += 1;
            }
            next += 1;
            let tries = choices::tries(self, member, round.number);
            verdict
                .breaches
                .extend(tries.iter().filter_map(|tried| tried.objection(&self.game, open, &tries)));
            let standing = choices::standing(&self.game, open, &tries);
            round.answered.push(standing.is_known());
            let earned = of(round.earned, member);
            verdict.checked.earned += 1;
            verdict.checked.locked += u64::from(standing.is_known());
            let late = tries.iter().filter(|tried| tried.is_locked_in_after(OPEN_MS));
            verdict.checked.in_extra_time += late.count() as u64;
            let worth = Worth { game: &self.game, key: round.key, own: &self.clocks.own[member], in_a_row };
            if !worth.may_be(&standing, earned) {
                let what = story(round, earned, &standing, worth);
                verdict.pending.push(Breach { who: Some(Who::Member(member)), ..self.breach(what) });
            }
            in_a_row = in_a_row.after(round.key, &standing);
        }
    }

    /// Who is told that an answer counts is among those who answered.
    fn judge_turnout(&self, round: &Round<'_>, verdict: &mut Verdict) {
        let known = round.answered.iter().filter(|known| **known).count();
        let shown = round.earned.len() + round.rest.missed;
        if shown < known || round.asked() > self.acts.len() {
            let (number, asked) = (round.number, round.asked());
            let what = format!("question {number} shows {shown} answers of {asked} asked, and {known} stand");
            verdict.pending.push(self.breach(what));
        }
    }

    /// What is shown of where everybody stands, after each round and at the end, adds up.
    fn judge_scores(&self, rounds: &[Round<'_>], verdict: &mut Verdict) {
        let reveals = rounds.iter().map(|round| (round.number as usize, round.scores, "a reveal"));
        let end = self.sheets.iter().find_map(|sheet| match &sheet.shows {
            Shows::Podium { closed, scores, .. } => Some((*closed, scores, "the end")),
            _ => None,
        });
        let teams = together::teams(&self.acts, self.number, self.sheets);
        for (closed, shown, place) in reveals.chain(end) {
            let known: Vec<&Round<'_>> =
                rounds.iter().take_while(|round| round.number as usize <= closed).collect();
            // A message that could not be changed still shows its question: then nobody outside can add up.
            if known.len() != closed {
                continue;
            }
            let wrong = self.wrong_scores(&known, shown, &teams, &mut verdict.checked);
            let told = |what| self.breach(format!("{place} after {closed}: {what}"));
            verdict.pending.extend(wrong.into_iter().map(told));
        }
    }

    fn wrong_scores(
        &self,
        rounds: &[&Round<'_>],
        shown: &Scores,
        teams: &[Option<usize>],
        checked: &mut Checked,
    ) -> Vec<String> {
        let mut wrong = Vec::new();
        if self.game.mode == Mode::Crew {
            // It wins or loses together.
            wrong.extend(shown.members.first().map(|(member, _)| format!("{member} is named, of a crew")));
        } else {
            checked.standings += 1;
            for member in 0..self.acts.len() {
                let sum: u32 = rounds.iter().map(|round| of(round.earned, member)).sum();
                let told = of(&shown.members, member);
                if told != sum {
                    wrong.push(format!("{told} points for {member}, who earned {sum}"));
                }
            }
        }
        for (team, told) in &shown.teams {
            (checked.standings, checked.together) = (checked.standings + 1, checked.together + 1);
            let possible = together::of_team(rounds, teams, *team);
            if !possible.contains(told) {
                wrong.push(format!("{told} hundredths for team {team} of {teams:?}, which has {possible:?}"));
            }
        }
        if let Some(told) = shown.crew {
            (checked.standings, checked.together) = (checked.standings + 1, checked.together + 1);
            let earned = together::of_crew(&self.game, rounds);
            if told != earned {
                wrong.push(format!("{told} hundredths for the crew, which earned {earned}"));
            }
        }
        wrong
    }
}

#[cfg(test)]
mod tests;
