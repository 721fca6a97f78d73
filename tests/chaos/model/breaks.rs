//! Announced breaks, as the member was told of them.

use jiff::ToSpan;
use jiff::civil::Date;

use super::acts::Done;
use super::{Breach, Verdict};
use crate::history::Act;
use crate::reading::{self, Break};

/// A member's breaks, both days included.
#[derive(Clone, Debug, Default)]
pub(crate) struct Breaks {
    pub(crate) days: Vec<(Date, Date)>,
    /// An act of which nobody knows what became of it.
    pub(crate) open: Option<Act>,
    /// Its day had passed before anybody knew: what is said of this member's streak proves nothing any more.
    pub(crate) lost: bool,
}

impl Breaks {
    pub(crate) fn cover(&self, day: Date) -> bool {
        self.days.iter().any(|(from, to)| (*from..=*to).contains(&day))
    }

    /// Whether one runs or lies ahead.
    pub(crate) fn any_from(&self, today: Date) -> bool {
        self.days.iter().any(|(_, to)| *to >= today)
    }

    /// Takes an act into account; `today` is the member's local day.
    pub(crate) fn take(&mut self, done: &Done, today: Date, verdict: &mut Verdict) {
        if !matches!(done.act, Act::Pause { .. } | Act::Resume) {
            return;
        }
        let open = self.open.take().filter(|open| *open == done.act);
        let Some(text) = done.told() else {
            self.open = Some(done.act.clone());
            return;
        };
        if text.contains("It's busy here right now") {
            self.open = open;
            return;
        }
        let Some(told) = reading::pause(text) else {
            verdict.breaches.push(done.breach("a break was answered with something else"));
            return;
        };
        if let Some(breach) = self.told(done, told, today, open.is_some()) {
            verdict.breaches.push(breach);
        }
    }

    fn told(&mut self, done: &Done, told: Break, today: Date, again: bool) -> Option<Breach> {
        let wrong = |what: &str| Some(done.breach(what));
        match (&done.act, told) {
            (Act::Pause { from, to }, Break::Announced) => {
                if self.days.iter().any(|(first, last)| first <= to && from <= last) {
                    return wrong("two breaks overlap");
                }
                self.days.push((*from, *to));
            }
            (Act::Pause { from, to }, Break::Overlaps) => {
                let known = self.days.iter().any(|(first, last)| first <= to && from <= last);
                match (known, again) {
                    (true, _) => {}
                    (false, true) => self.days.push((*from, *to)),
                    (false, false) => return wrong("it overlaps a break that was never announced"),
                }
            }
            // The day on which it would have begun is over.
            (Act::Pause { .. }, Break::Refused) => self.lost |= again,
            (Act::Resume, Break::Over | Break::Off) => return self.ended(done, told, today),
            (Act::Resume, Break::None) => match (self.any_from(today), again) {
                (true, true) => {
                    self.lost |= self.ended(done, Break::Over, today).is_some();
                }
                (true, false) => return wrong("a break that was announced is lost"),
                (false, _) => {}
            },
            _ => return wrong("a break was answered with what does not fit"),
        }
        None
    }

    /// The running break ended yesterday, or the next one is off.
    fn ended(&mut self, done: &Done, told: Break, today: Date) -> Option<Breach> {
        let next = self.days.iter_mut().filter(|(_, to)| *to >= today).min_by_key(|(from, _)| *from);
        let Some(next) = next else { return Some(done.breach("a break ended that was never announced")) };
        if next.0 < today {
            next.1 = today - 1.day();
        } else {
            let gone = *next;
            self.days.retain(|kept| *kept != gone);
            return (told == Break::Over).then(|| done.breach("a break is told over that had not begun"));
        }
        (told == Break::Off).then(|| done.breach("a break is told off that had begun"))
    }
}
