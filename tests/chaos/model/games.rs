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
    let ends: Vec<&Sheet> =
        sheets.iter().filter(|sheet| matches!(sheet.shows, Shows::Podium { .. })).collect();
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
                let what =
                    format!("{place} after {closed} shows {told} points for {member}, who earned {sum}");
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

/// A choice in a round, and what was told of it.
struct Try<'a> {
    done: &'a Done,
    letters: &'a str,
    told: Option<Locked>,
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
    let who = Who::Member(member);
    let tries = tries(acts::of(evidence, guild, who), table, sheets, round.number);
    let stands = what_stands(&tries);
    verdict.breaches.extend(tries.iter().filter_map(|tried| objection(tried, stands, &tries)));
    let worth =
        |letters: &str| letters.chars().map(|letter| u32::from(round.key.contains(letter))).sum::<u32>();
    let silent = tries.iter().filter(|tried| tried.done.told().is_none()).map(|tried| worth(tried.letters));
    let possible: BTreeSet<u32> = match stands {
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
        verdict.breaches.push(Breach { guild, who: Some(who), what });
    }
}

/// What a member chose in a round, on whichever of its messages.
fn tries<'a>(acts: &'a [Done], table: usize, sheets: &[Sheet], number: u32) -> Vec<Try<'a>> {
    let of_round = |id: u64| sheets.iter().any(|sheet| sheet.id == id && sheet.number() == Some(number));
    let tried = |done: &'a Done| match &done.act {
        Act::Lock { table: at, message, letters } if *at == table && of_round(*message) => {
            Some(Try { done, letters, told: done.told().and_then(locked) })
        }
        _ => None,
    };
    acts.iter().filter_map(tried).collect()
}

/// The letters that count: those that were told so, else those that a later answer says to stand.
fn what_stands<'a>(tries: &'a [Try<'a>]) -> Option<&'a str> {
    let told_now = tries.iter().find_map(|tried| match &tried.told {
        Some(Locked::Now(letters)) => Some(letters.as_str()),
        _ => None,
    });
    let told_later = || {
        tries.iter().find_map(|tried| match &tried.told {
            Some(Locked::Before(letters)) => Some(letters.as_str()),
            _ => None,
        })
    };
    told_now.or_else(told_later)
}

/// What is wrong with what was told.
fn objection(tried: &Try<'_>, stands: Option<&str>, tries: &[Try<'_>]) -> Option<Breach> {
    let letters = tried.letters;
    let what = match tried.told.as_ref()? {
        Locked::Now(told) if told != letters => format!("{letters} were chosen, and {told} are locked in"),
        Locked::Now(_) => {
            let first = tries.iter().find(|first| matches!(first.told, Some(Locked::Now(_))))?;
            if first.done.number == tried.done.number {
                return None;
            }
            format!("a second answer is locked in ({letters})")
        }
        Locked::Before(told) if stands != Some(told) => format!("{stands:?} stood, and now {told} do"),
        Locked::Before(told) if !tries.iter().any(|chosen| chosen.letters == told) => {
            format!("{told} are told to stand, which were never chosen")
        }
        Locked::Before(_) => return None,
    };
    Some(tried.done.breach(what))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::{End, Entry, Event};

    const QUESTION: u64 = 7;

    /// Member 0 chose B, was told `told` of it, and these messages stand.
    fn judged(told: &str, shown: Vec<Shows>) -> Verdict {
        let entry = |event| Entry { at: Timestamp::UNIX_EPOCH, after: std::time::Duration::ZERO, event };
        let act = Act::Lock { table: 0, message: QUESTION, letters: "B".into() };
        let end = if told.is_empty() { End::Silence } else { End::Told(told.into()) };
        let asked = Event::Asked { number: 0, guild: 0, who: Who::Member(0), act };
        let entries = [entry(asked), entry(Event::Ended { number: 0, end })];
        let sheet = |(id, shows)| Sheet { id, sent: Timestamp::UNIX_EPOCH, shows, labels: Vec::new() };
        let sheets: Vec<Sheet> = (QUESTION..).zip(shown).map(sheet).collect();
        let mut verdict = Verdict::default();
        let evidence = Evidence::new(&entries, &[], &[], Timestamp::UNIX_EPOCH);
        judge(&evidence, (0, 0), &sheets, 2, &mut verdict);
        verdict
    }

    fn reveal(key: &str, earned: &[(usize, u32)], standings: &[(usize, u32)]) -> Shows {
        Shows::Reveal { number: 1, key: key.into(), earned: earned.to_vec(), standings: standings.to_vec() }
    }

    fn end(standings: &[(usize, u32)]) -> Shows {
        Shows::Podium { closed: 1, standings: standings.to_vec() }
    }

    #[test]
    fn a_right_answer_that_was_locked_in_earns_its_point_once() {
        let told = "Locked in: **B**.";
        let good = judged(told, vec![reveal("B", &[(0, 1)], &[(0, 1), (1, 0)]), end(&[(0, 1), (1, 0)])]);
        assert_eq!(good.breaches, []);
        assert_eq!((good.checked.games, good.checked.locked, good.checked.standings), (1, 1, 2));
        let vanished = judged(told, vec![reveal("B", &[], &[])]);
        assert_eq!(vanished.breaches.len(), 1);
        let doubled = judged(told, vec![reveal("B", &[(0, 1)], &[(0, 2)])]);
        assert_eq!(doubled.breaches.len(), 1);
        let lost_at_the_end = judged(told, vec![reveal("B", &[(0, 1)], &[(0, 1)]), end(&[(0, 0)])]);
        assert_eq!(lost_at_the_end.breaches.len(), 1);
        assert_eq!(judged(told, vec![reveal("A", &[(0, 1)], &[(0, 1)])]).breaches.len(), 1, "B was wrong");
    }

    #[test]
    fn whether_an_unanswered_choice_counts_is_open_and_nobody_elses_does() {
        assert_eq!(judged("", vec![reveal("B", &[(0, 1)], &[(0, 1)])]).breaches, []);
        assert_eq!(judged("", vec![reveal("B", &[], &[])]).breaches, []);
        assert_eq!(judged("Time was up", vec![reveal("B", &[(0, 1)], &[(0, 1)])]).breaches.len(), 1);
        assert_eq!(judged("", vec![reveal("B", &[(1, 1)], &[(1, 1)])]).breaches.len(), 1);
    }

    #[test]
    fn a_round_and_an_end_are_shown_once() {
        let twice = vec![reveal("A", &[], &[]), reveal("A", &[], &[])];
        assert!(judged("", twice).breaches.iter().any(|breach| breach.what.contains("counted twice")));
        assert_eq!(judged("", vec![end(&[]), end(&[])]).breaches.len(), 1);
    }
}
