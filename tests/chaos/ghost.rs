//! A game that is over, played afterwards in private: what a member's client shows of it, and what they do next.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rand::RngExt;
use rand::rngs::StdRng;
use sandbox::Message;

use crate::history::Act;
use crate::table::{digits, is_option};

/// What a member is told who plays a game afterwards.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Haunted {
    /// A question, of so many.
    Question { number: u32, of: u32 },
    /// What an answer earned.
    Earned(Earned),
    /// They played in the game itself.
    WasThere,
    /// A game can be played afterwards for a day.
    TooLate,
    /// The question was answered before.
    Past,
    /// All were: how they did.
    Through,
}

/// What an answer earned.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Earned {
    pub(crate) key: String,
    pub(crate) in_time: bool,
    pub(crate) points: u32,
    /// All points, after the last question; and the place that they would have had, where places are told.
    pub(crate) total: Option<(u32, Option<u32>)>,
}

/// Reads what is told; `None` for anything else.
pub(crate) fn haunted(text: &str) -> Option<Haunted> {
    let says = [
        ("You played this game yourself", Haunted::WasThere),
        ("It's too late for this one", Haunted::TooLate),
        ("You're past that question", Haunted::Past),
    ];
    if let Some((_, meaning)) = says.into_iter().find(|(words, _)| text.contains(words)) {
        return Some(meaning);
    }
    if let Some((_, after)) = text.split_once("👻 Question ") {
        let (number, after) = after.split_once(" of ")?;
        return Some(Haunted::Question { number: number.parse().ok()?, of: digits(after)?.parse().ok()? });
    }
    if text.contains("Your answers") && !text.contains("👻 You **") {
        return Some(Haunted::Through);
    }
    let number = |before: &str| digits(text.split_once(before)?.1)?.parse().ok();
    let title = text.lines().find_map(|line| line.split_once("┃ "))?.1;
    let (_, key) = title.split_once("t's ")?;
    Some(Haunted::Earned(Earned {
        key: key.chars().filter(char::is_ascii_uppercase).collect(),
        in_time: !title.starts_with("Time was up"),
        points: number("👻 You **+")?,
        total: number("Altogether: **").map(|points| (points, number("You'd have come "))),
    }))
}

/// The draws for one step, made before anything is looked at.
#[derive(Clone, Copy)]
pub(crate) struct Draws {
    one: u64,
    other: u64,
    /// Whether they go back to the end of the game and ask there again.
    again: bool,
    twice: bool,
}

impl Draws {
    pub(crate) fn new(rng: &mut StdRng) -> Self {
        Self {
            one: rng.random(),
            other: rng.random(),
            again: rng.random_ratio(1, 6),
            twice: rng.random_ratio(1, 8),
        }
    }
}

/// What a member's client shows in private of one game.
#[derive(Clone, Default)]
struct Screen {
    /// The latest message, and what it says.
    shown: Option<(Message, Haunted)>,
    /// Acts whose answer is still to come.
    waits: usize,
}

/// What the clients of a server's members show in private, by table and member. Clones are the same ones.
#[derive(Clone, Default)]
pub(crate) struct Screens(Arc<Mutex<BTreeMap<(usize, usize), Screen>>>);

impl Screens {
    fn all(&self) -> MutexGuard<'_, BTreeMap<(usize, usize), Screen>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An act in a game that is over begins: until it ends, the member waits.
    pub(crate) fn begin(&self, table: usize, member: usize) {
        self.all().entry((table, member)).or_default().waits += 1;
    }

    /// Such an act ended; the client shows the answer, if there was one.
    pub(crate) fn end(&self, table: usize, member: usize, shown: Option<&Message>) {
        let mut all = self.all();
        let screen = all.entry((table, member)).or_default();
        screen.waits = screen.waits.saturating_sub(1);
        let read = shown.and_then(|message| Some((message.clone(), haunted(&message.to_string())?)));
        screen.shown = read.or_else(|| screen.shown.take());
    }

    /// What a member's client shows of a game.
    pub(crate) fn message(&self, table: usize, member: usize) -> Option<Message> {
        self.all().get(&(table, member))?.shown.as_ref().map(|(message, _)| message.clone())
    }

    /// What a member does next in a game that ended with the message `podium`; several acts are done at once.
    pub(crate) fn next(&self, table: usize, member: usize, podium: u64, draws: Draws) -> Vec<Act> {
        let Draws { one, other, again, twice } = draws;
        let screen = self.all().get(&(table, member)).cloned().unwrap_or_default();
        if screen.waits > 0 {
            return Vec::new();
        }
        let from_the_end = vec![Act::Haunt { table, podium: Some(podium) }];
        match screen.shown {
            None => from_the_end,
            Some((message, Haunted::Question { number, .. })) if !again => {
                let guess = |draw| Act::Guess { table, number, letters: drawn(&message, draw) };
                if twice { vec![guess(one), guess(other)] } else { vec![guess(one)] }
            }
            Some((_, Haunted::Earned(Earned { total: None, .. }))) if !again => {
                vec![Act::Haunt { table, podium: None }]
            }
            Some((_, Haunted::Question { .. } | Haunted::Earned(Earned { total: None, .. }))) => from_the_end,
            Some((_, Haunted::Past)) => from_the_end,
            Some(_) if again => from_the_end,
            Some(_) => Vec::new(),
        }
    }
}

/// As many letters of a question as are asked for.
fn drawn(question: &Message, draw: u64) -> String {
    let choose = question.select().map_or(1, |menu| usize::try_from(menu.max_values).unwrap_or(1));
    let letters =
        question.to_string().lines().filter(|line| is_option(line.trim_start_matches("┃ "))).count();
    crate::play::drawn(letters, choose, draw)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_afterwards_is_read_as_it_is_written() {
        let question = "(only m0-1) ┃ 👻 Question 2 of 3\n┃ A team runs it.\n┃ Choose **ONE**.";
        assert_eq!(haunted(question), Some(Haunted::Question { number: 2, of: 3 }));
        let told = "(only m0-1) ┃ Not quite: it's A and C\n┃ This question: 👻 You **+1,060**, 1st here\n\
                    ┃ <@7> **+960** with B\n┃ Altogether: **1,960 points**\n┃ You'd have come 2nd\n\
                    ┃ **1,960 points**, 2 of 3 right.";
        let earned = Earned { key: "AC".into(), in_time: true, points: 1_060, total: Some((1_960, Some(2))) };
        assert_eq!(haunted(told), Some(Haunted::Earned(earned)));
        let late = "(only m0-1) ┃ Time was up: it's B\n┃ This question: 👻 You **+0**, 2nd here";
        let earned = Earned { key: "B".into(), in_time: false, points: 0, total: None };
        assert_eq!(haunted(late), Some(Haunted::Earned(earned)));
        let through = "(only m0-1) ┃ You'd have come 2nd\n┃ **1,960 points**, 2 of 3 right.\n\
                       ┃ Your answers: 1. ✅ **B** in 2.0 s";
        assert_eq!(haunted(through), Some(Haunted::Through));
        assert_eq!(haunted("(only m0-1) It's busy here right now"), None);
    }
}
