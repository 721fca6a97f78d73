//! Games that are over, played afterwards: each question is answered once and in order, by the member's own clock; what
//! was earned is never lost, and joins the standings at the end.

use std::ops::RangeInclusive;

use jiff::Timestamp;

use super::clocks::{self, Span};
use super::worth::{InARow, Worth};
use super::{Checked, Round, Table};
use crate::game::Mode;
use crate::ghost::{Earned, Haunted, haunted};
use crate::history::{Act, Who};
use crate::model::acts::Done;
use crate::model::{A_MOMENT, Breach, Verdict};
use crate::table::{Scores, Shows};

/// A question's way to the member's screen is not counted, in milliseconds.
const UNTIL_SHOWN_MS: i64 = 500;

/// More than a question can earn.
const MOST: u32 = 1_500;

/// Somebody asks for the next question.
struct Ask<'a> {
    done: &'a Done,
    told: Option<Haunted>,
}

/// Somebody chooses letters.
struct Guess<'a> {
    done: &'a Done,
    number: u32,
    letters: &'a str,
    told: Option<Haunted>,
}

impl Ask<'_> {
    fn shows(&self) -> Option<u32> {
        match self.told {
            Some(Haunted::Question { number, .. }) => Some(number),
            _ => None,
        }
    }

    fn is_silent(&self) -> bool {
        self.done.told().is_none()
    }
}

impl Guess<'_> {
    fn earned(&self) -> Option<&Earned> {
        match &self.told {
            Some(Haunted::Earned(earned)) => Some(earned),
            _ => None,
        }
    }

    /// Whether it may be what was counted.
    fn may_count(&self) -> bool {
        self.earned().is_some() || self.done.told().is_none()
    }
}

/// What one member did in a game that is over.
struct Ghost<'a> {
    table: &'a Table<'a>,
    member: usize,
    asks: Vec<Ask<'a>>,
    guesses: Vec<Guess<'a>>,
    own: Span,
    /// For how long an answer counts: as long as for the table, or longer by their own extra time.
    open: Span,
}

/// The end of a game, as it is shown.
struct End<'a> {
    closed: u32,
    scores: &'a Scores,
    until: Option<Timestamp>,
}

impl Table<'_> {
    /// Holds what one member was told who played the game afterwards against what they did, and against the end.
    pub(super) fn judge_ghost(&self, rounds: &[Round<'_>], member: usize, verdict: &mut Verdict) {
        let Some(end) = self.sheets.iter().find_map(|sheet| end(&sheet.shows)) else { return };
        let ghost = Ghost::of(self, member);
        let played = rounds.iter().any(|round| round.answered[member]);
        let asked =
            ghost.asks.iter().filter_map(|ask| Some(ask.done.breach(ghost.wrong_ask(ask, &end, played)?)));
        verdict.breaches.extend(asked);
        let guessed = ghost
            .guesses
            .iter()
            .filter_map(|guess| Some(guess.done.breach(ghost.wrong_guess(guess, rounds)?)));
        verdict.breaches.extend(guessed);
        let (points, wrong) = ghost.added_up(rounds, end.closed, &mut verdict.checked);
        verdict.breaches.extend(wrong);
        let told = |what| Breach { who: Some(Who::Member(member)), ..self.breach(what) };
        verdict.pending.extend(ghost.wrong_end(points, &end).map(told));
    }
}

fn end(shows: &Shows) -> Option<End<'_>> {
    match shows {
        Shows::Podium { closed, scores, until } => {
            Some(End { closed: u32::try_from(*closed).ok()?, scores, until: *until })
        }
        _ => None,
    }
}

impl<'a> Ghost<'a> {
    fn of(table: &'a Table<'a>, member: usize) -> Self {
        let acts = table.acts[member];
        let told = |done: &Done| done.told().and_then(haunted);
        let (mut asks, mut guesses) = (Vec::new(), Vec::new());
        for done in acts.iter().filter(|done| done.act.haunts() == Some(table.number)) {
            match &done.act {
                Act::Guess { number, letters, .. } => {
                    guesses.push(Guess { done, number: *number, letters, told: told(done) });
                }
                _ => asks.push(Ask { done, told: told(done) }),
            }
        }
        let begun = asks.iter().find(|ask| ask.shows().is_some()).map(|ask| ask.done.ended);
        let own = match (asks.first(), begun) {
            (Some(first), Some(begun)) => clocks::open(&clocks::extra(acts, first.done.asked, begun)),
            _ => clocks::open(&(0..=0)),
        };
        let at_table = &table.clocks.table;
        let open = *own.start().max(at_table.start())..=*own.end().max(at_table.end());
        Self { table, member, asks, guesses, own, open }
    }

    fn guesses(&self, number: u32) -> impl Iterator<Item = &Guess<'a>> {
        self.guesses.iter().filter(move |guess| guess.number == number)
    }

    /// Whether a question may have been answered by this act's end.
    fn may_be_done(&self, number: u32, by: &Done) -> bool {
        self.guesses(number)
            .any(|guess| guess.may_count() && guess.done.number != by.number && guess.done.asked < by.ended)
    }

    /// What is wrong with what was told of a question that was asked for.
    fn wrong_ask(&self, ask: &Ask<'_>, end: &End<'_>, played: bool) -> Option<String> {
        let done = ask.done;
        match ask.told.as_ref()? {
            Haunted::Question { number, of } => {
                let answered = |guess: &&Guess<'_>| guess.earned().is_some() && guess.done.ended < done.asked;
                let skipped = (1..*number).find(|number| !self.may_be_done(*number, done));
                let over = end.until.is_some_and(|until| done.asked > until + A_MOMENT);
                if played {
                    Some("somebody who played plays it afterwards".into())
                } else if over {
                    Some("it is played when it was over for good".into())
                } else if *of != end.closed {
                    Some(format!("{of} questions are told, and {} were closed", end.closed))
                } else if let Some(skipped) = skipped {
                    Some(format!("question {number} comes, and {skipped} was not answered"))
                } else {
                    let again = self.guesses(*number).find(answered)?;
                    Some(format!("question {number} comes again, which [{}] answered", again.done.number))
                }
            }
            Haunted::WasThere => {
                let came = |done: &Done| match &done.act {
                    Act::Open { table, .. } | Act::Press { table, .. } => *table == self.table.number,
                    _ => false,
                };
                let never = !self.table.acts[self.member].iter().any(came);
                never.then(|| "told to have played in a game that they never joined".into())
            }
            Haunted::TooLate => {
                let early = end.until.is_some_and(|until| done.ended + A_MOMENT < until);
                early.then(|| "told to be too late for it, before it is over for good".into())
            }
            Haunted::Past | Haunted::Through => {
                let left = (1..=end.closed).find(|number| !self.may_be_done(*number, done))?;
                Some(format!("told to be past all of it, and {left} was not answered"))
            }
            Haunted::Earned(_) => Some("told of an answer that nobody gave".into()),
        }
    }

    /// What is wrong with what was told of a choice.
    fn wrong_guess(&self, guess: &Guess<'_>, rounds: &[Round<'_>]) -> Option<String> {
        let number = guess.number;
        match guess.told.as_ref()? {
            Haunted::Past if !self.may_be_done(number, guess.done) => {
                Some(format!("told to be past question {number}, which nobody answered"))
            }
            Haunted::Earned(earned) => {
                let first = self.guesses(number).find(|other| other.earned().is_some())?;
                if first.done.number != guess.done.number {
                    return Some(format!("question {number} is answered a second time"));
                }
                let shown = rounds.iter().find(|round| round.number == number)?;
                let key = (shown.key != earned.key)
                    .then(|| format!("the key is {}, and was {}", earned.key, shown.key));
                let (least, most) = self.taken(guess);
                key.or_else(|| {
                    (earned.in_time && least > *self.open.end()).then(|| format!("counted after {least} ms"))
                })
                .or_else(|| {
                    (!earned.in_time && most <= *self.open.start())
                        .then(|| format!("too late after {most} ms"))
                })
            }
            _ => None,
        }
    }

    /// How long after its question a choice came, in milliseconds: at least and at most. To bring the question up again
    /// gains no time.
    fn taken(&self, guess: &Guess<'_>) -> (i64, i64) {
        let number = guess.number;
        let before = self.asks.iter().rposition(|ask| ask.shows().is_some_and(|shown| shown < number));
        let since = before.map_or(0, |before| before + 1);
        let shows = |ask: &&Ask<'_>| ask.shows() == Some(number);
        let first = self.asks.iter().find(shows);
        // Whether an earlier one that was never answered brought it up is open.
        let may_show = |ask: &&Ask<'_>| ask.is_silent() || ask.shows() == Some(number);
        let earliest = self.asks[since..].iter().find(may_show);
        let end = |ask: &Ask<'_>| ask.done.pressed().as_millisecond();
        let begin = |ask: &Ask<'_>| if ask.is_silent() { ask.done.asked.as_millisecond() } else { end(ask) };
        let (from, to) = match guess.done.received {
            Some(_) => (guess.done.pressed(), guess.done.pressed()),
            None => (guess.done.asked, guess.done.ended),
        };
        let after = |at: Timestamp, shown: i64| (at.as_millisecond() - shown - UNTIL_SHOWN_MS).max(0);
        let (earliest, latest) = (earliest.map_or(0, begin), first.map_or(i64::MAX / 2, end));
        (after(from, latest), after(to, earliest))
    }

    /// What all questions may have earned, where all may be answered; and what is wrong with it.
    fn added_up(
        &self,
        rounds: &[Round<'_>],
        closed: u32,
        checked: &mut Checked,
    ) -> (Option<RangeInclusive<u32>>, Vec<Breach>) {
        let (mut least, mut most, mut in_a_row) = (0, 0, InARow::default());
        let (mut complete, mut wrong) = (true, Vec::new());
        for number in 1..=closed {
            let shown = rounds.iter().find(|round| round.number == number).map(|round| round.key);
            let known = self.guesses(number).find_map(|guess| Some((guess, guess.earned()?)));
            let key = known.map(|(_, earned)| earned.key.as_str()).or(shown).unwrap_or_default();
            let worth = Worth { game: &self.table.game, key, own: &self.own, in_a_row };
            let Some((guess, earned)) = known else {
                // Nobody outside knows whether it counts.
                let silent = || self.guesses(number).filter(|guess| guess.may_count());
                let possible = silent().map(|guess| *worth.of(guess.letters, self.taken(guess)).end());
                most += if key.is_empty() { MOST } else { possible.max().unwrap_or(0) };
                complete &= silent().next().is_some();
                in_a_row = in_a_row.after_anything();
                continue;
            };
            checked.haunted += 1;
            let may_be = if earned.in_time { worth.of(guess.letters, self.taken(guess)) } else { 0..=0 };
            if !may_be.contains(&earned.points) {
                let what = format!("earned {}, and {} is worth {may_be:?}", earned.points, guess.letters);
                wrong.push(guess.done.breach(what));
            }
            in_a_row = in_a_row.after_choice(earned.in_time && earned.key == guess.letters);
            (least, most) = (least + earned.points, most + earned.points);
            let total = earned.total.map(|(total, _)| total);
            if total.is_some() != (number == closed) {
                wrong.push(guess.done.breach(format!("{total:?} told after question {number} of {closed}")));
            } else if let Some(total) = total.filter(|total| !(least..=most).contains(total)) {
                wrong.push(guess.done.breach(format!("{total} points told, of {least} to {most}")));
            }
        }
        (complete.then_some(least..=most), wrong)
    }

    /// What is wrong with what the end of the game shows of them.
    fn wrong_end(&self, points: Option<RangeInclusive<u32>>, end: &End<'_>) -> Option<String> {
        let told = self.guesses.iter().find_map(|guess| guess.earned()?.total);
        let shown = end.scores.ghosts.iter().find(|(of, _)| *of == self.member).map(|(_, points)| *points);
        if self.table.game.mode == Mode::Crew {
            return shown
                .map(|shown| format!("{shown} points are shown of one, where a crew's end names nobody"));
        }
        match (told, shown) {
            (Some((total, _)), None) => {
                Some(format!("{total} points were earned afterwards, and are not shown"))
            }
            (Some((total, _)), Some(shown)) if shown != total => {
                Some(format!("{total} points were earned afterwards, and {shown} are shown"))
            }
            (None, Some(shown)) if !points.as_ref().is_some_and(|points| points.contains(&shown)) => {
                Some(format!("{shown} points are shown as earned afterwards, and {points:?} were"))
            }
            (Some((total, Some(place))), _) => {
                let better = end.scores.members.iter().filter(|(_, points)| *points > total).count();
                (place as usize != better + 1)
                    .then(|| format!("told to be number {place}, and {better} have more"))
            }
            _ => None,
        }
    }
}
