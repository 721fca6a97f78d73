//! Games of a group: a round is counted once, an answer that was locked in counts, and points add up.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::acts::{self, Done};
use super::{Breach, Evidence, Verdict};
use crate::history::{Act, Who};
use crate::table::{Locked, Points, Sheet, Shows, locked};

/// A game that nobody touches ends itself long before.
const LONGEST_STILL: SignedDuration = SignedDuration::from_hours(1);

/// What was found good.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Checked {
    /// Games whose end is shown.
    pub(crate) games: u64,
    /// What members earned in a round, each held against what they had locked in.
    pub(crate) earned: u64,
    /// Answers that were told to be locked in, among these.
    pub(crate) locked: u64,
    /// Standings that were added up.
    pub(crate) standings: u64,
}

/// A closed round as it is shown.
struct Round<'a> {
    number: u32,
    key: &'a str,
    earned: &'a Points,
    standings: &'a Points,
}

/// Judges one game of a server, by what its channel shows and what its members were told.
pub(crate) fn judge(
    evidence: &Evidence<'_>,
    (guild, table): (usize, usize),
    sheets: &[Sheet],
    members: usize,
    verdict: &mut Verdict,
) {
    let breach = |what: String| Breach { guild, who: None, what: format!("table {table}: {what}") };
    let mut rounds: Vec<Round<'_>> = sheets.iter().filter_map(round).collect();
    rounds.sort_by_key(|round| round.number);
    if let Some(twice) = rounds.windows(2).find(|pair| pair[0].number == pair[1].number) {
        verdict.breaches.push(breach(format!("question {} is counted twice", twice[0].number)));
    }
    let lobbies = |sheet: &&Sheet| matches!(sheet.shows, Shows::Lobby { .. } | Shows::PastLobby);
    let ends: Vec<&Sheet> = sheets.iter().filter(|sheet| matches!(sheet.shows, Shows::Podium { .. })).collect();
    for (count, what) in [(sheets.iter().filter(lobbies).count(), "lobby"), (ends.len(), "end")] {
        if count > 1 {
            verdict.breaches.push(breach(format!("{count} messages show its {what}")));
        }
    }
    for round in &rounds {
        for member in 0..members {
            judge_round(evidence, (guild, table), sheets, round, member, verdict);
        }
    }
    let standings = rounds.iter().map(|round| (round.number as usize, round.standings, "a reveal"));
    let end = ends.first().and_then(|end| match &end.shows {
        Shows::Podium { closed, standings } => Some((*closed, standings, "the end")),
        _ => None,
    });
    for (closed, shown, place) in standings.chain(end) {
        let known = rounds.iter().take_while(|round| round.number as usize <= closed);
        let known: Vec<&Round<'_>> = known.collect();
        // A message that could not be changed still shows its question: then nobody outside can add up.
        if known.len() != closed {
            continue;
        }
        verdict.checked.standings += 1;
        for member in 0..members {
            let sum: u32 = known.iter().map(|round| of(round.earned, member)).sum();
            let told = of(shown, member);
            if told != sum {
                let what = format!("{place} after {closed} shows {told} points for {member}, who earned {sum}");
                verdict.breaches.push(breach(what));
            }
        }
    }
    verdict.checked.games += ends.len() as u64;
    if let Some(still) = still_on(sheets, evidence.now) {
        verdict.pending.push(breach(format!("it never ends: {:?}", still.shows)));
    }
}

fn round(sheet: &Sheet) -> Option<Round<'_>> {
    match &sheet.shows {
        Shows::Reveal { number, key, earned, standings } => {
            Some(Round { number: *number, key, earned, standings })
        }
        _ => None,
    }
}

fn of(points: &Points, member: usize) -> u32 {
    points.iter().filter(|(of, _)| *of == member).map(|(_, points)| points).sum()
}

/// The latest message of a game that shows no end, long after anybody could have touched it.
fn still_on(sheets: &[Sheet], now: Timestamp) -> Option<&Sheet> {
    let over = sheets.iter().any(|sheet| matches!(sheet.shows, Shows::PastLobby | Shows::Podium { .. }));
    sheets.last().filter(|last| !over && now.duration_since(last.sent) > LONGEST_STILL)
}

/// Holds what one member earned in a round against what they chose in it.
fn judge_round(
    evidence: &Evidence<'_>,
    (guild, table): (usize, usize),
    sheets: &[Sheet],
    round: &Round<'_>,
    member: usize,
    verdict: &mut Verdict,
) {
    let messages: BTreeSet<u64> =
        sheets.iter().filter(|sheet| sheet.number() == Some(round.number)).map(|sheet| sheet.id).collect();
    let tries: Vec<(&Done, &str)> = acts::of(evidence, guild, Who::Member(member))
        .iter()
        .filter_map(|done| match &done.act {
            Act::Lock { table: at, message, letters } if *at == table && messages.contains(message) => {
                Some((done, letters.as_str()))
            }
            _ => None,
        })
        .collect();
    let told = |done: &Done| done.told().and_then(locked);
    let mut now = tries.iter().filter(|(done, _)| matches!(told(done), Some(Locked::Now(_))));
    let (first, second) = (now.next(), now.next());
    if let (Some(_), Some((done, _))) = (first, second) {
        verdict.breaches.push(done.breach("a second answer is locked in"));
    }
    let stands = first.map(|(_, letters)| (*letters).to_owned());
    let stands = stands.or_else(|| {
        tries.iter().find_map(|(done, _)| match told(done) {
            Some(Locked::Before(letters)) => Some(letters),
            _ => None,
        })
    });
    for (done, letters) in &tries {
        match told(done) {
            Some(Locked::Now(told)) if told != *letters => {
                verdict.breaches.push(done.breach(format!("{letters} were chosen, and {told} are locked in")));
            }
            Some(Locked::Before(told)) if stands.as_ref() != Some(&told) => {
                verdict.breaches.push(done.breach(format!("{stands:?} stood, and now {told} do")));
            }
            _ => {}
        }
    }
    let worth = |letters: &str| letters.chars().filter(|letter| round.key.contains(*letter)).count() as u32;
    let silent = tries.iter().filter(|(done, _)| done.told().is_none()).map(|(_, letters)| worth(letters));
    let possible: BTreeSet<u32> = match &stands {
        Some(letters) => BTreeSet::from([worth(letters)]),
        None => silent.chain([0]).collect(),
    };
    let earned = of(round.earned, member);
    verdict.checked.earned += 1;
    verdict.checked.locked += u64::from(stands.is_some());
    if !possible.contains(&earned) {
        let (number, key) = (round.number, round.key);
        let what = format!(
            "table {table}, question {number} ({key}): earned {earned}, and {stands:?} is locked in: {possible:?}"
        );
        verdict.breaches.push(Breach { guild, who: Some(Who::Member(member)), what });
    }
}
